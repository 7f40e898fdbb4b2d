"""Keeps prospects, where their cards stand, and who was reminded when, in the store of decisions."""

import asyncio
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from itertools import islice
from typing import Any, Final

from tinydb import TinyDB, where
from tinydb.table import Document

from bot.adapters.store.atomic_storage import AtomicJSONStorage
from bot.adapters.store.decisions import Decisions
from bot.adapters.store.prospect_rows import from_row, to_row, worth_to
from bot.domain.backlinks import DomainName
from bot.domain.events import CLOCK_WAS_WRONG
from bot.domain.forgetting import pattern_of, without
from bot.domain.names import host_of
from bot.domain.prospect_lists import AddedProspects, FoundProspects, ProspectFilter, Sort
from bot.domain.prospects import (
    CHECKER,
    Action,
    LostText,
    Move,
    NewProspect,
    Prospect,
    Standing,
    Status,
    prospect_key,
    site_of,
)
from bot.domain.site_worth import SiteWorth
from bot.errors import NotFoundError
from bot.ports import Posted

_PROSPECTS: Final = "prospects"
_CARDS: Final = "prospect_cards"
_REMINDED: Final = "reminded"
_PLACES: Final = "outreach_places"
CARDS_KEPT: Final = 8
"""Of one prospect: older messages are not edited any more; their buttons still work."""

Rows = Mapping[str, Mapping[str, Any]]
Numbered = tuple[int, Mapping[str, Any]]


