"""`/backlinks status`: what the bot is doing."""

from datetime import timedelta
from typing import Final

from bot.deps import Deps
from bot.domain.paid_fetches import VENDORS
from bot.heartbeat import JobRun
from bot.services.paid_accounts import look_at_accounts
from bot.slack import status as drawn
from bot.slack.blocks import count
from bot.slack.help import HelpEntry
from bot.slack.words import ago
from handlers.asks import Ask
from handlers.verbs import Verb

_LONG: Final = timedelta(minutes=1)


async def status(ask: Ask, deps: Deps) -> None:
    """From the heartbeat and the stores, as they are now."""
    now = deps.clock()
    beat = deps.heartbeat
    await ask.say(
        drawn.status(
            started_at=beat.started_at,
            now=now,
            jobs=[_line(run) for _, run in sorted(beat.last_runs.items())],
            failures=[_line(run) for run in beat.failures_since(now - timedelta(days=1))],
            sources=await deps.backlinks.sources(),
            facts=[*await _facts(deps), *await _accounts(deps)],
        )
    )


async def _facts(deps: Deps) -> list[str]:
    """The queue: what is tracked and in which state, what waits to be posted, what runs now."""
    now, beat = deps.clock(), deps.heartbeat
    states = await deps.tracked_links.count_states(None)
    waiting = await deps.outbox.count_waiting()
    facts = []
    if states:
        by_state = ", ".join(f"{number:,} {state}" for state, number in sorted(states.items()))
        facts.append(f"{count(sum(states.values()), 'tracked link')}: {by_state}.")
    if waiting:
        facts.append(f"{count(waiting, 'post')} to be sent.")
    # What asks is answered by a job's run, too: only one that takes long says something.
    for name, since in sorted(beat.running.items()):
        if now - since >= _LONG:
            facts.append(f"Now running: {name.replace('_', ' ')}, begun {ago(since, now)}.")
    return facts


async def _accounts(deps: Deps) -> list[str]:
    """What may still be bought, where a vendor's key is set."""
    if not deps.paid_sources:
        return []
    bought = await deps.fetch_ledger.rows_of_day(deps.clock().date())
    looks = await look_at_accounts(deps.paid_sources)
    return [
        f"{bought:,} of {count(deps.fetch_limits.rows_per_day, 'row')} bought today (UTC).",
        *(look.problem or f"{VENDORS[look.vendor]} API: {look.said}." for look in looks),
    ]


def _line(run: JobRun) -> drawn.JobLine:
    return drawn.JobLine(run.name, run.ended_at, run.error)


VERB: Final = Verb(
    "status",
    status,
    HelpEntry(
        "status", "what the bot is doing: last runs, failures, sources and the age of their data"
    ),
)
