"""Holds a JSON value against schema.json and reports in Slack's words.

schema.json is plain JSON Schema (draft 7). This reader knows the keywords that the file uses and
adds what a general validator lacks: a choice among block kinds is made by `type`, so that the report
names the real field, and a table of thousands of cells is checked in milliseconds.
The wording follows the messages that Slack returns: https://docs.slack.dev/reference/methods/views.open
"""

import json
import re
from collections.abc import Callable, Iterator
from functools import cache
from importlib.resources import files
from typing import Any, Final, cast

from bot.playground.blockkit.problem import Problem

Schema = dict[str, Any]


def schema_problems(definition: str, value: Any, pointer: str) -> Iterator[Problem]:
    """What keeps `value` from being a `definition` of schema.json."""
    yield from _walk(_definitions()[definition], value, pointer)


@cache
def _definitions() -> dict[str, Schema]:
    text = files("bot.playground.blockkit").joinpath("schema.json").read_text("utf-8")
    return cast("dict[str, Schema]", json.loads(text)["definitions"])


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _is_integer(value: Any) -> bool:
    return _is_number(value) and (isinstance(value, int) or value.is_integer())


_TYPES: Final[dict[str, tuple[Callable[[Any], bool], str]]] = {
    "object": (lambda value: isinstance(value, dict), "must provide an object"),
    "array": (lambda value: isinstance(value, list), "must provide an array"),
    "string": (lambda value: isinstance(value, str), "must provide a string"),
    "boolean": (lambda value: isinstance(value, bool), "must provide a boolean"),
    "integer": (_is_integer, "must provide an integer"),
    "number": (_is_number, "must provide a number"),
    "null": (lambda value: value is None, "must be null"),
}


def _walk(schema: Schema, value: Any, pointer: str) -> Iterator[Problem]:
    schema = _resolved(schema)
    kind = schema.get("type")
    if kind is not None:
        fits, message = _TYPES[kind]
        if not fits(value):
            yield Problem(pointer, message)
            return
    yield from _choices(schema, value, pointer)
    if isinstance(value, str):
        yield from _string(schema, value, pointer)
    elif isinstance(value, list):
        yield from _array(schema, value, pointer)
    elif isinstance(value, dict):
        yield from _object(schema, value, pointer)
    elif _is_number(value):
        yield from _number(schema, value, pointer)


def _resolved(schema: Schema) -> Schema:
    while "$ref" in schema:
        schema = _definitions()[schema["$ref"].rpartition("/")[2]]
    return schema


def _choices(schema: Schema, value: Any, pointer: str) -> Iterator[Problem]:
    if "const" in schema and not _same(value, schema["const"]):
        yield Problem(pointer, f"unsupported type: {_shown(value)}")
    if "enum" in schema and not any(_same(value, member) for member in schema["enum"]):
        yield Problem(pointer, f"must be a valid enum value: {', '.join(map(str, schema['enum']))}")
    if "not" in schema and not any(_walk(schema["not"], value, pointer)):
        together = " and ".join(f"`{name}`" for name in schema["not"]["required"])
        yield Problem(pointer, f"cannot provide both {together}")
    if "oneOf" in schema:
        yield from _one_of(schema["oneOf"], value, pointer)
    if "anyOf" in schema and all(any(_walk(s, value, pointer)) for s in schema["anyOf"]):
        yield Problem(pointer, _must_define(schema["anyOf"]))


def _same(value: Any, member: Any) -> bool:
    """Equal and of one type: in JSON, 1 and true are two values."""
    return type(value) is type(member) and bool(value == member)


def _one_of(branches: list[Schema], value: Any, pointer: str) -> Iterator[Problem]:
    by_type = _by_type(branches)
    if by_type:
        yield from _of_type(by_type, value, pointer)
        return
    reports = [list(_walk(branch, value, pointer)) for branch in branches]
    fitting = sum(not report for report in reports)
    if fitting == 1:
        return
    if all(set(branch) == {"required"} for branch in branches):
        word = "cannot define more than one of" if fitting else "must define either"
        yield Problem(pointer, _must_define(branches, word))
        return
    # No branch fits: the one that complains deepest understood most of the value.
    yield from max(reversed(reports), key=lambda report: max(len(p.pointer) for p in report))