class DecidedProspects:
    """The ports `ProspectStore` and `ReminderLedger` on the store of decisions."""

    def __init__(self, decisions: Decisions) -> None:
        """Keep to one store."""
        self._decisions = decisions

    async def add_prospects(self, new: Sequence[NewProspect], *, now: datetime) -> AddedProspects:
        """See the port."""

        def work(database: TinyDB) -> AddedProspects:
            keys = {row["key"]: int(number) for number, row in _rows(database).items()}
            added: list[int] = []
            known: list[int] = []
            fresh: dict[str, NewProspect] = {}
            for one in new:
                key = prospect_key(one.page, one.details.target)
                if key in keys:
                    known.append(keys[key])
                else:
                    fresh.setdefault(key, one)
            rows = [to_row(_begun(one, now)) for one in fresh.values()]
            if rows:
                added = database.table(_PROSPECTS).insert_multiple(rows)
            kept = _rows(database)
            return AddedProspects(
                tuple(from_row(n, kept[str(n)]) for n in added),
                tuple(from_row(n, kept[str(n)]) for n in dict.fromkeys(known)),
            )

        return await self._decisions.run(work)

    async def prospect(self, number: int) -> Prospect:
        """See the port."""
        return await self._decisions.run(lambda database: _get(database, number))

    async def change_prospect(
        self, number: int, change: Callable[[Prospect], Prospect]
    ) -> Prospect:
        """See the port."""

        def work(database: TinyDB) -> Prospect:
            before = _get(database, number)
            after = change(before)
            if after is not before:
                _put(database, after)
            return after

        return await self._decisions.run(work)

    async def find_prospects(
        self, wanted: ProspectFilter, *, limit: int, offset: int = 0
    ) -> FoundProspects:
        """See the port."""

        def work(database: TinyDB) -> tuple[list[Numbered], int, dict[str, int]]:
            counts: dict[str, int] = {}
            fitting: list[tuple[Any, int, Mapping[str, Any]]] = []
            for number, row in _rows(database).items():
                if not _fits(row, wanted):
                    continue
                status = row["standing"]["status"]
                counts[status] = counts.get(status, 0) + 1
                if wanted.status is None or status == wanted.status:
                    fitting.append((_place(wanted.sort, row), int(number), row))
            newest_first = wanted.sort in (Sort.MOVED, Sort.QUALITY)
            fitting.sort(key=lambda one: one[:2], reverse=newest_first)
            shown = [(number, row) for _, number, row in fitting[offset : offset + limit]]
            return shown, len(fitting), counts

        shown, total, counts = await self._decisions.run(work)
        return FoundProspects(
            await _parsed(shown), total, {Status(name): n for name, n in counts.items()}
        )

    async def sites(self) -> frozenset[DomainName]:
        """See the port."""
        return await self._decisions.run(
            lambda database: frozenset(DomainName(row["site"]) for row in _rows(database).values())
        )

    async def prospects_of_site(self, site: DomainName) -> tuple[Prospect, ...]:
        """See the port."""
        return await self._decisions.run(
            lambda database: tuple(
                from_row(int(n), row) for n, row in _rows(database).items() if row["site"] == site
            )
        )

    async def all_prospects(self) -> tuple[Prospect, ...]:
        """See the port."""
        every = await self._decisions.run(
            lambda database: [(int(n), row) for n, row in _rows(database).items()]
        )
        return await _parsed(every)

    async def maybe_due(self, day: date, *, owner: str | None = None) -> tuple[Prospect, ...]:
        """See the port."""
        last = day.isoformat()

        def work(database: TinyDB) -> list[Numbered]:
            return [
                (int(number), row)
                for number, row in _rows(database).items()
                if _may_be_due(row["standing"], last) and owner in (None, row["standing"]["owner"])
            ]

        return await _parsed(await self._decisions.run(work))

    async def to_appraise(self, *, before: date, limit: int) -> tuple[Prospect, ...]:
        """See the port."""

        def work(database: TinyDB) -> tuple[Prospect, ...]:
            last = before.isoformat()
            due = (
                from_row(int(number), row)
                for number, row in _rows(database).items()
                if not row.get("worth") or row["worth"][3] <= last
            )
            return tuple(islice(due, limit))

        return await self._decisions.run(work)

    async def keep_worths(self, worths: Mapping[int, SiteWorth]) -> None:
        """See the port."""

        def work(database: TinyDB) -> None:
            rows = _rows(database)
            storage = database.storage
            assert isinstance(storage, AtomicJSONStorage)
            for number, worth in worths.items():
                row = rows.get(str(number))
                if row is not None:
                    storage.put(_PROSPECTS, str(number), {**row, "worth": worth_to(worth)})

        await self._decisions.run(work)

    async def erase_contacts(self, what: str, *, by: str, at: datetime) -> int:
        """See the port."""

        def work(database: TinyDB) -> int:
            changed = [
                erased
                for number, row in _rows(database).items()
                for erased in _erased(from_row(int(number), row), what, by, at)
            ]
            for prospect in changed:
                _put(database, prospect)
            return len(changed)

        number = await self._decisions.run(work)
        await self._decisions.forget_history()
        return number

    async def card_stands(self, number: int, posted: Posted) -> None:
        """See the port."""

        def work(database: TinyDB) -> None:
            table = database.table(_CARDS)
            table.insert({"prospect": number, "channel": posted.channel, "ts": posted.ts})
            of_it = table.search(where("prospect") == number)
            table.remove(doc_ids=[row.doc_id for row in of_it[:-CARDS_KEPT]])

        await self._decisions.run(work)

    async def cards_of(self, number: int) -> tuple[Posted, ...]:
        """See the port."""
        return await self._decisions.run(
            lambda database: tuple(
                Posted(row["channel"], row["ts"])
                for row in database.table(_CARDS).search(where("prospect") == number)
            )
        )

    async def claim_reminder(self, who: str, day: date) -> bool:
        """See the port."""

        def work(database: TinyDB) -> bool:
            table = database.table(_REMINDED)
            known = table.get(where("who") == who)
            if known is None:
                table.insert({"who": who, "day": day.isoformat()})
                return True
            assert isinstance(known, Document)
            if _is_taken(known, day):
                return False
            table.update({"day": day.isoformat()}, doc_ids=[known.doc_id])
            return True

        return await self._decisions.run(work)

    async def is_claimed(self, who: str, day: date) -> bool:
        """See the port."""

        def work(database: TinyDB) -> bool:
            known = database.table(_REMINDED).get(where("who") == who)
            assert not isinstance(known, list)
            return known is not None and _is_taken(known, day)

        return await self._decisions.run(work)

    async def heard_until(self) -> datetime | None:
        """See the port."""

        def work(database: TinyDB) -> datetime | None:
            row = database.table(_PLACES).get(where("name") == "events")
            assert not isinstance(row, list)
            return datetime.fromisoformat(row["at"]) if row else None

        return await self._decisions.run(work)

    async def hear_until(self, at: datetime) -> None:
        """See the port."""
        row = {"name": "events", "at": at.isoformat()}
        await self._decisions.run(
            lambda database: database.table(_PLACES).upsert(row, where("name") == "events")
        )


def _is_taken(known: Mapping[str, Any], day: date) -> bool:
    """Whether this day or a later one was taken; a far later one was taken by a clock that ran ahead."""
    return day <= date.fromisoformat(known["day"]) <= day + CLOCK_WAS_WRONG


