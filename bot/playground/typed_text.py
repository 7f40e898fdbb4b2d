"""What becomes of text that a person types: links, mentions, escaping.

https://docs.slack.dev/messaging/formatting-message-text
"""

import re
from typing import Final

from bot.playground.content import escape
from bot.playground.timeline import Json
from bot.playground.workspace import Workspace

# A URL, a bare domain with a well-known ending, a mention of a person or of a channel.
_PARTS: Final = re.compile(
    r"(?P<url>https?://[^\s<>|]+)"
    r"|(?<![\w@./-])(?P<domain>(?:[a-z0-9-]+\.)+(?:com|org|net|io|dev|co|info|example)\b(?:/[^\s<>|]*)?)"
    r"|(?<!\w)@(?P<user>[a-z0-9._-]+)"
    r"|(?<!\w)#(?P<channel>[a-z0-9_-]+)",
    re.IGNORECASE,
)
_BROADCASTS: Final = ("here", "channel", "everyone")


def escaped_command_text(workspace: Workspace, text: str) -> str:
    """A command's text with `should_escape`: `<http://site.com|site.com>`, `<@U…|ana>`, `<#C…|seo>`."""
    return "".join(_as_token(workspace, part, label=True) for part in _split(workspace, text))


def message_text(workspace: Workspace, text: str) -> str:
    """A composed message as mrkdwn."""
    return "".join(_as_token(workspace, part, label=False) for part in _split(workspace, text))


def message_blocks(workspace: Workspace, text: str) -> list[Json]:
    """A composed message as the rich_text block that Slack's composer makes."""
    elements = [_as_rich(part) for part in _split(workspace, text)]
    return [
        {
            "type": "rich_text",
            "elements": [{"type": "rich_text_section", "elements": elements}],
        }
    ]


def _split(workspace: Workspace, text: str) -> list[Json]:
    """Text, links and mentions in order; unknown names stay text."""
    parts: list[Json] = []
    end = 0
    for match in _PARTS.finditer(text):
        part = _part(workspace, match)
        if part is None:
            continue
        if match.start() > end:
            parts.append({"type": "text", "text": text[end : match.start()]})
        parts.append(part)
        end = match.end()
    if end < len(text) or not parts:
        parts.append({"type": "text", "text": text[end:]})
    return parts


def _part(workspace: Workspace, match: re.Match[str]) -> Json | None:
    if match["url"]:
        return {"type": "link", "url": match["url"], "text": match["url"]}
    if match["domain"]:
        return {"type": "link", "url": f"http://{match['domain']}", "text": match["domain"]}
    if match["channel"]:
        channel = workspace.channel_named(match["channel"].lower())
        is_public = channel is not None and channel.kind == "public"
        return {"type": "channel", "channel_id": channel.id} if channel and is_public else None
    name = match["user"].lower()
    if name in _BROADCASTS:
        return {"type": "broadcast", "range": name}
    user = next((user for user in workspace.users.values() if user.name == name), None)
    return None if user is None else {"type": "user", "user_id": user.id}


def _as_token(workspace: Workspace, part: Json, *, label: bool) -> str:
    match part["type"]:
        case "link":
            return _link_token(part)
        case "user":
            name = f"|{workspace.users[part['user_id']].name}" if label else ""
            return f"<@{part['user_id']}{name}>"
        case "channel":
            return f"<#{part['channel_id']}|{workspace.channels[part['channel_id']].name}>"
        case "broadcast":
            return f"<!{part['range']}>"
        case _:
            return escape(part["text"])


def _link_token(part: Json) -> str:
    url, text = escape(part["url"]), escape(part["text"])
    return f"<{url}>" if url == text else f"<{url}|{text}>"


def _as_rich(part: Json) -> Json:
    if part["type"] == "link" and part["url"] == part["text"]:
        return {"type": "link", "url": part["url"]}
    return part
