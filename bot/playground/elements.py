"""Interactive elements: from the bare value in a control request to the shapes that Slack sends.

https://docs.slack.dev/reference/block-kit/block-elements
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, Final

from bot.playground.errors import ControlError
from bot.playground.timeline import Json

Lookup = Callable[[str], Json | None]
"""Finds the file object of a file id."""

Options = Iterable[Json]


@dataclass(frozen=True, slots=True)
class Kind:
    """How one element type reports its value."""

    field: str
    """`selected_option`, `value`, …"""
    initial: str
    """The element's field that holds its first value."""
    is_list: bool = False
    holds: str = "text"
    """text, option, number, rich_text or file."""


STATEFUL: Final[dict[str, Kind]] = {
    "plain_text_input": Kind("value", "initial_value"),
    "email_text_input": Kind("value", "initial_value"),
    "url_text_input": Kind("value", "initial_value"),
    "number_input": Kind("value", "initial_value"),
    "rich_text_input": Kind("rich_text_value", "initial_value", holds="rich_text"),
    "file_input": Kind("files", "", is_list=True, holds="file"),
    "checkboxes": Kind("selected_options", "initial_options", is_list=True, holds="option"),
    "radio_buttons": Kind("selected_option", "initial_option", holds="option"),
    "static_select": Kind("selected_option", "initial_option", holds="option"),
    "external_select": Kind("selected_option", "initial_option", holds="option"),
    "users_select": Kind("selected_user", "initial_user"),
    "channels_select": Kind("selected_channel", "initial_channel"),
    "conversations_select": Kind("selected_conversation", "initial_conversation"),
    "multi_static_select": Kind(
        "selected_options", "initial_options", is_list=True, holds="option"
    ),
    "multi_external_select": Kind(
        "selected_options", "initial_options", is_list=True, holds="option"
    ),
    "multi_users_select": Kind("selected_users", "initial_users", is_list=True),
    "multi_channels_select": Kind("selected_channels", "initial_channels", is_list=True),
    "multi_conversations_select": Kind(
        "selected_conversations", "initial_conversations", is_list=True
    ),
    "datepicker": Kind("selected_date", "initial_date"),
    "timepicker": Kind("selected_time", "initial_time"),
    "datetimepicker": Kind("selected_date_time", "initial_date_time", holds="number"),
}
_OVERFLOW: Final = Kind("selected_option", "", holds="option")


def initial_state(element: Json) -> Json | None:
    """The element's entry in state.values before anybody touched it; None: it has no state."""
    kind = STATEFUL.get(element["type"])
    if kind is None:
        return None
    empty: Any = [] if kind.is_list else None
    return {"type": element["type"], kind.field: element.get(kind.initial, empty)}


def state_of(element: Json, value: Any, options: Options, file_of: Lookup) -> Json | None:
    """The element's entry in state.values for a bare value; raises ControlError."""
    kind = STATEFUL.get(element["type"])
    if kind is None:
        return None
    return {
        "type": element["type"],
        kind.field: _slack_value(element, kind, value, options, file_of),
    }


def action_of(element: Json, value: Any, options: Options, file_of: Lookup) -> Json:
    """The element's own fields of an entry in a block_actions payload; raises ControlError."""
    kind = _OVERFLOW if element["type"] == "overflow" else STATEFUL.get(element["type"])
    action: Json = {"type": element["type"], "action_id": element["action_id"]}
    if kind is None:
        return {**action, **_pressed(element, value)}
    action[kind.field] = _slack_value(element, kind, value, options, file_of)
    for name in ("placeholder", kind.initial):
        if name and name in element:
            action[name] = element[name]
    return action


def _pressed(element: Json, value: Any) -> Json:
    """Buttons of all sorts report what they were made with."""
    if element["type"] == "feedback_buttons":
        name = "negative_button" if value == "negative" else "positive_button"
        element = element[name]
    names = ("text", "value", "style", "icon", "workflow")
    return {name: element[name] for name in names if name in element}


def _slack_value(element: Json, kind: Kind, value: Any, options: Options, file_of: Lookup) -> Any:
    if kind.is_list:
        if value is None:
            value = []
        if not isinstance(value, list):
            raise _wrong(element, "a list")
        return [_one(element, kind, item, options, file_of) for item in value]
    return None if value in (None, "") else _one(element, kind, value, options, file_of)


def _one(element: Json, kind: Kind, value: Any, options: Options, file_of: Lookup) -> Any:
    if kind.holds == "rich_text":
        return _rich_text(value) if isinstance(value, str) else value
    if kind.holds == "number":
        if not isinstance(value, int) or isinstance(value, bool):
            raise _wrong(element, "a number")
        return value
    if not isinstance(value, str):
        raise _wrong(element, "a string")
    if kind.holds == "text":
        return value
    found = file_of(value) if kind.holds == "file" else _option(value, element, options)
    if found is None:
        raise ControlError("unknown_value", f"{element['type']} has no {value!r} to choose.")
    return found


def _option(value: str, element: Json, options: Options) -> Json | None:
    return next((o for o in (*options_of(element), *options) if o.get("value") == value), None)


def options_of(element: Json) -> list[Json]:
    """The options that the element itself lists, those in groups too."""
    options = list(element.get("options", []))
    for group in element.get("option_groups", []):
        options += group.get("options", [])
    initial = element.get("initial_options", [])
    return [
        *options,
        *initial,
        *([element["initial_option"]] if "initial_option" in element else []),
    ]


def _rich_text(text: str) -> Json:
    section = {"type": "rich_text_section", "elements": [{"type": "text", "text": text}]}
    return {"type": "rich_text", "elements": [section]}


def _wrong(element: Json, expected: str) -> ControlError:
    return ControlError("wrong_value", f"The value of a {element['type']} must be {expected}.")
