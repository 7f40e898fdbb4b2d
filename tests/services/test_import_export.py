"""Files of backlinks go in, and what is known comes out."""

import io
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from bot.adapters.sources.exports import read_export
from bot.adapters.store.backlinks import SqlBacklinkStore
from bot.adapters.store.database import Database
from bot.adapters.store.imports import SqlImportStore
from bot.domain.backlinks import Backlink, DomainName
from bot.domain.imports import ImportSummary, StartedImport
from bot.domain.names import Target
from bot.errors import InvalidInputError, StoreError
from bot.services import import_export
from bot.services.import_export import Progress, import_file

NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
SITE = Target(DomainName("site.example"))
CORPUS = Path(__file__).parents[2].parent / "shared" / "corpora" / "exports"
PLAIN = b"referring_page,target\nhttps://a.example/1,https://site.example/\nhttps://b.example/2,https://site.example/x\n"


async def take(
    database: Database,
    content: bytes,
    *,
    name: str = "links.csv",
    target: str | None = None,
    store: SqlImportStore | None = None,
    progress: Progress = lambda _done, _total: None,
    now: datetime = NOW,
) -> ImportSummary:
    return await import_file(
        io.BytesIO(content),
        name=name,
        target=DomainName(target) if target else None,
        read_export=read_export,
        store=store or SqlImportStore(database),
        clock=lambda: now,
        progress=progress,
    )


async def test_a_plain_table_is_kept_and_counted(database: Database) -> None:
    summary = await take(database, PLAIN)
    assert (summary.format, summary.target) == ("plain", "site.example")
    assert (summary.counts.rows, summary.counts.kept, summary.counts.refused) == (2, 2, 0)
    known = await SqlBacklinkStore(database).summary(SITE, today=NOW.date())
    assert (known.referring_domains, known.backlinks) == (2, 2)
    assert known.sources[0].as_of == NOW.date()
    assert known.sources[0].note is not None


@pytest.mark.parametrize("at", [1, 2, 700], ids=["first row", "second row", "far behind"])
async def test_a_zero_byte_spoils_its_own_line_alone(database: Database, at: int) -> None:
    rows = [f"https://n{n}.example/p,https://site.example/,words" for n in range(1, 1001)]
    rows[at - 1] = rows[at - 1].replace("words", "wo\x00rds")
    file = "\n".join(["Source url,Target url,Anchor", *rows]).encode()
    summary = await take(database, file)
    assert (summary.counts.rows, summary.counts.kept, summary.counts.refused) == (1000, 999, 1)
    (refusal,) = summary.refusals
    assert refusal.line == at + 1
    assert refusal.why == "it holds zero bytes: the file was damaged here"


async def test_a_table_that_a_crash_filled_up_with_zeros_is_read_to_its_end(
    database: Database,
) -> None:
    file = b"Source url,Target url\nhttps://a.example/p,https://site.example/\n" + bytes(5000)
    summary = await take(database, file)
    assert (summary.counts.kept, summary.counts.refused) == (1, 1)


async def test_importing_the_same_file_twice_changes_nothing(database: Database) -> None:
    store = SqlBacklinkStore(database)
    await take(database, PLAIN)
    before = await store.summary(SITE, today=NOW.date()), await store.links_for(SITE, limit=9)
    again = await take(database, PLAIN)
    assert again.counts.duplicates == again.counts.kept == 2
    assert (
        await store.summary(SITE, today=NOW.date()),
        await store.links_for(SITE, limit=9),
    ) == before


async def test_a_file_without_a_target_asks_for_it(database: Database) -> None:
    with pytest.raises(InvalidInputError, match="--target"):
        await take(database, b"https://a.example/1\nhttps://b.example/2\n")


async def test_rows_that_link_elsewhere_are_refused_with_their_line(database: Database) -> None:
    summary = await take(database, PLAIN + b"https://c.example/,https://other.example/\n")
    assert [(row.line, row.why) for row in summary.refusals] == [
        (4, "it links to other.example, not to site.example")
    ]


@pytest.mark.skipif(not CORPUS.is_dir(), reason="the corpus of real exports is not here")
@pytest.mark.parametrize(
    ("file", "target", "rows"),
    [
        ("ahrefs_backlinks_2026-04_utf8.csv", None, 7),
        ("semrush_backlinks_2026-04.csv", None, 60),
        ("gsc_latest_links_2020.csv", "johnmurch.com", 18),
    ],
)
async def test_every_row_of_a_real_export_is_kept(
    database: Database, file: str, target: str | None, rows: int
) -> None:
    summary = await take(database, (CORPUS / file).read_bytes(), name=file, target=target)
    assert (summary.counts.rows, summary.counts.kept, summary.refusals) == (rows, rows, ())
    assert summary.as_of is not None
    assert summary.as_of < date(2026, 5, 1)


@pytest.mark.skipif(not CORPUS.is_dir(), reason="the corpus of real exports is not here")
async def test_a_crawler_s_internal_links_are_refused_with_a_hint(database: Database) -> None:
    content = (CORPUS / "screamingfrog_all_inlinks_2025.csv").read_bytes()
    summary = await take(database, content)
    assert summary.counts.kept == 0
    assert summary.counts.refused == summary.counts.rows == 200
    assert "Backlinks" in (summary.refused_because or "")


class _Failing(SqlImportStore):
    """Keeps one batch, then cannot any more."""

    batches = 0

    async def import_rows(self, started: StartedImport, rows: Sequence[Backlink]) -> int:
        self.batches += 1
        if self.batches > 1:
            raise StoreError("The disk is full.")
        return await super().import_rows(started, rows)


async def test_an_import_that_was_cut_off_says_so_and_is_finished_by_repeating_it(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(import_export, "BATCH", 10)
    pages = "".join(f"https://a{n}.example/,site.example\n" for n in range(25))
    content = ("referring_page,target\n" + pages).encode()
    store = SqlBacklinkStore(database)
    with pytest.raises(StoreError, match="disk is full"):
        await take(database, content, store=_Failing(database))
    half = await store.summary(SITE, today=NOW.date())
    assert (half.backlinks, half.sources[0].complete) == (10, False)
    summary = await take(database, content)
    assert (summary.counts.kept, summary.counts.duplicates) == (25, 10)
    whole = await store.summary(SITE, today=NOW.date())
    assert (whole.backlinks, whole.sources[0].complete) == (25, None)


async def test_progress_is_told_of_how_much(database: Database) -> None:
    told: list[tuple[int, int]] = []
    await take(database, PLAIN, progress=lambda done, total: told.append((done, total)))
    assert told == [(2, 2)]


async def test_a_repeat_on_a_later_day_does_not_make_the_data_newer(database: Database) -> None:
    await take(database, PLAIN)
    await take(database, PLAIN, now=NOW + timedelta(days=30))
    known = await SqlBacklinkStore(database).summary(SITE, today=NOW.date())
    assert known.newest_as_of == NOW.date()
