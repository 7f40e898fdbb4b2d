"""The daily digest, in the playground: switched on, sent at its hour, its rows taken on."""

import asyncio
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from bot.domain.backlinks import DomainName
from bot.domain.events import Event, EventKind, Phase, Standing, Value
from bot.domain.names import parse_target
from bot.domain.tracking import NewLink, Recording, StoredEvent, TrackedLink, event_key
from bot.domain.verdicts import Observation, Reason, State
from bot.domain.watches import Watch
from bot.message import Message
from bot.slack import digest as drawn
from jobs.send_digests import send_digests
from tests.blockkit import assert_message
from tests.handlers.conftest import Office
from tests.workspace import Json

SITE = parse_target("site.example")
VALUE = Value(True, True, False, True, False, "content", "garden guide", "https://site.example/")
DAY = timedelta(days=1)


async def watching(bot: Office, channel: str = "seo", target: str = "site.example") -> None:
    where = bot.here.channel_id(channel)
    watch = Watch(f"w-{channel}", where, parse_target(target), bot.here.user, bot.time.now)
    await bot.deps.watches.add_watch(watch)


async def happen(
    bot: Office, pages: Sequence[str], kind: EventKind = EventKind.LOST
) -> list[StoredEvent]:
    """Something happened to the links of these pages, just now."""
    now = bot.time.now
    await bot.deps.tracked_links.track([NewLink(page, SITE, "cli") for page in pages], now=now)
    links = await bot.deps.tracked_links.tracked(SITE, limit=1000)
    recordings = [_recording(link, kind, now) for link in links if link.referring_page in pages]
    told = await bot.deps.tracked_links.record(recordings)
    bot.time.now += timedelta(seconds=1)
    return list(told)


def _recording(link: TrackedLink, kind: EventKind, now: datetime) -> Recording:
    is_lost = kind is EventKind.LOST
    reason = Reason.LINK_REMOVED if is_lost else None
    seen = Observation(
        referring_page=link.referring_page,
        target=str(link.target),
        state=State.LOST if is_lost else State.LIVE,
        reason=reason,
        checked_at=now,
    )
    event = Event(
        kind,
        link.referring_page,
        str(link.target),
        at=now,
        first_seen_at=now - timedelta(minutes=40),
        reason=reason,
        live_since=now - 90 * DAY,
        before=VALUE,
        after=None if is_lost else VALUE,
    )
    stored = StoredEvent(
        event_key(link.id, event),
        link.id,
        DomainName("site.example"),
        link.referring_domain,
        event,
    )
    standing = Standing(
        phase=Phase.LOST if is_lost else Phase.LIVE, since=now - timedelta(minutes=40), value=VALUE
    )
    return Recording(link, seen, standing, now + DAY, None, (stored,))


async def digests(bot: Office, channel: str = "seo") -> list[Json]:
    """What the bot posted there for everybody."""
    return [
        message
        for message in await bot.here.messages(channel)
        if message.get("user") == bot.here.bot_user and not message.get("is_ephemeral")
    ]


def as_message(shown: Json) -> Message:
    return Message(shown["text"] or "-", tuple(shown["blocks"]))


async def test_the_digest_comes_at_its_hour_in_the_zone_of_who_set_it(bot: Office) -> None:
    await watching(bot)
    await bot.here.command("/backlinks digest on 11:30")
    answer = await bot.here.wait_for(lambda m: "Digest on" in m["text"])
    assert "every day at 11:30, Europe/Madrid" in answer["text"]
    assert "comes on Monday at 11:30" in answer["text"]
    await happen(bot, ["https://blog.example/spades"])
    bot.time.now = datetime(2026, 11, 23, 10, 29, 59, tzinfo=UTC)
    await send_digests(bot.deps)
    assert not await digests(bot)
    bot.time.now = datetime(2026, 11, 23, 10, 30, 5, tzinfo=UTC)
    for _ in range(3):
        await send_digests(bot.deps)
    (message,) = await digests(bot)
    assert_message(as_message(message))
    assert "site.example, Monday 23 November" in message["text"]
    assert "1 lost" in message["text"]
    assert "blog.example" in str(message["blocks"])


async def test_now_shows_it_to_the_asker_alone_and_leaves_the_daily_one(bot: Office) -> None:
    await watching(bot)
    await happen(bot, ["https://blog.example/spades"])
    await bot.here.command("/backlinks digest now")
    answer = await bot.here.wait_for(lambda m: "1 lost" in m["text"])
    assert_message(as_message(answer))
    assert not await digests(bot)
    await bot.here.command("/backlinks digest on 11:00")
    await bot.here.wait_for(lambda m: "Digest on" in m["text"])
    bot.time.now += timedelta(hours=1)
    await send_digests(bot.deps)
    message = (await digests(bot))[-1]
    assert "1 lost" in message["text"]


async def test_off_is_off(bot: Office) -> None:
    await watching(bot)
    await bot.here.command("/backlinks digest on 11:00")
    await bot.here.wait_for(lambda m: "Digest on" in m["text"])
    await bot.here.command("/backlinks digest off")
    await bot.here.wait_for(lambda m: "Digest off" in m["text"])
    bot.time.now += DAY
    await send_digests(bot.deps)
    assert not await digests(bot)


