"""`/backlinks mentions` in a workspace: pages of the demonstration that name us."""

from pathlib import Path

from bot.playground.web import OURS
from bot.slack.mentions import PROSPECTS
from tests.handlers.conftest import Office
from tests.handlers.garden import garden, imported

NAMES_US = "http://news.example/local/tool-library"
LINKS_TO_US = "http://journal.example/2025/spring-tools"


async def test_a_page_that_names_us_without_a_link_becomes_a_prospect(tmp_path: Path) -> None:
    async with garden(tmp_path) as office:
        await office.here.command(f"/backlinks mentions {OURS} {NAMES_US} {LINKS_TO_US}")
        answer = await office.here.wait_for(lambda m: "1 page names garden.example" in m["text"])
        assert NAMES_US in answer["text"]
        assert "Garden Example" in answer["text"]
        assert "1 link to you already" in answer["text"]
        await office.here.click(answer, PROSPECTS)
        await office.here.wait_for(lambda m: "Added to your prospects." in m["text"])
        (kept,) = await office.deps.prospects.all_prospects()
        assert (kept.page, kept.details.kind.value) == (NAMES_US, "unlinked_mention")


async def test_a_name_in_quotes_is_looked_for_instead(tmp_path: Path) -> None:
    async with garden(tmp_path) as office:
        await office.here.command(f"/backlinks mentions {OURS} “Nobody Ltd” {NAMES_US}")
        answer = await office.here.wait_for(lambda m: "0 pages name" in m["text"])
        assert '"Nobody Ltd"' in answer["text"]


async def test_without_pages_the_imported_ones_are_read(tmp_path: Path) -> None:
    async with garden(tmp_path) as office:
        await imported(office.deps, OURS)
        await office.here.command(f"/backlinks mentions {OURS}")
        answer = await office.here.wait_for(lambda m: "without a link" in m["text"])
        assert "link to you already" in answer["text"]


async def test_without_anything_to_read_it_says_how(bot: Office) -> None:
    await bot.here.command("/backlinks mentions site.example")
    await bot.here.wait_for(lambda m: "No page to read for site.example" in m["text"])
    await bot.here.command("/backlinks mentions")
    await bot.here.wait_for(lambda m: "Which site is yours?" in m["text"])
