"""A message to people: full text and blocks."""

import re
from dataclasses import dataclass
from typing import Any, Final, TypeAlias

Block: TypeAlias = dict[str, Any]
"""One Block Kit block as Slack's JSON has it. Plain dicts: slack_sdk's model classes silently turn
newer blocks into null."""


_UNSAFE: Final = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\u061c\ud800-\udfff]"
)
"""Control characters but tab and newline, marks that change the direction of text, lone surrogates."""


@dataclass(frozen=True, slots=True)
class Message:
    """What is posted: `text` says everything alone (screen readers, notifications); `blocks` draw it."""

    text: str
    """As a person reads it; may quote strangers."""
    blocks: tuple[Block, ...] = ()

    @property
    def fallback(self) -> str:
        """`text` as Slack is given it: Slack parses it as mrkdwn, so what strangers wrote is escaped.

        https://docs.slack.dev/reference/methods/chat.postMessage advises at most 4,000 characters.
        """
        visible = _UNSAFE.sub("", self.text[:3800]) or " "
        return visible.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")[:4000]

    def plainer(self) -> "Message":
        """The same message for a workspace that refuses newer blocks: tables as lines, no charts."""
        older: list[Block] = []
        for block in self.blocks:
            if block["type"] == "table":
                text = {"type": "mrkdwn", "text": _table_lines(block)[:3000], "verbatim": True}
                older.append({"type": "section", "text": text})
            elif block["type"] not in _NEWER:
                older.append(block)
        return Message(self.text, tuple(older))


_NEWER: Final = frozenset(
    {"table", "data_table", "data_visualization", "container", "card", "carousel"}
)


def _table_lines(block: Block) -> str:
    return "\n".join(" · ".join(_cell_text(cell) for cell in row) for row in block["rows"])


def _cell_text(cell: Block) -> str:
    parts = (
        [cell]
        if cell["type"] != "rich_text"
        else [e for s in cell["elements"] for e in s["elements"]]
    )
    return "".join(_part_text(part) for part in parts)


def _part_text(part: Block) -> str:
    if part["type"] == "user":
        return f"<@{part['user_id']}>"
    text = str(part["text"])
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
