"""Fetching what people uploaded: from Slack's file hosts or the configured API host, nowhere else."""

from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

import httpx

from bot.errors import DeliveryError

SLACK_FILE_HOSTS: Final = frozenset(
    {"files.slack.com", "files-origin.slack.com", "slack-files.com"}
)
"""https://docs.slack.dev/reference/objects/file-object (url_private, url_private_download)"""

ClientFactory = Callable[[], AbstractAsyncContextManager[httpx.AsyncClient]]


class SlackFiles:
    """Keeps the promise of `bot.ports.FileDownloads`. The bot token goes along, to those hosts only."""

    def __init__(self, make_client: ClientFactory, *, token: str, hosts: frozenset[str]) -> None:
        self._make_client = make_client
        self._token = token
        self._hosts = hosts

    async def download(self, url: str, into: Path, *, limit_bytes: int) -> None:
        if urlsplit(url).hostname not in self._hosts:
            raise DeliveryError(
                "bad_file_url", "That file does not lie with Slack.", permanent=True
            )
        headers = {"Authorization": f"Bearer {self._token}"}
        try:
            async with (
                self._make_client() as client,
                client.stream("GET", url, headers=headers) as response,
            ):
                await _save(response, into, limit_bytes=limit_bytes)
        except (httpx.HTTPError, OSError) as error:
            sentence = "The file could not be fetched from Slack. Please try again."
            raise DeliveryError("download_failed", sentence, permanent=False) from error


async def _save(response: httpx.Response, into: Path, *, limit_bytes: int) -> None:
    if response.status_code != 200:
        sentence = f"Slack answered {response.status_code} for the file. Please upload it again."
        raise DeliveryError("download_failed", sentence, permanent=False)
    # Slack answers with its sign-in page, and 200, when the token may not see the file.
    if response.headers.get("content-type", "").startswith("text/html"):
        sentence = "Slack does not let me read that file. The app needs the scope files:read."
        raise DeliveryError("missing_scope", sentence, permanent=True)
    read = 0
    with into.open("wb") as out:
        async for chunk in response.aiter_bytes():
            read += len(chunk)
            if read > limit_bytes:
                sentence = f"The file is larger than {limit_bytes // 1_000_000:,} MB."
                raise DeliveryError("too_large", sentence, permanent=True)
            out.write(chunk)
