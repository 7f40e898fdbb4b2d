"""What waits is sent: once, in the channel's hours and budget, for ever tried, never dropped."""

import random
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import time, timedelta
from pathlib import Path

import pytest

from bot.domain.events import EventKind
from bot.domain.tracking import StoredEvent
from bot.errors import DeliveryError
from bot.services.deliver import LEASE, wait_after
from tests.domain.test_delivery import GOOD, NOON, SITE, WATCH, stored
from tests.services.sending import LOST_ANSWER, BadSlack, Sending, refused

MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)


@pytest.fixture
def sending(tmp_path: Path) -> Iterator[Sending]:
    opened = Sending(tmp_path)
    yield opened
    opened.close()


def losses(number: int, **more: object) -> list[StoredEvent]:
    """Of different sites, so that each is a card of its own."""
    return [stored(link=n, site=f"s{n}.example", **more) for n in range(number)]  # type: ignore[arg-type]  # passed on


async def test_a_card_is_posted_once_with_its_details_in_the_thread(sending: Sending) -> None:
    await sending.watched()
    await sending.happened(stored())
    for _ in range(3):
        await sending.tick(HOUR)
    assert len(sending.slack.cards()) == 1
    ((_, parent),) = sending.slack.threads
    assert parent == "1.0"


async def test_at_night_it_waits_for_the_morning(sending: Sending) -> None:
    await sending.watched()
    sending.now = NOON.replace(hour=23)
    await sending.happened(stored(at=sending.now))
    await sending.tick(2 * HOUR)
    assert sending.slack.cards() == []
    await sending.tick(6 * HOUR)
    assert len(sending.slack.cards()) == 1


async def test_quiet_hours_hold_for_what_was_late_too(sending: Sending) -> None:
    await sending.watched()
    sending.now = NOON.replace(hour=21, minute=59)
    await sending.happened(stored(at=sending.now))
    await sending.tick(5 * MINUTE)
    assert sending.slack.cards() == []
    await sending.tick(9 * HOUR)
    assert len(sending.slack.cards()) == 1


async def test_beyond_the_budget_the_least_valuable_is_left_to_the_digest(sending: Sending) -> None:
    await sending.watched(budget=2)
    ours = stored(EventKind.TARGET_BROKEN, link=9, site="s9.example")
    await sending.happened(*losses(4), ours)
    await sending.tick()
    assert len(sending.slack.cards()) == 2
    assert "target_broken" in sending.slack.cards()[0]
    assert await sending.outbox.count_waiting() == 0
    await sending.happened(stored(link=20, site="late.example", at=NOON + HOUR))
    await sending.tick(2 * HOUR)
    assert len(sending.slack.cards()) == 2
    await sending.happened(stored(link=21, site="next.example", at=NOON + DAY))
    await sending.tick(DAY)
    assert len(sending.slack.cards()) == 3


async def test_what_joins_a_card_edits_it_and_costs_no_budget(sending: Sending) -> None:
    await sending.watched(budget=1)
    await sending.happened(stored(link=1))
    await sending.tick()
    later = [stored(link=n, at=NOON + HOUR) for n in range(2, 15)]
    await sending.happened(*later)
    await sending.tick(2 * HOUR)
    assert len(sending.slack.cards()) == 1
    assert any("14 links" in text for text in sending.slack.texts("C1"))


async def test_good_news_edits_the_old_message_at_night_as_well(sending: Sending) -> None:
    await sending.watched()
    await sending.happened(stored())
    await sending.tick()
    sending.now = NOON.replace(hour=23)
    await sending.happened(stored(EventKind.RESTORED, at=sending.now, reason=None))
    await sending.tick()
    assert len(sending.slack.cards()) == 1
    assert sending.slack.texts("C1")[0].startswith("Back after 11 hours")


async def test_what_was_good_again_before_the_morning_is_not_posted(sending: Sending) -> None:
    await sending.watched()
    sending.now = NOON.replace(hour=23)
    await sending.happened(stored(at=sending.now))
    sending.now += HOUR
    await sending.happened(stored(EventKind.RESTORED, at=sending.now, reason=None))
    for _ in range(12):
        await sending.tick(HOUR)
    assert sending.slack.cards() == []
    assert await sending.outbox.count_waiting() == 0


