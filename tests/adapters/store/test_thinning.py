"""History after 90 days: the first, the last and every change stay; and what was live on a day."""

from datetime import timedelta

from bot.adapters.store.database import Database
from bot.adapters.store.observations import SqlObservationStore
from bot.domain.names import parse_target
from bot.domain.proofs import proof
from bot.domain.verdicts import Observation
from tests.domain.test_events import DAY, START, look

SITE = parse_target("site.example")
PAGE = "https://journal.example/tools"


async def kept(store: SqlObservationStore) -> list[int]:
    looks = await store.observations_of(PAGE, "site.example", limit=999)
    return sorted((seen.checked_at - START) // DAY for seen in looks)


def history(*words: str) -> list[Observation]:
    return [look(day * DAY, word) for day, word in enumerate(words)]


async def test_the_first_the_last_and_every_change_stay(database: Database) -> None:
    store = SqlObservationStore(database)
    await store.save_observations(
        history(*["live"] * 5, "link_removed", *["live"] * 4, *["timeout"] * 3, *["live"] * 3)
    )
    assert await store.thin_out(before=START + 200 * DAY) == 7
    assert await kept(store) == [0, 4, 5, 6, 9, 10, 12, 13, 15]
    assert await store.thin_out(before=START + 200 * DAY) == 0


async def test_what_is_younger_stays_whole(database: Database) -> None:
    store = SqlObservationStore(database)
    await store.save_observations(history(*["live"] * 10))
    await store.thin_out(before=START + 5 * DAY)
    assert await kept(store) == [0, 5, 6, 7, 8, 9]


async def test_a_link_that_became_worth_less_is_a_change(database: Database) -> None:
    store = SqlObservationStore(database)
    looks = [look(day * DAY, followed=day < 5) for day in range(10)]
    await store.save_observations(looks)
    await store.thin_out(before=START + 200 * DAY)
    assert await kept(store) == [0, 4, 5, 9]


async def test_what_was_live_on_a_day_is_answered_also_after_thinning(database: Database) -> None:
    store = SqlObservationStore(database)
    await store.save_observations(history(*["live"] * 5, *["link_removed"] * 5))
    await store.thin_out(before=START + 200 * DAY)
    for day, state in ((2, "live"), (4, "live"), (5, "lost"), (8, "lost")):
        (seen,) = await store.looks_as_of(SITE, START + day * DAY + timedelta(hours=1), limit=9)
        assert seen.state.value == state, day
    assert await store.looks_as_of(SITE, START - DAY, limit=9) == ()


def test_a_proof_shows_before_and_after_and_steers_no_terminal() -> None:
    gone, live = look(DAY, "link_removed"), look(0 * DAY, anchor="garden \x1b[31m guide")
    text = proof(gone, live)
    assert "State: lost (link_removed)" in text
    assert "State: live" in text
    assert "\x1b" not in text
    assert "2026-03-02 09:00:00 UTC" in text
