"""Watching: a simulated month beside a naive checker, and a day's round of 50,000 links.

The naive checker looks once a day, at the same moment as we do, and calls lost whatever is not a 200 with
the link in it.
"""

import asyncio
import statistics
import tempfile
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

from benchmarks.simulated_web import DAY, HOUR, START, TARGET, LinkingPage, Loss, SimulatedWeb
from bot.adapters.store.event_log import SqlEventStore
from bot.adapters.store.migrate import open_database
from bot.adapters.store.observations import SqlObservationStore
from bot.adapters.store.tracked_links import SqlTrackedLinkStore
from bot.domain.events import EventKind, Policy
from bot.domain.names import parse_target
from bot.domain.tracking import NewLink, StoredEvent, pair_key, place_in_day
from bot.domain.verdicts import State
from bot.services.run_checks import run_due
from bot.services.verify_links import look_at

STEP = timedelta(minutes=10)
PATIENCE = {
    Loss.REMOVED: 2 * DAY,
    Loss.GONE: 3 * DAY,
    Loss.REDIRECTED: 3 * DAY,
    Loss.PARKED: 3 * DAY,
    Loss.NAME_GONE: 6 * DAY,
}
"""A loss that lasts so long while its host answers must have been told."""

CONFIRMED_AFTER = {
    Loss.REMOVED: Policy().confirm_after,
    Loss.GONE: Policy().confirm_gone_after,
    Loss.REDIRECTED: Policy().confirm_gone_after,
    Loss.PARKED: Policy().confirm_gone_after,
    Loss.NAME_GONE: 3 * DAY,
}
"""So far apart must two looks be that are sure."""


@dataclass
class Score:
    """What a checker said, held against the truth."""

    false_alarms: list[str] = field(default_factory=list)
    told: dict[str, datetime] = field(default_factory=dict)
    """When each true loss was first told, by page."""

    def call(self, page: LinkingPage, at: datetime) -> None:
        """The checker says that the link is lost."""
        if page.is_lost(at):
            self.told.setdefault(page.url, at)
        else:
            self.false_alarms.append(page.url)


def main(*, quick: bool = False) -> None:
    """Print the figures."""
    links, days = (200, 10) if quick else (2_000, 30)
    asyncio.run(_month(links, days))


async def _month(links: int, days: int) -> None:
    began = time.perf_counter()
    web, naive_web = SimulatedWeb(links, days), SimulatedWeb(links, days)
    ours, events, doubts = await watch_month(web)
    took = time.perf_counter() - began
    naive = await naive_month(naive_web)
    print(
        f"A simulated month: {links:,} links, {days} days, {len(must_be_told(web))} losses that stay"
    )
    for name, score, asked in (("this bot", ours, web), ("naive checker", naive, naive_web)):
        print(f"  {name:<14} {report(score, asked)}")
    kinds = Counter(stored.event.kind.value for stored in events)
    print("  told: " + ", ".join(f"{n} {kind}" for kind, n in sorted(kinds.items())))
    print(f"  looks held back {doubts} times for our own outages; {took:.0f} s of work")


async def watch_month(web: SimulatedWeb) -> tuple[Score, Sequence[StoredEvent], int]:
    """The real store and the real run, under a clock that goes by ten minutes."""
    with tempfile.TemporaryDirectory() as folder:
        database = open_database(Path(folder))
        links = SqlTrackedLinkStore(database)
        target = parse_target(TARGET)
        await links.track([NewLink(page.url, target, "bench") for page in web.pages], now=START)
        doubts = 0
        while web.now < web.end:
            while True:
                done = await run_due(
                    links=links,
                    observations=SqlObservationStore(database),
                    fetcher=web,
                    clock=lambda: web.now,
                    policy=Policy(),
                )
                doubts += bool(done.held_back)
                if not done.looked_at:
                    break
            web.now += STEP
        events = await SqlEventStore(database).events_between(
            None, since=START, until=web.end + DAY, limit=1_000_000
        )
        database.close()
    score = Score()
    for stored in events:
        if stored.event.kind is EventKind.LOST:
            score.call(web.by_url[stored.event.referring_page], stored.event.at)
    return score, events, doubts


async def naive_month(web: SimulatedWeb) -> Score:
    """One look a day; no confirmation; anything but a 200 with the link is a loss."""
    score, target = Score(), parse_target(TARGET)
    for page in web.pages:
        own = place_in_day(pair_key(page.url, target))
        was_live = False
        for day in range(web.days):
            web.now = START + day * DAY + own
            (seen,) = await look_at(page.url, [target], fetcher=web, clock=lambda: web.now)
            is_live = seen.state is State.LIVE and seen.http_status == 200
            if was_live and not is_live:
                score.call(page, web.now)
            was_live = is_live
    return score


def must_be_told(web: SimulatedWeb) -> list[LinkingPage]:
    """The losses that lasted long enough beside the outages of their hosts."""
    found = []
    for page in web.pages:
        if page.loss is None:
            continue
        spell, kind = page.loss
        hidden = sum(
            (min(o.end, spell.end) - max(o.begin, spell.begin) for o, _ in page.host.outages
             if o.begin < spell.end and o.end > spell.begin),
            timedelta(),
        )  # fmt: skip
        lasts = min(spell.end, web.end) - spell.begin - hidden
        if lasts >= PATIENCE[kind]:
            found.append(page)
    return found


def unread(web: SimulatedWeb, page: LinkingPage) -> bool:
    """Whether too few of the looks at a lost page got through to it for anybody to be sure.

    A host that answers every other request with a bot check can hide a page from all of a checker's
    looks, or the link from those before: nobody then saw what is to be told.
    """
    assert page.loss is not None
    spell, kind = page.loss
    reads = [at for at in web.read_at[page.url] if at in spell]
    was_seen = any(at < spell.begin for at in web.read_at[page.url])
    return not was_seen or len(reads) < 2 or reads[-1] - reads[0] < CONFIRMED_AFTER[kind]


def missed(score: Score, web: SimulatedWeb) -> list[LinkingPage]:
    """The losses that should have been told, and were not."""
    due = [page for page in must_be_told(web) if page.url not in score.told]
    return [page for page in due if not unread(web, page)]


def report(score: Score, web: SimulatedWeb) -> str:
    """The figures of one checker."""
    due = must_be_told(web)
    hidden = [page for page in due if page.url not in score.told and unread(web, page)]
    waits = [
        (score.told[page.url] - page.loss[0].begin) / HOUR
        for page in due
        if page.loss and page.url in score.told and page.loss[1] is Loss.REMOVED
    ]
    hours = f"{statistics.median(waits):.0f} h median, {max(waits):.0f} h at most" if waits else "-"
    return (
        f"{len(score.false_alarms):>5} false alarms, {len(missed(score, web)):>3} missed, "
        f"{len(hidden):>3} never to be read, a removed link told after {hours}"
    )
