"""Digests on Slack's bad days, and under kill -9: told once, but for the window that Slack leaves."""

import asyncio
import logging
import os
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from copy import deepcopy
from datetime import time, timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.adapters.slack.posting import SlackPoster
from bot.adapters.store.event_log import SqlEventStore
from bot.adapters.store.migrate import open_database
from bot.config import load
from bot.domain.watches import ChannelSettings, Watch
from bot.slack_app import slack_session, web_client
from tests.adapters.store.killing import nursery
from tests.services.test_send_digests import SITE, START, World
from tests.workspace import Workspace, project_manifest, workspace

DAY = timedelta(days=1)
TURNS = int(os.environ.get("DIGEST_KILLS", "21"))
"""Kills in the test; the figures of docs/reliability.md come from a longer run of the same."""


log = logging.getLogger(__name__)

_WINDOW = range(4, 8)
"""The steps after which a kill may fall between Slack's taking the post and our mark."""


def manifest(*, can_look: bool) -> dict[str, Any]:
    """The project's own, and (with `can_look`) the scope to read a channel's history."""
    made = deepcopy(project_manifest())
    if can_look:
        made["oauth_config"]["scopes"]["bot"].append("channels:history")
    return made


async def posted(here: Workspace) -> list[str]:
    """The digests that stand in the channel, by their text."""
    return [
        message["text"]
        for message in await here.messages("seo")
        if message.get("user") == here.bot_user and message["text"].startswith("20")
    ]


@asynccontextmanager
async def office(*, can_look: bool) -> AsyncIterator[tuple[Workspace, World]]:
    """A workspace, and a world whose digests go there through the real poster."""
    async with (
        workspace(manifest(can_look=can_look)) as here,
        slack_session(patience_seconds=0.5) as session,
    ):
        settings = load({"SLACK_API_URL": here.api_url})
        client = web_client(settings, here.bot_token, session)
        world = World()
        channel = here.channel_id("seo")
        # Without being a member the bot may post to a public channel, and not read it.
        await here.post("channel", action="invite", channel=channel, target=here.bot_user)
        world.watches.kept = [Watch("w", channel, SITE, "", START)]
        world.watches.settings = {
            channel: ChannelSettings(
                channel, digest_at=time(9), digest_from=START, weekly_report=False
            )
        }
        world.poster = SlackPoster(client)  # type: ignore[assignment]  # the real one
        yield here, world


FAULTS: list[dict[str, Any]] = [
    {"kind": "ratelimited", "seconds": 2},
    {"kind": "server_error"},
    {"kind": "error", "name": "ratelimited"},
    {"kind": "error", "name": "internal_error"},
    {"kind": "hang"},
    {"kind": "lost_answer"},
]


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: f"{fault['kind']}-{fault.get('name')}")
async def test_whatever_slack_answers_the_digest_stands_once(fault: dict[str, Any]) -> None:
    """Three times in a row, on three days, with the scope to look before repeating."""
    async with office(can_look=True) as (here, world):
        told = []
        for _ in range(3):
            told.append(await world.happen())
            world.now += DAY
            await here.fault(**fault, method="chat.postMessage", count=3)
            for _ in range(12):
                await world.sender().send_due()
                world.now += timedelta(minutes=5)
        texts = await posted(here)
        assert len(texts) == 3
        assert [key for text in texts for key in text.split("\n")[1:]] == told


async def test_a_lost_answer_repeats_only_where_the_history_cannot_be_read() -> None:
    async with office(can_look=False) as (here, world):
        await world.happen()
        world.now += DAY
        await here.fault("lost_answer", method="chat.postMessage", count=1)
        for _ in range(4):
            await world.sender().send_due()
            world.now += timedelta(minutes=5)
        assert len(await posted(here)) == 2


async def test_the_wait_that_slack_asks_for_is_kept_to() -> None:
    async with office(can_look=True) as (here, world):
        await world.happen()
        world.now += DAY
        await here.fault("ratelimited", method="chat.postMessage", count=1, seconds=300)
        await world.sender().send_due()
        world.now += timedelta(seconds=299)
        await world.sender().send_due()
        assert not await posted(here)
        world.now += timedelta(seconds=1)
        await world.sender().send_due()
        assert len(await posted(here)) == 1


