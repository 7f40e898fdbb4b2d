"""News of the web graph: what two releases say of a site, when both know it."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from bot.domain.backlinks import DomainName
from bot.domain.graph_news import change_sentence, graph_events
from bot.domain.webgraph import GraphDiff, Presence, Referrer

NOW = datetime(2026, 11, 24, tzinfo=UTC)
OLDER, NEWER = "cc-main-2026-jul-aug-sep", "cc-main-2026-aug-sep-oct"
FOUND, ABSENT = Presence.FOUND, Presence.ABSENT
SITES = tuple(Referrer(DomainName(f"s{n}.example"), None, None) for n in range(3))
DIFF = GraphDiff(
    DomainName("site.example"), OLDER, NEWER, FOUND, FOUND, 3, 0, 0, 3, lost_rows=SITES
)


def test_what_both_releases_know_is_news() -> None:
    assert len(graph_events(DIFF, at=NOW)) == 3
    assert "0 sites new, 3 no longer in it (s0.example" in change_sentence(DIFF)


@pytest.mark.parametrize(
    ("older", "newer", "missing"),
    [(FOUND, ABSENT, NEWER), (ABSENT, FOUND, OLDER)],
    ids=["left out of the newer", "new in the newer"],
)
def test_a_site_that_one_release_does_not_know_lost_and_won_nothing(
    older: Presence, newer: Presence, missing: str
) -> None:
    diff = replace(DIFF, presence_older=older, presence_newer=newer)
    if older is ABSENT:
        diff = replace(diff, gained=3, lost=0, gained_rows=SITES, lost_rows=())
    assert graph_events(diff, at=NOW) == ()
    said = change_sentence(diff)
    assert f"not compared. site.example is not in {missing}" in said
    assert "no longer" not in said
    assert "sites new" not in said


def test_a_site_that_no_release_knows_has_not_the_same_sites() -> None:
    diff = replace(DIFF, presence_older=ABSENT, presence_newer=ABSENT, lost=0, lost_rows=())
    assert change_sentence(diff).endswith("not compared. Neither knows site.example.")


@pytest.mark.parametrize(
    ("unknown", "said"),
    [
        (0, "(s0.example, s1.example, s2.example). A page that"),
        (2, f"{NEWER} does not know 2 of those sites at all."),
        (3, f"{NEWER} knows none of those sites at all."),
    ],
)
def test_sites_that_were_not_crawled_are_told_from_links_that_went(unknown: int, said: str) -> None:
    assert said in change_sentence(replace(DIFF, lost_unknown=unknown))
