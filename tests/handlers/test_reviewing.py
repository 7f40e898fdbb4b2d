"""Marking sites for review, a second person's yes, and the disavow file of it."""

import asyncio
from pathlib import Path

import pytest
from typer.testing import CliRunner

from bot.cli import app
from bot.domain.backlinks import DomainName
from bot.domain.review_marks import ReviewMark, agree
from bot.slack import findings, review
from tests.blockkit import assert_message
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
        view = await bot.here.wait_for_view(lambda v: v["callback_id"] == review.FILE_FORM)
        before = "# by hand\ndomain:old.example\nhttp://x.example/page\nnot a line\n"
        file = await bot.here.upload("disavow.txt", before.encode())
        await bot.here.submit(view, {review.BEFORE: [file["id"]]})
        told = await bot.here.wait_for(lambda m: "1 site added" in m["text"], channel="dm")
        assert "4 lines of the file before kept" in told["text"]
        assert "it is your own site: not a line" in told["text"]
        thread = {"channel": "dm", "thread_ts": told["ts"]}
        sent = await bot.here.wait_for(lambda m: m.get("files"), **thread)
        content = await _content(bot, sent["files"][0]["url"])
        assert content.startswith("# by hand\ndomain:old.example\nhttp://x.example/page\n")
        assert content.endswith("domain:site9.example\n")


async def _content(bot: Office, url: str) -> str:
    async with bot.here.session.get(f"{bot.here.base_url}{url}") as answer:
        return await answer.text()


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


def test_what_waits_for_a_second_person_is_never_out_of_reach() -> None:
    marks = [_agreed(_mark(f"site{number}.example")) for number in range(review.SHOWN)]
    waiting = _mark("late.example")
    drawn = review.marks("site.example", [*marks, waiting])
    assert_message(drawn)
    assert "late.example: waits for a second person" in drawn.text
    assert "1 more site not shown here" in str(drawn.blocks)
