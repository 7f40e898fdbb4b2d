"""The fields of a message that say who posted it and how it wants to be drawn."""

from collections.abc import Mapping
from typing import Any, Final

from bot.playground.model import Install
from bot.playground.timeline import Json

_DRAWING: Final = ("unfurl_links", "unfurl_media", "mrkdwn", "link_names")


def bot_fields(install: Install, args: Mapping[str, Any]) -> Json:
    """`user` and `bot_id`, and of `args` what the page needs to link (or not) bare URLs."""
    fields: Json = {
        "user": install.bot_user_id,
        "bot_id": install.bot_id,
        "app_id": install.app.id,
    }
    for name in _DRAWING:
        if args.get(name) is not None:
            fields[name] = as_bool(args[name])
    if args.get("parse") in ("none", "full"):
        fields["parse"] = args["parse"]
    return fields


def as_bool(value: object) -> bool:
    """Booleans come as JSON or as text in a form."""
    return value in (True, "true", "True", "1", 1)
