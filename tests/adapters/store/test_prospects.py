"""The store of prospects: whole after kills, right after two clicks, quick among ten thousand, forgetful when asked."""

import asyncio
import threading
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.adapters.store import prospects
from bot.adapters.store.decisions import open_decisions
from bot.adapters.store.prospect_rows import from_row, to_row
from bot.adapters.store.prospects import CARDS_KEPT, DecidedProspects
from bot.domain.backlinks import DomainName
from bot.domain.follow_ups import FollowUpRules
from bot.domain.names import Target
from bot.domain.prospect_lists import ProspectFilter
from bot.domain.prospect_moves import Change, apply
from bot.domain.prospects import Action, Details, Kind, NewProspect, Prospect, Status, Terms
from bot.errors import ConflictError, NotFoundError
from bot.ports import Posted
from tests.adapters.store.killing import nursery
from tests.slack.test_prospect_messages import prospect

NOW = datetime(2026, 11, 23, 9, 14, tzinfo=UTC)
SITE = Target(DomainName("site.example"))
RULES = FollowUpRules()


def new(number: int, contact: str = "", notes: str = "") -> NewProspect:
    details = Details(Kind.OTHER, SITE, contact, notes)
    return NewProspect(f"https://blog{number}.example/tools", details, "U0ANA", owner="U0ANA")


def held(folder: Path) -> bytes:
    """Everything that is kept, in whatever file."""
    return b"".join(file.read_bytes() for file in folder.rglob("*") if file.is_file())


def move(prospect: Prospect, action: Action, *, by: str = "U0ANA", note: str = "") -> Prospect:
    change = Change(action, by, NOW, NOW.date(), seen=prospect.version, note=note)
    return apply(prospect, change, rules=RULES)


@pytest.mark.parametrize("status", Status)
def test_a_prospect_comes_back_from_its_row_as_it_was(status: Status) -> None:
    one = prospect(status)
    assert from_row(one.id, to_row(one)) == one


async def test_the_same_page_and_target_is_one_prospect(tmp_path: Path) -> None:
    decisions = open_decisions(tmp_path)
    store = DecidedProspects(decisions)
    first = await store.add_prospects([new(1), new(1), new(2)], now=NOW)
    again = await store.add_prospects([new(2), new(3)], now=NOW)
    assert [len(first.new), len(first.known)] == [2, 0]
    assert [len(again.new), len(again.known)] == [1, 1]
    with pytest.raises(NotFoundError):
        await store.prospect(99)
    decisions.close()


async def test_a_refused_change_changes_nothing(tmp_path: Path) -> None:
    decisions = open_decisions(tmp_path)
    store = DecidedProspects(decisions)
    await store.add_prospects([new(1)], now=NOW)
    first = await store.prospect(1)
    await store.change_prospect(1, lambda p: move(p, Action.CONTACTED))

    def late(now: Prospect) -> Prospect:
        change = Change(Action.DECLINED, "U0BEN", NOW, NOW.date(), seen=first.version)
        return apply(now, change, rules=RULES)

    with pytest.raises(ConflictError, match="<@U0ANA> set it: contacted"):
        await store.change_prospect(1, late)
    assert (await store.prospect(1)).status is Status.CONTACTED
    decisions.close()


async def test_lists_are_filtered_counted_and_paged(tmp_path: Path) -> None:
    decisions = open_decisions(tmp_path)
    store = DecidedProspects(decisions)
    await store.add_prospects([new(n) for n in range(30)], now=NOW)
    for number in range(1, 11):
        await store.change_prospect(number, lambda p: move(p, Action.CONTACTED))
    wanted = ProspectFilter(status=Status.CONTACTED, owner="U0ANA")
    found = await store.find_prospects(wanted, limit=4, offset=8)
    assert (found.total, len(found.prospects)) == (10, 2)
    assert found.counts == {Status.NEW: 20, Status.CONTACTED: 10}
    assert not (await store.find_prospects(ProspectFilter(owner="U0BEN"), limit=9)).total
    assert len(await store.prospects_of_site(DomainName("blog7.example"))) == 1
    decisions.close()


async def test_nothing_of_a_forgotten_address_is_left_in_any_file(tmp_path: Path) -> None:
    decisions = open_decisions(tmp_path)
    store = DecidedProspects(decisions)
    await store.add_prospects(
        [new(1, "Ann@Blog.example", "wrote ann@blog.example"), new(2)], now=NOW
    )
    await store.change_prospect(
        1, lambda p: move(p, Action.NOTE, note="ask ANN@blog.example, she is kind")
    )
    assert await store.erase_contacts("ann@blog.example", by="U0ANA", at=NOW) == 1
    files = held(tmp_path)
    assert b"ann@blog" not in files.lower()
    assert b"she is kind" in files, "the rest of the note stays"
    assert await store.erase_contacts("blog1.example", by="U0ANA", at=NOW) == 1
    assert b"she is kind" not in held(tmp_path)
    decisions.close()


