"""Puts a channel's digest together from what was measured and what people decided."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final, TypeAlias

from bot.domain.digest_days import LedgerDay, OwedDigest, days_between, next_due
from bot.domain.digests import (
    CHART_DAYS,
    Digest,
    Outcome,
    chart_points,
    honesty,
    make_rows,
    outcome,
    settled,
    wanted_by,
)
from bot.domain.events import EventKind
from bot.domain.names import Target
from bot.domain.tracking import StoredEvent, TrackedLink
from bot.domain.watches import ChannelSettings, Watch
from bot.ports import DigestLedger, EventStore, RowClaimStore, TrackedLinkStore, WatchStore
from bot.services.weekly import SourceRates, no_source_rates, week_before

_DAY: Final = timedelta(days=1)
_OVERLAP: Final = timedelta(days=2)
"""An event is recorded after its look, so one of yesterday may appear only now."""
_TOLD_DAYS: Final = 10
_EVENTS: Final = 50_000

DueLines: TypeAlias = Callable[[ChannelSettings, datetime], Awaitable[Sequence[str]]]
"""What is due today in outreach, in words, for a channel: another feature's part of the digest."""


async def no_due_lines(_settings: ChannelSettings, _now: datetime) -> Sequence[str]:
    """Nothing is due."""
    return ()


@dataclass(frozen=True, slots=True)
class DigestSources:
    """The ports that a digest is made from."""

    watches: WatchStore
    links: TrackedLinkStore
    events: EventStore
    ledger: DigestLedger
    claims: RowClaimStore
    due_lines: DueLines = no_due_lines
    source_rates: SourceRates = no_source_rates


async def build_digest(
    settings: ChannelSettings,
    *,
    day: date,
    now: datetime,
    sources: DigestSources,
    owed: OwedDigest | None = None,
    told: Sequence[str] | None = None,
) -> Digest:
    """The digest of a channel's local day, as things stand now.

    `told` are the keys of the events that were decided on before; None: all that no digest of the
    channel has told yet.
    """
    watches = await sources.watches.watches(channel=settings.channel)
    sent = [
        one
        for one in await sources.ledger.sent_days(settings.channel, limit=_TOLD_DAYS)
        if one.local_date < day
    ]
    if told is None:
        news = await _news(settings, watches, sent, now=now, events=sources.events)
    else:
        known = await sources.events.events_of(told)
        news = [stored for stored in known if stored.wrong_by is None]
    month = await _events_of(
        watches, since=now - (CHART_DAYS + 1) * _DAY, until=now, events=sources.events
    )
    rows = make_rows(
        news,
        links=await _links_of(news, sources.links),
        claims=await sources.claims.claims_of(stored.key for stored in news),
        mended={e.subject: e.event.at for e in month if e.event.kind is EventKind.TARGET_MENDED},
    )
    last_day = sent[0].local_date if sent else None
    return Digest(
        channel=settings.channel,
        local_date=day,
        zone=settings.zone,
        targets=tuple(str(watch.target) for watch in watches),
        rows=rows,
        states=await _states(watches, sources.links),
        chart=chart_points(month, day=day, zone=settings.tz),
        due_at=owed.due_at if owed and owed.is_late else None,
        left_out=days_between(settings, last_day, day) if owed else 0,
        last=await _last_outcome(sent, sources=sources),
        due_lines=tuple(await sources.due_lines(settings, now)),
        week=await week_before(
            settings,
            watches,
            day=day,
            last_sent=last_day,
            events=sources.events,
            rates=sources.source_rates,
        ),
        next_at=next_due(settings, newest=day, now=now),
        wrong_this_year=await _wrong_this_year(watches, now=now, events=sources.events),
    )


async def _news(
    settings: ChannelSettings,
    watches: Sequence[Watch],
    sent: Sequence[LedgerDay],
    *,
    now: datetime,
    events: EventStore,
) -> list[StoredEvent]:
    """What no digest told yet: of the last day for the first one, else since the last one.

    Each digest reaches back before the last one, for what was recorded late, and leaves out what the
    digests since then have told.
    """
    if sent:
        since = sent[0].claimed_at - _OVERLAP
        begun = (settings.digest_from or since) - _DAY
        since = max(since, begun)
    else:
        since = min(now, settings.digest_from or now) - _DAY
    told = {key for one in sent for key in one.told or ()}
    found = await _events_of(watches, since=since, until=now, events=events)
    return settled([stored for stored in wanted_by(watches, found) if stored.key not in told])


async def _events_of(
    watches: Sequence[Watch], *, since: datetime, until: datetime, events: EventStore
) -> list[StoredEvent]:
    found: dict[str, StoredEvent] = {}
    for target in _targets(watches):
        for stored in await events.events_between(target, since=since, until=until, limit=_EVENTS):
            found[stored.key] = stored
    return sorted(found.values(), key=lambda stored: (stored.event.at, stored.key))


def _targets(watches: Sequence[Watch]) -> tuple[Target, ...]:
    return tuple(dict.fromkeys(watch.target for watch in watches))


async def _links_of(
    events: Sequence[StoredEvent], links: TrackedLinkStore
) -> Mapping[int, TrackedLink]:
    return await links.tracked_by_ids(
        stored.link_id for stored in events if stored.link_id is not None
    )


async def _states(watches: Sequence[Watch], links: TrackedLinkStore) -> Mapping[str, int]:
    states: dict[str, int] = {}
    for target in _targets(watches):
        for state, number in (await links.count_states(target)).items():
            states[state] = states.get(state, 0) + number
    return states


async def _last_outcome(sent: Sequence[LedgerDay], *, sources: DigestSources) -> Outcome | None:
    """Of the newest digest; one that told no loss needs no word."""
    if not sent or not sent[0].told:
        return None
    told = await sources.events.events_of(sent[0].told)
    losses = [stored for stored in told if stored.event.kind is EventKind.LOST]
    return outcome(
        sent[0].local_date,
        losses,
        links=await _links_of(losses, sources.links),
        claims=await sources.claims.claims_of(loss.key for loss in losses),
    )


async def _wrong_this_year(
    watches: Sequence[Watch], *, now: datetime, events: EventStore
) -> tuple[int, int]:
    found = await _events_of(watches, since=now - 365 * _DAY, until=now, events=events)
    called, wrong, _ = honesty(found)
    return wrong, called
