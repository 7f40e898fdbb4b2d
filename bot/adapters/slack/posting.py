"""Writing to Slack outside of an answer: posts, updates, files; every refusal as a DeliveryError."""

import asyncio
import logging
from collections.abc import Mapping, Sequence
from typing import Any, Final

import aiohttp
from slack_sdk.errors import SlackApiError, SlackClientError
from slack_sdk.web.async_client import AsyncWebClient

from bot.errors import DeliveryError
from bot.message import Message
from bot.ports import Posted

log = logging.getLogger(__name__)

METADATA_EVENT: Final = "backlinks"
_ANSWERS: Final = 200
"""Of a thread in one answer of Slack, as it advises; the oldest come first, so that it is read to its end."""

# What trying again cannot mend: https://docs.slack.dev/reference/methods/chat.postMessage#errors
_PERMANENT: Final = frozenset(
    [
        "account_inactive",
        "cant_update_message",
        "channel_is_archived",
        "channel_not_found",
        "edit_window_closed",
        "ekm_access_denied",
        "invalid_auth",
        "is_archived",
        "is_inactive",
        "message_not_found",
        "missing_scope",
        "msg_too_long",
        "no_permission",
        "not_allowed_token_type",
        "not_authed",
        "not_in_channel",
        "org_login_required",
        "restricted_action",
        "restricted_action_read_only_channel",
        "team_access_not_granted",
        "token_expired",
        "token_revoked",
        "user_disabled",
        "user_not_found",
        "user_not_visible",
    ]
)
_BLOCKS_REFUSED: Final = frozenset(
    {"invalid_blocks", "invalid_attachments", "invalid_blocks_format"}
)


