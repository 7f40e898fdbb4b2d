"""`/backlinks reclaim` in a workspace: our dead pages and lost links, looked at on the demonstration's web."""

from pathlib import Path

from bot.domain.pages import Hop, Page
from bot.playground.web import OURS, own_pages_gone
from bot.slack.reclaim import AGAIN, PROSPECTS
from tests.handlers.conftest import Office
from tests.handlers.garden import garden, imported
from tests.handlers.test_verifying import LINK, PAGE, page
from tests.handlers.test_watching import serve, tick, track

DROPPED = "http://journal.example/2025/reading-soil"


async def test_pages_of_ours_that_are_gone_come_with_the_redirect_that_mends_them(
    tmp_path: Path,
) -> None:
    days = [6]
    async with garden(tmp_path, day=lambda: days[-1]) as office:
        await imported(office.deps, OURS)
        await office.here.command(f"/backlinks reclaim {OURS}")
        answer = await office.here.wait_for(lambda m: "waste links" in m["text"])
        assert all(f"{url} answers 404" in answer["text"] for url in own_pages_gone(6))
        assert "http://garden.example/guide answers" not in answer["text"]
        assert answer["is_ephemeral"]
        mended = set(own_pages_gone(6)) - set(own_pages_gone(14))
        assert mended
        days.append(14)
        await office.here.click(answer, AGAIN)
        again = await office.here.wait_for(
            lambda m: (
                "waste" in m["text"] and not any(f"{url} answers" in m["text"] for url in mended)
            )
        )
        assert again["ts"] == answer["ts"], "it stands where the old answer stood"


async def test_a_link_that_is_called_lost_is_looked_at_before_it_is_named(tmp_path: Path) -> None:
    async with garden(tmp_path, day=lambda: 1) as office:
        await imported(office.deps, OURS)
        await office.here.command(f"/backlinks verify {DROPPED} {OURS}")
        await office.here.wait_for(lambda m: m["text"].startswith("Not there."))
        await office.here.command(f"/backlinks reclaim {OURS}")
        answer = await office.here.wait_for(lambda m: "lost link worth asking for" in m["text"])
        assert f"{DROPPED}: the page was read to its end and has no link to you" in answer["text"]
        assert "13 links called lost were looked at now: 1 of them is alive" in answer["text"]
        await office.here.click(answer, PROSPECTS)
        await office.here.wait_for(lambda m: "Added to your prospects." in m["text"])
        (kept,) = await office.deps.prospects.all_prospects()
        assert (kept.page, kept.details.kind.value) == (DROPPED, "reclaim")


async def test_of_a_site_that_nobody_knows_it_says_how_to_know_more(bot: Office) -> None:
    await bot.here.command("/backlinks reclaim unknown.example")
    await bot.here.wait_for(lambda m: "nothing can be reclaimed" in m["text"])
    await bot.here.command("/backlinks reclaim")
    await bot.here.wait_for(lambda m: "Which site is yours?" in m["text"])


async def test_a_page_that_only_our_own_looks_know_to_be_linked_is_looked_at_too(
    bot: Office,
) -> None:
    """No export names the link: it is tracked, and the page behind it was sent to the home page."""
    await track(bot, PAGE)
    serve(bot, {PAGE: page(PAGE, LINK)})
    await tick(bot)
    guide, home = "https://site.example/guide", "https://site.example/"
    hops = (Hop(guide, 301),)
    landed = Page(
        guide, home, 200, (("content-type", "text/html"),), b"<p>Welcome", bot.time(), hops
    )
    bot.pages.answers = {**bot.pages.answers, guide: landed}
    await bot.here.command("/backlinks reclaim site.example")
    answer = await bot.here.wait_for(lambda m: "waste" in m["text"])
    assert "site.example/guide leads to your home page, 1 link from 1 site" in answer["text"]
