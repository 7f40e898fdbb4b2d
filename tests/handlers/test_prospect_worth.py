"""How good a prospect's site is, and which rivals it links to: on cards, in lists, by the clock."""

import asyncio
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from bot.domain.backlinks import DomainName
from bot.domain.names import parse_target
from bot.domain.prospect_lists import ProspectFilter, Sort
from bot.domain.prospects import Details, Kind, NewProspect, Status
from bot.domain.site_worth import SiteWorth
from bot.domain.webgraph import DomainAuthority
from bot.playground.web import OURS, RIVALS
from bot.services import appraise_sites as appraise_sites_service
from bot.slack import gap as gap_drawn
from bot.slack import prospect_list as drawn
from jobs.appraise_sites import appraise_sites
from tests.graphs import NEWER, FakeGraph
from tests.handlers.conftest import Office, office
from tests.handlers.garden import garden, imported

OUR_SITE = parse_target("site.example")
DAY = date(2026, 11, 23)


async def test_a_gap_s_prospect_shows_its_quality_and_the_rivals_it_links_to(
    tmp_path: Path,
) -> None:
    async with garden(tmp_path) as bot:
        for site in (OURS, *RIVALS):
            await imported(bot.deps, site)
        await bot.here.command(f"/backlinks gap {OURS} {' '.join(RIVALS)}")
        answer = await bot.here.wait_for(lambda m: "to rivals and not to" in m["text"])
        await bot.here.click(answer, gap_drawn.PROSPECTS)
        await bot.here.wait_for(lambda m: "Added to your prospects." in m["text"])
        (kept,) = await bot.deps.prospects.all_prospects()
        assert kept.worth is not None
        assert kept.worth.score is not None
        await bot.here.command(f"/backlinks prospect {kept.page} {OURS}")
        card = await bot.here.wait_for(lambda m: m["text"].startswith(f"{kept.site} ·"))
        shown = str(card["blocks"])
        assert f"{kept.worth.score} (an export's figure)" in shown
        assert "of yours: `" + kept.worth.rivals[0] in shown.replace("\u200b", "")
        assert "Nobody wrote to them in the last year" in shown


async def test_the_clock_judges_sites_by_the_web_graph_once_a_week(tmp_path: Path) -> None:
    graph = FakeGraph(
        {NEWER: {"rival.example": ["blog.example"], "blog.example": ["a.example", "b.example"]}}
    )
    async with office(tmp_path, webgraph=graph) as bot:
        await bot.deps.rivals.remember_rivals(OUR_SITE.domain, [DomainName("rival.example")])
        new = NewProspect("https://blog.example/x", Details(target=OUR_SITE), "U1")
        await bot.deps.prospects.add_prospects([new], now=bot.time())
        await appraise_sites(bot.deps)
        kept = await bot.deps.prospects.prospect(1)
        assert kept.worth is not None
        assert kept.worth.rivals == ("rival.example",)
        assert kept.worth.score is not None
        assert "2 sites link to it in the web graph" in kept.worth.score_from
        assert kept.version == 1, "nobody's button is outdated by it"
        assert not await bot.deps.prospects.to_appraise(before=DAY.replace(day=16), limit=9)
        assert await bot.deps.prospects.to_appraise(before=DAY, limit=9)


async def test_a_graph_that_fails_leaves_the_number_out(tmp_path: Path) -> None:
    async with office(tmp_path, webgraph=FakeGraph({NEWER: {}}, fails=True)) as bot:
        await bot.deps.rivals.remember_rivals(OUR_SITE.domain, [DomainName("rival.example")])
        new = NewProspect("https://blog.example/x", Details(target=OUR_SITE), "U1")
        await bot.deps.prospects.add_prospects([new], now=bot.time())
        await appraise_sites(bot.deps)
        worth = (await bot.deps.prospects.prospect(1)).worth
        assert worth is not None
        assert (worth.score, worth.rivals) == (None, ())


async def several(bot: Office) -> None:
    """Three sites of 30, 80 and unknown quality, two kinds, one of them nobody's."""
    scores = (30, 80, None)
    new = [
        NewProspect(
            f"https://b{n}.example/",
            Details(Kind.DIRECTORY if n else Kind.OTHER, OUR_SITE),
            bot.here.user,
            owner=bot.here.user if n < 2 else None,
            worth=SiteWorth(score, "", (), DAY),
        )
        for n, score in enumerate(scores)
    ]
    await bot.deps.prospects.add_prospects(new, now=bot.time())


