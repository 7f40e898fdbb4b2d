"""What a site is called and wants to be found for, said in a window, and what its anchors look like then."""

from pathlib import Path

from bot.slack import anchor_words, findings
from tests.handlers.conftest import office
from tests.handlers.test_quality import WEB, _import

EXPORT = "\n".join(
    ["Source url,Target url,Anchor"]
    + [f"https://a{n}.example/p,https://site.example/x,cheap spades" for n in range(9)]
    + [f"https://b{n}.example/p,https://site.example/x,Bolt Garden" for n in range(14)]
).encode()


async def test_stated_phrases_and_names_change_what_the_anchors_say_and_stay(
    tmp_path: Path,
) -> None:
    async with office(tmp_path, WEB) as bot:
        await _import(bot, EXPORT)
        await bot.here.command("/backlinks check site.example")
        answer = await bot.here.wait_for(lambda m: "referring domains" in m["text"])
        await bot.here.click(answer, findings.MENU, "anchors site.example")
        before = await bot.here.wait_for(lambda m: "anchor texts" in m["text"])
        assert "wants to be found for" in before["text"]
        assert "wanted phrase;" not in before["text"]

        await bot.here.click(before, anchor_words.OPEN)
        view = await bot.here.wait_for_view(lambda v: v["callback_id"] == anchor_words.FORM)
        refused = await bot.here.submit(view, {anchor_words.PHRASES: "x" * 99})
        assert "too long" in str(refused)
        said = {anchor_words.PHRASES: "cheap spades\nhoes", anchor_words.NAMES: "Bolt Garden"}
        await bot.here.submit(view, said)
        after = await bot.here.wait_for(
            lambda m: "Wanted phrases: cheap spades, hoes." in m["text"]
        )
        assert "39% of the referring domains use exactly a wanted phrase" in after["text"]
        assert "brand 61 %" in after["text"]

        await bot.here.click(after, anchor_words.OPEN)
        again = await bot.here.wait_for_view(lambda v: v["id"] != view["id"])
        assert "cheap spades" in str(again["blocks"])
