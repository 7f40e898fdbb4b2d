"""What several sources say of one link is one link, with every word kept."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.backlinks import Backlink, DomainName, merge, restate

OLD, NEW = date(2026, 1, 1), date(2026, 6, 1)
SAID = Backlink(
    "ahrefs",
    DomainName("a.example"),
    DomainName("site.example"),
    NEW,
    referring_page="https://a.example/",
    target_url="https://site.example/",
    anchor="guide",
    followed=True,
    first_seen=date(2025, 5, 5),
    lost=False,
    metrics={"domain_rating": 64.0},
)


def test_the_newest_word_stands_and_the_other_is_kept() -> None:
    merged = merge([replace(SAID, source="moz", as_of=OLD, followed=False, anchor=None), SAID])
    assert merged.followed is not None
    assert (merged.followed.value, merged.followed.source, merged.followed.as_of) == (
        True,
        "ahrefs",
        NEW,
    )
    assert [(o.source, o.value, o.as_of) for o in merged.followed.others] == [("moz", False, OLD)]
    assert merged.anchor is not None
    assert merged.anchor.others == ()


def test_a_link_is_as_old_as_its_first_witness_says() -> None:
    merged = merge([SAID, replace(SAID, source="moz", as_of=OLD, first_seen=date(2020, 1, 1))])
    assert merged.first_seen is not None
    assert (merged.first_seen.value, merged.first_seen.source) == (date(2020, 1, 1), "moz")


def test_what_no_source_says_is_unknown_not_false() -> None:
    bare = Backlink("bing", SAID.referring_domain, SAID.target_domain, None)
    merged = merge([bare])
    assert merged.followed is None
    assert merged.unknown == (
        "referring_page",
        "target_url",
        "anchor",
        "followed",
        "first_seen",
        "last_seen",
        "lost",
    )


def test_of_two_links_on_one_page_the_live_and_followed_one_stands() -> None:
    merged = merge(
        [
            replace(SAID, anchor="a", lost=True, lost_on=NEW),
            replace(SAID, anchor="b", followed=False),
            replace(SAID, anchor="c"),
        ]
    )
    assert merged.anchor is not None
    assert merged.lost is not None
    assert (merged.anchor.value, merged.lost.value, merged.lost_on) == ("c", False, None)


def test_a_figure_is_named_with_who_gave_it() -> None:
    merged = merge([SAID, replace(SAID, source="moz", metrics={"domain_authority": 50.0})])
    assert {name: (f.value, f.source) for name, f in merged.metrics.items()} == {
        "domain_rating": (64.0, "ahrefs"),
        "domain_authority": (50.0, "moz"),
    }


def test_nothing_merges_to_nothing() -> None:
    with pytest.raises(ValueError, match="no claims"):
        merge([])


_DAYS = st.none() | st.dates(date(2026, 1, 1), date(2026, 1, 4))
_FLAGS = st.none() | st.booleans()
CLAIMS = st.builds(
    replace,
    st.just(SAID),
    as_of=_DAYS,
    source=st.sampled_from(["ahrefs", "moz"]),
    anchor=st.sampled_from([None, "x", "y"]),
    followed=_FLAGS,
    first_seen=_DAYS,
    last_seen=_DAYS,
    lost=_FLAGS,
    lost_on=_DAYS,
)


@settings(deadline=None)
@given(CLAIMS, CLAIMS)
def test_saying_the_same_again_changes_nothing(one: Backlink, other: Backlink) -> None:
    said = restate(one, other)
    assert restate(said, other) == said
    assert restate(restate(said, one), other) == said


@settings(deadline=None)
@given(st.lists(CLAIMS, min_size=1, max_size=5))
def test_no_word_is_lost_and_none_is_invented(claims: list[Backlink]) -> None:
    merged = merge(claims)
    for name in ("anchor", "followed", "first_seen", "last_seen", "lost"):
        said = {value for claim in claims if (value := getattr(claim, name)) is not None}
        fact = getattr(merged, name)
        held = {fact.value, *(other.value for other in fact.others)} if fact else set()
        assert held == said
