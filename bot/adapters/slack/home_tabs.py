"""Publishes everybody's App Home."""

import aiohttp
from slack_sdk.errors import SlackApiError, SlackClientError
from slack_sdk.web.async_client import AsyncWebClient

from bot.adapters.slack.posting import as_delivery_error, unreachable
from bot.message import Block


class SlackHomeTabs:
    """The port `HomeTabs` with one shared AsyncWebClient."""

    def __init__(self, client: AsyncWebClient) -> None:
        self._client = client

    async def publish(self, user: str, view: Block) -> None:
        """See the port. https://docs.slack.dev/reference/methods/views.publish"""
        try:
            await self._client.views_publish(user_id=user, view=view)
        except SlackApiError as error:
            raise as_delivery_error(error) from error
        except (TimeoutError, SlackClientError, aiohttp.ClientError, OSError) as error:
            raise unreachable() from error
