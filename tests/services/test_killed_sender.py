"""kill -9 in the middle of posts, many times: nothing is lost, and what repeats is counted.

`DELIVERY_KILLS=60 pytest -s tests/services/test_killed_sender.py` prints the figures of docs/channels.md.
"""

import asyncio
import copy
import os
import re
from collections import Counter
from dataclasses import replace
from datetime import datetime, time, timedelta
from pathlib import Path

import pytest
from slack_sdk.web.async_client import AsyncWebClient

from bot.adapters.slack.posting import SlackPoster
from bot.services.deliver import LEASE
from tests.adapters.store.killing import nursery
from tests.domain.test_delivery import NOON, WATCH, stored
from tests.services.sending import Sending
from tests.workspace import Workspace, project_manifest, workspace

TURNS = int(os.environ.get("DELIVERY_KILLS", "6"))
CARDS_A_TURN = 3
_CODE = "sys.path.insert(0, '.')\nfrom tests.services.killed_sender import write"


async def plan(folder: Path, channel: str, *, turn: int, now: datetime) -> None:
    sending = Sending(folder)
    sending.now = now
    watch = replace(WATCH, channel=channel)
    await sending.watches.add_watch(watch)
    await sending.watches.change_settings(
        channel,
        lambda known: replace(known, budget=10_000, quiet_from=time(0), quiet_until=time(0)),
    )
    numbers = range(turn * CARDS_A_TURN, (turn + 1) * CARDS_A_TURN)
    await sending.happened(*(stored(link=n, site=f"s{n}.example", at=now) for n in numbers))
    sending.close()


async def finish(folder: Path, here: Workspace, now: datetime) -> None:
    client = AsyncWebClient(token=here.bot_token, base_url=here.api_url, session=here.session)
    sending = Sending(folder, SlackPoster(client))
    sending.now = now
    for _ in range(10):
        await sending.tick(LEASE + timedelta(minutes=1))
    assert await sending.outbox.count_waiting() == 0
    sending.close()


def sites(here: Workspace, channel: str) -> Counter[str]:
    """How often each lost site stands in the channel."""
    timeline = here.playground.first_workspace.channels[channel].timeline
    texts = [str(m.body.get("text")) for m in timeline.page_before(100_000).messages]
    found = (re.match(r"Lost: (s\d+)\.example", text) for text in texts)
    return Counter(match[1] for match in found if match)


def details(here: Workspace, channel: str) -> Counter[str]:
    """How often each card's details stand in its thread."""
    timeline = here.playground.first_workspace.channels[channel].timeline
    cards = [
        m for m in timeline.page_before(100_000).messages if "Lost:" in str(m.body.get("text"))
    ]
    return Counter(
        {m.ts: len(timeline.page_after(1_000, thread_ts=m.ts, after="0").messages) for m in cards}
    )


@pytest.mark.slow
@pytest.mark.parametrize("may_look", [True, False], ids=["with history", "without history"])
async def test_no_post_is_lost_and_few_repeat_whenever_the_sender_is_killed(
    tmp_path: Path, may_look: bool
) -> None:
    manifest = copy.deepcopy(project_manifest())
    if may_look:
        manifest["oauth_config"]["scopes"]["bot"].append("channels:history")
    now = NOON
    async with workspace(manifest) as here:
        channel = here.channel_id("seo")
        here.playground.first_workspace.channels[channel].members.add(here.bot_user)
        with nursery(_CODE) as senders:
            for turn in range(TURNS):
                await plan(tmp_path, channel, turn=turn, now=now)
                await asyncio.to_thread(
                    senders.write_until_killed,
                    tmp_path, here.api_url, here.bot_token, now.isoformat(),
                    # Each card and each thread below it has a moment before Slack's answer and one after.
                    after=turn * 5 % (4 * CARDS_A_TURN) + 1,
                )  # fmt: skip
                now += LEASE + timedelta(minutes=1)
                await asyncio.to_thread(
                    senders.write, tmp_path, here.api_url, here.bot_token, now.isoformat()
                )
                now += timedelta(minutes=1)
        await finish(tmp_path, here, now)
        counted, threads = sites(here, channel), details(here, channel)
    repeats = sum(counted.values()) - len(counted)
    print(f"{TURNS} kills, {len(counted)} cards, {repeats} repeated, history read: {may_look}")  # noqa: T201  (the figures of docs/reliability.md)
    assert len(counted) == TURNS * CARDS_A_TURN
    twice = sum(threads.values()) - sum(number > 0 for number in threads.values())
    print(f"{sum(threads.values())} threads, {twice} repeated")  # noqa: T201  (the same)
    assert repeats + twice == 0 if may_look else repeats + twice <= TURNS
    assert sum(number > 0 for number in threads.values()) == len(counted)
