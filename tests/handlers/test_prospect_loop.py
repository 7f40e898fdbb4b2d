"""The loop: agreed, seen live, lost, won back, restored; and the reminders of what is due."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from bot.adapters.store.outbox import SqlOutbox
from bot.domain.pages import Page
from bot.domain.prospects import Action, Status
from bot.domain.tracking import PlannedPost
from bot.errors import DeliveryError
from bot.message import Message
from bot.ports import Posted, Poster
from bot.slack import prospect_forms as forms
from bot.slack import prospects as drawn
from bot.slack import reminders
from jobs.deliver_posts import deliver_posts
from jobs.remind_owners import hear_checker, remind_owners
from jobs.run_due_checks import run_due_checks
from tests.handlers.conftest import Office, office
from tests.handlers.test_verifying import LINK, PAGE, page
from tests.handlers.test_watching import serve
from tests.workspace import Json


async def looked(bot: Office, hours: float) -> None:
    """Time passes, and the jobs run."""
    bot.time.now += timedelta(hours=hours)
    for url, answer in dict(bot.pages.answers).items():
        assert isinstance(answer, Page)
        bot.pages.answers = {url: replace(answer, fetched_at=bot.time.now)}
    await run_due_checks(bot.deps)
    await hear_checker(bot.deps)
    await deliver_posts(bot.deps)


async def reminded(bot: Office) -> None:
    """The job runs, and what it planned is sent."""
    await remind_owners(bot.deps)
    await deliver_posts(bot.deps)


async def agreed(bot: Office, anchor: str = "garden guide") -> None:
    await bot.here.command(f"/backlinks prospect {PAGE} site.example")
    card = await bot.here.wait_for(lambda m: "Nobody wrote yet" in m["text"])
    await bot.here.click(card, drawn.MENU, "agreed 1 1")
    view = await bot.here.wait_for_view(lambda v: v["callback_id"] == forms.MOVE_FORM)
    await bot.here.submit(view, {forms.ANCHOR: anchor, forms.COST: "120 EUR"})
    await bot.here.wait_for(lambda m: "Agreed on" in m["text"])


class DyingOutbox(SqlOutbox):
    """The process ends before anything is planned."""

    def __init__(self) -> None:
        """No database."""

    async def plan_posts(self, posts: Sequence[PlannedPost], *, now: datetime) -> int:
        raise ConnectionError


@dataclass(frozen=True)
class RefusingPoster:
    """Slack's answer to every new message is an error; all else works."""

    poster: Poster

    async def post(self, *_: object, **__: object) -> Posted:
        raise DeliveryError("service_unavailable", "Slack is down.", permanent=False)

    async def update(self, posted: Posted, message: Message) -> None:
        await self.poster.update(posted, message)

    async def upload(self, *_: object, **__: object) -> None:
        raise DeliveryError("service_unavailable", "Slack is down.", permanent=False)

    async def find_own(self, *_: object, **__: object) -> Posted | None:
        return None

    async def has_file(self, *_: object, **__: object) -> bool:
        return False


async def won_card(bot: Office) -> Json:
    return await bot.here.wait_for(lambda m: "Won: the link is live" in m["text"], channel="dm")


async def test_only_the_checker_sets_won_and_says_what_differs(tmp_path: Path) -> None:
    async with office(tmp_path, {PAGE: page(PAGE)}) as bot:
        await agreed(bot, anchor="quite another text")
        await looked(bot, 2)
        assert (await bot.deps.prospects.prospect(1)).status is Status.AGREED
        bot.pages.answers = {PAGE: page(PAGE, LINK)}
        await looked(bot, 40)
        card = await won_card(bot)
        assert "Not as agreed: anchor text is" in card["text"]
        kept = await bot.deps.prospects.prospect(1)
        assert kept.moves[-1].by == "checker"
        await hear_checker(bot.deps)
        assert (await bot.deps.prospects.prospect(1)).version == kept.version, "heard once"


