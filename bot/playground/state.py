"""state.values: what all inputs of a message or view hold, in Slack's shapes."""

from collections.abc import Callable, Mapping
from typing import Any

from bot.playground.elements import Lookup, initial_state, state_of
from bot.playground.filling import all_blocks, elements_of
from bot.playground.timeline import Json

OptionsOf = Callable[[str], list[Json]]
"""The options that an app suggested for an action_id."""


def collect(
    blocks: list[Json], known: Json, given: Any, options_of: OptionsOf, file_of: Lookup
) -> Json:
    """Values of every input: from `given` (bare), else from `known` (Slack's shape), else initial.

    raises ControlError when a given value does not fit its element
    """
    values: Json = {}
    for block in all_blocks(blocks):
        for element in elements_of(block):
            entry = initial_state(element)
            if entry is None:
                continue
            block_id, action_id = block["block_id"], element["action_id"]
            before = _at(known, block_id, action_id)
            if isinstance(before, Mapping) and before.get("type") == element["type"]:
                entry = dict(before)
            bare = _at(given, block_id, action_id, _MISSING)
            if bare is not _MISSING:
                entry = state_of(element, bare, options_of(action_id), file_of) or entry
            values.setdefault(block_id, {})[action_id] = entry
    return values


_MISSING = object()


def _at(values: Any, block_id: str, action_id: str, default: Any = None) -> Any:
    inner = values.get(block_id) if isinstance(values, Mapping) else None
    return inner.get(action_id, default) if isinstance(inner, Mapping) else default
