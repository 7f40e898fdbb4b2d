"""`ImportStore` and `BacklinkStore`: the same promises from the database and from the fake."""

import random
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from bot.adapters.store.backlinks import SqlBacklinkStore
from bot.adapters.store.imports import SqlImportStore
from bot.adapters.store.migrate import open_database
from bot.domain.backlinks import Backlink, DomainName, Grain
from bot.domain.imports import ImportCounts, NewImport, StartedImport
from bot.domain.names import Target
from bot.ports import BacklinkStore, ImportStore
from tests.fakes import FakeLinkStore

SITE = DomainName("site.example")
TARGET = Target(SITE)
TODAY = date(2026, 11, 23)
AT = datetime(2026, 11, 23, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Store:
    imports: ImportStore
    links: BacklinkStore

    async def take(
        self, *rows: Backlink, fingerprint: str = "one", as_of: date = TODAY
    ) -> tuple[StartedImport, int]:
        """Import rows of one file."""
        source, grain = (rows[0].source, Grain.PAGES) if rows else ("ahrefs", Grain.PAGES)
        started = await self.imports.begin_import(
            NewImport(
                fingerprint,
                "x.csv",
                "plain",
                source,
                grain,
                SITE,
                as_of,
                "file name",
                None,
                AT,
            )
        )
        known = await self.imports.import_rows(started, rows)
        counts = ImportCounts(len(rows), len(rows), 0, known)
        await self.imports.finish_import(started, counts, AT)
        return started, known


@pytest.fixture(params=["sqlite", "fake"])
async def store(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Store]:
    if request.param == "fake":
        fake = FakeLinkStore()
        yield Store(fake, fake)
        return
    database = open_database(tmp_path)
    yield Store(SqlImportStore(database), SqlBacklinkStore(database))
    database.close()


def link(page: str, to: str | None = "https://site.example/", **facts: object) -> Backlink:
    domain = DomainName(".".join(page.split("/")[2].split(".")[-2:]))
    base = Backlink("ahrefs", domain, SITE, TODAY, referring_page=page, target_url=to)
    return replace(base, **facts)  # type: ignore[arg-type]  # each test names fields of Backlink


def site(domain: str, **facts: object) -> Backlink:
    base = Backlink("bing", DomainName(domain), SITE, TODAY)
    return replace(base, **facts)  # type: ignore[arg-type]  # each test names fields of Backlink


async def only(store: Store, target: Target = TARGET) -> Sequence[object]:
    return (await store.links.links_for(target, limit=100))[0]


async def test_the_same_content_is_the_same_import(store: Store) -> None:
    first, _ = await store.take(link("https://a.example/"), as_of=date(2026, 1, 1))
    again, _ = await store.take(link("https://a.example/"), as_of=TODAY)
    assert again == first
    assert again.as_of == date(2026, 1, 1)


async def test_rows_said_before_are_counted_and_change_nothing(store: Store) -> None:
    rows = [link("https://a.example/", anchor="x"), link("https://b.example/")]
    assert (await store.take(*rows))[1] == 0
    before = await only(store)
    assert (await store.take(*rows))[1] == 2
    assert await only(store) == before


async def test_a_spelling_of_the_same_page_is_the_same_link(store: Store) -> None:
    await store.take(
        link("https://www.a.example/x/?utm_source=y"),
        link("http://a.example/x"),
        link("http://A.example/x#top", to="https://www.site.example"),
    )
    assert (await store.links.summary(TARGET, today=TODAY)).backlinks == 1


async def test_all_targets_are_known_by_their_domains(store: Store) -> None:
    assert await store.links.targets() == ()
    await store.take(link("https://a.example/"), link("https://b.example/"))
    assert await store.links.targets() == (TARGET.domain,)


async def test_a_newer_export_updates_what_is_known(store: Store) -> None:
    old = link(
        "https://a.example/",
        as_of=date(2026, 3, 1),
        first_seen=date(2025, 1, 1),
        last_seen=date(2026, 2, 1),
        followed=True,
        lost=False,
    )
    new = replace(
        old,
        as_of=date(2026, 6, 1),
        first_seen=None,
        last_seen=date(2026, 5, 1),
        lost=True,
        lost_on=date(2026, 5, 20),
    )
    await store.take(old)
    await store.take(new, fingerprint="two")
    await store.take(old, fingerprint="old again")
    (merged,) = (await store.links.links_for(TARGET, limit=9))[0]
    assert merged.first_seen is not None
    assert merged.last_seen is not None
    assert merged.lost is not None
    assert merged.first_seen.value == date(2025, 1, 1)
    assert merged.last_seen.value == date(2026, 5, 1)
    assert (merged.lost.value, merged.lost.as_of) == (True, date(2026, 6, 1))


async def test_sources_that_disagree_are_settled_by_the_newest_and_both_kept(store: Store) -> None:
    await store.take(link("https://a.example/", followed=True))
    await store.take(
        link("https://a.example/", source="semrush", followed=False, as_of=date(2026, 1, 1)),
        fingerprint="two",
    )
    (merged,) = (await store.links.links_for(TARGET, limit=9))[0]
    assert merged.followed is not None
    assert (merged.followed.value, merged.followed.source) == (True, "ahrefs")
    assert [(o.value, o.source) for o in merged.followed.others] == [(False, "semrush")]
    assert (await store.links.summary(TARGET, today=TODAY)).followed == 1


async def test_a_source_that_does_not_know_the_target_page_counts_no_second_link(
    store: Store,
) -> None:
    unplaced = link("https://a.example/", to=None, source="search_console", last_seen=TODAY)
    await store.take(unplaced)
    assert (await store.links.summary(TARGET, today=TODAY)).backlinks == 1
    await store.take(link("https://a.example/"), fingerprint="two")
    assert (await store.links.summary(TARGET, today=TODAY)).backlinks == 1
    (merged,) = (await store.links.links_for(TARGET, limit=9))[0]
    assert set(merged.sources) == {"ahrefs", "search_console"}
    assert merged.target_url == "https://site.example/"


async def test_domain_rows_count_domains_and_no_backlinks(store: Store) -> None:
    await store.take(site("a.example", links=7), site("b.example", links=2))
    await store.take(link("https://a.example/x"), fingerprint="two")
    known = await store.links.summary(TARGET, today=TODAY)
    assert (known.referring_domains, known.backlinks) == (2, 1)
    best = await store.links.best_domains(TARGET, limit=9)
    assert {d.name: d.backlinks for d in best} == {"a.example": 1, "b.example": 2}


async def test_new_and_lost_of_30_days_are_as_the_data_says(store: Store) -> None:
    await store.take(
        link("https://a.example/", first_seen=date(2026, 10, 24)),
        link("https://b.example/", first_seen=date(2026, 10, 23)),
        link("https://c.example/", lost=True, lost_on=date(2026, 11, 1)),
        link("https://d.example/", lost=True, lost_on=date(2026, 1, 1)),
        link("https://e.example/", lost=True),
    )
    known = await store.links.summary(TARGET, today=TODAY)
    assert (known.new_30_days, known.lost_30_days, known.lost) == (1, 1, 3)
    assert (known.referring_domains, known.backlinks) == (2, 2)
    months = await store.links.domains_by_month(TARGET, since=date(2026, 1, 1))
    assert months == {date(2026, 10, 1): 2}
    later = await store.links.domains_by_month(TARGET, since=date(2026, 11, 1))
    assert later == {date(2026, 10, 31): 2}


async def test_a_page_of_a_target_is_counted_alone(store: Store) -> None:
    await store.take(
        link("https://a.example/1", to="http://www.site.example/guide/?utm_source=x"),
        link("https://a.example/2"),
    )
    page = Target(SITE, "https://site.example/guide")
    assert (await store.links.summary(page, today=TODAY)).backlinks == 1
    assert await store.links.pages_to_verify(page, limit=9) == ("https://a.example/1",)


async def test_followed_domains_come_first_then_authority(store: Store) -> None:
    await store.take(
        link("https://weak.example/", followed=True, metrics={"domain_rating": 5.0}),
        link("https://big.example/", followed=False, metrics={"domain_rating": 90.0}),
        link("https://good.example/", followed=True, metrics={"domain_rating": 60.0}),
        link("https://unknown.example/", followed=True),
    )
    best = await store.links.best_domains(TARGET, limit=9)
    assert [d.name.partition(".")[0] for d in best] == ["good", "weak", "unknown", "big"]
    assert await store.links.best_domains(TARGET, limit=1, offset=1) == best[1:2]


async def test_pages_to_verify_take_one_of_each_site_first(store: Store) -> None:
    await store.take(
        link("https://a.example/1"),
        link("https://a.example/2"),
        link("https://gone.example/", lost=True),
        link("https://b.example/1"),
    )
    pages = await store.links.pages_to_verify(TARGET, limit=3)
    assert pages == ("https://a.example/1", "https://b.example/1", "https://a.example/2")


async def test_links_come_in_pages_without_gaps_or_repeats(store: Store) -> None:
    await store.take(*(link(f"https://a.example/{n}") for n in range(25)))
    seen, after = [], 0
    while True:
        page, following = await store.links.links_for(TARGET, limit=10, after=after)
        seen += [merged.referring_page for merged in page]
        if following is None:
            break
        after = following
    assert len(seen) == len(set(seen)) == 25


@pytest.mark.parametrize("seed", range(6))
async def test_the_database_counts_as_the_domain_s_functions_do(tmp_path: Path, seed: int) -> None:
    """Random claims of several sources, in random batches: the SQL sums equal the plain ones."""
    chance = random.Random(seed)
    fake = FakeLinkStore()
    database = open_database(tmp_path)
    both = [Store(SqlImportStore(database), SqlBacklinkStore(database)), Store(fake, fake)]
    for number in range(12):
        source = chance.choice(["ahrefs", "semrush", "moz"])
        rows = [replace(_random_claim(chance), source=source) for _ in range(20)]
        for one in both:
            await one.take(*rows, fingerprint=str(number))
    sql, plain = (one.links for one in both)
    known = await sql.summary(TARGET, today=TODAY)
    expected = await plain.summary(TARGET, today=TODAY)
    assert replace(known, sources=(), newest_as_of=None) == replace(expected, newest_as_of=None)
    key = str
    assert sorted((await sql.links_for(TARGET, limit=999))[0], key=key) == sorted(
        (await plain.links_for(TARGET, limit=999))[0], key=key
    )
    assert await sql.best_domains(TARGET, limit=99) == await plain.best_domains(TARGET, limit=99)
    assert await sql.anchors(TARGET, limit=9) == await plain.anchors(TARGET, limit=9)
    assert await sql.sources() == await plain.sources()
    page = Target(SITE, "https://site.example/x")
    for target in (TARGET, page):
        assert await sql.domains_by_source(target) == await plain.domains_by_source(target)
    assert await sql.domains_by_source(page)
    since = date(2025, 1, 1)
    assert await sql.domains_by_month(TARGET, since=since) == dict(
        await plain.domains_by_month(TARGET, since=since)
    )
    for anchor in ("one", "two", "three"):
        many = await sql.domains_with_anchor(TARGET, anchor)
        assert many == await plain.domains_with_anchor(TARGET, anchor)
    for number in range(4):
        address = f"https://www.d1.example/{number}?utm_source=x"
        metrics = await sql.metrics_of_page(address, TARGET)
        assert set(metrics) == set(await plain.metrics_of_page(address, TARGET))
    last = date(2026, 7, 5)
    days = await sql.new_domains_by_day(TARGET, last=last, days=40)
    assert days == await plain.new_domains_by_day(TARGET, last=last, days=40)
    assert len(days) == 40
    for back in range(40):
        day = last - timedelta(days=back)
        anchors = await sql.anchors_of_new_domains(TARGET, day)
        assert anchors == await plain.anchors_of_new_domains(TARGET, day)
    database.close()


def _random_claim(chance: random.Random) -> Backlink:
    def maybe(*values: object) -> object:
        return chance.choice([None, *values])

    def day() -> object:
        return maybe(*(date(2026, month, 5) for month in range(1, 12)))

    domain = f"d{chance.randrange(5)}.example"
    if chance.random() < 0.15:
        return site(domain, links=chance.randrange(9), lost=maybe(True, False), first_seen=day())
    lost = maybe(True, False)
    return link(
        f"https://{domain}/{chance.randrange(4)}",
        to=chance.choice([None, "https://site.example/", "https://site.example/x"]),
        as_of=day(),
        anchor=maybe("one", "two"),
        followed=maybe(True, False),
        first_seen=day(),
        last_seen=day(),
        lost=lost,
        lost_on=day() if lost else None,
        metrics=chance.choice([{}, {"domain_rating": float(chance.randrange(99))}]),
    )


async def test_a_page_s_newest_figures_are_told_with_their_source(store: Store) -> None:
    page = "https://a.example/1"
    await store.take(
        link(page, as_of=date(2026, 11, 1), metrics={"url_rating": 30.0}),
        link(page, as_of=date(2026, 11, 9), anchor="other", metrics={"url_rating": 33.0}),
        link("https://a.example/2", metrics={"url_rating": 99.0}),
    )
    told = await store.links.metrics_of_page("http://www.a.example/1/", TARGET)
    assert [figure for figure, _ in told.values()] == [33.0]
    assert await store.links.metrics_of_page("https://a.example/3", TARGET) == {}
