"""The finders' messages are ones that Slack takes, whatever strangers wrote into them."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from bot.domain.backlinks import DomainName
from bot.domain.broken_links import (
    BrokenLinks,
    BrokenProgress,
    CheckedLink,
    Destination,
    Failure,
    OutboundLink,
    Outcome,
)
from bot.domain.directories import Listing, ListKind
from bot.domain.gap import Gap, GapRow
from bot.domain.mentions import Mention, Mentions, PageLook
from bot.domain.names import parse_target
from bot.domain.own_pages import OwnPage, PageHealth
from bot.domain.quality import Quality
from bot.domain.reclaim import LinkedPage, LostLink, Reclaim, ReclaimProgress, WastedPage
from bot.domain.social import Gained, posts_for
from bot.domain.suggestions import Suggestion
from bot.domain.verdicts import Reason
from bot.slack import broken_links as broken
from bot.slack import gap, mentions, reclaim, social
from tests.blockkit import assert_message
from tests.hostile import HOSTILE_TEXTS, HOSTILE_URLS

NOW = datetime(2026, 11, 23, 9, 14, tzinfo=UTC)


def _found(text: str, url: str, *, rows: int = 1) -> BrokenLinks:
    link = OutboundLink(url, text, "content", editorial=True, before=text, after=text)
    gone = Destination(Outcome.BROKEN, text, Failure.PAGE_GONE, None, 404, url)
    unclear = Destination(Outcome.UNCLEAR, text, reason=Reason.BLOCKED)
    fits = Suggestion(OwnPage(url, text), 0.4, (text,))
    return BrokenLinks(
        page="https://library.example/" + text[:40],
        title=text,
        looked_at=NOW,
        target=parse_target("site.example"),
        checked=rows * 4,
        left_out=3,
        broken=(CheckedLink(link, gone, fits), CheckedLink(link, gone, is_ours=True)) * rows,
        sent_home=(CheckedLink(link, replace(gone, outcome=Outcome.SENT_HOME)),) * rows,
        unclear=(CheckedLink(link, unclear),) * rows,
        links_to_us=2,
        own_pages=4,
        listing=Listing(ListKind.DIRECTORY, text, url, text, text),
    )


@pytest.mark.parametrize("text", HOSTILE_TEXTS, ids=range(len(HOSTILE_TEXTS)))
@pytest.mark.parametrize("url", ["https://a.example/x", *HOSTILE_URLS], ids=range(8))
def test_broken_links_stay_inside_slack_s_limits(text: str, url: str) -> None:
    for rows in (1, 200):
        found = _found(text, url, rows=rows)
        assert_message(broken.broken_links(found, asked="https://library.example/"))
        assert_message(broken.text_to_copy(found))


@pytest.mark.parametrize("text", HOSTILE_TEXTS, ids=range(len(HOSTILE_TEXTS)))
def test_progress_of_a_hostile_page_is_harmless(text: str) -> None:
    assert_message(broken.looking(f"https://{text}", None))
    assert_message(broken.looking(text, BrokenProgress(1, 2, 1)))


def test_a_page_without_broken_links_says_so() -> None:
    found = replace(_found("x", "https://a.example/"), broken=(), target=None)
    message = broken.broken_links(found, asked="https://library.example/")
    assert_message(message)
    assert "none of 4 links to other sites is broken" in message.text
    assert_message(broken.text_to_copy(found))
    assert_message(broken.broken_links(replace(found, checked=0), asked="https://a.example/"))


def _reclaimed(text: str, url: str, *, rows: int = 1) -> Reclaim:
    linked = LinkedPage("https://site.example/" + url, 3, (DomainName("a.example"),), 2, (text,))
    gone = OwnPage(url, health=PageHealth.GONE, because=text, http_status=404)
    home = OwnPage(url, health=PageHealth.SENT_HOME, because=text)
    fits = Suggestion(OwnPage(url, text), 0.4, (text,))
    rough = Quality(40, (), (), 0.2)
    lost = LostLink(
        url, DomainName("a.example"), url, Reason.LINK_REMOVED, NOW, None, text, rough, text, text
    )
    return Reclaim(
        target=parse_target("site.example"),
        as_of=NOW,
        wasted=(WastedPage(linked, gone, fits), WastedPage(linked, home)) * rows,
        lost=(lost, replace(lost, quality=None, since=NOW.date())) * rows,
        linked_pages=9 * rows,
        looked_pages=8,
        unclear_pages=1,
        called_lost=5,
        alive=2,
        unclear=1,
        with_their_pages=2,
        not_looked_at=4,
    )


@pytest.mark.parametrize("text", HOSTILE_TEXTS, ids=range(len(HOSTILE_TEXTS)))
@pytest.mark.parametrize("url", ["https://a.example/x", *HOSTILE_URLS], ids=range(8))
def test_reclaim_stays_inside_slack_s_limits(text: str, url: str) -> None:
    for rows in (1, 100):
        assert_message(reclaim.reclaim(_reclaimed(text, url, rows=rows)))


def test_reclaim_says_so_when_all_is_well_or_nothing_known() -> None:
    well = replace(_reclaimed("x", "https://a.example/"), wasted=(), lost=())
    assert "nothing to reclaim" in reclaim.reclaim(well).text
    assert_message(reclaim.reclaim(well))
    nothing = Reclaim(parse_target("site.example"), NOW)
    assert_message(reclaim.reclaim(nothing))
    assert_message(reclaim.looking("site.example", ReclaimProgress(1, 5)))


@pytest.mark.parametrize("text", HOSTILE_TEXTS, ids=range(len(HOSTILE_TEXTS)))
@pytest.mark.parametrize("url", ["https://a.example/x", *HOSTILE_URLS], ids=range(8))
def test_gap_and_mentions_stay_inside_slack_s_limits(text: str, url: str) -> None:
    name = DomainName("a.example")
    for rows in (1, 200):
        row = GapRow(name, (name,) * 4, 12.5, "webgraph", ("exports", "webgraph"), url)
        target = parse_target("site.example")
        found = Gap(
            target, (target,), NOW, (row, replace(row, authority=None)) * rows, 3, (0,), 0, (text,)
        )
        assert_message(gap.gap(found))
        look = PageLook(url, Mention(url, text, text, 2, text, text))
        looks = (look, PageLook(url, links=True), PageLook(url, reason=Reason.BLOCKED)) * rows
        named = Mentions(target, (text, "site.example"), NOW, looks, 4)
        assert_message(mentions.mentions(named, asked="site.example"))
    assert_message(gap.gap(Gap(target, (target,), NOW, theirs=(0,))))
    assert_message(mentions.mentions(Mentions(target, (text,), NOW), asked="x"))
    assert_message(mentions.looking(text, 1, 2))


@pytest.mark.parametrize("text", HOSTILE_TEXTS, ids=range(len(HOSTILE_TEXTS)))
def test_posts_stay_inside_slack_s_limits(text: str) -> None:
    gained = Gained("https://a.example/" + text[:50], text, "https://site.example/" + text[:50])
    assert_message(social.posts(posts_for(gained), page=gained.page))
    assert_message(social.posts((), page=text))
    assert_message(social.not_live(text, text, text))
