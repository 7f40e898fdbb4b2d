"""Marking sites for review, a second person's yes, and the disavow file of it."""

import asyncio
from pathlib import Path

import pytest
from typer.testing import CliRunner

from bot.cli import app
from bot.domain.backlinks import DomainName
from bot.domain.review_marks import ReviewMark, agree
from bot.slack import findings, review
from tests.graphs import NEWER, FakeGraph
from tests.handlers.conftest import NOW, Office, office
from tests.handlers.test_verifying import LINK, PAGE, page

SITES = [f"site{number}.example" for number in range(14)]
GRAPH = FakeGraph({NEWER: {"site.example": SITES}})


async def _marked(bot: Office, site: str) -> None:
    await bot.here.command("/backlinks check site.example")
    answer = await bot.here.wait_for(lambda m: "14 referring domains" in m["text"])
    await bot.here.click(answer, findings.MENU, "more site.example")
    more = await bot.here.wait_for(lambda m: "referring domains 1 to" in m["text"])
    await bot.here.click(more, review.MARK, f"{site} site.example")
    await bot.here.wait_for(lambda m: f"{site} is marked for review" in m["text"])


async def test_two_people_are_needed_and_both_are_named(tmp_path: Path) -> None:
    async with office(tmp_path, webgraph=GRAPH) as bot:
        await _marked(bot, "site9.example")
        await bot.here.command("/backlinks review site.example")
        mine = await bot.here.wait_for(lambda m: "1 site marked for review, 0 agreed" in m["text"])
        pair = "site9.example site.example"
        await bot.here.click(mine, review.YES, pair)
        await bot.here.wait_for(lambda m: "a second person has to say yes" in m["text"])
        await bot.here.click(mine, review.ASK)
        ben = bot.here.as_user("ben")
        asked = await ben.wait_for(lambda m: "asks for a second opinion" in str(m["blocks"]))
        await ben.click(asked, review.YES, pair)
        await ben.wait_for(lambda m: "1 agreed to by a second" in m["text"])
        kept = (await bot.deps.reviews.marks_of("site.example"))[0]
        assert (kept.marked_by, kept.agreed_by) == (bot.here.user, ben.user)
        assert kept.agreed_at is not None
        await bot.here.command("/backlinks review site.example")
        listed = await bot.here.wait_for(
            lambda m: m.get("is_ephemeral") and "1 agreed to by a second" in m["text"]
        )
        await bot.here.click(listed, review.FILE)
        await bot.here.wait_for(lambda m: "is in your direct messages" in m["text"])


async def test_the_command_line_merges_the_file_from_before(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with office(tmp_path / "data", webgraph=GRAPH) as bot:
        for site in ("site3.example", "site4.example"):
            await bot.deps.reviews.mark_site(_mark(site))
        await bot.deps.reviews.change_mark("site.example", "site3.example", _agreed)
    old = tmp_path / "old.txt"
    old.write_text("# ours\ndomain:old.example\n")
    monkeypatch.setenv("DATA_DIR", str(tmp_path / "data"))
    words = ["export", "disavow", "site.example", "--merge", str(old)]
    done = await asyncio.to_thread(CliRunner().invoke, app, words)
    assert done.exit_code == 0, done.output
    lines = done.stdout.splitlines()
    assert lines[:2] == ["# ours", "domain:old.example"]
    assert "domain:site3.example" in lines
    assert "domain:site4.example" not in done.stdout, "nobody else agreed to it"


def _mark(site: str) -> ReviewMark:
    return ReviewMark(DomainName(site), DomainName("site.example"), "U1", NOW)


def _agreed(mark: ReviewMark) -> ReviewMark:
    return agree(mark, by="U2", at=NOW)


async def test_a_mark_from_a_link_s_quality_can_be_taken_back(tmp_path: Path) -> None:
    async with office(tmp_path, {PAGE: page(PAGE, LINK)}) as bot:
        await bot.here.command(f"/backlinks quality {PAGE} site.example")
        answer = await bot.here.wait_for(lambda m: " = " in m["text"])
        await bot.here.click(answer, review.MARK)
        await bot.here.wait_for(lambda m: "journal.example is marked for review" in m["text"])
        await bot.here.command("/backlinks review site.example")
        mine = await bot.here.wait_for(lambda m: "1 site marked for review" in m["text"])
        await bot.here.click(mine, review.TAKE_BACK)
        await bot.here.wait_for(lambda m: "No site is marked for review" in m["text"])
        assert "toxic" not in str(mine).lower()
