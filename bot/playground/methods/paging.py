"""Cursors: https://docs.slack.dev/apis/web-api/pagination"""

import base64
from collections.abc import Sequence
from typing import TypeVar

from bot.playground.errors import SlackError
from bot.playground.methods.call import Call
from bot.playground.timeline import Json

Item = TypeVar("Item")


def paged(call: Call, items: Sequence[Item], default: int, most: int) -> tuple[list[Item], Json]:
    """The page that `cursor` and `limit` ask for, and its response_metadata.

    raises SlackError invalid_cursor, invalid_limit
    """
    limit = call.args.number("limit", default)
    if limit < 0:
        raise SlackError("invalid_limit")
    limit = min(limit, most)
    start = _offset(call.args.text("cursor", ""))
    end = start + limit
    cursor = base64.b64encode(f"offset:{end}".encode()).decode() if end < len(items) else ""
    return list(items[start:end]), {"next_cursor": cursor}


def _offset(cursor: str) -> int:
    if not cursor:
        return 0
    try:
        name, _, number = base64.b64decode(cursor, validate=True).decode().partition(":")
        if name == "offset" and number.isdecimal():
            return int(number)
    except ValueError as error:
        raise SlackError("invalid_cursor") from error
    raise SlackError("invalid_cursor")
