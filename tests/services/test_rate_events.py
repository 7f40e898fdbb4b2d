"""How good an event's link was is kept with it: thresholds, cards, digests and previews say the same."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from bot.adapters.store.traffic import SqlTrafficStore
from bot.domain.appraisal import appraise
from bot.domain.backlinks import DomainName, ReferringDomain
from bot.domain.digests import make_rows
from bot.domain.events import EventKind
from bot.domain.names import Target
from bot.domain.tracking import NewLink, StoredEvent
from bot.domain.traffic import Referral, TrafficReport
from bot.domain.watches import Watch
from bot.errors import SourceError
from bot.services.digest_table import digest_csv
from bot.services.rate_events import RatingSources
from bot.services.watch_sites import preview
from bot.slack.watches import preview_words
from tests.domain.test_delivery import GOOD, NOON, POOR, SITE, WATCH, stored
from tests.fakes import FakeLinkStore
from tests.graphs import FakeGraph
from tests.services.sending import Sending
from tests.slack.test_digest import a_digest

HOUR = timedelta(hours=1)
AUTHORITIES = {"s0.example": 95.0, "s1.example": 4.0}
JUNE = (date(2026, 10, 1), date(2026, 10, 30))


class Sources(FakeLinkStore):
    """Knows how much two sites are trusted, and nothing of any other."""

    async def domain_of(self, target: Target, site: DomainName) -> ReferringDomain | None:
        if site not in AUTHORITIES:
            return None
        return ReferringDomain(site, 1, 1, 0, 0, None, None, AUTHORITIES[site])


@pytest.fixture
async def sending(tmp_path: Path) -> AsyncIterator[Sending]:
    opened = Sending(tmp_path)
    opened.rate = rating(opened).rate
    yield opened
    opened.close()


def rating(sending: Sending, graph: FakeGraph | None = None) -> RatingSources:
    return RatingSources(
        links=sending.links,
        backlinks=Sources(),
        webgraph=graph or FakeGraph(),
        traffic=SqlTrafficStore(sending.database),
    )


async def rated(sending: Sending, *events: StoredEvent) -> list[StoredEvent]:
    return list(await rating(sending).rate(events))


async def test_an_event_has_the_number_that_check_gives(sending: Sending) -> None:
    (lost,) = await rated(sending, stored(site="s0.example"))
    site = await Sources().domain_of(SITE, DomainName("s0.example"))
    whole = appraise(SITE, site=site, look=None, graph=None, today=NOON.date()).quality
    assert lost.event.rating
    assert lost.event.rating.score is not None
    assert whole.score is not None
    assert lost.event.rating.sum_line.startswith(f"{lost.event.rating.score} = authority")
    assert "content" in lost.event.rating.sum_line


async def test_what_got_worse_has_both_numbers(sending: Sending) -> None:
    event = stored(EventKind.DEVALUED, site="s0.example")
    (worse,) = await rated(sending, replace(event, event=replace(event.event, after=POOR)))
    assert worse.event.rating
    assert worse.event.rating.score_after is not None
    assert worse.event.rating.score == worse.event.rating.best
    assert worse.event.rating.score_after < (worse.event.rating.score or 0)


async def test_what_nobody_knows_has_no_number_and_a_page_of_ours_no_rating(
    sending: Sending,
) -> None:
    ours = stored(EventKind.TARGET_BROKEN, link=None, before=None)
    ours = replace(ours, event=replace(ours.event, referring_page=""))
    unknown, ours = await rated(sending, stored(EventKind.OVERDUE, before=None), ours)
    assert unknown.event.rating
    assert unknown.event.rating.score is None
    assert ours.event.rating is None


async def test_a_web_graph_that_fails_leaves_its_factor_out(sending: Sending) -> None:
    class Broken(FakeGraph):
        async def authority(self, domain: str, *, release: str | None = None) -> None:
            raise SourceError("webgraph", f"The graph knows nothing of {domain} in {release}.")

    (lost,) = await rating(sending, Broken()).rate([stored()])
    assert lost.event.rating
    assert lost.event.rating.score is not None


async def test_visits_are_those_of_the_page_in_thirty_days(sending: Sending) -> None:
    report = TrafficReport(
        "matomo", *JUNE, (Referral(DomainName("s0.example"), "https://s0.example/1", 340),)
    )
    await SqlTrafficStore(sending.database).keep_traffic(SITE.domain, report, NOON)
    mine, other = await rated(sending, stored(site="s0.example"), stored(link=2, site="s0.example"))
    assert mine.event.rating
    assert mine.event.rating.visits == 340
    assert other.event.rating
    assert other.event.rating.visits is None
    await sending.watched()
    await sending.happened(stored(site="s0.example"))
    await sending.tick()
    card = sending.slack.texts("C1")[0]
    assert "brought 340 visits in 30 days" in card
    assert f"quality {mine.event.rating.score}, strong" in card
    assert sending.slack.texts("C1")[1].endswith(f"Quality: {mine.event.rating.sum_line}")


async def replayed(sending: Sending, watch: Watch) -> list[str]:
    told = await preview(
        watch,
        await sending.watches.settings_of("C1"),
        events=sending.events,
        links=sending.links,
        clock=lambda: sending.now,
    )
    return sorted(told.at_once)


async def test_a_threshold_holds_in_what_is_posted_and_in_the_preview_alike(
    sending: Sending,
) -> None:
    picky = replace(WATCH, least_quality=75)
    await sending.watches.add_watch(picky)
    for number, site in enumerate(["s0.example", "s1.example", "unknown.example"]):
        await sending.happened(
            stored(site=site, link=number, at=sending.now, before=None if number == 2 else GOOD)
        )
        await sending.tick(HOUR)
    everything = replace(picky, only_valuable=False)
    assert [card.rpartition(":")[2] for card in sending.slack.cards()] == ["s0.example"]
    assert await replayed(sending, picky) == sorted(sending.slack.cards())
    assert len(await replayed(sending, replace(picky, least_quality=None))) == 2
    assert len(await replayed(sending, replace(everything, least_quality=None))) == 3


async def test_what_became_known_or_claimed_later_does_not_change_what_was_posted(
    sending: Sending, monkeypatch: pytest.MonkeyPatch
) -> None:
    picky = replace(WATCH, least_quality=75)
    await sending.watches.add_watch(picky)
    await sending.links.track([NewLink("https://s1.example/1", SITE, "U1")], now=NOON)
    await sending.happened(stored(site="s1.example"))
    await sending.tick()
    assert sending.slack.cards() == []
    await sending.links.change(1, owner="UANA")
    monkeypatch.setitem(AUTHORITIES, "s1.example", 99.0)
    assert await replayed(sending, picky) == []


async def test_unknown_quality_passes_the_threshold_and_says_so(sending: Sending) -> None:
    everything = replace(WATCH, least_quality=75, only_valuable=False)
    await sending.watches.add_watch(everything)
    await sending.happened(stored(EventKind.LOST, site="unknown.example", before=None))
    await sending.tick()
    (card, _) = sending.slack.texts("C1")
    assert "quality not known" in card
    told = await preview(
        everything,
        await sending.watches.settings_of("C1"),
        events=sending.events,
        links=sending.links,
        clock=lambda: sending.now,
    )
    words = preview_words(told, await sending.watches.settings_of("C1"))
    assert "1 of them is about links whose quality is not known" in words


async def test_a_digest_puts_the_better_link_first_and_its_file_has_the_numbers(
    sending: Sending,
) -> None:
    weak, strong = await rated(
        sending, stored(site="s1.example"), stored(link=2, site="s0.example")
    )
    rows = make_rows([weak, strong], links={}, claims={})
    assert [row.events[0].referring_domain for row in rows] == ["s0.example", "s1.example"]
    lines = digest_csv(a_digest(*rows)).decode("utf-8-sig").splitlines()
    assert lines[0].split(",")[5:8] == ["quality", "quality_now", "visits_30_days"]
    assert rows[0].rating
    assert lines[1].split(",")[5] == str(rows[0].rating.score)
