"""A clock that jumps by an hour or a day, forth and back, again and again: nothing false, nothing twice."""

import random
from datetime import timedelta
from pathlib import Path

import pytest

from tests.faults import ROUNDS, figure
from tests.faults.month import GONE, Story
from tests.services.test_run_checks import DAY, HOUR

pytestmark = pytest.mark.slow
JUMPS = [HOUR, -HOUR, DAY, -DAY]


async def test_a_clock_that_jumps_tells_nothing_false_and_forgets_nothing(tmp_path: Path) -> None:
    draw = random.Random(6)
    lost = repeated = jumps = 0
    for n in range(ROUNDS):
        story = Story(tmp_path / str(n))
        await story.begin()
        for _ in range(30):
            await story.look()
            story.jump(draw.uniform(0.1, 3) * HOUR)
            if draw.random() < 0.4:
                story.jump(draw.choice(JUMPS))
                jumps += 1
        # What the clock said at its latest may lie ahead; looks count again when it has passed.
        await story.look_at_all(days=12)
        losses, repeats = story.losses_and_repeats()
        lost, repeated = lost + losses, repeated + repeats
        story.world.database.close()
    figure("the clock jumps in a run of checks", jumps, f"0 false ones told, {lost} of {ROUNDS * len(GONE)} losses untold, {repeated} repeats")  # fmt: skip
    assert (lost, repeated) == (0, 0)


async def test_a_jump_of_years_and_back_leaves_nothing_stuck(tmp_path: Path) -> None:
    """A machine that starts with a wrong clock and is then set right."""
    for n, years in enumerate((1, 10)):
        story = Story(tmp_path / str(n))
        await story.begin()
        away = years * timedelta(days=365)
        story.jump(away)
        await story.look()
        story.jump(-away)
        await story.look_at_all(days=12)
        losses, repeats = story.losses_and_repeats()
        assert (losses, repeats) == (0, 0), years
        story.world.database.close()
