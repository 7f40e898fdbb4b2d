"""The checker refuses what Slack refuses, says where, and survives any JSON."""

import copy
from importlib.resources import files
from typing import Any

import jsonschema
import orjson
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.playground.blockkit import Surface, check
from bot.playground.blockkit.schema import schema_problems

from .blocks import (
    MESSAGE_BLOCKS,
    Json,
    button,
    chart,
    data_table,
    home,
    input_block,
    modal,
    mrkdwn,
    option,
    plain,
    rich_text,
    table,
)

SELECT = {"type": "static_select", "action_id": "s", "options": [option("1"), option("2")]}
TEXT_INPUT = {"type": "plain_text_input", "action_id": "t"}


@pytest.mark.parametrize("block", MESSAGE_BLOCKS.values(), ids=MESSAGE_BLOCKS)
def test_a_sound_block_of_each_kind_is_accepted(block: Json) -> None:
    assert check([block]) == []
    assert check(block, "block") == []
    assert check({"text": "the words", "blocks": [block]}) == []


def test_views_are_accepted() -> None:
    assert check(modal(input_block(TEXT_INPUT)), "modal") == []
    assert check(home(MESSAGE_BLOCKS["table"]), "home") == []
    assert check(modal({"type": "alert", "text": plain("Careful")}), "modal") == []


REFUSED: dict[str, tuple[Any, Surface, str, str]] = {
    "no blocks": ([], "message", "/blocks", "no less than 1 items allowed"),
    "51 blocks": (
        [{"type": "divider"}] * 51,
        "message",
        "/blocks",
        "no more than 50 items allowed",
    ),
    "unknown kind": ([{"type": "x"}], "message", "/blocks/0/type", "unsupported type: x"),
    "no kind": ([{}], "message", "/blocks/0", "missing required field: type"),
    "a string": ("hello", "message", "/blocks", "must provide an array"),
    "null block": ([None], "message", "/blocks/0", "must provide an object"),
    "alert in a message": (
        [{"type": "alert", "text": plain("x")}],
        "message",
        "/blocks/0/type",
        "unsupported type: alert",
    ),
    "table in a modal": (modal(table()), "modal", "/view/blocks/0/type", "unsupported type: table"),
    "long header": (
        [{"type": "header", "text": plain("x" * 151)}],
        "message",
        "/blocks/0/text/text",
        "must be less than 151 characters",
    ),
    "empty section": (
        [{"type": "section", "text": mrkdwn("")}],
        "message",
        "/blocks/0/text/text",
        "must be more than 0 characters",
    ),
    "section of nothing": (
        [{"type": "section"}],
        "message",
        "/blocks/0",
        "must define either `text` or `fields`",
    ),
    "extra field": (
        [{"type": "divider", "x": 1}],
        "message",
        "/blocks/0",
        "invalid additional property: x",
    ),
    "26 buttons": (
        [{"type": "actions", "elements": [button(str(n)) for n in range(26)]}],
        "message",
        "/blocks/0/elements",
        "no more than 25 items allowed",
    ),
    "two tables": ([table(), data_table()], "message", "/blocks/1", "only_one_table_allowed"),
    "a markdown table counts": (
        [table(), {"type": "markdown", "text": "a | b\n--|--\n1 | 2"}],
        "message",
        "/blocks/1",
        "only_one_table_allowed",
    ),
    "a table in a container counts": (
        [
            table(),
            {"type": "container", "title": plain("t"), "child_blocks": [table()]},
        ],
        "message",
        "/blocks/1/child_blocks/0",
        "only_one_table_allowed",
    ),
    "101 rows": ([table(rows=101)], "message", "/blocks/0/rows", "no more than 100 items allowed"),
    "empty cell": (
        [table(text="")],
        "message",
        "/blocks/0/rows/0/0/text",
        "must be more than 0 characters",
    ),
    "table of 10,001 characters": (
        [table(rows=73, columns=1, text="x" * 137)],
        "message",
        "/blocks/0",
        "table text must be less than 10001 characters",
    ),
    "markdown of 12,001 characters in two": (
        [{"type": "markdown", "text": "x" * 6001}, {"type": "markdown", "text": "x" * 6000}],
        "message",
        "/blocks/1",
        "markdown text must be less than 12001 characters",
    ),
    "three charts": (
        [chart(), chart("pie"), chart("bar")],
        "message",
        "/blocks/2",
        "no more than 2 data_visualization blocks allowed",
    ),
    "duplicate block_id": (
        [{"type": "divider", "block_id": "a"}, {"type": "divider", "block_id": "a"}],
        "message",
        "/blocks/1/block_id",
        "duplicate block_id: a",
    ),
    "duplicate action_id": (
        [{"type": "actions", "elements": [button("a"), button("a")]}],
        "message",
        "/blocks/0/elements/1/action_id",
        "duplicate action_id: a",
    ),
    "input without submit": (
        {key: value for key, value in modal(input_block(TEXT_INPUT)).items() if key != "submit"},
        "modal",
        "/view",
        "missing required field: submit (the view has input blocks)",
    ),
    "long title": (
        modal(title=plain("x" * 25)),
        "modal",
        "/view/title/text",
        "must be less than 25 characters",
    ),
    "no title": (
        {"type": "modal", "blocks": [{"type": "divider"}]},
        "modal",
        "/view",
        "missing required field: title",
    ),
    "submit on a home tab": (
        {**home(), "submit": plain("x")},
        "home",
        "/view",
        "invalid additional property: submit",
    ),
    "initial option from elsewhere": (
        modal(input_block({**SELECT, "initial_option": option("3")})),
        "modal",
        "/view/blocks/0/element/initial_option",
        "must be one of the options",
    ),
    "options and groups": (
        modal(
            input_block(
                {**SELECT, "option_groups": [{"label": plain("g"), "options": [option("1")]}]}
            )
        ),
        "modal",
        "/view/blocks/0/element",
        "cannot define more than one of `options` or `option_groups`",
    ),
    "button in an input": (
        modal(input_block(button("b"))),
        "modal",
        "/view/blocks/0/element/type",
        "unsupported type: button",
    ),
    "min over max": (
        modal(input_block({**TEXT_INPUT, "min_length": 5, "max_length": 2})),
        "modal",
        "/view/blocks/0/element/min_length",
        "must not be more than max_length",
    ),
    "ragged data table": (
        [{**data_table(), "rows": [*data_table()["rows"], [{"type": "raw_text", "text": "x"}]]}],
        "message",
        "/blocks/0/rows",
        "all rows must have the same number of cells",
    ),
    "rich text in a data table's header": (
        [{**data_table(), "rows": [[rich_text("h")], [rich_text("c")]]}],
        "message",
        "/blocks/0/rows/0",
        "header cells cannot be rich_text",
    ),
    "chart with a hole": (
        [{**chart(), "chart": {**chart()["chart"], "axis_config": {"categories": ["Mon"]}}}],
        "message",
        "/blocks/0/chart/series/0/data",
        "must have exactly one point for each of the categories",
    ),
    "a number is not true": (
        [{"type": "header", "text": {**plain("x"), "emoji": 1}}],
        "message",
        "/blocks/0/text/emoji",
        "must provide a boolean",
    ),
    "a date with a newline": (
        modal(input_block({"type": "datepicker", "initial_date": "2026-01-01\n"})),
        "modal",
        "/view/blocks/0/element/initial_date",
        "must match the pattern ^\\d{4}-\\d\\d-\\d\\d$",
    ),
}


