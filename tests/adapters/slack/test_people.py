"""Who is who: asked of Slack once in a while, and not for every line of a list."""

import aiohttp
from slack_sdk.web.async_client import AsyncWebClient

from bot.adapters.slack.people import SlackPeople
from tests.workspace import project_manifest, workspace


async def test_what_slack_said_of_a_person_is_remembered() -> None:
    async with workspace(project_manifest()) as here, aiohttp.ClientSession() as session:
        client = AsyncWebClient(token=here.bot_token, base_url=here.api_url, session=session)
        people = SlackPeople(client)
        name, zone = await people.name_of(here.user), await people.zone_of(here.user)
        assert name != "a colleague"
        await here.fault("ratelimited", method="users.info", seconds=60, count=99)
        assert (await people.name_of(here.user), await people.zone_of(here.user)) == (name, zone)