async def test_a_lost_link_is_won_back_with_its_history(tmp_path: Path) -> None:
    async with office(tmp_path, {PAGE: page(PAGE, LINK)}) as bot:
        await agreed(bot)
        await looked(bot, 2)
        await won_card(bot)
        bot.pages.answers = {PAGE: page(PAGE)}
        await looked(bot, 40)
        await looked(bot, 2)
        card = await bot.here.wait_for(lambda m: "the link was lost on" in m["text"], channel="dm")
        await bot.here.click(card, f"{drawn.MOVE}.reopened")
        await bot.here.wait_for(lambda m: "Nobody wrote yet" in m["text"], channel="dm")
        bot.pages.answers = {PAGE: page(PAGE, LINK)}
        await looked(bot, 40)
        await looked(bot, 2)
        kept = await bot.deps.prospects.prospect(1)
        assert kept.status is Status.WON
        actions = [move.action for move in kept.moves]
        wanted = [Action.AGREED, Action.WON, Action.LINK_LOST, Action.REOPENED, Action.WON]
        assert actions[1:] == wanted
        assert kept.standing.link is not None
        assert kept.standing.link.lost_at is None
        assert kept.standing.link.first_lost_at is not None


async def test_an_owner_is_reminded_once_a_day_and_answers_by_button(bot: Office) -> None:
    await bot.here.command(f"/backlinks prospect {PAGE} site.example")
    card = await bot.here.wait_for(lambda m: "Nobody wrote yet" in m["text"])
    await bot.here.click(card, f"{drawn.MOVE}.contacted")
    await bot.here.wait_for(lambda m: "Contacted by" in m["text"])
    await reminded(bot)
    assert not await bot.here.messages("dm"), "nothing is due on the first day"
    bot.time.now += timedelta(days=3, hours=3)
    await reminded(bot)
    await reminded(bot)
    told = [m for m in await bot.here.messages("dm") if "Due today: 1 prospect" in m["text"]]
    assert len(told) == 1
    assert "Follow up today" in told[0]["text"]
    await bot.here.click(told[0], f"{reminders.REMIND}.followed_up")
    await bot.here.wait_for(lambda m: "Followed up" in m["text"], channel="dm")
    kept = await bot.deps.prospects.prospect(1)
    assert kept.standing.follow_ups == 1
    bot.time.now += timedelta(hours=1)
    await reminded(bot)
    assert len(await bot.here.messages("dm")) == 1


async def test_what_was_won_is_told_once_although_the_bot_died_before_telling(
    tmp_path: Path,
) -> None:
    async with office(tmp_path, {PAGE: page(PAGE)}) as bot:
        await agreed(bot)
        await looked(bot, 2)
        bot.pages.answers = {PAGE: replace(page(PAGE, LINK), fetched_at=bot.time.now)}
        bot.time.now += timedelta(hours=40)
        serve(bot, bot.pages.answers)
        await run_due_checks(bot.deps)
        with pytest.raises(ConnectionError):
            await hear_checker(replace(bot.deps, outbox=DyingOutbox()))
        assert (await bot.deps.prospects.prospect(1)).status is Status.WON
        assert not await bot.here.messages("dm")
        for _ in range(3):
            await hear_checker(bot.deps)
            await deliver_posts(bot.deps)
        told = [m for m in await bot.here.messages("dm") if "Won: the link is live" in m["text"]]
        assert len(told) == 1


async def test_a_reminder_that_slack_refused_is_sent_later_that_day_and_never_twice(
    bot: Office,
) -> None:
    await bot.here.command(f"/backlinks prospect {PAGE} site.example")
    card = await bot.here.wait_for(lambda m: "Nobody wrote yet" in m["text"])
    await bot.here.click(card, f"{drawn.MOVE}.contacted")
    await bot.here.wait_for(lambda m: "Contacted by" in m["text"])
    bot.time.now += timedelta(days=3, hours=3)
    refusing = replace(bot.deps, poster=RefusingPoster(bot.deps.poster))
    await remind_owners(refusing)
    await deliver_posts(refusing)
    assert not await bot.here.messages("dm")
    bot.time.now += timedelta(hours=2)
    await reminded(bot)
    await reminded(bot)
    assert len([m for m in await bot.here.messages("dm") if "Due today" in m["text"]]) == 1
