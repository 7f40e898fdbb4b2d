"""`/backlinks status`: what the bot is doing."""

from datetime import timedelta
from typing import Final

from bot.deps import Deps
from bot.heartbeat import JobRun
from bot.slack import status as drawn
from bot.slack.help import HelpEntry
from handlers.asks import Ask
from handlers.verbs import Verb


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
        )
    )


def _line(run: JobRun) -> drawn.JobLine:
    return drawn.JobLine(run.name, run.ended_at, run.error)


VERB: Final = Verb(
    "status",
    status,
    HelpEntry(
        "status", "what the bot is doing: last runs, failures, sources and the age of their data"
    ),
)
