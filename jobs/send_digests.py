"""Sends the digests whose local time has come."""

from datetime import timedelta

from bot.deps import Deps
from bot.domain.digest_days import LATE_AFTER
from bot.services.build_digest import DigestSources, DueLines, no_due_lines
from bot.services.send_digests import DigestSender, Drawing
from bot.slack import digest as drawn

_DEMONSTRATION_LEAP = timedelta(hours=6)
"""A demonstration's clock leaps over hours between two ticks; nobody was late then."""


async def send_digests(deps: Deps) -> None:
    """Safe to run twice, and to kill: a ledger keeps one digest per channel and local day."""
    await digest_sender(deps).send_due()


def digest_sender(deps: Deps, *, due_lines: DueLines = no_due_lines) -> DigestSender:
    """What a tick runs."""
    return DigestSender(
        sources=DigestSources(
            watches=deps.watches,
            links=deps.tracked_links,
            events=deps.events,
            ledger=deps.digest_ledger,
            claims=deps.row_claims,
            due_lines=due_lines,
        ),
        poster=deps.poster,
        clock=deps.clock,
        drawing=Drawing(
            digest=drawn.digest,
            refused=lambda channel, code, day: drawn.refused(channel=channel, code_=code, day=day),
            shown_rows=drawn.SHOWN_ROWS,
        ),
        late_after=_DEMONSTRATION_LEAP if deps.settings.clock_file else LATE_AFTER,
    )