@pytest.mark.parametrize(
    ("payload", "surface", "pointer", "message"), REFUSED.values(), ids=REFUSED
)
def test_what_slack_refuses_is_named_with_its_place(
    payload: Any, surface: Surface, pointer: str, message: str
) -> None:
    problems = check(payload, surface)
    assert (pointer, message) in [(problem.pointer, problem.message) for problem in problems]


def test_a_problem_reads_as_slack_writes_it() -> None:
    (problem,) = check([{"type": "header", "text": plain("")}])
    assert str(problem) == (
        "[ERROR] must be more than 0 characters [json-pointer:/blocks/0/text/text]"
    )
    assert check([table(), table()])[0].code == "only_one_table_allowed"


def _nested(depth: int, as_list: bool) -> Any:
    value: Any = "x"
    for _ in range(depth):
        value = [value] if as_list else {"elements": value, "type": "rich_text"}
    return value


@pytest.mark.parametrize("as_list", [True, False])
def test_deep_nesting_is_refused_without_recursion(as_list: bool) -> None:
    deep = _nested(100_000, as_list)
    for payload in (deep, [deep], [{"type": "header", "text": deep}], {"blocks": [deep]}):
        assert check(payload)


def test_a_huge_wrong_payload_is_reported_in_part() -> None:
    assert len(check([{"type": "x"}] * 100_000)) <= 101


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=4),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["type", "text", "elements", "x"]), inner, max_size=3)
    ),
    max_leaves=8,
)


def _places(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    found = [path]
    items = value.items() if isinstance(value, dict) else enumerate(value)
    for key, item in items:
        inner = (*path, key)
        found += _places(item, inner) if isinstance(item, dict | list) else [inner]
    return found


@st.composite
def _damaged(draw: st.DrawFn) -> list[Any]:
    """A sound message with something else in a place or two of it."""
    kinds = draw(st.lists(st.sampled_from(sorted(MESSAGE_BLOCKS)), min_size=1, max_size=3))
    blocks: list[Any] = [copy.deepcopy(MESSAGE_BLOCKS[kind]) for kind in kinds]
    for _ in range(draw(st.integers(0, 2))):
        path = draw(st.sampled_from([path for path in _places(blocks) if path]))
        parent: Any = blocks
        for key in path[:-1]:
            parent = parent[key]
        parent[path[-1]] = draw(JSON)
    return blocks


def _reference() -> jsonschema.Draft7Validator:
    schema = orjson.loads(files("bot.playground.blockkit").joinpath("schema.json").read_bytes())
    reference = {"$ref": "#/definitions/message_blocks"}
    return jsonschema.Draft7Validator({**schema, **reference})


REFERENCE = _reference()


@settings(deadline=None, max_examples=150)
@given(_damaged())
def test_the_schema_reader_agrees_with_a_general_validator(blocks: list[Any]) -> None:
    ours = not list(schema_problems("message_blocks", blocks, ""))
    assert ours == REFERENCE.is_valid(blocks)


@settings(deadline=None, max_examples=150)
@given(payload=JSON | _damaged(), surface=st.sampled_from(["message", "modal", "home", "block"]))
def test_no_json_makes_the_checker_raise(payload: Any, surface: Surface) -> None:
    check(payload, surface)