async def _parsed(rows: Sequence[Numbered]) -> tuple[Prospect, ...]:
    """Prospects out of rows, outside of the store's turn: no click waits for it.

    A row is never changed, only replaced, so it stays what it was at its moment.
    """
    return await asyncio.to_thread(lambda: tuple(from_row(n, row) for n, row in rows))


def _may_be_due(standing: Mapping[str, Any], last: str) -> bool:
    day = standing["snoozed_until"] or standing["follow_up_on"]
    return standing["status"] == Status.AGREED.value or (day is not None and day <= last)


def _rows(database: TinyDB) -> Rows:
    """All prospects as they are kept: not copied, not to be changed."""
    tables = database.storage.read() or {}
    rows: Rows = tables.get(_PROSPECTS, {})
    return rows


def _get(database: TinyDB, number: int) -> Prospect:
    row = _rows(database).get(str(number))
    if row is None:
        raise NotFoundError("There is no such prospect (any more).")
    return from_row(number, row)


def _put(database: TinyDB, prospect: Prospect) -> None:
    storage = database.storage
    assert isinstance(storage, AtomicJSONStorage)
    storage.put(_PROSPECTS, str(prospect.id), to_row(prospect))


def _begun(new: NewProspect, now: datetime) -> Prospect:
    standing = Standing(Status.NEW, now, owner=new.owner)
    added = Move(1, Action.ADDED, new.by, now, Status.NEW, Status.NEW, new.note)
    return Prospect(
        id=0,
        page=new.page,
        site=site_of(new.page),
        details=new.details,
        standing=standing,
        created_by=new.by,
        created_at=now,
        moves=(added,),
        lost_text=new.lost_text,
        worth=new.worth,
    )


def _place(sort: Sort, row: Mapping[str, Any]) -> tuple[Any, ...]:
    """Backwards for what moved last and for the best sites, forwards for the others."""
    standing = row["standing"]
    match sort:
        case Sort.QUALITY:
            score = _score(row)
            return -1 if score is None else score, standing["since"]
        case Sort.DUE:
            return (standing["follow_up_on"] or standing["snoozed_until"] or "9999",)
        case Sort.SITE:
            return (row["site"],)
    return (standing["since"],)


def _score(row: Mapping[str, Any]) -> int | None:
    worth = row.get("worth")
    return None if not worth else worth[0]


def _fits(row: Mapping[str, Any], wanted: ProspectFilter) -> bool:
    if wanted.quality_from is not None and (_score(row) or 0) < wanted.quality_from:
        return False
    if wanted.owner is not None and row["standing"]["owner"] != wanted.owner:
        return False
    if wanted.kind is not None and row["kind"] != wanted.kind.value:
        return False
    if wanted.site is not None and row["site"] != wanted.site:
        return False
    return wanted.page is None or row["key"].partition(" ")[0] == wanted.page


def _erased(prospect: Prospect, what: str, by: str, at: datetime) -> Iterator[Prospect]:
    """The prospect without what is to be forgotten, if it held any of it."""
    whole_site = "@" not in what and what in (prospect.site, host_of(prospect.page))
    pattern = pattern_of(what)
    before = prospect.details
    if whole_site:
        contact, notes = "", ""
    else:
        contact, notes = without(before.contact, pattern), without(before.notes, pattern)
    moves = tuple(
        replace(m, note="" if whole_site and m.by != CHECKER else without(m.note, pattern))
        for m in prospect.moves
    )
    details = replace(before, contact=contact, notes=notes)
    standing = _standing_without(prospect.standing, pattern, whole_site=whole_site)
    lost = prospect.lost_text
    if lost:
        lost = LostText(without(lost.before, pattern), without(lost.after, pattern))
    held = (before, prospect.moves, prospect.standing, prospect.lost_text)
    if (details, moves, standing, lost) == held:
        return
    version = prospect.version + 1
    line = Move(version, Action.ERASED, by, at, prospect.status, prospect.status)
    yield replace(
        prospect,
        details=details,
        standing=standing,
        moves=(*moves, line),
        version=version,
        previous=None,
        lost_text=lost,
    )


def _standing_without(
    standing: Standing, pattern: re.Pattern[str], *, whole_site: bool
) -> Standing:
    """Reasons, agreed anchors and what differed are words that somebody typed or a page said."""
    agreed, link = standing.agreed, standing.link
    return replace(
        standing,
        reason="" if whole_site else without(standing.reason, pattern),
        agreed=replace(agreed, anchor=without(agreed.anchor, pattern)) if agreed else None,
        link=replace(link, differences=tuple(without(one, pattern) for one in link.differences))
        if link
        else None,
    )
