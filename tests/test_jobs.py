"""What happens by the clock: a job that fails is shown and tried again, and stops no other."""

from datetime import timedelta
from pathlib import Path

import pytest
from apscheduler.triggers.interval import IntervalTrigger

import jobs
from bot.deps import Deps
from bot.domain.names import parse_target
from bot.domain.tracking import NewLink
from bot.errors import StoreError
from bot.prospecting import home_of
from jobs import JOBS, Job, schedule
from tests.handlers.conftest import office


class Shaky:
    """A job that fails a few times."""

    def __init__(self, error: Exception, *, times: int) -> None:
        self.error, self.left, self.runs = error, times, 0

    async def __call__(self, deps: Deps) -> None:
        assert "shaky" in deps.heartbeat.running
        self.runs += 1
        if self.left:
            self.left -= 1
            raise self.error


@pytest.mark.parametrize("error", [StoreError("disk I/O error"), RuntimeError("xoxb-secret")])
async def test_a_job_that_fails_is_shown_without_its_words_and_run_again(
    tmp_path: Path, error: Exception
) -> None:
    work = Shaky(error, times=2)
    async with office(tmp_path) as bot:
        for _ in range(3):
            await jobs._run(Job("shaky", work), bot.deps)
            bot.time.now += timedelta(minutes=1)
        beat = bot.deps.heartbeat
        await bot.deps.tracked_links.track(
            [NewLink("https://journal.example/", parse_target("site.example"), "U1")],
            now=bot.time.now,
        )
        beat.begin("slow", bot.time.now - timedelta(minutes=3))
        assert work.runs == 3
        assert set(beat.running) == {"slow"}
        assert beat.last_runs["shaky"].error is None
        failed = beat.failures_since(bot.time.now - timedelta(days=1))
        assert [run.error for run in failed] == [type(error).__name__] * 2
        await bot.here.command("/backlinks status")
        said = await bot.here.wait_for(lambda m: "2 job runs failed in the last day" in m["text"])
        assert type(error).__name__ in str(said["blocks"])
        assert "xoxb" not in str(said)
        assert "1 tracked link: 1 new." in said["text"]
        assert "Now running: slow, begun 3 min ago." in said["text"]
        assert "2 jobs failed within a day" in str(await home_of("U1", bot.deps))
        bot.time.now += timedelta(days=2)
        await bot.here.command("/backlinks status")
        await bot.here.wait_for(lambda m: "No job failed in the last day" in m["text"])


async def test_every_job_has_the_options_that_lose_no_run(tmp_path: Path) -> None:
    async with office(tmp_path) as bot:
        found = {job.id: job for job in schedule(bot.deps).get_jobs()}
    assert set(found) == {job.name for job in JOBS}
    for job in found.values():
        assert (job.max_instances, job.coalesce, job.misfire_grace_time) == (1, True, None)
        assert isinstance(job.trigger, IntervalTrigger), (
            "never a cron trigger: it skips and doubles"
        )
