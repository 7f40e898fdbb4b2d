"""The web graph as people meet it: a real build from the stand-in's files, asked from the workspace."""

import io
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import aiohttp
import pytest

from bot.cli.demo.world import World, invent_graph, release_name, served
from bot.config import Settings, load
from bot.domain.backlinks import DomainName
from bot.domain.findings import Findings
from bot.domain.names import parse_target
from bot.domain.watches import Watch
from bot.graph import web_graph
from bot.playground.web import OURS, RIVALS
from bot.services.check_target import check as check_target
from bot.services.import_export import import_file
from bot.slack_app import connected, open_deps, web_client
from jobs.tell_graph_news import tell_graph_news
from tests.fakes import FakeFetcher
from tests.handlers.conftest import NOW, Office, Time
from tests.handlers.garden import imported
from tests.workspace import project_manifest, workspace

TODAY = NOW.date()
OLDER, NEWER, NEWEST = (release_name(TODAY, months_ago=months) for months in (3, 2, 1))


async def publish(settings: Settings, folder: Path, *, months_ago: int) -> None:
    """A release appears on the server, and whoever runs the bot builds it."""
    release = await invent_graph(folder / "crawl", TODAY, months_ago=months_ago)
    async with web_graph(settings) as tools:
        plan = await tools.builder.plan(release, ranks=10_000, keep_graph=False)
        await tools.builder.build(plan, lambda *_: None)


@pytest.fixture
async def world(tmp_path: Path) -> AsyncIterator[World]:
    async with served(lambda: 0, tmp_path / "crawl") as running:
        yield running


@pytest.fixture
async def bot(tmp_path: Path, world: World) -> AsyncIterator[Office]:
    """The bot with two releases built from the stand-in."""
    async with workspace(project_manifest()) as here, aiohttp.ClientSession() as session:
        settings = load(
            {
                "SLACK_API_URL": here.api_url,
                "DATA_DIR": str(tmp_path / "data"),
                "ALLOWED_PRIVATE_NETWORKS": "127.0.0.0/8",
                "STATIC_HOSTS": f"*.example=127.0.0.1:{world.web_port}",
                "HOST_DELAY_SECONDS": "0",
                "COMMONCRAWL_BASE_URL": world.crawl_url,
                "COMMONCRAWL_INDEX_URL": world.crawl_url,
            }
        )
        for months_ago in (3, 2):
            await publish(settings, tmp_path, months_ago=months_ago)
        client = web_client(settings, here.bot_token, session)
        async with open_deps(settings, client) as wired:
            time = Time()
            deps = replace(wired, clock=time)
            async with connected(client, here.app_token, deps):
                yield Office(here, deps, FakeFetcher(), time)


async def _asked(bot: Office, command: str, wanted: str) -> str:
    await bot.here.command(command)
    answer = await bot.here.wait_for(lambda m: wanted in m["text"])
    return f"{answer['text']}\n{answer['blocks']}"


async def test_check_has_the_graph_as_a_source_with_its_releases_and_limits(bot: Office) -> None:
    said = await _asked(bot, f"/backlinks check {OURS}", "referring domains")
    report = await bot.deps.webgraph.inlinks(OURS, limit=1000)
    assert f"{OURS}: {report.referring_domains} referring domains" in said
    assert f"release {NEWER}, domains only" in said
    assert f"Web graph, {NEWER} against {OLDER}: " in said
    assert "new (growersweekly.example" in said
    assert "no longer in it (" in said
    assert "a link lost" in said
    assert "scripts and images too" in said
    best = report.rows[0].domain
    assert best in said, "the best by authority stands in the table"


async def test_a_site_that_no_release_knows_is_explained(bot: Office) -> None:
    said = await _asked(bot, "/backlinks check nobody-knows-it.example", "nobody-knows-it.example")
    assert f"nobody-knows-it.example is not in {NEWER}, which ends on 30 September 2026" in said


async def test_gap_finds_sites_by_the_graph_alone(bot: Office) -> None:
    said = await _asked(bot, f"/backlinks gap {OURS} {' '.join(RIVALS)}", "link to rivals and not")
    ours = {row.domain for row in (await bot.deps.webgraph.inlinks(OURS, limit=1000)).rows}
    theirs = (await bot.deps.webgraph.inlinks(RIVALS[0], limit=1000)).rows
    only = next(row.domain for row in theirs if row.domain not in {*ours, OURS})
    assert only in said
    assert f"Web graph: {NEWER}" in said


async def test_quality_takes_its_authority_from_the_graph(bot: Office) -> None:
    page = "http://blog.example/spades"
    said = await _asked(bot, f"/backlinks quality {page} {OURS}", "blog.example")
    assert "of 100 by the web graph" in said


async def test_a_new_release_is_news_in_the_next_digest_and_only_once(
    bot: Office, tmp_path: Path
) -> None:
    channel = bot.here.channel_id("seo")
    watch = Watch("w1", channel, parse_target(OURS), bot.here.user, NOW)
    await bot.deps.watches.add_watch(watch)
    await tell_graph_news(bot.deps)
    bot.time.now += timedelta(days=3)
    await publish(bot.deps.settings, tmp_path, months_ago=1)
    for _ in range(2):
        await tell_graph_news(bot.deps)
    kept = await bot.deps.events.events_between(
        None, since=bot.time.now - timedelta(hours=1), until=bot.time.now + timedelta(hours=1)
    )
    told = {str(stored.referring_domain): stored.event.kind.value for stored in kept}
    assert told["linkheap.example"] == "new_in_source"
    assert told["marrows.example"] == "absent_in_source"
    bot.time.now += timedelta(minutes=5)
    said = await _asked(bot, "/backlinks digest now", "New in the web graph")
    assert NEWEST in said
    assert "is not a link lost" in said
    assert "Lost:" not in said
    said = await _asked(bot, f"/backlinks check {OURS}", f"{NEWEST} against {NEWER}")
    assert "new (" in said


async def test_sources_and_graph_agree_after_an_import(bot: Office) -> None:
    await imported(bot.deps, OURS)
    said = await _asked(bot, f"/backlinks check {OURS}", "backlinks")
    assert "Ahrefs export" in said
    why = await _asked(bot, f"/backlinks quality http://blog.example/spades {OURS}", " = ")
    assert "of 100 by the Ahrefs export" in why, "the metric is named"
    assert f"release {NEWER}, domains only" in said
    assert "We know about" in said


async def test_a_page_of_ours_has_no_links_by_the_graph_but_its_referrers_have_authority(
    bot: Office,
) -> None:
    guide = f"http://{OURS}/guide"
    rows = f"Source url,Target url,Anchor\nhttp://blog.example/spades,{guide},guide\n"
    await import_file(
        io.BytesIO(rows.encode()),
        name="links.csv",
        target=DomainName(OURS),
        read_export=bot.deps.read_export,
        store=bot.deps.imports,
        clock=bot.deps.clock,
    )
    said = await _asked(bot, f"/backlinks check {guide}", "1 referring domain")
    assert "knows sites and not pages" in said
    found = await check(bot, guide)
    assert [row.domain for row in found.domains] == ["blog.example"]
    assert "authority" in found.domains[0].why


async def check(bot: Office, target: str) -> Findings:
    """The answer's values."""
    return await check_target(
        parse_target(target),
        backlinks=bot.deps.backlinks,
        observations=bot.deps.observations,
        tracked_links=bot.deps.tracked_links,
        target_pages=bot.deps.target_pages,
        webgraph=bot.deps.webgraph,
        traffic=bot.deps.traffic,
        clock=bot.deps.clock,
        policy=bot.deps.policy,
    )