class SlackPoster:
    """Keeps the promises of `bot.ports.Poster` with one shared AsyncWebClient."""

    def __init__(self, client: AsyncWebClient, *, answer_within_seconds: float = 30) -> None:
        self._client = client
        # The client's own timeout does not hold for a session that is handed to it.
        self._answer_within = answer_within_seconds
        # slack_sdk asks again by itself when a connection breaks. A post whose answer was lost would
        # then stand twice, before anybody could look whether it stands there.
        self._posting = AsyncWebClient(
            token=client.token,
            base_url=client.base_url,
            session=client.session,
            timeout=client.timeout,
            retry_handlers=[],
        )

    async def post(
        self,
        channel: str,
        message: Message,
        *,
        thread_ts: str | None = None,
        metadata: Mapping[str, str] | None = None,
    ) -> Posted:
        about: dict[str, Any] = {"channel": channel, "unfurl_links": False, "unfurl_media": False}
        if thread_ts:
            about["thread_ts"] = thread_ts
        if metadata:
            about["metadata"] = {"event_type": METADATA_EVENT, "event_payload": dict(metadata)}
        answer = await self._send("chat.postMessage", about, message)
        return Posted(channel=str(answer["channel"]), ts=str(answer["ts"]))

    async def update(self, posted: Posted, message: Message) -> None:
        await self._send("chat.update", {"channel": posted.channel, "ts": posted.ts}, message)

    async def upload(
        self,
        channel: str,
        *,
        filename: str,
        content: bytes,
        comment: str,
        thread_ts: str | None = None,
    ) -> None:
        # A file can be shared into a conversation only, and a user's ID is not one.
        if channel.startswith(("U", "W")):
            posted = await self.post(channel, Message(comment))
            channel, thread_ts, comment = posted.channel, posted.ts, ""
        try:
            await self._client.files_upload_v2(
                channel=channel,
                filename=filename,
                content=content,
                initial_comment=comment or None,
                thread_ts=thread_ts,
            )
        except SlackApiError as error:
            raise as_delivery_error(error) from error
        except (SlackClientError, aiohttp.ClientError, OSError, TimeoutError) as error:
            raise unreachable() from error

    async def find_own(
        self,
        channel: str,
        metadata: Mapping[str, str],
        *,
        newest: int = 50,
        thread_ts: str | None = None,
    ) -> Posted | None:
        wanted = {"event_type": METADATA_EVENT, "event_payload": dict(metadata)}
        for message in await self._history(channel, newest, thread_ts):
            if message.get("metadata") == wanted:
                return Posted(channel=channel, ts=str(message["ts"]))
        return None

    async def has_file(self, beside: Posted, filename: str) -> bool:
        answers = await self._history(beside.channel, 0, beside.ts)
        return any(
            file.get("name") == filename for answer in answers for file in answer.get("files") or ()
        )

    async def _history(
        self, channel: str, newest: int, thread_ts: str | None
    ) -> Sequence[Mapping[str, Any]]:
        """The newest messages of a channel, or all of a thread; none where the app may not look."""
        found: list[Mapping[str, Any]] = []
        cursors = {""}
        cursor = ""
        while True:
            answer = await self._history_page(channel, newest - len(found), thread_ts, cursor)
            found += answer.get("messages") or ()
            cursor = str((answer.get("response_metadata") or {}).get("next_cursor") or "")
            if cursor in cursors or (not thread_ts and len(found) >= newest):
                return found
            cursors.add(cursor)

    async def _history_page(
        self, channel: str, newest: int, thread_ts: str | None, cursor: str
    ) -> Mapping[str, Any]:
        about: dict[str, Any] = {"channel": channel, "cursor": cursor, "include_all_metadata": True}
        try:
            async with asyncio.timeout(self._answer_within):
                answer = await (
                    self._client.conversations_replies(ts=thread_ts, limit=_ANSWERS, **about)
                    if thread_ts
                    else self._client.conversations_history(limit=newest, **about)
                )
        except SlackApiError as error:
            if error_code(error) in {"missing_scope", "not_in_channel", "thread_not_found"}:
                return {}
            raise as_delivery_error(error) from error
        except (SlackClientError, aiohttp.ClientError, OSError, TimeoutError) as error:
            raise unreachable() from error
        return answer.data if isinstance(answer.data, dict) else {}

    async def _send(
        self, method: str, about: dict[str, Any], message: Message
    ) -> Mapping[str, Any]:
        for version in (message, message.plainer()):
            try:
                return await self._call(method, about, version)
            except DeliveryError as error:
                if error.code not in _BLOCKS_REFUSED:
                    raise
                log.warning("slack refused the blocks of a message: %s", error.code)
        return await self._call(method, about, Message(message.text))

    async def _call(
        self, method: str, about: dict[str, Any], message: Message
    ) -> Mapping[str, Any]:
        # An empty list of blocks also takes the blocks of an updated message away.
        body = about | {"text": message.fallback, "blocks": list(message.blocks)}
        try:
            client = self._posting if method == "chat.postMessage" else self._client
            async with asyncio.timeout(self._answer_within):
                answer = await client.api_call(method, json=body)
        except SlackApiError as error:
            raise as_delivery_error(error) from error
        except (TimeoutError, SlackClientError, aiohttp.ClientError, OSError) as error:
            raise unreachable() from error
        data: Mapping[str, Any] = answer.data if isinstance(answer.data, dict) else {}
        return data


def error_code(error: SlackApiError) -> str:
    """Slack's name of a refusal; `http_500` where the answer was no JSON, as of an overloaded proxy."""
    data = error.response.data
    named = data.get("error") if isinstance(data, dict) else None
    return str(named or f"http_{error.response.status_code}")


def as_delivery_error(error: SlackApiError) -> DeliveryError:
    """Slack's refusal as ours, with the time that it asks us to wait."""
    response = error.response
    code = error_code(error)
    retry_after = response.headers.get("Retry-After") or response.headers.get("retry-after")
    return DeliveryError(
        code,
        f"Slack refused a message: {code}.",
        permanent=code in _PERMANENT,
        retry_after_seconds=float(retry_after) if retry_after and retry_after.isdigit() else None,
    )


def unreachable() -> DeliveryError:
    return DeliveryError("unreachable", "Slack cannot be reached.", permanent=False)
