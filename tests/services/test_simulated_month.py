"""A week of a web that misbehaves: nothing false is told, nothing that stays is missed."""

import pytest

from benchmarks.simulated_web import SimulatedWeb
from benchmarks.watch import missed, must_be_told, naive_month, watch_month


@pytest.mark.slow
@pytest.mark.parametrize("seed", [1, 2])
async def test_no_false_alarm_and_no_missed_loss(seed: int) -> None:
    web = SimulatedWeb(60, 9, seed=seed)
    score, _, doubts = await watch_month(web)
    assert score.false_alarms == []
    assert missed(score, web) == []
    assert {page.url for page in must_be_told(web)} & set(score.told), "there were losses to tell"
    assert doubts, "our own outages were noticed"


async def test_the_web_is_hard_enough_to_fool_a_naive_checker() -> None:
    assert len((await naive_month(SimulatedWeb(60, 9, seed=1))).false_alarms) > 20