_WRITER = """
import asyncio
from datetime import datetime, timedelta
from pathlib import Path

from bot.adapters.slack.posting import SlackPoster
from bot.adapters.store.digest_ledger import SqlDigestLedger
from bot.adapters.store.event_log import SqlEventStore
from bot.adapters.store.migrate import open_database
from bot.config import load
from bot.services.build_digest import DigestSources
from bot.services.send_digests import DigestSender, Drawing
from bot.slack_app import slack_session, web_client
from tests.digest_fakes import NoClaims, NoLinks
from tests.services.test_send_digests import World, drawn

STEPS = ("claim_day", "keep_told", "post", "mark_sent")


class Telling:
    # Says a number before and after each step, for whoever wants to kill there.
    said = 0

    def __init__(self, inner):
        self.inner = inner

    def __getattr__(self, name):
        work = getattr(self.inner, name)
        if name not in STEPS:
            return work

        async def told(*args, **more):
            self.say()
            answer = await work(*args, **more)
            self.say()
            return answer

        return told

    @classmethod
    def say(cls):
        cls.said += 1
        print(cls.said, flush=True)


async def send(data_dir, api_url, token, channel, now):
    database = open_database(Path(data_dir))
    world = World(channel=channel)
    world.now = datetime.fromisoformat(now)
    async with slack_session() as session:
        client = web_client(load({"SLACK_API_URL": api_url}), token, session)
        sender = DigestSender(
            sources=DigestSources(
                watches=world.watches,
                links=NoLinks(),
                events=SqlEventStore(database),
                ledger=Telling(SqlDigestLedger(database)),
                claims=NoClaims(),
            ),
            poster=Telling(SlackPoster(client)),
            clock=lambda: world.now,
            drawing=Drawing(digest=drawn, refused=None, shown_rows=10),
        )
        await sender.send_due()
    Telling.say()


def write(*args):
    asyncio.run(send(*args))
"""


async def _die_and_rise(
    here: Workspace, folder: Path, happened: list[str]
) -> tuple[list[str], int]:
    """A day a turn: an event, a bot that is killed at one of its steps, and one that finishes."""
    database = open_database(folder)
    events = SqlEventStore(database)
    world = World()
    channel = here.channel_id("seo")
    cut_short = 0
    with nursery(_WRITER) as bots:
        for turn in range(TURNS):
            happened.append(await world.happen())
            await events.add_events(world.events.kept[-1:])
            world.now += DAY - timedelta(minutes=6)
            args = (folder, here.api_url, here.bot_token, channel)
            at = await asyncio.to_thread(
                bots.write_until_killed, *args, world.now.isoformat(), after=turn % 8 + 1
            )
            cut_short += at < 9
            world.now += timedelta(minutes=6)
            await asyncio.to_thread(bots.write, *args, world.now.isoformat())
    database.close()
    return await posted(here), cut_short


@pytest.mark.slow
@pytest.mark.parametrize("can_look", [True, False], ids=["may look", "may not look"])
async def test_a_bot_killed_at_any_step_tells_each_event_and_repeats_only_in_the_window(
    tmp_path: Path, can_look: bool
) -> None:
    """The window: Slack has the post, and the mark is not written. With the scope there is none."""
    async with workspace(manifest(can_look=can_look)) as here:
        seo = here.channel_id("seo")
        await here.post("channel", action="invite", channel=seo, target=here.bot_user)
        happened: list[str] = []
        texts, cut_short = await _die_and_rise(here, tmp_path, happened)
    told = Counter(key for text in texts for key in text.split("\n")[1:])
    repeats = len(texts) - len({text.split("\n")[0] for text in texts})
    log.info("%d kills, %d before the end, %d digests twice", TURNS, cut_short, repeats)
    assert set(told) == set(happened)
    in_window = sum(1 for turn in range(TURNS) if turn % 8 + 1 in _WINDOW)
    assert repeats <= (0 if can_look else in_window)
    assert can_look is False or set(told.values()) == {1}
