"""What a message may say: reads and checks the content arguments of chat.* and response_url."""

import json
import re
from collections.abc import Mapping
from typing import Any, Final

from bot.playground.blockkit import Problem, check
from bot.playground.errors import SlackError
from bot.playground.filling import filled
from bot.playground.timeline import Json

MAX_TEXT: Final = 40_000
"""Longer text is cut: https://docs.slack.dev/reference/methods/chat.postMessage"""
MAX_MARKDOWN_TEXT: Final = 12_000
MAX_ATTACHMENTS: Final = 100
MAX_METADATA_BYTES: Final = 32_768

_TOKEN = re.compile(
    r"<(?:https?://|mailto:|tel:|[@#!])[^<>\n]*>|&(?:amp|lt|gt);|[&<>]",
)
_ESCAPES: Final = {"&": "&amp;", "<": "&lt;", ">": "&gt;"}


def escape(text: str) -> str:
    """Text that somebody typed, as Slack stores it."""
    return re.sub("[&<>]", lambda match: _ESCAPES[match[0]], text)


def stored_text(text: str) -> str:
    """An app's text as Slack stores it: links and mentions stay, lone `& < >` are escaped."""
    return _TOKEN.sub(lambda match: _ESCAPES.get(match[0], match[0]), text)


def read_content(args: Mapping[str, Any], *, need_some: bool = True) -> Json:
    """text, blocks and attachments as they will be shown; absent arguments stay absent.

    raises SlackError: invalid_blocks, invalid_blocks_format, invalid_attachments,
    too_many_attachments, markdown_text_conflict, msg_too_long, no_text
    """
    content: Json = {}
    if args.get("markdown_text"):
        content["blocks"] = [_markdown_block(args)]
        content["text"] = stored_text(str(args["markdown_text"]))
    if args.get("text") is not None:
        content["text"] = stored_text(str(args["text"])[:MAX_TEXT])
    if args.get("blocks") is not None:
        content["blocks"] = _blocks(args["blocks"])
    if args.get("attachments") is not None:
        content["attachments"] = _attachments(args["attachments"])
    if need_some and not any(content.values()):
        raise SlackError("no_text")
    return content


def _markdown_block(args: Mapping[str, Any]) -> Json:
    if args.get("text") or args.get("blocks"):
        raise SlackError("markdown_text_conflict")
    text = str(args["markdown_text"])
    if len(text) > MAX_MARKDOWN_TEXT:
        raise SlackError("msg_too_long")
    return filled([{"type": "markdown", "text": text}])[0]


def _blocks(value: Any) -> list[Json]:
    value = _from_json(value, "invalid_blocks_format")
    if not isinstance(value, list) or not all(isinstance(block, dict) for block in value):
        raise SlackError("invalid_blocks_format")
    if not value:
        return []
    refuse(check(value, "message"), "invalid_blocks")
    return filled(value)


def refuse(problems: list[Problem], error: str) -> None:
    """Raise what Slack answers when the checker found something."""
    if problems:
        lines = [str(problem) for problem in problems]
        raise SlackError(error, messages=lines, errors=[line[8:] for line in lines])


def _attachments(value: Any) -> list[Json]:
    value = _from_json(value, "invalid_attachments")
    if not isinstance(value, list) or not all(isinstance(item, dict) for item in value):
        raise SlackError("invalid_attachments")
    if len(value) > MAX_ATTACHMENTS:
        raise SlackError("too_many_attachments")
    shown = []
    for number, attachment in enumerate(value, start=1):
        item = {"id": number, **attachment}
        if item.get("blocks"):
            refuse(check(item["blocks"], "message"), "invalid_attachments")
            item["blocks"] = filled(item["blocks"])
        shown.append(item)
    return shown


def read_metadata(value: Any) -> Json | None:
    """https://docs.slack.dev/messaging/message-metadata; raises SlackError invalid_metadata_format"""
    if value is None or value == "":
        return None
    value = _from_json(value, "invalid_metadata_format")
    is_sound = (
        isinstance(value, dict)
        and isinstance(value.get("event_type"), str)
        and isinstance(value.get("event_payload"), dict)
    )
    if not is_sound:
        raise SlackError("invalid_metadata_format")
    if len(json.dumps(value)) > MAX_METADATA_BYTES:
        raise SlackError("metadata_too_large")
    return {"event_type": value["event_type"], "event_payload": value["event_payload"]}


def _from_json(value: Any, error: str) -> Any:
    if not isinstance(value, str):
        return value
    try:
        return json.loads(value)
    except (ValueError, RecursionError) as problem:
        raise SlackError(error) from problem
