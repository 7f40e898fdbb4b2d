"""What the digest says of outreach: links that were won, promises that were kept late, and Show mine."""

from datetime import UTC, datetime, time, timedelta

import pytest

from bot.digesting import digest_sources
from bot.domain.backlinks import DomainName
from bot.domain.events import Event, EventKind
from bot.domain.follow_ups import FollowUpRules
from bot.domain.prospect_moves import Change, apply
from bot.domain.prospects import Action, Details, Kind, NewProspect
from bot.domain.tracking import NewLink, StoredEvent, event_key
from bot.domain.watches import ChannelSettings
from bot.slack import reminders
from jobs.send_digests import send_digests
from tests.handlers.conftest import Office
from tests.handlers.test_digesting import DAY, SITE, digests, happen, watching

PAGE = "https://blog.example/spades"


async def asked_for(bot: Office, page: str = PAGE) -> None:
    """A link that outreach awaits."""
    link = NewLink(page, SITE, bot.here.user, prospect_id="1")
    await bot.deps.tracked_links.track([link], now=bot.time.now)


async def digest_on(bot: Office) -> None:
    await watching(bot)
    await bot.here.command("/backlinks digest on 11:30")
    await bot.here.wait_for(lambda m: "Digest on" in m["text"])


async def test_a_link_that_outreach_won_is_named_won(bot: Office) -> None:
    await digest_on(bot)
    await asked_for(bot)
    await happen(bot, [PAGE, "https://other.example/x"], EventKind.GAINED)
    bot.time.now += timedelta(hours=2)
    await send_digests(bot.deps)
    (message,) = await digests(bot)
    assert "2 gained (1 of them won)" in message["text"]
    assert "Won: blog.example" in message["text"]
    assert "Gained: other.example" in message["text"]


async def test_the_row_of_a_late_promise_says_when_the_link_came(bot: Office) -> None:
    await digest_on(bot)
    await asked_for(bot)
    (link,) = await bot.deps.tracked_links.tracked(SITE, limit=9)
    now = bot.time.now
    event = Event(EventKind.OVERDUE, PAGE, str(SITE), now, now - 3 * DAY)
    site = DomainName("blog.example")
    late = StoredEvent(event_key(link.id, event), link.id, SITE.domain, site, event)
    await bot.deps.events.add_events([late])
    bot.time.now += timedelta(hours=2)
    await send_digests(bot.deps)
    (message,) = await digests(bot)
    assert "Promised, not there: blog.example" in message["text"]
    bot.time.now += DAY / 2
    await happen(bot, [link.referring_page], EventKind.GAINED)
    await send_digests(bot.deps)
    (message,) = [m for m in await digests(bot) if m["ts"] == message["ts"]]
    assert "Promised, there now: blog.example" in message["text"]


async def test_show_mine_shows_what_is_due_of_whoever_clicks(bot: Office) -> None:
    await digest_on(bot)
    me = bot.here.user
    new = NewProspect(PAGE, Details(Kind.OTHER, SITE), me, owner=me)
    await bot.deps.prospects.add_prospects([new], now=bot.time())
    change = Change(Action.CONTACTED, me, bot.time(), bot.time().date())
    await bot.deps.prospects.change_prospect(1, lambda p: apply(p, change, rules=FollowUpRules()))
    bot.time.now += timedelta(days=3, hours=2, minutes=20)
    await send_digests(bot.deps)
    (message,) = await digests(bot)
    assert "Due today: 1 follow-up." in message["text"]
    await bot.here.click(message, reminders.SHOW_MINE)
    mine = await bot.here.wait_for(lambda m: "Due today: 1 prospect" in m["text"])
    assert mine["is_ephemeral"]
    ben = bot.here.as_user("ben")
    await ben.click(message, reminders.SHOW_MINE)
    await ben.wait_for(lambda m: "Nothing of yours is due today" in m["text"])
    await bot.here.click(mine, f"{reminders.REMIND}.followed_up")
    await bot.here.wait_for(lambda m: "Nothing of yours is due today" in m["text"])
    kept = await bot.deps.prospects.prospect(1)
    assert kept.standing.follow_ups == 1


@pytest.mark.parametrize(
    ("zone", "hour", "due"),
    [
        ("UTC", 9, True),
        ("America/Los_Angeles", 2, False),
        ("America/Los_Angeles", 17, True),
        ("Pacific/Auckland", -12, True),
    ],
)
async def test_what_is_due_is_what_the_channel_s_day_says(
    bot: Office, zone: str, hour: int, due: bool
) -> None:
    await watching(bot)
    new = NewProspect(PAGE, Details(Kind.OTHER, SITE), "U1", owner="U1")
    await bot.deps.prospects.add_prospects([new], now=bot.time())
    change = Change(Action.CONTACTED, "U1", bot.time(), bot.time().date())
    await bot.deps.prospects.change_prospect(1, lambda p: apply(p, change, rules=FollowUpRules()))
    day = (await bot.deps.prospects.prospect(1)).standing.follow_up_on
    assert day is not None
    now = datetime.combine(day, time(), tzinfo=UTC) + timedelta(hours=hour)
    (watch,) = await bot.deps.watches.watches()
    settings = ChannelSettings(watch.channel, zone=zone)
    lines = await digest_sources(bot.deps).due_lines(settings, now)
    assert list(lines) == (["Due today: 1 follow-up."] if due else [])
