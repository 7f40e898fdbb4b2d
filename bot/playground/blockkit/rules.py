"""Slack's rules that look at several fields or blocks at once; the schema cannot say them.

Every function here reads blocks in which the schema found nothing wrong. Limits and names:
https://docs.slack.dev/reference/block-kit/blocks
"""

import re
from collections.abc import Callable, Iterator
from itertools import pairwise
from typing import Any, Final

from bot.playground.blockkit.problem import Problem

Block = dict[str, Any]
Placed = tuple[str, Block]
"""A block and its JSON pointer."""

MAX_CHARTS: Final = 2
MAX_TABLE_CHARACTERS: Final = 10_000
MAX_DATA_TABLE_CHARACTERS: Final = 20_000
MAX_MARKDOWN_CHARACTERS: Final = 12_000

_DELIMITER_ROW: Final = frozenset("|:- \t")


def block_problems(block: Block, pointer: str) -> Iterator[Problem]:
    """What is wrong within one block although each of its fields is allowed."""
    yield from _duplicate_action_ids(block, pointer)
    for place, element in _elements(block, pointer):
        yield from _initial_choices(element, place)
        yield from _bounds(element, place)
    rule = _KIND_RULES.get(block["type"])
    if rule is not None:
        yield from rule(block, pointer)


def _elements(block: Block, pointer: str) -> Iterator[Placed]:
    if block["type"] in ("actions", "context_actions"):
        for index, element in enumerate(block["elements"]):
            yield f"{pointer}/elements/{index}", element
    for name in ("accessory", "element"):
        if name in block:
            yield f"{pointer}/{name}", block[name]


def _duplicate_action_ids(block: Block, pointer: str) -> Iterator[Problem]:
    seen: set[str] = set()
    for place, element in _elements(block, pointer):
        action_id = element.get("action_id")
        if action_id is not None and action_id in seen:
            yield Problem(f"{place}/action_id", f"duplicate action_id: {action_id}")
        seen.add(action_id or "")


def _initial_choices(element: Block, pointer: str) -> Iterator[Problem]:
    """An initial option must be one of the options, to the letter."""
    if "options" not in element and "option_groups" not in element:
        return
    options = list(element.get("options", []))
    for group in element.get("option_groups", []):
        options += group["options"]
    single = [element["initial_option"]] if "initial_option" in element else []
    for chosen in single + element.get("initial_options", []):
        if chosen not in options:
            name = "initial_option" if single else "initial_options"
            yield Problem(f"{pointer}/{name}", "must be one of the options")
    values = [option["value"] for option in options if "value" in option]
    if len(values) != len(set(values)):
        yield Problem(pointer, "option values must be unique")


def _bounds(element: Block, pointer: str) -> Iterator[Problem]:
    for low, high in (("min_length", "max_length"), ("min_value", "max_value")):
        if low in element and high in element and _number(element[low]) > _number(element[high]):
            yield Problem(f"{pointer}/{low}", f"must not be more than {high}")
    if element["type"] == "number_input":
        for name in ("min_value", "max_value", "initial_value"):
            if name in element and not _is_allowed_number(element, element[name]):
                yield Problem(f"{pointer}/{name}", "must be a number that the input allows")


def _is_allowed_number(element: Block, text: str) -> bool:
    pattern = r"[+-]?\d+(\.\d+)?" if element["is_decimal_allowed"] else r"[+-]?\d+"
    return re.fullmatch(pattern, text, re.ASCII) is not None


def _number(value: str | int) -> float:
    try:
        return float(value)
    except (ValueError, OverflowError):
        return 0.0


def _chart(block: Block, pointer: str) -> Iterator[Problem]:
    chart = block["chart"]
    if chart["type"] == "pie":
        return
    categories = chart["axis_config"]["categories"]
    place = f"{pointer}/chart/series"
    names = [series["name"] for series in chart["series"]]
    if len(names) != len(set(names)):
        yield Problem(place, "series names must be unique")
    for index, series in enumerate(chart["series"]):
        if sorted(point["label"] for point in series["data"]) != sorted(categories):
            yield Problem(
                f"{place}/{index}/data", "must have exactly one point for each of the categories"
            )


def _data_table(block: Block, pointer: str) -> Iterator[Problem]:
    rows = block["rows"]
    if len({len(row) for row in rows}) > 1:
        yield Problem(f"{pointer}/rows", "all rows must have the same number of cells")
    if any(cell["type"] == "rich_text" for cell in rows[0]):
        yield Problem(f"{pointer}/rows/0", "header cells cannot be rich_text")
    if block.get("row_header_column_index", 0) >= len(rows[0]):
        yield Problem(f"{pointer}/row_header_column_index", "must be the index of a column")


