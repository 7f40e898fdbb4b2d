"""What happens by the clock: the table of jobs, and the one place that knows APScheduler."""

import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Final, TypeAlias

from apscheduler.schedulers.asyncio import AsyncIOScheduler
from apscheduler.triggers.interval import IntervalTrigger

from bot.deps import Deps
from bot.heartbeat import JobRun
from jobs.appraise_sites import appraise_sites
from jobs.check_own_pages import check_own_pages
from jobs.deliver_posts import deliver_posts
from jobs.look_back import look_back
from jobs.prune import prune
from jobs.refresh_homes import refresh_homes
from jobs.remind_owners import hear_checker, remind_owners
from jobs.report_outreach import report_outreach
from jobs.run_due_checks import run_due_checks
from jobs.send_digests import send_digests
from jobs.tell_graph_news import tell_graph_news
from jobs.tell_import_news import check_source_losses, tell_import_news

log = logging.getLogger(__name__)

Work: TypeAlias = Callable[[Deps], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class Job:
    """One row of the table. Due times are in our data: a job asks what is due, every so often."""

    name: str
    work: Work
    every_ticks: float = 1
    """How many ticks (`Settings.tick_seconds`) lie between two runs."""


JOBS: Final[tuple[Job, ...]] = (
    Job("run_due_checks", run_due_checks),
    Job("check_own_pages", check_own_pages, every_ticks=5),
    Job("deliver_posts", deliver_posts),
    Job("hear_checker", hear_checker),
    Job("remind_owners", remind_owners),
    Job("report_outreach", report_outreach),
    Job("send_digests", send_digests),
    Job("refresh_homes", refresh_homes),
    Job("appraise_sites", appraise_sites, every_ticks=5),
    Job("look_back", look_back, every_ticks=30),
    Job("prune", prune, every_ticks=180),
    Job("tell_import_news", tell_import_news),
    Job("check_source_losses", check_source_losses),
    Job("tell_graph_news", tell_graph_news),
)


def schedule(deps: Deps) -> AsyncIOScheduler:
    """A scheduler with every job of the table, not yet started.

    The options are measured ones: with APScheduler's defaults a run that is more than one second late
    is dropped without a word.
    """
    scheduler = AsyncIOScheduler(timezone="UTC")
    for job in JOBS:
        seconds = max(0.1, deps.settings.tick_seconds * job.every_ticks)
        scheduler.add_job(
            _run,
            IntervalTrigger(seconds=seconds, timezone="UTC"),
            args=(job, deps),
            id=job.name,
            max_instances=1,
            coalesce=True,
            misfire_grace_time=None,
        )
    return scheduler


async def _run(job: Job, deps: Deps) -> None:
    """Run once. A failure is logged, shown by `status`, and tried again at the next tick."""
    started_at = deps.clock()
    deps.heartbeat.begin(job.name, started_at)
    error: str | None = None
    try:
        await job.work(deps)
    except Exception as failure:
        error = type(failure).__name__
        log.exception("job failed: %s", job.name)
    deps.heartbeat.record(JobRun(job.name, started_at, deps.clock(), error))
