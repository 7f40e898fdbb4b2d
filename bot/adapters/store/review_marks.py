"""Keeps which sites people marked for review, in the store of decisions."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any, Final

from tinydb import TinyDB, where

from bot.adapters.store.decisions import Decisions
from bot.adapters.store.moments import to_text
from bot.domain.backlinks import DomainName
from bot.domain.review_marks import ReviewMark
from bot.errors import NotFoundError

_TABLE: Final = "review_marks"


class DecidedReviews:
    """The port `ReviewStore` on the store of decisions."""

    def __init__(self, decisions: Decisions) -> None:
        """Keep to one store."""
        self._decisions = decisions

    async def mark_site(self, mark: ReviewMark) -> ReviewMark:
        """See the port."""

        def work(database: TinyDB) -> ReviewMark:
            known = _known(database, mark.target_domain, mark.site)
            if known is not None and known.stands:
                return known
            _keep(database, mark)
            return mark

        return await self._decisions.run(work)

    async def change_mark(
        self, target_domain: str, site: str, change: Callable[[ReviewMark], ReviewMark]
    ) -> ReviewMark:
        """See the port."""

        def work(database: TinyDB) -> ReviewMark:
            known = _known(database, target_domain, site)
            if known is None:
                raise NotFoundError(f"{site} is not marked for review.")
            changed = change(known)
            _keep(database, changed)
            return changed

        return await self._decisions.run(work)

    async def marks_of(self, target_domain: str) -> tuple[ReviewMark, ...]:
        """See the port."""

        def work(database: TinyDB) -> tuple[ReviewMark, ...]:
            rows = database.table(_TABLE).search(where("target_domain") == target_domain)
            marks = (_from_row(row) for row in rows)
            standing = (mark for mark in marks if mark.stands)
            return tuple(sorted(standing, key=lambda mark: (mark.marked_at, mark.site)))

        return await self._decisions.run(work)


def _key(target_domain: str, site: str) -> str:
    return f"{target_domain} {site}"


def _known(database: TinyDB, target_domain: str, site: str) -> ReviewMark | None:
    row = database.table(_TABLE).get(where("key") == _key(target_domain, site))
    assert not isinstance(row, list)
    return _from_row(row) if row else None


def _keep(database: TinyDB, mark: ReviewMark) -> None:
    row = _to_row(mark)
    database.table(_TABLE).upsert(row, where("key") == row["key"])


def _to_row(mark: ReviewMark) -> dict[str, Any]:
    return {
        "key": _key(mark.target_domain, mark.site),
        "site": mark.site,
        "target_domain": mark.target_domain,
        "marked_by": mark.marked_by,
        "marked_at": to_text(mark.marked_at),
        "agreed_by": mark.agreed_by,
        "agreed_at": to_text(mark.agreed_at) if mark.agreed_at else None,
        "withdrawn_by": mark.withdrawn_by,
        "withdrawn_at": to_text(mark.withdrawn_at) if mark.withdrawn_at else None,
    }


def _from_row(row: Mapping[str, Any]) -> ReviewMark:
    return ReviewMark(
        site=DomainName(row["site"]),
        target_domain=DomainName(row["target_domain"]),
        marked_by=row["marked_by"],
        marked_at=datetime.fromisoformat(row["marked_at"]),
        agreed_by=row["agreed_by"],
        agreed_at=_time(row["agreed_at"]),
        withdrawn_by=row["withdrawn_by"],
        withdrawn_at=_time(row["withdrawn_at"]),
    )


def _time(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None