def _container(block: Block, pointer: str) -> Iterator[Problem]:
    if block.get("is_collapsible") and "has_header_divider" in block:
        yield Problem(f"{pointer}/has_header_divider", "cannot be combined with is_collapsible")


def _carousel(block: Block, pointer: str) -> Iterator[Problem]:
    for index, card in enumerate(block["elements"]):
        yield from _card(card, f"{pointer}/elements/{index}")


def _card(block: Block, pointer: str) -> Iterator[Problem]:
    ids = [button["action_id"] for button in block.get("actions", []) if "action_id" in button]
    if len(ids) != len(set(ids)):
        yield Problem(f"{pointer}/actions", "duplicate action_id")


_KIND_RULES: Final[dict[str, Callable[[Block, str], Iterator[Problem]]]] = {
    "data_visualization": _chart,
    "data_table": _data_table,
    "container": _container,
    "carousel": _carousel,
    "card": _card,
}


def message_problems(blocks: list[Placed]) -> Iterator[Problem]:
    """What a message may not hold as a whole. A markdown block with a table in it counts as one."""
    yield from _duplicate_block_ids(blocks)
    yield from _one_table(blocks)
    charts = [at for at, block in blocks if block["type"] == "data_visualization"]
    for at in charts[MAX_CHARTS:]:
        yield Problem(at, f"no more than {MAX_CHARTS} data_visualization blocks allowed")
    yield from _total_characters(blocks)


def view_problems(view: Any, surface: str, blocks: list[Placed]) -> Iterator[Problem]:
    """What a modal or a home tab may not hold as a whole."""
    yield from _duplicate_block_ids(blocks)
    yield from _total_characters(blocks)
    focused = [at for at, b in blocks for _, e in _elements(b, at) if e.get("focus_on_load")]
    for at in focused[1:]:
        yield Problem(at, "only one element can have focus_on_load")
    if surface == "modal" and isinstance(view, dict) and "submit" not in view:
        inputs = [at for at, block in blocks if block["type"] == "input"]
        for _ in inputs[:1]:
            yield Problem("/view", "missing required field: submit (the view has input blocks)")
    if surface == "home":
        yield from _one_table(blocks)


def _duplicate_block_ids(blocks: list[Placed]) -> Iterator[Problem]:
    seen: set[str] = set()
    for at, block in blocks:
        block_id = block.get("block_id")
        if block_id is not None and block_id in seen:
            yield Problem(f"{at}/block_id", f"duplicate block_id: {block_id}")
        seen.add(block_id or "")


def _one_table(blocks: list[Placed]) -> Iterator[Problem]:
    tables = [at for at, block in blocks if _has_table(block)]
    for at in tables[1:]:
        yield Problem(at, "only_one_table_allowed", "only_one_table_allowed")


def _has_table(block: Block) -> bool:
    if block["type"] == "markdown":
        return _has_markdown_table(block["text"])
    return block["type"] in ("table", "data_table")


def _has_markdown_table(text: str) -> bool:
    """A line with a pipe, then a row of dashes and pipes: https://github.github.com/gfm/#tables-extension-"""
    lines = text.splitlines()
    return any(
        "|" in head and "|" in row and "-" in row and _DELIMITER_ROW.issuperset(row)
        for head, row in pairwise(lines)
    )


def _total_characters(blocks: list[Placed]) -> Iterator[Problem]:
    for kind, limit in (
        ("table", MAX_TABLE_CHARACTERS),
        ("data_table", MAX_DATA_TABLE_CHARACTERS),
        ("markdown", MAX_MARKDOWN_CHARACTERS),
    ):
        chosen = [(at, block) for at, block in blocks if block["type"] == kind]
        if sum(_characters(block) for _, block in chosen) > limit:
            yield Problem(chosen[-1][0], f"{kind} text must be less than {limit + 1} characters")


def _characters(block: Block) -> int:
    if block["type"] == "markdown":
        return len(block["text"])
    return sum(_cell_characters(cell) for row in block["rows"] for cell in row)


def _cell_characters(cell: Block) -> int:
    if cell["type"] != "rich_text":
        return len(cell.get("text", ""))
    return sum(_rich_characters(element) for element in cell["elements"])


def _rich_characters(element: Block) -> int:
    """Text of a rich_text part and of what is in it; lists hold sections, sections hold leaves."""
    inner = sum(_rich_characters(part) for part in element.get("elements", []))
    shown: str = element.get("text") or element.get("url") or ""
    return inner + len(shown)
