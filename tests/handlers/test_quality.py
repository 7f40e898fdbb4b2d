"""Why a link has its number, and people's word on where it came from."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from bot.domain.pages import Page
from bot.errors import FetchError
from bot.slack import findings, forms, prospects
from bot.slack.quality import MANUAL, WHY_SITE
from bot.slack.verdict import MENU
from tests.handlers.conftest import Office, office
from tests.handlers.test_asking import EXPORT
from tests.handlers.test_verifying import LINK, PAGE, page

GUIDE = "https://site.example/guide"
WEB: dict[str, Page | FetchError] = {PAGE: page(PAGE, LINK), GUIDE: page(GUIDE)}


async def _import(bot: Office, export: bytes = EXPORT) -> None:
    await bot.here.command("/backlinks import site.example")
    view = await bot.here.wait_for_view(lambda v: v["callback_id"] == forms.IMPORT_FORM)
    file = await bot.here.upload("links.csv", export)
    await bot.here.submit(view, {forms.FILES: [file["id"]]})
    await bot.here.wait_for(lambda m: "rows read" in m["text"], channel="dm")


async def test_a_link_s_number_is_a_sum_with_evidence(tmp_path: Path) -> None:
    async with office(tmp_path, WEB) as bot:
        await _import(bot)
        await bot.here.command(f"/backlinks quality {PAGE} site.example")
        answer = await bot.here.wait_for(lambda m: " = " in m["text"])
        assert " = " in answer["text"]
        assert "followed" in str(answer["blocks"])
        assert "authority" in answer["text"], "what is not known is said"


async def test_a_person_s_word_on_the_origin_stands(tmp_path: Path) -> None:
    async with office(tmp_path, WEB) as bot:
        await bot.here.command(f"/backlinks quality {PAGE} site.example")
        answer = await bot.here.wait_for(lambda m: " = " in m["text"])
        await bot.here.click(answer, MANUAL)
        said = await bot.here.wait_for(
            lambda m: "decided" in str(m["blocks"]) and "manual" in m["text"]
        )
        bot.time.now += timedelta(days=3)
        await bot.here.command(f"/backlinks quality {PAGE} site.example")
        await bot.here.wait_for(
            lambda m: m["ts"] != said["ts"] and f"as <@{bot.here.user}> decided" in str(m["blocks"])
        )


async def test_a_link_that_we_asked_for_did_not_come_by_itself(tmp_path: Path) -> None:
    async with office(tmp_path, WEB) as bot:
        await _import(bot)
        await bot.here.command(f"/backlinks prospect {PAGE} site.example")
        card = await bot.here.wait_for(lambda m: "Added to your prospects" in m["text"])
        await bot.here.click(card, f"{prospects.MOVE}.contacted")
        await bot.here.wait_for(lambda m: "Contacted by" in m["text"])
        await bot.here.command(f"/backlinks quality {PAGE} site.example")
        asked = await bot.here.wait_for(lambda m: " = " in m["text"])
        assert "a prospect of ours covers the page" in asked["text"]
        await bot.here.command("/backlinks check site.example")
        answer = await bot.here.wait_for(lambda m: "referring domains" in m["text"])
        table = next(block for block in answer["blocks"] if block["type"] == "table")
        assert "manual" in str(table["rows"])


async def test_the_menu_of_a_verdict_explains_its_quality(tmp_path: Path) -> None:
    async with office(tmp_path, WEB) as bot:
        await bot.here.command(f"/backlinks verify {PAGE} site.example")
        answer = await bot.here.wait_for(lambda m: m["text"].startswith("Live."))
        await bot.here.click(answer, MENU, f"quality {PAGE} site.example")
        await bot.here.wait_for(lambda m: " = " in m["text"])


async def test_check_shows_scores_and_says_why(tmp_path: Path) -> None:
    async with office(tmp_path, WEB) as bot:
        await _import(bot)
        await bot.here.command("/backlinks check site.example")
        answer = await bot.here.wait_for(lambda m: "referring domains" in m["text"])
        table = next(block for block in answer["blocks"] if block["type"] == "table")
        scores = [row[1]["text"] for row in table["rows"][1:]]
        assert scores
        assert "-" not in scores
        await bot.here.click(answer, findings.MENU, "why site.example")
        why = await bot.here.wait_for(lambda m: "why these scores" in m["text"])
        assert "journal.example: " in why["text"]
        await bot.here.click(why, WHY_SITE, "journal.example site.example")
        lines = await bot.here.wait_for(lambda m: m["text"].startswith("journal.example to site"))
        assert "known for" in lines["text"] or "followed" in lines["text"]
        assert "Not known, so left out" in str(lines["blocks"])
        await bot.here.click(answer, findings.MENU, "anchors site.example")
        await bot.here.wait_for(lambda m: "garden guide: 1" in m["text"])
        await bot.here.click(answer, findings.MENU, "more site.example")
        await bot.here.wait_for(lambda m: "referring domains 1 to" in m["text"])


async def test_a_link_that_is_not_there_has_no_number(tmp_path: Path) -> None:
    async with office(tmp_path, {PAGE: page(PAGE)}) as bot:
        await bot.here.command(f"/backlinks quality {PAGE} site.example")
        await bot.here.wait_for(lambda m: m["text"].startswith("Not there."))


def _article(links: str, words: str = "") -> Page:
    return replace(
        page(PAGE), body=f"<title>T</title><article><p>{words}{links}</p></article>".encode()
    )


async def _sum(tmp_path: Path, shown: Page, export: bytes = b"") -> str:
    """The answer of quality, after an import where there is one."""
    async with office(tmp_path, {PAGE: shown, GUIDE: page(GUIDE)}) as bot:
        if export:
            await _import(bot, export)
        await bot.here.command(f"/backlinks quality {PAGE} site.example")
        return str((await bot.here.wait_for(lambda m: " = " in m["text"]))["text"])


SEVENTY = "".join(f'<a href="https://s{n}.example/">s{n}</a> ' for n in range(70))
LONG = "Which spade fits which soil is a question of the soil and of the gardener. " * 250


async def test_a_long_page_with_many_links_is_no_link_farm(tmp_path: Path) -> None:
    said = await _sum(tmp_path, _article(SEVENTY + LINK, LONG))
    assert "link farm" not in said
    said = await _sum(tmp_path / "b", _article(SEVENTY + LINK, LONG[:900]))
    assert "link farm -" in said
    assert "links to 71 other sites" in said


async def test_an_anchor_that_many_sites_share_is_named(tmp_path: Path) -> None:
    rows = [f"https://n{n}.example/,https://site.example/,cheap spades" for n in range(12)]
    export = "\n".join(["Source url,Target url,Anchor", *rows]).encode()
    link = LINK.replace("garden guide", "cheap spades")
    said = await _sum(tmp_path, _article(link, LONG[:900]), export)
    assert '12 domains use the same words, "cheap spades"' in said


async def test_a_comment_signed_with_a_trade_is_named(tmp_path: Path) -> None:
    comment = LINK.replace("garden guide", "best casino")
    body = f"<article><p>{LONG[:900]}</p></article><ol class=commentlist><li class=comment>Great post {comment}</ol>"
    said = await _sum(tmp_path, replace(page(PAGE), body=body.encode()))
    assert 'a comment signed "best casino"' in said
