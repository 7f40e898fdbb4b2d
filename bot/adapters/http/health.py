"""Tries one address through the guarded client."""

from collections.abc import Callable

import httpx

from bot.domain.checkups import WebLook


class HttpWebHealth:
    """Keeps the promises of `WebHealth`. Any answer will do, whatever its status."""

    def __init__(self, client: Callable[[], httpx.AsyncClient], url: str) -> None:
        self._client, self._url = client, url

    async def look(self) -> WebLook:
        try:
            async with self._client() as client:
                await client.head(self._url)
        except httpx.HTTPError as error:
            return WebLook(self._url, str(error).rstrip(".") or type(error).__name__)
        return WebLook(self._url)