async def test_a_row_is_taken_on_and_the_next_digest_tells_what_became_of_it(bot: Office) -> None:
    await watching(bot)
    await bot.here.command("/backlinks digest on 11:00")
    await bot.here.wait_for(lambda m: "Digest on" in m["text"])
    pages = [f"https://blog{n}.example/spades" for n in range(3)]
    await happen(bot, pages)
    bot.time.now = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)
    await send_digests(bot.deps)
    (message,) = await digests(bot)
    await asyncio.gather(
        bot.here.click(message, f"{drawn.TAKE}.1"),
        bot.here.as_user("ben").click(message, f"{drawn.TAKE}.2"),
    )
    shown = await bot.here.wait_for(lambda m: m["text"].count("Claimed.") == 2)
    assert_message(as_message(shown))
    assert f"{drawn.TAKE}.1" not in str(shown["blocks"])
    assert f"{drawn.TAKE}.3" in str(shown["blocks"])
    bot.time.now += timedelta(hours=2)
    await happen(bot, [pages[2]], EventKind.RESTORED)
    bot.time.now = datetime(2026, 11, 24, 10, 0, tzinfo=UTC)
    await send_digests(bot.deps)
    (_, second) = await digests(bot)
    assert "From Monday: 3 lost: 1 won back, 2 claimed." in second["text"]


async def test_a_row_that_is_taken_stays_with_the_first(bot: Office) -> None:
    await watching(bot)
    await bot.here.command("/backlinks digest on 11:00")
    await bot.here.wait_for(lambda m: "Digest on" in m["text"])
    await happen(bot, ["https://blog.example/spades"])
    bot.time.now += timedelta(hours=1)
    await send_digests(bot.deps)
    (message,) = await digests(bot)
    ben = bot.here.as_user("ben")
    await ben.click(message, f"{drawn.TAKE}.1")
    await bot.here.wait_for(lambda m: "Claimed." in m["text"])
    shown = (await digests(bot))[0]
    assert ben.user in str(shown["blocks"])
    await bot.here.click(shown, drawn.GIVE_BACK, _first_option(shown))
    await bot.here.wait_for(lambda m: "only they can give it back" in m["text"])
    shown = (await digests(bot))[0]
    await ben.click(shown, drawn.GIVE_BACK, _first_option(shown))
    await bot.here.wait_for(lambda m: "1 lost" in m["text"] and "Claimed." not in m["text"])


def _first_option(message: Json) -> str:
    for block in message["blocks"]:
        for element in block.get("elements", ()):
            if element.get("action_id") == drawn.GIVE_BACK:
                return str(element["options"][0]["value"])
    raise AssertionError("no menu")


async def test_more_rows_than_fit_come_as_a_file_in_the_thread(bot: Office) -> None:
    await watching(bot)
    await bot.here.command("/backlinks digest on 11:00")
    await bot.here.wait_for(lambda m: "Digest on" in m["text"])
    await happen(bot, [f"https://blog{n}.example/spades" for n in range(14)])
    bot.time.now += timedelta(hours=1)
    await send_digests(bot.deps)
    (message,) = await digests(bot)
    assert_message(as_message(message))
    assert "4 more rows in the thread" in str(message["blocks"])
    thread = await bot.here.messages("seo", thread_ts=message["ts"])
    files = [file for reply in thread for file in reply.get("files") or ()]
    assert [file["name"] for file in files] == ["links-2026-11-23.csv"]
    await bot.here.click(message, drawn.RECLAIM)
    await bot.here.wait_for(lambda m: "14 lost links worth asking for" in m["text"])
    await bot.here.click(message, drawn.ALL_ROWS)
    private = await bot.here.wait_for(lambda m: "All rows of" in m["text"], channel="dm")
    await bot.here.wait_for(lambda m: m.get("files"), channel="dm", thread_ts=private["ts"])


async def test_a_link_that_comes_back_is_marked_in_the_digest_that_told_its_loss(
    bot: Office,
) -> None:
    await watching(bot)
    await bot.here.command("/backlinks digest on 11:00")
    await bot.here.wait_for(lambda m: "Digest on" in m["text"])
    await happen(bot, ["https://blog.example/spades"])
    bot.time.now += timedelta(hours=1)
    await send_digests(bot.deps)
    (message,) = await digests(bot)
    assert f"{drawn.TAKE}.1" in str(message["blocks"])
    bot.time.now += timedelta(hours=5)
    await happen(bot, ["https://blog.example/spades"], EventKind.RESTORED)
    await send_digests(bot.deps)
    (message,) = await digests(bot)
    assert "Lost, back again" in message["text"]
    assert f"{drawn.TAKE}.1" not in str(message["blocks"])


def own_page(kind: EventKind, at: datetime) -> StoredEvent:
    event = Event(kind, "", "https://site.example/guide", at, at, details=("It answers 404",))
    return StoredEvent(
        f"own:1:{kind}:{at.isoformat()}", None, DomainName("site.example"), None, event
    )


async def test_a_page_of_ours_that_works_again_is_marked_in_the_digest_that_told_it(
    bot: Office,
) -> None:
    await watching(bot)
    await bot.here.command("/backlinks digest on 11:00")
    await bot.here.wait_for(lambda m: "Digest on" in m["text"])
    await bot.deps.events.add_events([own_page(EventKind.TARGET_BROKEN, bot.time.now)])
    bot.time.now += timedelta(hours=1)
    await send_digests(bot.deps)
    (message,) = await digests(bot)
    assert "Our page broken: site.example, site.example/guide." in message["text"]
    assert "Look here first" in message["text"]
    await bot.deps.events.add_events([own_page(EventKind.TARGET_MENDED, bot.time.now)])
    bot.time.now += timedelta(minutes=1)
    await send_digests(bot.deps)
    (message,) = await digests(bot)
    assert "Our page was broken, works again: site.example" in message["text"]
    assert "Look here first" not in message["text"]
    assert_message(as_message(message))
    bot.time.now += DAY
    await send_digests(bot.deps)
    (_, second) = await digests(bot)
    assert "1 page of ours works again" in second["text"]
