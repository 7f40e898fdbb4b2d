"""Find the page of a site that only the web graph knows: from the menu to Track."""

from pathlib import Path

from bot.domain.pages import Page
from bot.errors import FetchError
from bot.slack import findings, found_page
from bot.slack.verdict import TRACK
from tests.graphs import NEWER, FakeGraph
from tests.handlers.conftest import office
from tests.handlers.test_verifying import LINK, page

HOME, LINKS = "https://club.example/", "https://club.example/links"
WEB: dict[str, Page | FetchError] = {
    HOME: page(HOME, '<a href="/links">Our links</a>'),
    LINKS: page(LINKS, LINK),
}
GRAPH = {NEWER: {"site.example": ["club.example", "shut.example"]}}


async def test_the_page_is_found_judged_and_can_be_tracked(tmp_path: Path) -> None:
    async with office(tmp_path, WEB, webgraph=FakeGraph(dict(GRAPH))) as bot:
        await bot.here.command("/backlinks check site.example")
        answer = await bot.here.wait_for(lambda m: "2 referring domains" in m["text"])
        await bot.here.click(answer, found_page.FIND, "club.example site.example")
        found = await bot.here.wait_for(lambda m: m["text"].startswith("Live."))
        assert "club.example/links links to site.example/guide" in found["text"]
        assert "Found with" in found["text"]
        await bot.here.click(found, TRACK)
        await bot.here.wait_for(lambda m: "Tracking 1 new link." in m["text"])
        await bot.here.command("/backlinks check site.example")
        again = await bot.here.wait_for(
            lambda m: "our own looks" in m["text"] and "2 referring" in m["text"]
        )
        rows = next(block for block in again["blocks"] if block["type"] == "table")["rows"]
        club = next(row for row in rows if "club.example" in str(row[0]))
        assert "live" in club[5]["text"]
        assert club[1]["text"] != "-", "a page that was read has a score"
        assert "club.example site.example" not in str(again["blocks"]), "it is found already"


async def test_what_was_tried_is_said_and_nothing_is_called_lost(tmp_path: Path) -> None:
    web: dict[str, Page | FetchError] = {HOME: page(HOME)}
    async with office(tmp_path, web, webgraph=FakeGraph(dict(GRAPH))) as bot:
        await bot.here.command("/backlinks check site.example")
        answer = await bot.here.wait_for(lambda m: "2 referring domains" in m["text"])
        await bot.here.click(answer, findings.MENU, "more site.example")
        await bot.here.click(answer, found_page.FIND, "club.example site.example")
        missed = await bot.here.wait_for(lambda m: "No page of club.example found" in m["text"])
        assert "Read: club.example" in missed["text"]
        assert "not found is not the same as not there" in missed["text"]
        await bot.here.click(answer, found_page.FIND, "shut.example site.example")
        shut = await bot.here.wait_for(lambda m: "No page of shut.example found" in m["text"])
        assert "nothing is called lost" in shut["text"]
        assert len(bot.pages.calls) <= 24, "the budget of two searches"


async def test_a_shared_answer_has_no_menu(tmp_path: Path) -> None:
    async with office(tmp_path, WEB, webgraph=FakeGraph(dict(GRAPH))) as bot:
        await bot.here.command("/backlinks check site.example")
        answer = await bot.here.wait_for(lambda m: "2 referring domains" in m["text"])
        await bot.here.click(answer, findings.SHARE)
        shared = await bot.here.as_user("ben").wait_for(lambda m: "Shared by" in str(m["blocks"]))
        assert found_page.FIND not in str(shared["blocks"])
