"""Keeps visits by referrer in the measured store: of each target and tool the newest export."""

from datetime import date, datetime

from sqlalchemy import Connection, delete, insert, select

from bot.adapters.store.database import Database
from bot.adapters.store.keys import normal
from bot.adapters.store.moments import to_text
from bot.adapters.store.tables import traffic as table
from bot.domain.backlinks import DomainName
from bot.domain.traffic import Traffic, TrafficReport


class SqlTrafficStore:
    """The port `TrafficStore` on the measured store."""

    def __init__(self, database: Database) -> None:
        """Keep to one database."""
        self._database = database

    async def keep_traffic(self, target: DomainName, report: TrafficReport, at: datetime) -> None:
        """See the port."""
        rows = [
            {
                "target_domain": target,
                "tool": report.tool,
                "site": referral.site,
                "page": normal(referral.page),
                "visits": referral.visits,
                "first_day": report.first_day.isoformat(),
                "last_day": report.last_day.isoformat(),
                "imported_at": to_text(at),
            }
            for referral in report.referrals
        ]

        def work(connection: Connection) -> None:
            same = (table.c.target_domain == target) & (table.c.tool == report.tool)
            connection.execute(delete(table).where(same))
            if rows:
                connection.execute(insert(table), rows)

        await self._database.write(work)

    async def traffic_of(self, target: DomainName) -> Traffic | None:
        """See the port."""
        statement = (
            select(table)
            .where(table.c.target_domain == target)
            .order_by(table.c.last_day.desc(), table.c.imported_at.desc(), table.c.id)
        )
        rows = await self._database.read(lambda connection: connection.execute(statement).all())
        if not rows:
            return None
        by_site: dict[str, int] = {}
        by_page: dict[str, int] = {}
        for row in rows:
            if row.tool != rows[0].tool:
                continue
            by_site[row.site] = by_site.get(row.site, 0) + row.visits
            if row.page:
                by_page[row.page] = by_page.get(row.page, 0) + row.visits
        first, last = rows[0].first_day, rows[0].last_day
        return Traffic(date.fromisoformat(first), date.fromisoformat(last), by_site, by_page)