async def test_what_went_came_and_went_again_in_one_night_is_posted_once(sending: Sending) -> None:
    await sending.watched()
    sending.now = NOON.replace(hour=23)
    for kind in (EventKind.LOST, EventKind.RESTORED, EventKind.LOST):
        await sending.happened(stored(kind, at=sending.now, reason=None))
        await sending.tick(HOUR)
    for _ in range(12):
        await sending.tick(HOUR)
    assert len(sending.slack.cards()) == 1
    assert sending.slack.texts("C1")[0].startswith("Lost: journal.example/1")
    assert len(sending.slack.threads) == 1
    assert await sending.outbox.count_waiting() == 0


async def test_what_comes_after_a_night_that_came_to_nothing_is_posted_with_its_thread(
    sending: Sending,
) -> None:
    await sending.watched()
    sending.now = NOON.replace(hour=23)
    for kind in (EventKind.LOST, EventKind.RESTORED):
        await sending.happened(stored(kind, at=sending.now, reason=None))
        await sending.tick(HOUR)
    for _ in range(12):
        await sending.tick(HOUR)
    assert sending.slack.cards() == []
    await sending.happened(stored(link=2, at=sending.now, reason=None))
    await sending.tick()
    assert len(sending.slack.cards()) == len(sending.slack.threads) == 1
    assert "2 links from journal.example" in sending.slack.texts("C1")[0]
    assert "1 of them back" in sending.slack.texts("C1")[0]


async def test_what_was_told_as_back_and_goes_again_is_a_new_message(sending: Sending) -> None:
    await sending.watched()
    for kind in (EventKind.LOST, EventKind.RESTORED, EventKind.LOST):
        await sending.happened(stored(kind, at=sending.now, reason=None))
        await sending.tick(HOUR)
    first, second = [text for text in sending.slack.texts("C1") if "links to" in text]
    assert first.startswith("Back after")
    assert second.startswith("Lost: journal.example/1")


async def test_a_page_of_ours_that_works_again_is_written_into_its_message(
    sending: Sending,
) -> None:
    await sending.watched()
    broken = stored(EventKind.TARGET_BROKEN, link=None, before=None)
    mended = stored(EventKind.TARGET_MENDED, link=None, before=None, at=NOON + 3 * HOUR)
    for event in (broken, mended):
        sending.now = event.event.at
        await sending.happened(event)
        await sending.tick()
    (card, _) = sending.slack.texts("C1")
    assert card.startswith("Works again after 3 hours: ")
    # A channel that never heard that it was broken hears nothing of its end.
    await sending.watches.add_watch(replace(WATCH, id="w2", channel="C2"))
    await sending.happened(replace(mended, key="again"))
    await sending.tick()
    assert sending.slack.texts("C2") == []


async def test_a_watch_that_ended_posts_no_more(sending: Sending) -> None:
    await sending.watched()
    await sending.happened(stored())
    await sending.watches.remove_watch("C1", SITE)
    await sending.tick()
    assert sending.slack.cards() == []
    assert await sending.outbox.count_waiting() == 0


async def test_retry_after_is_obeyed(sending: Sending) -> None:
    errors = iter([refused("ratelimited", permanent=False, after=90)])
    sending.slack.fails = lambda method, channel: next(errors, None)
    await sending.watched()
    await sending.happened(*losses(3))
    await sending.tick()
    await sending.tick(timedelta(seconds=89))
    assert sending.slack.cards() == []
    await sending.tick(timedelta(seconds=1))
    assert len(sending.slack.cards()) == 3


@pytest.mark.parametrize("code", ["is_archived", "not_in_channel", "channel_not_found"])
async def test_a_channel_that_refuses_is_told_to_its_owner_once_and_nothing_is_dropped(
    sending: Sending, code: str
) -> None:
    sending.slack.fails = lambda method, channel: refused(code) if channel == "C1" else None
    await sending.watched()
    await sending.happened(*losses(3))
    for _ in range(8):
        await sending.tick(HOUR)
    (told,) = sending.slack.texts("U1")
    assert "kept" in told
    sending.slack.fails = lambda method, channel: None
    await sending.tick(HOUR)
    assert len(sending.slack.cards()) == 3


