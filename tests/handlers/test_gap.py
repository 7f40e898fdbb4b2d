"""`/backlinks gap` in a workspace, from imported exports of the demonstration's three sites."""

from pathlib import Path
from urllib.parse import urlsplit

from bot.playground.web import OURS, RIVALS, story
from bot.slack.gap import PROSPECTS
from tests.handlers.conftest import Office
from tests.handlers.garden import garden, imported


def _linking_to(target: str) -> set[str]:
    """The sites whose pages link to a target on the first day, by the demonstration's own word."""
    return {
        urlsplit(truth.page).hostname or ""
        for truth in story(0)
        if truth.target == target and truth.state == "live"
    }


async def test_sites_that_link_to_rivals_and_not_to_us_are_listed_and_made_prospects(
    tmp_path: Path,
) -> None:
    only_theirs = set.union(*(_linking_to(rival) for rival in RIVALS)) - _linking_to(OURS)
    assert only_theirs
    async with garden(tmp_path) as office:
        for site in (OURS, *RIVALS):
            await imported(office.deps, site)
        await office.here.command(f"/backlinks gap {OURS} {' '.join(RIVALS)}")
        answer = await office.here.wait_for(lambda m: "to rivals and not to" in m["text"])
        assert all(f"{site}, quality" in answer["text"] for site in only_theirs)
        assert "journal.example, quality" not in answer["text"]
        assert answer["is_ephemeral"]
        await office.here.click(answer, PROSPECTS)
        await office.here.wait_for(lambda m: "Added to your prospects." in m["text"])
        sites = {one.site for one in await office.deps.prospects.all_prospects()}
        assert only_theirs <= sites


async def test_what_nobody_knows_is_said(bot: Office) -> None:
    await bot.here.command("/backlinks gap site.example rival.example")
    answer = await bot.here.wait_for(lambda m: "to rivals and not to" in m["text"])
    assert "Nothing is known of links to rival.example" in answer["text"]


async def test_without_a_rival_it_says_what_to_type(bot: Office) -> None:
    await bot.here.command("/backlinks gap site.example site.example")
    await bot.here.wait_for(lambda m: "one to 5 rivals" in m["text"])
