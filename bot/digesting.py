"""The sender of digests, put together from Deps: what they are made from, and how they look."""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from typing import Final

from bot.deps import Deps
from bot.domain.digest_days import LATE_AFTER
from bot.domain.watches import ChannelSettings, Watch
from bot.follow_up_rules import rules_from
from bot.services.build_digest import DigestSources
from bot.services.remind import due_lines
from bot.services.send_digests import DigestSender, Drawing
from bot.services.source_rates import source_rates
from bot.slack import digest as drawn

_DEMONSTRATION_LEAP: Final = timedelta(hours=6)
"""A demonstration's clock leaps over hours between two ticks; nobody was late then."""


def digest_sources(deps: Deps) -> DigestSources:
    """What a digest is made from."""

    async def due(settings: ChannelSettings, now: datetime) -> Sequence[str]:
        watches = await deps.watches.watches(channel=settings.channel)
        return await due_lines(
            [watch.target.domain for watch in watches],
            today=settings.day_of(now),
            now=now,
            prospects=deps.prospects,
            rules=rules_from(deps.settings),
        )

    async def rates(watches: Sequence[Watch], since: datetime) -> Sequence[tuple[str, int, int]]:
        return await source_rates(
            [watch.target for watch in watches],
            since=since,
            backlinks=deps.backlinks,
            observations=deps.observations,
        )

    return DigestSources(
        watches=deps.watches,
        links=deps.tracked_links,
        events=deps.events,
        ledger=deps.digest_ledger,
        claims=deps.row_claims,
        due_lines=due,
        source_rates=rates,
    )


def digest_sender(deps: Deps) -> DigestSender:
    """The sender, with the way that digests look."""
    return DigestSender(
        sources=digest_sources(deps),
        poster=deps.poster,
        clock=deps.clock,
        drawing=Drawing(
            digest=drawn.digest,
            refused=lambda channel, code, day: drawn.refused(channel=channel, code_=code, day=day),
            shown_rows=drawn.SHOWN_ROWS,
        ),
        memory=deps.digest_memory,
        late_after=_DEMONSTRATION_LEAP if deps.settings.clock_file else LATE_AFTER,
        outbox=deps.outbox,
    )


async def redraw_digests(deps: Deps, event_keys: Collection[str]) -> None:
    """Draw every recent digest, in any channel, that tells one of these events, as things are now."""
    await digest_sender(deps).redraw(event_keys)
