"""News of the web graph: once per release, in the digest and in check, never as a loss."""

from datetime import timedelta
from pathlib import Path

from bot.domain.names import parse_target
from bot.domain.watches import Watch
from jobs.tell_graph_news import tell_graph_news
from tests.graphs import NEWER, OLDER, FakeGraph
from tests.handlers.conftest import NOW, Office, office

RELEASES = {
    OLDER: {"site.example": ["a.example", "gone.example"]},
    NEWER: {"site.example": ["a.example", "new.example", "club.example"]},
}


async def _watched(bot: Office) -> None:
    channel = bot.here.channel_id("seo")
    watch = Watch("w1", channel, parse_target("site.example"), bot.here.user, NOW)
    await bot.deps.watches.add_watch(watch)


async def _events(bot: Office) -> list[str]:
    kept = await bot.deps.events.events_between(
        None, since=NOW - timedelta(days=1), until=NOW + timedelta(days=60)
    )
    return [f"{stored.event.kind.value} {stored.referring_domain}" for stored in kept]


async def test_a_release_s_news_is_kept_once_whatever_is_run_again(tmp_path: Path) -> None:
    graph = FakeGraph(dict(RELEASES))
    async with office(tmp_path, webgraph=graph) as bot:
        await tell_graph_news(bot.deps)
        assert graph.asked == [], "nobody watches anything"
        await _watched(bot)
        graph.asked.clear()
        for _ in range(3):
            await tell_graph_news(bot.deps)
        assert graph.asked == ["site.example"], "one comparison a day and release"
        bot.time.now += timedelta(days=1)
        await tell_graph_news(bot.deps)
        assert sorted(await _events(bot)) == [
            "absent_in_source gone.example",
            "new_in_source club.example",
            "new_in_source new.example",
        ]


async def test_a_graph_that_does_not_answer_is_asked_again_the_next_day(tmp_path: Path) -> None:
    graph = FakeGraph(dict(RELEASES))
    async with office(tmp_path, webgraph=graph) as bot:
        await _watched(bot)
        graph.fails = True
        await tell_graph_news(bot.deps)
        assert await _events(bot) == []
        graph.fails = False
        bot.time.now += timedelta(days=1)
        await tell_graph_news(bot.deps)
        assert len(await _events(bot)) == 3


async def test_the_digest_shows_it_as_news_of_the_graph_with_the_caveat(tmp_path: Path) -> None:
    async with office(tmp_path, webgraph=FakeGraph(dict(RELEASES))) as bot:
        await _watched(bot)
        await tell_graph_news(bot.deps)
        bot.time.now += timedelta(minutes=5)
        await bot.here.command("/backlinks digest now")
        digest = await bot.here.wait_for(lambda m: "New in the web graph" in m["text"])
        assert "Not in this month's graph: gone.example" in digest["text"]
        assert "(2 sites)" in digest["text"]
        assert "Lost:" not in digest["text"]
        assert "is not a link lost" in str(digest["blocks"])
        assert NEWER in str(digest["blocks"])


async def test_check_compares_the_two_newest_releases(tmp_path: Path) -> None:
    async with office(tmp_path, webgraph=FakeGraph(dict(RELEASES))) as bot:
        await bot.here.command("/backlinks check site.example")
        answer = await bot.here.wait_for(lambda m: "3 referring domains" in m["text"])
        said = (
            f"Web graph, {NEWER} against {OLDER}: 2 sites new (new.example, club.example), "
            "1 no longer in it (gone.example)."
        )
        assert said in answer["text"]
        assert said in str(answer["blocks"])
