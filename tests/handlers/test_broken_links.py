"""`/backlinks broken` in a workspace: the demonstration's library and its dead links."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from bot.playground.web import OURS, broken_links
from bot.slack.broken_links import AGAIN, PROSPECT, TEXT
from tests.handlers.conftest import Office
from tests.handlers.garden import garden

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


async def test_looking_again_answers_over_the_old_answer(office: Office) -> None:
    answer = await _asked(office)
    await office.here.click(answer, AGAIN)
    await office.here.wait_for(lambda m: "6 of 8 links" in m["text"])


async def test_a_page_that_cannot_be_read_is_said_with_the_reason(office: Office) -> None:
    await office.here.command(f"/backlinks broken http://library.example/nowhere {OURS}")
    await office.here.wait_for(lambda m: "cannot be looked at" in m["text"])


async def test_without_a_page_it_says_what_to_type(office: Office) -> None:
    await office.here.command("/backlinks broken")
    await office.here.wait_for(lambda m: "/backlinks broken https://" in m["text"])
