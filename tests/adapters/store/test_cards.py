"""The outbox read as cards: one damaged row spoils itself, and no list is too long to ask for."""

import sqlite3
from datetime import UTC, datetime

import pytest

from bot.adapters.store.cards import SqlCardLog
from bot.adapters.store.database import Database
from bot.adapters.store.outbox import SqlOutbox
from bot.domain.delivery import CARD
from bot.domain.tracking import PlannedPost

NOW = datetime(2026, 11, 24, 9, tzinfo=UTC)


def _row(number: int) -> PlannedPost:
    payload = {
        "card": f"card {number}",
        "event": f"event {number}",
        "event_kind": "lost",
        "subject": f"subject {number}",
        "due": NOW.isoformat(),
    }
    return PlannedPost(f"card {number}|row", "C1", CARD, payload, NOW)


@pytest.fixture
async def cards(database: Database) -> SqlCardLog:
    await SqlOutbox(database).plan_posts([_row(number) for number in range(3)], now=NOW)
    return SqlCardLog(database)


@pytest.mark.parametrize(
    "damage",
    [
        "payload = '{'",
        "payload = '[]'",
        'payload = \'{"due": "noon"}\'',
        "payload = '{\"due\": null}'",
        "payload = x'fffe00'",
        "event_kind = 'sold'",
        "event_kind = NULL",
    ],
)
async def test_a_card_that_cannot_be_read_hides_no_other(
    cards: SqlCardLog, database: Database, damage: str
) -> None:
    with sqlite3.connect(database.path) as connection:
        connection.execute(f"UPDATE outbox SET {damage} WHERE card = 'card 1'")
    connection.close()
    found = await cards.cards_of_subjects([f"subject {number}" for number in range(3)])
    assert [one.card for one in found] == ["card 0", "card 2"]


async def test_more_is_asked_for_than_sqlite_takes_variables(cards: SqlCardLog) -> None:
    with sqlite3.connect(":memory:") as connection:
        most = connection.getlimit(sqlite3.SQLITE_LIMIT_VARIABLE_NUMBER)
    connection.close()
    numbers = range(most + 1)
    assert len(await cards.cards_of_events([f"event {n}" for n in numbers])) == 3
    assert len(await cards.cards_of_subjects([f"subject {n}" for n in numbers])) == 3