async def test_the_store_sorts_and_filters_by_quality(bot: Office) -> None:
    await several(bot)

    async def sites(wanted: ProspectFilter) -> list[str]:
        found = await bot.deps.prospects.find_prospects(wanted, limit=9)
        return [one.site[:2] for one in found.prospects]

    assert await sites(ProspectFilter(sort=Sort.QUALITY)) == ["b1", "b0", "b2"]
    assert await sites(ProspectFilter(sort=Sort.SITE)) == ["b0", "b1", "b2"]
    assert await sites(ProspectFilter(quality_from=40)) == ["b1"]
    assert await sites(ProspectFilter(kind=Kind.DIRECTORY, sort=Sort.SITE)) == ["b1", "b2"]
    assert await sites(ProspectFilter(site=DomainName("b2.example"))) == ["b2"]


async def test_a_list_is_narrowed_by_its_menus_and_keeps_what_was_chosen(bot: Office) -> None:
    await several(bot)
    await bot.here.command("/backlinks prospects best")
    first = await bot.here.wait_for(lambda m: m["text"].startswith("3 prospects"))
    assert first["text"].index("b1.example") < first["text"].index("b0.example")
    await bot.here.click(first, f"{drawn.FILTER}.kind", "kind=directory")
    second = await bot.here.wait_for(lambda m: "2 prospects of the kind directory" in m["text"])
    assert second["text"].index("b1.example") < second["text"].index("b2.example")
    await bot.here.click(second, f"{drawn.FILTER}.owner", bot.here.user)
    third = await bot.here.wait_for(lambda m: "1 prospect of the kind directory of" in m["text"])
    assert "b1.example" in third["text"]
    await bot.here.click(third, f"{drawn.FILTER}.kind", "kind=")
    await bot.here.wait_for(lambda m: m["text"].startswith("2 prospects of a colleague"))


async def test_a_list_is_narrowed_to_a_site_at_hand_and_widened_again(bot: Office) -> None:
    await several(bot)
    await bot.here.command("/backlinks prospects")
    whole = await bot.here.wait_for(lambda m: m["text"].startswith("3 prospects"))
    await bot.here.click(whole, f"{drawn.FILTER}.site", "site=b1.example")
    one = await bot.here.wait_for(lambda m: m["text"].startswith("1 prospect on b1.example"))
    assert "b0.example" not in one["text"]
    await bot.here.click(one, f"{drawn.FILTER}.site", "site=")
    await bot.here.wait_for(lambda m: m["text"].startswith("3 prospects"))


async def test_words_narrow_a_list_in_any_order(bot: Office) -> None:
    await several(bot)
    await bot.here.command("/backlinks prospects 40+ directory mine b1.example")
    found = await bot.here.wait_for(lambda m: "with a quality of 40 and more" in m["text"])
    assert "b1.example" in found["text"]
    assert "b0.example" not in found["text"]


def test_a_place_survives_its_button_and_old_buttons_still_work() -> None:
    place = drawn.ListPlace(
        None, "U1", 20, Kind.DIRECTORY, 60, Sort.QUALITY, DomainName("b.example")
    )
    assert drawn.read_place(str(place)) == place
    assert drawn.read_place("new U1 40") == drawn.ListPlace(Status.NEW, "U1", 40)
    assert drawn.changed_place(place, "sort=due") == replace(place, offset=0, sort=Sort.DUE)


class SlowGraph(FakeGraph):
    """A graph that is asked over a network that does not answer."""

    async def authority(self, domain: str, *, release: str | None = None) -> DomainAuthority | None:
        await asyncio.Event().wait()
        raise AssertionError


async def test_a_card_does_not_wait_for_a_graph_that_does_not_answer(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(appraise_sites_service, "_PATIENCE_SECONDS", 0.01)
    async with office(tmp_path, webgraph=SlowGraph({NEWER: {}})) as bot:
        await bot.here.command("/backlinks prospect https://blog.example/x site.example")
        await bot.here.wait_for(lambda m: "Nobody wrote yet" in m["text"])
        assert (await bot.deps.prospects.prospect(1)).worth is None, "the clock judges it later"
