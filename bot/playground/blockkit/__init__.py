"""Checks Block Kit payloads as strictly as Slack does, with Slack's words and JSON pointers."""

from collections.abc import Iterator
from itertools import islice
from typing import Any, Final, Literal

from bot.playground.blockkit.problem import Problem
from bot.playground.blockkit.rules import block_problems, message_problems, view_problems
from bot.playground.blockkit.schema import schema_problems

__all__ = ["Problem", "Surface", "check"]

Surface = Literal["message", "modal", "home", "block"]

MAX_PROBLEMS: Final = 100
"""Reports stop here, so that a huge wrong payload costs no more than a huge right one."""

_ROOTS: Final[dict[Surface, tuple[str, str]]] = {
    "message": ("message_blocks", "/blocks"),
    "modal": ("modal", "/view"),
    "home": ("home", "/view"),
    "block": ("any_block", "/block"),
}


def check(payload: Any, surface: Surface = "message") -> list[Problem]:
    """Name everything that Slack would refuse; an empty list means that it would be shown.

    payload: for `message` the list of blocks (or a mapping that has it under `blocks`), for `modal`
    and `home` the view, for `block` one block. Whatever JSON value comes in, nothing is raised.
    Pointers begin as Slack's do: `/blocks/0/text`, `/view/title/text`.
    """
    definition, pointer = _ROOTS[surface]
    if surface == "message" and isinstance(payload, dict):
        payload = payload.get("blocks")
    found = list(islice(schema_problems(definition, payload, pointer), MAX_PROBLEMS))
    if len(found) < MAX_PROBLEMS:
        found += _cross_problems(payload, surface, pointer, found)
    return found


def _cross_problems(
    payload: Any, surface: Surface, pointer: str, found: list[Problem]
) -> Iterator[Problem]:
    blocks = list(_sound_blocks(payload, surface, pointer, found))
    for at, block in blocks:
        yield from block_problems(block, at)
    if surface == "message":
        yield from message_problems(blocks)
    if surface in ("modal", "home"):
        yield from view_problems(payload, surface, blocks)


def _sound_blocks(
    payload: Any, surface: Surface, pointer: str, found: list[Problem]
) -> Iterator[tuple[str, dict[str, Any]]]:
    """Every block, children included, in which the schema found nothing wrong, with its pointer.

    The cross rules may then rely on the shape of what they read.
    """
    faulty = {problem.pointer for problem in found}
    for at, block in _blocks(payload, surface, pointer):
        inside = f"{at}/"
        if not any(where == at or where.startswith(inside) for where in faulty):
            yield at, block
            for index, child in enumerate(block.get("child_blocks", [])):
                yield f"{at}/child_blocks/{index}", child


def _blocks(payload: Any, surface: Surface, pointer: str) -> Iterator[tuple[str, dict[str, Any]]]:
    if surface == "block":
        if isinstance(payload, dict):
            yield pointer, payload
        return
    if surface != "message":
        payload = payload.get("blocks") if isinstance(payload, dict) else None
        pointer = f"{pointer}/blocks"
    if isinstance(payload, list):
        for index, block in enumerate(payload):
            if isinstance(block, dict):
                yield f"{pointer}/{index}", block
