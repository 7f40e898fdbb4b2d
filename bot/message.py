"""A message to people: full text and blocks."""

from dataclasses import dataclass
from typing import Any, TypeAlias

Block: TypeAlias = dict[str, Any]
"""One Block Kit block as Slack's JSON has it. Plain dicts: slack_sdk's model classes silently turn
newer blocks into null."""


@dataclass(frozen=True, slots=True)
class Message:
    """What is posted: `text` says everything alone (screen readers, notifications); `blocks` draw it."""

    text: str
    blocks: tuple[Block, ...] = ()
