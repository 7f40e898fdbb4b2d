"""`/backlinks verify` and Verify now: what was seen is what is said."""

from datetime import timedelta
from pathlib import Path
from typing import Any

from bot.domain.pages import Page
from bot.errors import FetchError
from bot.slack import forms
from bot.slack.findings import VERIFY_NOW
from bot.slack.verdict import AGAIN, MENU, SHARE
from tests.handlers.conftest import NOW, Office, office

Json = dict[str, Any]
PAGE = "https://journal.example/tools"
TEXT = "Which spade fits which soil is explained by the " * 12


def page(url: str, link: str = "", *, status: int = 200) -> Page:
    body = (
        f"<!doctype html><title>Tools</title><article><p>{TEXT}{link} of our friends.</p></article>"
    )
    headers = (("content-type", "text/html; charset=utf-8"),)
    return Page(url, url, status, headers, body.encode(), NOW)


LINK = '<a href="https://site.example/guide">garden guide</a>'


async def test_a_live_link_is_said_with_its_anchor_and_the_text_around_it(tmp_path: Path) -> None:
    async with office(tmp_path, {PAGE: page(PAGE, LINK)}) as bot:
        await bot.here.command(f"/backlinks verify {PAGE} site.example")
        answer = await bot.here.wait_for(lambda m: m["text"].startswith("Live."))
        assert "journal.example/tools links to site.example/guide, followed" in answer["text"]
        assert "garden guide" in str(answer["blocks"])
        assert answer["is_ephemeral"]


async def test_a_page_without_the_link_is_said_so_without_the_word_lost(tmp_path: Path) -> None:
    async with office(tmp_path, {PAGE: page(PAGE)}) as bot:
        await bot.here.command(f"/backlinks verify {PAGE} site.example")
        answer = await bot.here.wait_for(lambda m: m["text"].startswith("Not there."))
        assert "lost" not in answer["text"].lower()


async def test_what_cannot_be_told_names_why_and_the_last_good_look(tmp_path: Path) -> None:
    async with office(tmp_path, {PAGE: page(PAGE, LINK)}) as bot:
        await bot.here.command(f"/backlinks verify {PAGE} site.example")
        answer = await bot.here.wait_for(lambda m: m["text"].startswith("Live."))
        bot.pages.answers = {PAGE: FetchError("timeout", "No answer in time.", url=PAGE)}
        bot.time.now += timedelta(days=1)
        await bot.here.click(answer, AGAIN)
        answer = await bot.here.wait_for(lambda m: m["text"].startswith("Cannot tell:"))
        assert "Last seen live 23 Nov 2026" in answer["text"]


async def test_a_verdict_can_be_shared_and_its_evidence_read(tmp_path: Path) -> None:
    async with office(tmp_path, {PAGE: page(PAGE, LINK)}) as bot:
        await bot.here.command(f"/backlinks verify {PAGE} site.example")
        answer = await bot.here.wait_for(lambda m: m["text"].startswith("Live."))
        await bot.here.click(answer, SHARE)
        await bot.here.as_user("ben").wait_for(lambda m: m["text"].startswith("Live."))
        await bot.here.click(answer, MENU, f"evidence {PAGE} site.example")
        await bot.here.wait_for(lambda m: "SHA-256 of what was read" in m["text"])


async def test_half_a_question_says_what_is_missing(bot: Office) -> None:
    await bot.here.command("/backlinks verify https://journal.example/tools")
    await bot.here.wait_for(lambda m: "I need a page and the site" in m["text"])


async def test_verify_now_looks_at_the_known_pages_and_answers_anew(tmp_path: Path) -> None:
    pages: dict[str, Page | FetchError] = {
        "https://journal.example/a": page("https://journal.example/a", LINK),
        "https://forum.example/b": page("https://forum.example/b"),
        "https://gone.example/c": FetchError("timeout", "No answer.", url="https://gone.example/c"),
    }
    export = "url,target\n" + "\n".join(f"{url},https://site.example/" for url in pages)
    async with office(tmp_path, pages) as bot:
        await bot.here.command("/backlinks import site.example")
        view = await bot.here.wait_for_view(lambda v: v["callback_id"] == forms.IMPORT_FORM)
        file = await bot.here.upload("links.csv", export.encode())
        await bot.here.submit(view, {forms.FILES: [file["id"]]})
        await bot.here.wait_for(lambda m: "rows read" in m["text"], channel="dm")
        await bot.here.command("/backlinks check site.example")
        answer = await bot.here.wait_for(lambda m: "referring domains" in m["text"])
        await bot.here.click(answer, VERIFY_NOW)
        await bot.here.wait_for(
            lambda m: "1 live, 1 without the link at this look, 1 that we cannot tell" in m["text"]
        )
        final = await bot.here.wait_for(lambda m: "unverified: no answer" in str(m["blocks"]))
        assert "live, just now" in str(final["blocks"])
