"""`/backlinks broken` in a workspace: the demonstration's library and its dead links."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from bot.playground.web import OURS, broken_links
from bot.slack.broken_links import AGAIN, PROSPECT, TEXT
from tests.handlers.conftest import Office
from tests.handlers.conftest import office as bare_office
from tests.handlers.garden import garden
from tests.handlers.test_verifying import page

Json = dict[str, Any]
PAGE = "http://library.example/resources/school-gardens"


@pytest.fixture
async def office(tmp_path: Path) -> AsyncIterator[Office]:
    async with garden(tmp_path) as opened:
        yield opened


async def _asked(office: Office) -> Json:
    await office.here.command(f"/backlinks broken {PAGE} {OURS}")
    return await office.here.wait_for(lambda m: "links to other sites are broken" in m["text"])


async def test_every_dead_link_is_listed_with_the_page_of_ours_that_fits(office: Office) -> None:
    answer = await _asked(office)
    expected = broken_links(PAGE, 0)
    assert answer["text"].startswith(f"library.example: {len(expected)} of 8 links")
    assert all(url in answer["text"] for url in expected)
    assert "fits: http://garden.example/soil-test" in answer["text"]
    assert "links@library.example" in answer["text"]
    assert answer["is_ephemeral"]


async def test_the_text_to_copy_names_the_dead_links_and_our_pages(office: Office) -> None:
    await office.here.click(await _asked(office), TEXT)
    text = await office.here.wait_for(lambda m: m["text"].startswith("To copy."))
    assert "6 of its links no longer work" in text["text"]
    assert "http://garden.example/watering" in str(text["blocks"])


async def test_one_button_opens_a_prospect_with_the_paragraph_ready(office: Office) -> None:
    answer = await _asked(office)
    await office.here.click(answer, PROSPECT)
    await office.here.wait_for(lambda m: "Added to your prospects." in m["text"])
    await office.here.wait_for(lambda m: m["text"].startswith("To copy."))
    (kept,) = await office.deps.prospects.all_prospects()
    assert (kept.page, kept.details.kind.value) == (PAGE, "broken_link")
    assert kept.details.contact == "links@library.example"
    assert "6 of its links no longer work" in kept.details.notes
    await office.here.click(answer, PROSPECT)
    await office.here.wait_for(lambda m: "was there already" in m["text"])
    assert len(await office.deps.prospects.all_prospects()) == 1


async def test_looking_again_answers_over_the_old_answer(tmp_path: Path) -> None:
    gone, fine = "https://gone.example/a", "https://fine.example/b"
    links = f"<a href='{gone}'>one</a> <a href='{fine}'>two</a>"
    web = {PAGE: page(PAGE, links), gone: page(gone, status=404), fine: page(fine)}
    async with bare_office(tmp_path, web) as bot:
        await bot.here.command(f"/backlinks broken {PAGE}")
        answer = await bot.here.wait_for(lambda m: "1 of 2 links to other sites" in m["text"])
        bot.pages.answers = {**web, fine: page(fine, status=404)}
        await bot.here.click(answer, AGAIN)
        again = await bot.here.wait_for(lambda m: "2 of 2 links to other sites" in m["text"])
        assert again["ts"] == answer["ts"]


async def test_a_page_that_cannot_be_read_is_said_with_the_reason(office: Office) -> None:
    await office.here.command(f"/backlinks broken http://library.example/nowhere {OURS}")
    await office.here.wait_for(lambda m: "cannot be looked at" in m["text"])


async def test_without_a_page_it_says_what_to_type(office: Office) -> None:
    await office.here.command("/backlinks broken")
    await office.here.wait_for(lambda m: "/backlinks broken https://" in m["text"])
