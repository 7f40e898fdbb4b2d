"""An address that somebody wants forgotten is found wherever the measured store can hold words."""

import sqlite3
from typing import Any

import pytest
from sqlalchemy import Text, insert, select

from bot.adapters.store import tables
from bot.adapters.store.database import Database
from bot.adapters.store.erasure import SqlErasure

# Names of sites and pages, which stay what they are; people by their Slack ID; what this program names.
_NO_WORDS = """
    referring_page referring_domain target target_domain target_url url host site page channel
    added_by asked_by owner wrong_by prospect_id posted_channel posted_ts
    card dedup_key event_key event_kind fingerprint format grain kind last_error metrics order_key phase
    reason source state told tool vendor cost_unit
    added_at as_of as_of_from asked_at at checked_at claimed_at claimed_until created_at day doubted_since
    finished_at first_day first_seen imported_at last_day last_look_at last_seen local_date looked_back_at
    lost_on next_look_at not_before posted_at retry_at sent_at settled_at snoozed_until started_at told_at
    unchanged_since
"""
WORDS = [
    (table.name, column.name)
    for table in tables.metadata.sorted_tables
    for column in table.columns
    if isinstance(column.type, Text) and column.name not in _NO_WORDS.split()
]


async def _keep(database: Database, table_name: str, column_name: str, words: str) -> None:
    """A row with these words, whatever else it needs."""
    table = tables.metadata.tables[table_name]
    row: dict[str, Any] = {
        column.name: "x" if isinstance(column.type, Text) else 1
        for column in table.columns
        if not column.nullable and column.server_default is None and not column.foreign_keys
    }
    row |= {column.name: None for column in table.columns if column.foreign_keys}
    if table_name == "backlinks":
        imported = {"fingerprint", "target_domain", "source", "format", "grain", "name", "as_of"}
        new = dict.fromkeys([*imported, "as_of_from", "started_at"], "x")
        await database.write(lambda c: c.execute(insert(tables.imports).values(id=1, **new)))
        row["import_id"] = 1
    row[column_name] = words
    await database.write(lambda connection: connection.execute(insert(table).values(row)))


async def _kept(database: Database, table_name: str, column_name: str) -> str:
    column = tables.metadata.tables[table_name].c[column_name]
    return str(await database.read(lambda c: c.execute(select(column)).scalar_one()))


@pytest.mark.parametrize(("table", "column"), WORDS, ids=[".".join(pair) for pair in WORDS])
async def test_every_column_that_can_hold_words_is_searched(
    database: Database, table: str, column: str
) -> None:
    await _keep(database, table, column, "ask Ann@blog.example now")
    assert await SqlErasure(database).erase("ann@blog.example") == 1
    assert await _kept(database, table, column) == "ask [erased] now"


@pytest.mark.parametrize(
    ("asked", "kept"),
    [
        ("jürgen@blog.example", "JÜRGEN@blog.example"),
        ("jürgen@blog.example", "j%C3%BCrgen%40blog.example"),
        ("ann@köln.example", "Ann@KÖLN.example"),
        ("ann@köln.example", "ann@xn--kln-sna.example"),
        ("ann@xn--kln-sna.example", "ann@köln.example"),
        ("xn--kln-sna.example", "ann@mail.köln.example"),
        ("анна@пример.рф", "Анна@Пример.рф"),
    ],
)
async def test_letters_beyond_ascii_are_found_in_every_spelling(
    database: Database, asked: str, kept: str
) -> None:
    await _keep(database, "observations", "whole", f"ask {kept} now")
    assert await SqlErasure(database).erase(asked) == 1
    assert await _kept(database, "observations", "whole") == "ask [erased] now"


async def test_what_free_pages_of_the_file_held_is_gone_too(database: Database) -> None:
    """The row went without its bytes being overwritten, as an older version left it."""
    await _keep(database, "observations", "whole", "ask Jürgen@blog.example now")
    with sqlite3.connect(database.path) as connection:
        connection.execute("PRAGMA secure_delete=OFF")
        connection.execute("DELETE FROM observations")
    connection.close()
    database.fold_log()
    assert "Jürgen@blog.example".encode() in database.path.read_bytes(), (
        "there is something to find"
    )
    assert await SqlErasure(database).erase("jürgen@blog.example") == 0
    assert "Jürgen@blog.example".encode() not in database.path.read_bytes()
