"""The stores: a click among 10,000 prospects, a large import, and questions about its target.

A click is what a button in Slack does to the store: read one prospect, change it, have it on disk. It
is measured with the project's storage and with TinyDB's own, in turns, in one run.
"""

import asyncio
import io
import os
import resource
import statistics
import tempfile
import time
from collections.abc import Awaitable, Callable
from contextlib import suppress
from datetime import UTC, date, datetime
from pathlib import Path

from tinydb import TinyDB
from tinydb.storages import JSONStorage

from bot.adapters.sources.exports import read_export
from bot.adapters.store.atomic_storage import AtomicJSONStorage
from bot.adapters.store.backlinks import SqlBacklinkStore
from bot.adapters.store.imports import SqlImportStore
from bot.adapters.store.migrate import open_database
from bot.domain.backlinks import DomainName
from bot.domain.names import Target
from bot.services.import_export import import_file

PROSPECTS = 10_000
CLICKS = 100
ROWS = int(os.environ.get("BENCH_IMPORT_ROWS", "100000"))
SITE = Target(DomainName("site.example"))


def main() -> None:
    """Print the figures."""
    with tempfile.TemporaryDirectory() as folder:
        _compare_clicks(Path(folder))
    with tempfile.TemporaryDirectory() as folder:
        asyncio.run(_import_and_ask(Path(folder)))


def _compare_clicks(folder: Path) -> None:
    print(f"A click among {PROSPECTS:,} prospects of about 600 bytes, {CLICKS} clicks each")
    ours = TinyDB(folder / "ours.json", storage=AtomicJSONStorage)
    theirs = TinyDB(folder / "theirs.json", storage=JSONStorage)
    stores = {"TinyDB with our storage": ours, "TinyDB with its own": theirs}
    for database in stores.values():
        database.table("prospects").insert_multiple(_prospect(n) for n in range(PROSPECTS))
    took: dict[str, list[float]] = {name: [] for name in stores}
    for click in range(CLICKS):
        for name, database in stores.items():
            took[name].append(_click(database, click * 97 % PROSPECTS + 1, click))
    for name, seconds in took.items():
        seconds.sort()
        worst, ninety_fifth = seconds[-1], seconds[int(len(seconds) * 0.95)]
        print(
            f"  {name:<24} median {statistics.median(seconds) * 1000:7.1f} ms"
            f"   95 % {ninety_fifth * 1000:7.1f} ms   worst {worst * 1000:7.1f} ms"
        )
    first, second = (statistics.median(seconds) for seconds in took.values())
    print(f"  ratio of the medians: {second / first:.1f}")
    for database in stores.values():
        database.close()


def _prospect(number: int) -> dict[str, object]:
    return {
        "page": f"https://www.journal{number}.example/articles/gardening/{number}",
        "target": "https://site.example/guide",
        "status": "contacted",
        "owner": f"U{number:010}",
        "notes": "Answered kindly; wants a picture and two paragraphs by Friday. " * 3,
        "history": [{"at": "2026-11-23T12:00:00+00:00", "from": "new", "to": "contacted"}] * 2,
    }


def _click(database: TinyDB, number: int, click: int) -> float:
    """Seconds from the click to the disk."""
    started = time.perf_counter()
    table = database.table("prospects")
    known = table.get(doc_id=number)
    assert known is not None
    table.update({"status": "replied", "clicks": click}, doc_ids=[number])
    return time.perf_counter() - started


async def _import_and_ask(folder: Path) -> None:
    database = open_database(folder)
    file = _export(ROWS)
    size = file.seek(0, io.SEEK_END)
    started, used = time.perf_counter(), time.process_time()
    summary = await import_file(
        file,
        name="site.example-backlinks.csv",
        target=None,
        read_export=read_export,
        store=SqlImportStore(database),
        clock=lambda: datetime(2026, 11, 23, tzinfo=UTC),
    )
    wall, cpu = time.perf_counter() - started, time.process_time() - used
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(
        f"Import of {summary.counts.kept:,} rows ({size / 1e6:.0f} MB): {wall:.1f} s, {cpu:.1f} s of CPU, "
        f"{summary.counts.kept / cpu:,.0f} rows a CPU-second, peak of the process {peak:.0f} MB"
    )
    store = SqlBacklinkStore(database)
    today = date(2026, 11, 23)
    questions: dict[str, Callable[[], Awaitable[object]]] = {
        "summary": lambda: store.summary(SITE, today=today),
        "best 25 domains": lambda: store.best_domains(SITE, limit=25),
        "12 months": lambda: store.domains_by_month(SITE, since=date(2025, 12, 1)),
        "20 anchors": lambda: store.anchors(SITE, limit=20),
        "100 pages to verify": lambda: store.pages_to_verify(SITE, limit=100),
        "1,000 links, merged": lambda: store.links_for(SITE, limit=1000),
    }
    for name, question in questions.items():
        started = time.perf_counter()
        await question()
        print(f"  {name:<20} {(time.perf_counter() - started) * 1000:7.1f} ms")
    database.close()


_HEADER = (
    "Page ascore,Source title,Source url,Target url,Anchor,External links,Internal links,Nofollow,"
    "Sponsored,Ugc,Text,Frame,Form,Image,Sitewide,First seen,Last seen,New link,Lost link\n"
)


def _export(rows: int) -> io.BufferedRandom:
    """A Semrush export: many links of few sites, few of many, as the web is."""
    file = tempfile.TemporaryFile()  # noqa: SIM115 - handed to the caller, ends with the process
    file.write(_HEADER.encode())
    for n in range(rows):
        site = n * n % 7919 if n % 3 else n % 11
        file.write(
            (
                f'{n % 100},"Title of page {n}, with a comma",https://www.site{site}.example/blog/{n}.html,'
                f"https://site.example/page-{n % 5000},anchor {n % 300},{n % 90},{n % 50},"
                f"{'true' if n % 3 == 0 else 'false'},false,false,true,false,false,false,false,"
                f"20{20 + n % 6}-{1 + n % 12:02d}-{1 + n % 28:02d},2026-{1 + n % 9:02d}-01,false,"
                f"{'true' if n % 7 == 0 else 'false'}\n"
            ).encode()
        )
    file.seek(0)
    return file


if __name__ == "__main__":
    with suppress(KeyboardInterrupt):
        main()