async def test_a_revoked_token_keeps_everything(sending: Sending) -> None:
    sending.slack.fails = lambda method, channel: refused("token_revoked")
    await sending.watched()
    await sending.happened(*losses(2))
    for _ in range(5):
        await sending.tick(HOUR)
    sending.slack.fails = lambda method, channel: None
    await sending.tick(HOUR)
    assert len(sending.slack.cards()) == 2
    assert sending.slack.texts("U1") == []


async def test_a_channel_that_refuses_holds_no_other_up(sending: Sending) -> None:
    sending.slack.fails = lambda method, channel: (
        refused("is_archived") if channel == "C1" else None
    )
    await sending.watched()
    await sending.watches.add_watch(replace(WATCH, id="w2", channel="C2"))
    await sending.happened(*losses(2))
    await sending.tick()
    assert len(sending.slack.cards("C2")) == 2


async def test_a_message_that_somebody_deleted_stays_deleted(sending: Sending) -> None:
    await sending.watched()
    await sending.happened(stored())
    await sending.tick()
    sending.slack.fails = lambda method, channel: (
        refused("message_not_found") if method == "update" else None
    )
    await sending.happened(stored(EventKind.RESTORED, at=NOON + HOUR, reason=None))
    await sending.tick(2 * HOUR)
    assert await sending.outbox.count_waiting() == 0
    assert len(sending.slack.cards()) == 1


async def test_what_is_days_late_is_left_to_the_digest_where_there_is_one(
    sending: Sending,
) -> None:
    sending.slack.fails = lambda method, channel: LOST_ANSWER
    await sending.watched(digest_at=time(9), quiet_from=time(0), quiet_until=time(0))
    await sending.happened(stored())
    for _ in range(37):
        await sending.tick(HOUR)
    sending.slack.fails = lambda method, channel: None
    await sending.tick(HOUR)
    assert sending.slack.cards() == []
    assert await sending.outbox.count_waiting() == 0


def test_waiting_doubles_up_to_an_hour() -> None:
    error = refused("internal_error", permanent=False)
    waits = [wait_after(error, attempts=n).total_seconds() for n in (0, 1, 2, 6, 7, 1000)]
    assert waits == [30, 60, 120, 1920, 3600, 3600]
    assert wait_after(refused("is_archived"), attempts=0) == HOUR


class _Killed(BaseException):
    """Stands for the end of the process."""


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("may_look", [True, False], ids=["with history", "without history"])
async def test_every_card_is_posted_whatever_fails_and_repeats_only_in_the_one_window(
    tmp_path: Path, seed: int, may_look: bool
) -> None:
    """Errors before and after the post, lost answers, ends of the process at any of these moments."""
    dice = random.Random(seed)
    lost_answers: Counter[str] = Counter()

    def fails(_method: str, _channel: str) -> DeliveryError | None:
        roll = dice.random()
        if roll < 0.1:
            raise _Killed
        return (
            refused("ratelimited", permanent=False, after=dice.choice([1, 30]))
            if roll < 0.25
            else refused("internal_error", permanent=False)
            if roll < 0.4
            else None
        )

    def loses(_method: str, _channel: str) -> DeliveryError | None:
        roll = dice.random()
        lost_answers["all"] += roll < 0.3
        if roll < 0.15:
            raise _Killed
        return LOST_ANSWER if roll < 0.3 else None

    sending = Sending(tmp_path, BadSlack(fails, loses, may_look))
    await sending.watched(budget=100, quiet_from=time(0), quiet_until=time(0))
    events = losses(12, before=GOOD)
    await sending.happened(*events)
    for _ in range(400):
        try:
            await sending.tick(LEASE + MINUTE)
        except BaseExceptionGroup:
            continue
        except _Killed:
            continue
        if not await sending.outbox.count_waiting():
            break
    counted = Counter(sending.slack.cards())
    sending.close()
    assert len(counted) == 12
    repeats = sum(counted.values()) - 12
    assert repeats == 0 if may_look else repeats <= lost_answers["all"]


