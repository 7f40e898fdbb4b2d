"""Clicks among 10,000 prospects: the bot's own store, whole, beside the same rows in TinyDB's own storage.

A click is what a button in Slack does: read the prospect, its site's others, decide, keep, on disk.
"""

import asyncio
import statistics
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path

from tinydb import TinyDB
from tinydb.storages import JSONStorage

from bot.adapters.store.decisions import open_decisions
from bot.adapters.store.prospect_rows import from_row, to_row
from bot.adapters.store.prospects import DecidedProspects
from bot.domain.backlinks import DomainName
from bot.domain.follow_ups import FollowUpRules
from bot.domain.names import Target
from bot.domain.prospect_lists import ProspectFilter
from bot.domain.prospect_moves import Change, apply
from bot.domain.prospects import Action, Details, Kind, NewProspect, Prospect

PROSPECTS = 10_000
NOW = datetime(2026, 11, 23, 9, 14, tzinfo=UTC)
RULES = FollowUpRules()
SITE = Target(DomainName("site.example"))


def main(*, quick: bool = False) -> None:
    """Print the figures."""
    with tempfile.TemporaryDirectory() as folder:
        asyncio.run(_compare(Path(folder), clicks=10 if quick else 100))


async def _compare(folder: Path, *, clicks: int) -> None:
    decisions = open_decisions(folder)
    store = DecidedProspects(decisions)
    added = await store.add_prospects([_new(n) for n in range(PROSPECTS)], now=NOW)
    theirs = TinyDB(folder / "theirs.json", storage=JSONStorage)
    theirs.table("prospects").insert_multiple(to_row(prospect) for prospect in added.new)
    ours_took, theirs_took, list_took = [], [], []
    for click in range(clicks):
        number = click * 97 % PROSPECTS + 1
        ours_took.append(await _click(store, number))
        theirs_took.append(_their_click(theirs, number))
        list_took.append(await _list(store))
    print(f"A move among {PROSPECTS:,} prospects, {clicks} of each in turns")
    for name, took in (
        ("the bot's store", ours_took), ("TinyDB's own storage", theirs_took), ("a page of the list", list_took),
    ):  # fmt: skip
        took.sort()
        ninety_fifth = took[int(len(took) * 0.95)]
        print(
            f"  {name:<22} median {statistics.median(took) * 1000:7.1f} ms   "
            f"95 % {ninety_fifth * 1000:7.1f} ms   worst {took[-1] * 1000:7.1f} ms"
        )
    ratio = statistics.median(theirs_took) / statistics.median(ours_took)
    print(f"  ratio of the medians: {ratio:.1f}")
    decisions.close()


def _new(number: int) -> NewProspect:
    page = f"https://www.journal{number}.example/articles/gardening/{number}"
    notes = "Answered kindly; wants a picture and two paragraphs by Friday. " * 3
    return NewProspect(page, Details(Kind.GUEST_POST, SITE, "", notes), "U0ANA", owner="U0ANA")


def _move(prospect: Prospect) -> Prospect:
    """The next of two moves, so that it can be done again and again."""
    action = Action.REPLIED if prospect.status != "replied" else Action.NEGOTIATING
    return apply(prospect, Change(action, "U0ANA", NOW, NOW.date()), rules=RULES)


async def _click(store: DecidedProspects, number: int) -> float:
    started = time.perf_counter()
    prospect = await store.prospect(number)
    await store.prospects_of_site(prospect.site)
    await store.change_prospect(number, _move)
    return time.perf_counter() - started


def _their_click(database: TinyDB, number: int) -> float:
    """The same without the look at the site's others, which only makes it quicker."""
    started = time.perf_counter()
    table = database.table("prospects")
    row = table.get(doc_id=number)
    assert row is not None
    assert not isinstance(row, list)
    table.update(to_row(_move(from_row(number, row))), doc_ids=[number])
    return time.perf_counter() - started


async def _list(store: DecidedProspects) -> float:
    started = time.perf_counter()
    await store.find_prospects(ProspectFilter(owner="U0ANA"), limit=20)
    return time.perf_counter() - started


if __name__ == "__main__":
    main()