def _by_type(branches: list[Schema]) -> dict[str, Schema]:
    """Branch by the constant of its `type`; empty when the branches are not told apart by it."""
    found: dict[str, Schema] = {}
    for branch in map(_resolved, branches):
        name = branch.get("properties", {}).get("type", {}).get("const")
        if name is None:
            return {}
        found[name] = branch
    return found


def _of_type(by_type: dict[str, Schema], value: Any, pointer: str) -> Iterator[Problem]:
    if not isinstance(value, dict):
        yield Problem(pointer, "must provide an object")
    elif "type" not in value:
        yield Problem(pointer, "missing required field: type")
    elif not isinstance(value["type"], str) or value["type"] not in by_type:
        yield Problem(f"{pointer}/type", f"unsupported type: {_shown(value['type'])}")
    else:
        yield from _walk(by_type[value["type"]], value, pointer)


def _must_define(branches: list[Schema], word: str = "must define either") -> str:
    names = [f"`{name}`" for branch in branches for name in branch.get("required", [])]
    return f"{word} {' or '.join(names)}"


def _string(schema: Schema, value: str, pointer: str) -> Iterator[Problem]:
    if len(value) < schema.get("minLength", 0):
        yield Problem(pointer, f"must be more than {schema['minLength'] - 1} characters")
    if len(value) > schema.get("maxLength", len(value)):
        yield Problem(pointer, f"must be less than {schema['maxLength'] + 1} characters")
    if "pattern" in schema and not _pattern(schema["pattern"]).search(value):
        yield Problem(pointer, f"must match the pattern {schema['pattern']}")


@cache
def _pattern(source: str) -> re.Pattern[str]:
    """As JSON Schema means it: `$` is the very end, `\\d` is 0 to 9."""
    return re.compile(source.removesuffix("$") + r"\Z", re.ASCII)


def _number(schema: Schema, value: float, pointer: str) -> Iterator[Problem]:
    if value < schema.get("minimum", value):
        yield Problem(pointer, f"must be {schema['minimum']} or more")
    if value > schema.get("maximum", value):
        yield Problem(pointer, f"must be {schema['maximum']} or less")
    if "exclusiveMinimum" in schema and not value > schema["exclusiveMinimum"]:
        yield Problem(pointer, f"must be more than {schema['exclusiveMinimum']}")


def _array(schema: Schema, value: list[Any], pointer: str) -> Iterator[Problem]:
    if len(value) < schema.get("minItems", 0):
        yield Problem(pointer, f"no less than {schema['minItems']} items allowed")
    if len(value) > schema.get("maxItems", len(value)):
        yield Problem(pointer, f"no more than {schema['maxItems']} items allowed")
    if "items" in schema:
        for index, item in enumerate(value):
            yield from _walk(schema["items"], item, f"{pointer}/{index}")


def _object(schema: Schema, value: dict[str, Any], pointer: str) -> Iterator[Problem]:
    for name in schema.get("required", []):
        if name not in value:
            yield Problem(pointer, f"missing required field: {name}")
    if len(value) < schema.get("minProperties", 0):
        yield Problem(pointer, f"no less than {schema['minProperties']} properties allowed")
    properties = schema.get("properties", {})
    for name, item in value.items():
        if name in properties:
            yield from _walk(properties[name], item, f"{pointer}/{name}")
        elif schema.get("additionalProperties") is False:
            yield Problem(pointer, f"invalid additional property: {_shown(name)}")


def _shown(value: Any) -> str:
    """A short, one-line form of a wrong value; containers are named, never printed in full."""
    if isinstance(value, dict | list):
        return "an object" if isinstance(value, dict) else "an array"
    return str(value)[:60]
