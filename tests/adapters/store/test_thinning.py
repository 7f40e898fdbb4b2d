"""History after 90 days: the first, the last and every change stay; and what was live on a day."""

import asyncio
import tempfile
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import text

from bot.adapters.store.database import Database
from bot.adapters.store.migrate import open_database
from bot.adapters.store.observations import SqlObservationStore
from bot.domain.names import parse_target
from bot.domain.proofs import Exhibit, proof
from bot.domain.verdicts import Evidence, Observation
from tests.domain.test_events import DAY, HOUR, START, look

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


# What may differ between two looks so that people can see it; an evidence's wording is no such thing.
SEEN = st.sampled_from([
    ("live", {}), ("live", {}), ("live", {"followed": False}), ("live", {"anchor": "guide"}),
    ("live", {"placement": "footer", "editorial": False}), ("live", {"indexable": False}),
    ("live", {"evidence": Evidence(because="Another wording.")}), ("live", {"http_status": 203}),
    ("link_removed", {}), ("page_gone", {}), ("timeout", {}), ("blocked", {}),
])  # fmt: skip


@settings(max_examples=40, deadline=None)
@given(
    seen=st.lists(st.tuples(st.integers(1, 40), SEEN), min_size=1, max_size=40),
    young=st.integers(0, 40 * 40),
    again=st.booleans(),
)
def test_of_any_history_the_first_the_last_and_every_change_stay(
    seen: list[tuple[int, tuple[str, dict[str, Any]]]], young: int, again: bool
) -> None:
    looks, hours = [], 0
    for wait, (word, facts) in seen:
        hours += wait
        looks.append(look(hours * HOUR, word, **facts))
    before = START + young * HOUR

    def differs(n: int) -> bool:
        return not 0 < n < len(looks) or _said(looks[n - 1]) != _said(looks[n])

    wanted = [
        look
        for n, look in enumerate(looks)
        if look.checked_at >= before or differs(n) or differs(n + 1)
    ]

    async def thinned(folder: Path) -> list[Observation]:
        database = open_database(folder)
        store = SqlObservationStore(database)
        await store.save_observations(looks)
        for _ in range(1 + again):
            await store.thin_out(before=before)
        found = await store.observations_of(PAGE, "site.example", limit=999)
        database.close()
        return sorted(found, key=lambda seen: seen.checked_at)

    with tempfile.TemporaryDirectory() as folder:
        left = asyncio.run(thinned(Path(folder)))
    assert [seen.checked_at for seen in left] == [seen.checked_at for seen in wanted]


def _said(seen: Observation) -> Observation:
    return replace(seen, checked_at=START, evidence=Evidence())


async def test_a_look_that_cannot_be_read_stops_no_thinning(database: Database) -> None:
    store = SqlObservationStore(database)
    await store.save_observations(history(*["live"] * 9))
    with database.begin() as connection:
        connection.execute(text("UPDATE observations SET whole = '{' WHERE id = 4"))
    await store.thin_out(before=START + 200 * DAY)
    assert await kept(store) == [0, 2, 4, 8]


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
    text = proof(Exhibit(gone, live))
    assert "State: lost (link_removed)" in text
    assert "State: live" in text
    assert "\x1b" not in text
    assert "2026-03-02 09:00:00 UTC" in text
