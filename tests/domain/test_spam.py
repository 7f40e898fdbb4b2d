"""Each sign is named with what was seen, and honest pages show none."""

from dataclasses import replace

import pytest

from bot.domain.placement import Placement
from bot.domain.spam import SpamFacts, SpamSign, spam_signs

HONEST = SpamFacts(
    text="We walked along the river to the old mill, where a miller still grinds rye on Thursdays. "
    * 3,
    anchor="the old mill",
    placement=Placement.CONTENT,
    outbound_domains=["mill.example", "river.example"],
    target_text="A mill that grinds rye",
    same_anchor_domains=1,
    parked=False,
    domain_links=1,
    new_domains_a_day=[1, 0, 2, 1, 0, 1, 3, 2],
)
SENTENCES = " ".join(f"word{i} and thing{i * 7} near place{i * 13}" for i in range(80))


def test_an_honest_page_shows_no_sign() -> None:
    assert spam_signs(HONEST) == ()
    assert spam_signs(SpamFacts()) == ()


@pytest.mark.parametrize(
    ("facts", "name", "seen"),
    [
        (
            replace(HONEST, outbound_domains=[f"s{i}.example" for i in range(200)]),
            "link_farm",
            "200 other sites",
        ),
        (
            replace(HONEST, anchor="cheap rye flour", same_anchor_domains=30),
            "stuffed_anchor",
            "30 domains",
        ),
        (replace(HONEST, placement=Placement.HIDDEN), "hidden_link", "cannot see"),
        (
            replace(HONEST, text="Buy {cheap|low cost|budget} {shoes|sneakers} now"),
            "spun_text",
            "{cheap|",
        ),
        (
            replace(HONEST, text="best running shoes online store " * 60),
            "generated_text",
            "repetitions",
        ),
        (
            replace(HONEST, text=SENTENCES + " casino casino poker casino"),
            "gambling_words",
            "casino",
        ),
        (
            replace(HONEST, text="今日の天気は晴れです。カジノ カジノ パチンコ カジノ"),
            "gambling_words",
            "カジノ",
        ),
        (replace(HONEST, text=SENTENCES + " viagra cialis viagra"), "pharma_words", "viagra"),
        (replace(HONEST, parked=True), "parked_domain", "parking"),
        (
            replace(HONEST, placement=Placement.FOOTER, domain_links=900),
            "sitewide_footer",
            "900 pages",
        ),
        (replace(HONEST, anchor="купить диплом"), "foreign_script_anchor", "cyrillic"),
        (
            replace(HONEST, new_domains_a_day=[1, 2, 0, 1, 1, 2, 1, 90]),
            "sudden_burst",
            "90 new domains",
        ),
        (
            replace(HONEST, placement=Placement.COMMENT, anchor="best casino bonus"),
            "comment_spam",
            "casino",
        ),
        (
            replace(
                HONEST,
                placement=Placement.COMMENT,
                anchor="cheap rye flour online",
                text="Great post, thanks for sharing",
            ),
            "comment_spam",
            "praise",
        ),
    ],
)
def test_each_sign_is_named_with_what_was_seen(facts: SpamFacts, name: str, seen: str) -> None:
    found = {sign.name: sign for sign in spam_signs(facts)}
    assert name in found
    assert seen in found[name].seen
    assert all(0 < sign.strength <= 1 for sign in found.values())


def test_the_words_of_a_trade_are_no_sign_for_that_trade() -> None:
    facts = replace(
        HONEST, text=SENTENCES + " casino poker casino", target_text="Our casino in Bath"
    )
    assert not any(sign.name == "gambling_words" for sign in spam_signs(facts))


def test_a_brand_is_no_stuffed_anchor_and_a_translated_site_no_foreign_script() -> None:
    brand = replace(
        HONEST, anchor="Acme Mills", same_anchor_domains=400, brand_words=frozenset({"acme"})
    )
    assert spam_signs(brand) == ()
    assert (
        spam_signs(replace(HONEST, anchor="мельница", target_text="Старая мельница у реки")) == ()
    )


def test_a_long_list_of_described_sites_is_no_farm() -> None:
    described = " ".join(f"word{i} and thing{i * 7} near place{i * 13}" for i in range(800))
    sites = [f"s{i}.example" for i in range(70)]
    assert spam_signs(replace(HONEST, text=described, outbound_domains=sites)) == ()


def test_the_strongest_sign_comes_first() -> None:
    facts = replace(HONEST, parked=True, placement=Placement.FOOTER, domain_links=900)
    assert [sign.name for sign in spam_signs(facts)] == ["parked_domain", "sitewide_footer"]
    assert isinstance(spam_signs(facts)[0], SpamSign)


def test_a_page_of_one_word_over_and_over_is_judged_in_a_moment() -> None:
    """Fourteen thousand hits: a look at each from all others would take minutes at this size."""
    facts = SpamFacts(text="casino " * 14_000, anchor="casino", subject="casino")
    assert "gambling_words" not in {sign.name for sign in spam_signs(facts)}
