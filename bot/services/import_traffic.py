"""Brings visits by referrer from an analytics export into the store."""

import asyncio
from datetime import date
from typing import BinaryIO

from bot.domain.backlinks import DomainName
from bot.domain.traffic import TrafficReport
from bot.ports import Clock, TrafficReader, TrafficStore


async def import_traffic(
    file: BinaryIO,
    *,
    name: str,
    target: DomainName,
    first_day: date | None,
    last_day: date | None,
    read: TrafficReader,
    store: TrafficStore,
    clock: Clock,
) -> TrafficReport:
    """Keep a file in the place of the same tool's file before it; doing it again changes nothing.

    Raises:
        InvalidInputError: it is no such export, or nobody says which days it counts.
    """
    report = await asyncio.to_thread(read, file, name=name, first_day=first_day, last_day=last_day)
    await store.keep_traffic(target, report, clock())
    return report
