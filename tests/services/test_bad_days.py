"""A bad day of Slack's, over real HTTP: refusals, errors, lost answers, silence. Everything arrives.

`BAD_DAYS=30 pytest -s tests/services/test_bad_days.py` prints the figures of docs/channels.md.
"""

import copy
import os
from datetime import timedelta
from pathlib import Path

import pytest
from slack_sdk.web.async_client import AsyncWebClient

from bot.adapters.slack.posting import SlackPoster
from tests.domain.test_delivery import NOON
from tests.services.sending import Sending
from tests.services.test_killed_sender import plan, sites
from tests.workspace import project_manifest, workspace

FAULTS = int(os.environ.get("BAD_DAYS", "3"))
CARDS_A_TURN = 3


@pytest.mark.slow
@pytest.mark.parametrize("may_look", [True, False], ids=["with history", "without history"])
@pytest.mark.parametrize("kind", ["ratelimited", "server_error", "error", "lost_answer", "hang"])
async def test_every_card_arrives_on_a_bad_day(tmp_path: Path, kind: str, may_look: bool) -> None:
    manifest = copy.deepcopy(project_manifest())
    if may_look:
        manifest["oauth_config"]["scopes"]["bot"].append("channels:history")
    now = NOON
    async with workspace(manifest) as here:
        channel = here.channel_id("seo")
        here.playground.first_workspace.channels[channel].members.add(here.bot_user)
        client = AsyncWebClient(token=here.bot_token, base_url=here.api_url, session=here.session)
        for turn in range(FAULTS):
            await plan(tmp_path, channel, turn=turn, now=now)
            await here.fault(kind, method="chat.postMessage", count=1, seconds=2)
            sending = Sending(tmp_path, SlackPoster(client, answer_within_seconds=1))
            sending.now = now
            await sending.tick()
            await sending.tick(timedelta(hours=1))
            await sending.tick(timedelta(hours=1))
            now = sending.now
            sending.close()
        counted = sites(here, channel)
    repeats = sum(counted.values()) - len(counted)
    print(  # noqa: T201  (the figures of docs/reliability.md)
        f"{kind}: {FAULTS} faults, {len(counted)} cards, {repeats} repeated, history read: {may_look}"
    )
    assert len(counted) == FAULTS * CARDS_A_TURN
    if may_look or kind in {"ratelimited", "error"}:
        assert repeats == 0
    assert repeats <= FAULTS