async def test_only_the_newest_cards_of_a_prospect_are_kept(tmp_path: Path) -> None:
    decisions = open_decisions(tmp_path)
    store = DecidedProspects(decisions)
    for n in range(CARDS_KEPT + 3):
        await store.card_stands(1, Posted("C1", str(n)))
    assert [card.ts for card in await store.cards_of(1)] == [
        str(n) for n in range(3, CARDS_KEPT + 3)
    ]
    decisions.close()


async def test_a_day_is_taken_once_also_by_many_at_once(tmp_path: Path) -> None:
    decisions = open_decisions(tmp_path)
    store = DecidedProspects(decisions)
    day = date(2026, 11, 23)
    taken = await asyncio.gather(*(store.claim_reminder("U0ANA", day) for _ in range(20)))
    assert sum(taken) == 1
    assert not await store.claim_reminder("U0ANA", day - timedelta(days=1))
    assert await store.claim_reminder("U0ANA", day + timedelta(days=1))
    assert await store.claim_reminder("U0BEN", day)
    ahead = day + timedelta(days=900)
    assert await store.claim_reminder("U0BEN", ahead), "a clock that runs ahead"
    assert not await store.is_claimed("U0BEN", day + timedelta(days=2))
    assert await store.claim_reminder("U0BEN", day + timedelta(days=2))
    decisions.close()


_WRITER = """
import asyncio
from pathlib import Path
from bot.adapters.store.decisions import open_decisions
from bot.adapters.store.prospects import DecidedProspects
from tests.adapters.store.test_prospects import *

async def moves(folder):
    store = DecidedProspects(open_decisions(Path(folder)))
    await store.add_prospects([new(n) for n in range(20)], now=NOW)
    number = max(p.version for p in await store.all_prospects())
    while True:
        action = Action.REPLIED if number % 2 else Action.NEGOTIATING
        done = await store.change_prospect(1, lambda p: move(p, action))
        number = done.version
        print(number, flush=True)

def write(folder):
    asyncio.run(moves(folder))
"""


async def test_no_acknowledged_move_is_lost_by_two_hundred_kills(tmp_path: Path) -> None:
    with nursery(_WRITER) as writers:
        for turn in range(200):
            said = writers.write_until_killed(tmp_path, after=1 + turn % 3)
            decisions = open_decisions(tmp_path)
            kept = await DecidedProspects(decisions).prospect(1)
            decisions.close()
            assert kept.version >= said
            assert kept.moves[-1].version == kept.version
            expected = Status.NEGOTIATING if kept.version % 2 else Status.REPLIED
            assert kept.status is expected


def test_the_oldest_lines_of_a_very_long_history_are_dropped_but_the_first() -> None:
    one = prospect(Status.REPLIED)
    one = replace(one, moves=one.moves[:1], version=1)
    for n in range(600):
        one = move(one, Action.NEGOTIATING if n % 2 == 0 else Action.REPLIED)
    assert len(one.moves) == 500
    assert one.moves[0].version == 0


async def test_only_what_may_be_due_is_read_for_the_reminders(tmp_path: Path) -> None:
    decisions = open_decisions(tmp_path)
    store = DecidedProspects(decisions)
    await store.add_prospects([new(n) for n in range(6)], now=NOW)
    day = NOW.date()
    await store.change_prospect(1, lambda p: move(p, Action.CONTACTED))  # due in three days
    later = Change(Action.SNOOZED, "U0BEN", NOW, day, until=day + timedelta(days=9))
    await store.change_prospect(2, lambda p: apply(p, later, rules=RULES))
    terms = Terms("https://blog3.example/", SITE, promised_at=NOW)
    agreed = Change(Action.AGREED, "U0ANA", NOW, day, terms=terms)
    await store.change_prospect(3, lambda p: apply(p, agreed, rules=RULES))

    async def due(days: int, owner: str | None = None) -> list[int]:
        found = await store.maybe_due(day + timedelta(days=days), owner=owner)
        return [one.id for one in found]

    assert await due(2) == [3]
    assert await due(3) == [1, 3]
    assert await due(9) == [1, 2, 3]
    assert await due(9, owner="U0BEN") == []
    decisions.close()


async def test_a_click_does_not_wait_for_a_list_of_everything(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Rows become prospects outside of the store's turn, from rows that nobody changes.

    Making the list stops at its first row until all the clicks are done.
    """
    begun, clicked = threading.Event(), threading.Event()

    def patient(number: int, row: Mapping[str, Any]) -> Prospect:
        if not begun.is_set():
            begun.set()
            assert clicked.wait(20), "the clicks waited for the list"
        return from_row(number, row)

    decisions = open_decisions(tmp_path)
    store = DecidedProspects(decisions)
    await store.add_prospects([new(n) for n in range(300)], now=NOW)
    monkeypatch.setattr(prospects, "from_row", patient)
    listing = asyncio.create_task(store.all_prospects())
    await asyncio.to_thread(begun.wait)
    moves = [store.change_prospect(n, lambda p: move(p, Action.CONTACTED)) for n in range(1, 40)]
    await asyncio.gather(*moves)
    assert not listing.done()
    clicked.set()
    listed = await listing
    assert {one.status for one in listed} == {Status.NEW}, "as it was at its moment"
    assert len(listed) == 300
    decisions.close()
