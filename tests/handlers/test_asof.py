"""What was live on a day, asked in Slack."""

from tests.domain.test_events import DAY, look
from tests.handlers.conftest import Office


async def test_what_was_live_on_a_day_is_answered_from_the_looks(bot: Office) -> None:
    await bot.deps.observations.save_observations(
        [look(0 * DAY), look(9 * DAY, "link_removed")],
    )
    await bot.here.command("/backlinks asof site.example 2026-03-05")
    await bot.here.wait_for(lambda m: "1 live, 0 lost" in m["text"])
    await bot.here.command("/backlinks asof site.example 2026-03-30")
    await bot.here.wait_for(lambda m: "0 live, 1 lost" in m["text"])
    await bot.here.command("/backlinks asof site.example 2026-01-01")
    await bot.here.wait_for(lambda m: "Nobody had looked" in m["text"])


async def test_a_wrong_day_gets_a_sentence(bot: Office) -> None:
    await bot.here.command("/backlinks asof site.example yesterday")
    await bot.here.wait_for(lambda m: "is no day" in m["text"])
