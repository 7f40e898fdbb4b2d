"""Anchors are sorted by what they are to their target."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.anchor_profile import (
    AnchorKind,
    AnchorUse,
    anchor_profile,
    kind_of_anchor,
    words_of_address,
)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Acme Tools", AnchorKind.BRAND),
        ("the folks at ACME", AnchorKind.BRAND),
        ("acmetools", AnchorKind.BRAND),
        ("Cordless  Drill", AnchorKind.EXACT),
        ("best cordless drill for beginners", AnchorKind.PARTIAL),
        ("a drill that lasts", AnchorKind.PARTIAL),
        ("https://acme-tools.com/drills?x=1", AnchorKind.NAKED_URL),
        ("acme-tools.com", AnchorKind.NAKED_URL),
        ("www.acme-tools.com", AnchorKind.NAKED_URL),
        ("Click here »", AnchorKind.GENERIC),
        ("(En savoir plus)", AnchorKind.GENERIC),
        ("Подробнее…", AnchorKind.GENERIC),
        ("こちら", AnchorKind.GENERIC),
        ("点击这里", AnchorKind.GENERIC),
        ("여기", AnchorKind.GENERIC),
        ("اضغط هنا", AnchorKind.GENERIC),
        ("", AnchorKind.IMAGE),
        (" – ", AnchorKind.IMAGE),
        ("how we built a shed", AnchorKind.OTHER),
    ],
)
def test_an_anchor_is_sorted(text: str, kind: AnchorKind) -> None:
    use = AnchorUse(text, "blog.example")
    assert (
        kind_of_anchor(
            use,
            domain="acme-tools.com",
            brands=["Acme Tools", "Acme"],
            keywords=["cordless drill", "power tools"],
        )
        is kind
    )


def _uses(text: str, count: int, start: int = 0) -> list[AnchorUse]:
    return [AnchorUse(text, f"site{number}.example") for number in range(start, start + count)]


def test_a_sitewide_link_counts_as_one_domain() -> None:
    profile = anchor_profile(
        [AnchorUse("Acme", "one.example")] * 500 + _uses("here", 3),
        domain="acme-tools.com",
        brands=["Acme"],
    )
    assert profile.domains[AnchorKind.BRAND] == 1
    assert profile.share(AnchorKind.GENERIC) == 0.75
    assert profile.top[0] == ("here", 3)


def test_too_many_exact_anchors_are_said_and_a_natural_profile_is_not() -> None:
    stuffed = [*_uses("cordless drill", 15), *_uses("Acme", 10, 15)]
    warnings = anchor_profile(
        stuffed, domain="acme-tools.com", brands=["Acme"], keywords=["cordless drill"]
    ).warnings
    assert any("60%" in warning and "review" in warning for warning in warnings)
    natural = [
        *_uses("Acme", 20),
        *_uses("acme-tools.com", 10, 20),
        *_uses("this review of drills", 2, 30),
        *_uses("cordless drill", 2, 32),
    ]
    assert (
        anchor_profile(
            natural, domain="acme-tools.com", brands=["Acme"], keywords=["cordless drill"]
        ).warnings
        == ()
    )


def test_anchors_in_another_script_are_said() -> None:
    mixed = [*_uses("Acme drills", 15), *_uses("купить диплом", 12, 15)]
    assert any(
        "another script" in warning
        for warning in anchor_profile(mixed, domain="acme-tools.com", brands=["Acme"]).warnings
    )


def test_few_domains_give_no_warning_and_none_give_no_share() -> None:
    assert (
        anchor_profile(
            _uses("cordless drill", 5), domain="a.com", keywords=["cordless drill"]
        ).warnings
        == ()
    )
    assert anchor_profile([], domain="a.com").share(AnchorKind.BRAND) == 0


def test_the_words_of_the_linked_page_count_as_its_phrase_without_a_warning() -> None:
    page = "narrow garden trowels"
    uses = [AnchorUse("Narrow garden trowels", f"a{n}.example", page_words=page) for n in range(9)]
    uses += [AnchorUse("good trowels", f"b{n}.example", page_words=page) for n in range(9)]
    uses += [AnchorUse("Acme", f"c{n}.example", page_words=page) for n in range(9)]
    profile = anchor_profile(uses, domain="acme.example", brands=["acme"])
    assert profile.domains[AnchorKind.EXACT] == 9
    assert profile.domains[AnchorKind.PARTIAL] == 9
    assert profile.domains[AnchorKind.BRAND] == 9
    assert not any("wanted phrase" in warning for warning in profile.warnings)


@given(st.text(max_size=80))
def test_any_address_gives_words_or_none(text: str) -> None:
    for url in (text, f"https://site.example/{text}", f"https://[{text}"):
        words = words_of_address(url)
        assert words == " ".join(words.split())
