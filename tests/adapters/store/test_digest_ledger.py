"""The digests' ledger: one who takes a day, and every try of it known; the fake keeps the same promises."""

import asyncio
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from bot.adapters.store.decisions import open_decisions
from bot.adapters.store.digest_ledger import SqlDigestLedger
from bot.adapters.store.migrate import open_database
from bot.adapters.store.row_claims import DecidedRowClaims
from bot.domain.digests import RowClaim
from bot.ports import DigestLedger, Posted
from tests.digest_fakes import FakeDigestLedger

NOW = datetime(2026, 11, 23, 9, 14, tzinfo=UTC)
DAY = date(2026, 11, 23)
LEASE = timedelta(minutes=5)


@pytest.fixture(params=["sql", "fake"])
def ledger(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[DigestLedger]:
    if request.param == "fake":
        yield FakeDigestLedger()
        return
    database = open_database(tmp_path)
    yield SqlDigestLedger(database)
    database.close()


async def test_of_many_at_once_one_takes_the_day(ledger: DigestLedger) -> None:
    claims = await asyncio.gather(*(ledger.claim_day("C1", DAY, now=NOW) for _ in range(8)))
    assert sum(claims) == 1
    assert await ledger.claim_day("C2", DAY, now=NOW)
    assert await ledger.newest_day("C1") == DAY
    assert await ledger.newest_day("C3") is None


async def test_a_day_that_nobody_sent_is_found_after_the_lease(ledger: DigestLedger) -> None:
    await ledger.claim_day("C1", DAY, now=NOW)
    assert not await ledger.unsent_days(now=NOW + LEASE / 2, lease=LEASE)
    (day,) = await ledger.unsent_days(now=NOW + LEASE, lease=LEASE)
    assert (day.channel, day.local_date, day.claimed_at) == ("C1", DAY, NOW)


async def test_of_many_at_once_one_takes_it_again(ledger: DigestLedger) -> None:
    await ledger.claim_day("C1", DAY, now=NOW)
    (day,) = await ledger.unsent_days(now=NOW + LEASE, lease=LEASE)
    later = NOW + LEASE
    taken = await asyncio.gather(*(ledger.retake_day(day, now=later) for _ in range(8)))
    assert sum(taken) == 1
    assert not await ledger.unsent_days(now=later, lease=LEASE)


async def test_a_day_that_was_put_off_waits_for_its_time(ledger: DigestLedger) -> None:
    await ledger.claim_day("C1", DAY, now=NOW)
    await ledger.put_off("C1", DAY, error="ratelimited", retry_at=NOW + LEASE * 3)
    assert not await ledger.unsent_days(now=NOW + LEASE * 2, lease=LEASE)
    (day,) = await ledger.unsent_days(now=NOW + LEASE * 3, lease=LEASE)
    assert (day.attempts, day.last_error) == (1, "ratelimited")


async def test_a_sent_day_is_done_and_says_what_it_told(ledger: DigestLedger) -> None:
    await ledger.claim_day("C1", DAY, now=NOW)
    assert await ledger.posted_day("C1", DAY) is None
    await ledger.keep_told("C1", DAY, ["b", "a"])
    await ledger.mark_sent("C1", DAY, Posted("C1", "1.2"), now=NOW)
    assert not await ledger.unsent_days(now=NOW + LEASE, lease=LEASE)
    (sent,) = await ledger.sent_days("C1", limit=9)
    assert (sent.told, sent.sent_at) == (("b", "a"), NOW)
    assert await ledger.day("C1", DAY) == sent
    assert await ledger.posted_day("C1", DAY) == Posted("C1", "1.2")
    stale = sent
    assert not await ledger.retake_day(stale, now=NOW + LEASE)


async def test_an_older_unsent_day_is_left_to_the_newer_one(ledger: DigestLedger) -> None:
    await ledger.claim_day("C1", DAY, now=NOW)
    tomorrow = DAY + timedelta(days=1)
    await ledger.claim_day("C1", tomorrow, now=NOW)
    (day,) = await ledger.unsent_days(now=NOW + LEASE, lease=LEASE)
    assert day.local_date == tomorrow
    await ledger.mark_sent("C1", tomorrow, None, now=NOW)
    assert not await ledger.unsent_days(now=NOW + LEASE, lease=LEASE)
    assert [one.local_date for one in await ledger.sent_days("C1", limit=9)] == [tomorrow]
    assert await ledger.posted_day("C1", tomorrow) is None


async def test_a_row_belongs_to_the_first_who_takes_it(tmp_path: Path) -> None:
    decisions = open_decisions(tmp_path)
    claims = DecidedRowClaims(decisions)
    wanted = [RowClaim("k", f"U{n}", NOW) for n in range(8)]
    standing = await asyncio.gather(*(claims.claim_row(claim) for claim in wanted))
    assert len(set(standing)) == 1
    decisions.close()
    claims = DecidedRowClaims(open_decisions(tmp_path))
    assert await claims.claims_of(["k", "other"]) == {"k": standing[0]}
    assert await claims.give_back_row("k", by="somebody") == standing[0]
    assert await claims.claims_of(["k"])
    assert await claims.give_back_row("k", by=standing[0].by) == standing[0]
    assert not await claims.claims_of(["k"])
    assert await claims.give_back_row("k", by="somebody") is None