def group(number: int, **more: object) -> list[StoredEvent]:
    """Links of one site, so that they are one card."""
    return [stored(link=n, **more) for n in range(1, number + 1)]  # type: ignore[arg-type]  # passed on


async def test_a_long_group_has_a_file_with_all_of_its_rows_beside_it(sending: Sending) -> None:
    await sending.watched()
    await sending.happened(*group(120))
    await sending.tick()
    assert "120 links from journal.example" in sending.slack.texts("C1")[0]
    ((beside, name, content),) = sending.slack.files
    assert sending.slack.about[beside] == {"card": sending.slack.cards()[0]}
    assert name.endswith(".csv")
    assert len(content.decode("utf-8-sig").splitlines()) == 121
    assert "and 70 more; the file has them all." in sending.slack.texts("C1")[1]
    await sending.tick(HOUR)
    assert len(sending.slack.files) == 1


async def test_a_short_group_has_no_file(sending: Sending) -> None:
    await sending.watched()
    await sending.happened(*group(50))
    await sending.tick()
    assert sending.slack.files == []


async def test_a_file_that_slack_refuses_comes_later_and_once(sending: Sending) -> None:
    await sending.watched()
    away = [True]
    sending.poster = BadSlack(
        fails=lambda method, _: (
            refused("internal_error", permanent=False) if method == "upload" and away[0] else None
        )
    )
    await sending.happened(*group(60))
    for _ in range(3):
        await sending.tick(HOUR)
    assert sending.slack.files == []
    assert len(sending.slack.cards()) == 1
    away[0] = False
    for _ in range(3):
        await sending.tick(HOUR)
    assert len(sending.slack.files) == 1
    assert await sending.outbox.count_waiting() == 0


@pytest.mark.parametrize("method", ["post", "upload"])
async def test_what_stands_in_a_thread_already_is_not_repeated(
    sending: Sending, method: str
) -> None:
    """Slack answered, and nobody heard it: for a card, its thread and its file."""
    await sending.watched()
    lost: Counter[str] = Counter()

    def loses(called: str, _channel: str) -> DeliveryError | None:
        lost[called] += 1
        return LOST_ANSWER if called == method and lost[called] <= 2 else None

    sending.poster = BadSlack(loses=loses)
    await sending.happened(*group(60))
    for _ in range(6):
        await sending.tick(HOUR)
    assert len(sending.slack.cards()) == 1
    assert len(sending.slack.threads) == 1
    assert len(sending.slack.files) == 1
    assert await sending.outbox.count_waiting() == 0


@pytest.mark.parametrize("years", [1, 10])
async def test_what_a_clock_planned_that_ran_ahead_is_sent_when_it_is_right_again(
    sending: Sending, years: int
) -> None:
    """Planned at night, claimed in the morning and cut off: all of it years from now."""
    await sending.watched(budget=2)
    right, ahead = sending.now, years * 365 * DAY
    sending.now = (right + ahead).replace(hour=23)
    await sending.happened(*losses(2, at=sending.now))
    sending.now = right
    await sending.tick(MINUTE)
    assert len(sending.slack.cards()) == 2


async def test_what_was_claimed_or_posted_years_ahead_holds_up_nothing(sending: Sending) -> None:
    await sending.watched(budget=2)
    right = sending.now
    sending.now = right + 900 * DAY
    early, late = losses(4, at=sending.now)[:2], losses(4, at=right)[2:]
    await sending.happened(early[0])
    await sending.tick()
    assert len(sending.slack.cards()) == 1
    await sending.happened(early[1])
    await sending.outbox.claim_posts(now=sending.now, limit=9, lease=LEASE)
    sending.now = right
    await sending.happened(late[0])
    await sending.tick(MINUTE)
    assert len(sending.slack.cards()) == 3, "the claim is void, and the budget is today's"


def test_slack_may_ask_for_a_day_at_most() -> None:
    assert wait_after(refused("ratelimited", after=1e7), attempts=0) == DAY
