"""How a channel wants its messages: shown, changed for all to see, refused at the right field."""

from datetime import time

from bot.slack import settings as drawn
from tests.handlers.conftest import Office
from tests.workspace import Json


async def opened(bot: Office) -> Json:
    await bot.here.command("/backlinks settings")
    answer = await bot.here.wait_for(lambda m: "How this channel wants" in m["text"])
    assert answer["is_ephemeral"]
    await bot.here.click(answer, drawn.OPEN)
    return await bot.here.wait_for_view(lambda v: v["callback_id"] == drawn.FORM)


FILLED = {
    drawn.ZONE: "america/new york",
    drawn.QUIET_FROM: "20:00",
    drawn.QUIET_UNTIL: "08:30",
    drawn.BUDGET: "3",
    drawn.EXTRAS: [drawn.WEEKLY_REPORT],
    drawn.MUTED: "https://Loud.example/x\nnoisy.example",
}


async def test_settings_are_changed_and_the_channel_sees_by_whom(bot: Office) -> None:
    await bot.here.submit(await opened(bot), FILLED)
    told = await bot.here.wait_for(lambda m: "were changed" in m["text"])
    assert "ana changed" in str(told["blocks"])
    assert "Muted sites: loud.example, noisy.example" in told["text"]
    kept = await bot.deps.watches.settings_of(bot.here.channel_id("seo"))
    assert kept.zone == "America/New_York"
    assert (kept.quiet_from, kept.quiet_until) == (time(20), time(8, 30))
    assert (kept.budget, kept.quiet_day_line, kept.weekly_report) == (3, False, True)
    assert kept.muted == {"loud.example", "noisy.example"}


async def test_what_is_wrong_is_said_at_its_field_and_nothing_is_kept(bot: Office) -> None:
    view = await opened(bot)
    for field, wrong in ((drawn.ZONE, "Mars/Base"), (drawn.BUDGET, "x"), (drawn.MUTED, "loud")):
        answer = await bot.here.submit(view, FILLED | {field: wrong})
        assert field in answer["errors"], answer
    assert await bot.deps.watches.all_settings() == ()
