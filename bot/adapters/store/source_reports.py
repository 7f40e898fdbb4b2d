"""How far each source goes, and how old its data is."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, case, func, select

from bot.adapters.store.tables import backlinks, imports
from bot.domain.backlinks import DomainName, Grain, SourceAge, SourceReport


def reports_of(connection: Connection, domain: DomainName) -> tuple[SourceReport, ...]:
    """How far each source goes, the newest first. Always of the whole domain."""
    sites = (
        select(
            backlinks.c.source,
            func.sum(case((backlinks.c.grain == Grain.PAGES.value, 1), else_=0)).label("pages"),
        )
        .where(backlinks.c.target_domain == domain)
        .group_by(backlinks.c.source, backlinks.c.referring_domain)
        .subquery()
    )
    counted = connection.execute(
        select(sites.c.source, func.count().label("sites"), func.sum(sites.c.pages).label("pages"))
        .select_from(sites)
        .group_by(sites.c.source)
    ).all()
    reports = [
        _report(row, _imports_of(connection, domain, row.source)) for row in counted if row.sites
    ]
    return tuple(sorted(reports, key=lambda r: (r.as_of or date.min, r.name), reverse=True))


def _imports_of(connection: Connection, domain: DomainName, source: str) -> list[Any]:
    """Newest data first, and of the same day the latest import first."""
    return list(
        connection.execute(
            select(imports)
            .where(imports.c.target_domain == domain, imports.c.source == source)
            .order_by(imports.c.as_of.desc(), imports.c.id.desc())
        )
    )


def _report(counted: Any, done: list[Any]) -> SourceReport:
    newest = done[0]
    return SourceReport(
        counted.source,
        as_of=date.fromisoformat(newest.as_of),
        complete=newest.complete if newest.finished_at else False,
        grain=Grain.PAGES if counted.pages else Grain.DOMAINS,
        referring_domains=counted.sites,
        backlinks=counted.pages or None,
        imported_at=datetime.fromisoformat(newest.finished_at or newest.started_at),
        note=_note(newest),
    )


def _note(newest: Any) -> str | None:
    if not newest.finished_at:
        return "its import was not finished"
    if newest.as_of_from == "time of the import":
        return "the file does not say how old its data is: the date is that of the import"
    return None


def source_ages(connection: Connection) -> tuple[SourceAge, ...]:
    at = func.max(func.coalesce(imports.c.finished_at, imports.c.started_at)).label("at")
    found = connection.execute(
        select(
            imports.c.source,
            func.max(imports.c.as_of).label("as_of"),
            at,
            func.count().label("files"),
            func.sum(imports.c.kept).label("kept"),
        )
        .group_by(imports.c.source)
        .order_by(imports.c.source)
    )
    return tuple(
        SourceAge(
            row.source,
            date.fromisoformat(row.as_of),
            datetime.fromisoformat(row.at),
            row.files,
            row.kept,
        )
        for row in found
    )
