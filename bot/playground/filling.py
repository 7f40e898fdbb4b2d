"""Fills into blocks what Slack fills in: block ids, action ids, defaults of text objects.

Works on blocks that passed the checker.
"""

import copy
from collections.abc import Iterator
from typing import Any, Final

from bot.playground.ids import new_secret
from bot.playground.timeline import Json

_WITHOUT_ACTION: Final = {"image", "plain_text", "mrkdwn", "url"}


def filled(blocks: list[Json]) -> list[Json]:
    """A deep copy of the blocks in which everything can be addressed."""
    blocks = copy.deepcopy(blocks)
    for block in all_blocks(blocks):
        block.setdefault("block_id", new_secret(5))
        for element in elements_of(block):
            if element.get("type") not in _WITHOUT_ACTION:
                element.setdefault("action_id", new_secret(5))
    _fill_texts(blocks)
    return blocks


def all_blocks(blocks: list[Json]) -> Iterator[Json]:
    """The blocks, and those inside containers and carousels."""
    for block in blocks:
        yield block
        if block.get("type") == "container":
            yield from all_blocks(block.get("child_blocks", []))
        if block.get("type") == "carousel":
            yield from all_blocks(block.get("elements", []))


def elements_of(block: Json) -> Iterator[Json]:
    """The interactive elements (and images) of one block, not of the blocks inside it."""
    if block.get("type") in ("actions", "context_actions"):
        yield from block.get("elements", [])
    if block.get("type") == "card":
        yield from block.get("actions", [])
    for name in ("accessory", "element"):
        if isinstance(block.get(name), dict):
            yield block[name]


def find_element(blocks: list[Json], block_id: str, action_id: str) -> tuple[Json, Json] | None:
    """The block and the element that a click names; None when there is no such element."""
    for block in all_blocks(blocks):
        if block.get("block_id") == block_id:
            for element in elements_of(block):
                if element.get("action_id") == action_id:
                    return block, element
    return None


def _fill_texts(value: Any) -> None:
    if isinstance(value, list):
        for item in value:
            _fill_texts(item)
    elif isinstance(value, dict):
        if value.get("type") == "plain_text":
            value.setdefault("emoji", True)
        if value.get("type") == "mrkdwn":
            value.setdefault("verbatim", False)
        for item in value.values():
            _fill_texts(item)
