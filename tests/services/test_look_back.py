"""A week after an alarm: was it one?"""

from datetime import timedelta

import pytest

from bot.adapters.store.event_log import SqlEventStore
from bot.adapters.store.observations import SqlObservationStore
from bot.services.look_back import look_back
from tests.handlers.test_verifying import LINK, page
from tests.services.test_run_checks import DAY, A, World, serve, track, world

__all__ = ["world"]


async def lose(world: World, after: list[str]) -> None:
    """Live, then lost, then a look a day with these links."""
    await track(world, A)
    for link in [LINK, "", "", *after]:
        serve(world, {A: page(A, link)})
        await world.run()
        world.now += 1.3 * DAY


async def back(world: World) -> bool | None:
    await look_back(
        events=SqlEventStore(world.database),
        observations=SqlObservationStore(world.database),
        fetcher=world.web,
        clock=lambda: world.now,
    )
    events = await SqlEventStore(world.database).events_between(
        None, since=world.now - 99 * DAY, until=world.now
    )
    return next(stored.was_wrong for stored in events if stored.event.kind.value == "lost")


@pytest.mark.parametrize(
    ("after", "then", "wrong"),
    [
        ([""] * 8, "", False),
        ([""] * 3 + [LINK] * 5, LINK, False),
        ([LINK] * 8, LINK, True),
        ([], LINK, True),
        ([], "", False),
    ],
    ids=["still gone", "mended days later", "live at the next look", "live, never looked", "gone"],
)
async def test_a_loss_is_judged_a_week_later(
    world: World, after: list[str], then: str, wrong: bool
) -> None:
    await lose(world, after)
    assert (await back(world)) is None or len(after) == 8, "not before a week has gone"
    world.now += timedelta(days=8)
    serve(world, {A: page(A, then)})
    assert await back(world) is wrong
    calls = len(world.web.calls)
    await back(world)
    assert len(world.web.calls) == calls, "judged once"


async def test_a_page_that_cannot_be_read_judges_nothing(world: World) -> None:
    await lose(world, [])
    world.now += timedelta(days=8)
    serve(world, {})
    assert await back(world) is None
