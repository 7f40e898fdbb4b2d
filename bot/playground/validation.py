"""What Slack's own client refuses in a modal before the app hears of it."""

from collections.abc import Callable
from typing import Any, Final
from urllib.parse import urlsplit

from bot.playground.timeline import Json

REQUIRED: Final = "Please complete this required field."
DEFAULT_MAX_LENGTH: Final = 3000
DEFAULT_MAX_FILES: Final = 10


def input_errors(blocks: list[Json], values: Json) -> dict[str, str]:
    """block_id -> sentence, for each input block that is not filled in rightly."""
    errors: dict[str, str] = {}
    for block in blocks:
        if block["type"] != "input":
            continue
        element = block["element"]
        entry = values[block["block_id"]][element["action_id"]]
        error = _error(block, element, _held(entry))
        if error:
            errors[block["block_id"]] = error
    return errors


def _held(entry: Json) -> Any:
    return next(value for name, value in entry.items() if name != "type")


def _error(block: Json, element: Json, held: Any) -> str:
    if held in (None, "", []):
        return "" if block.get("optional", False) else REQUIRED
    rule = _RULES.get(element["type"], _no_more_than_allowed)
    return rule(element, held)


def _text(element: Json, text: str) -> str:
    if len(text) < element.get("min_length", 0):
        return f"Please enter at least {element['min_length']} characters."
    longest = element.get("max_length", DEFAULT_MAX_LENGTH)
    return f"Please enter no more than {longest} characters." if len(text) > longest else ""


def _email(_element: Json, text: str) -> str:
    name, _, host = text.partition("@")
    is_sound = name and "." in host and not any(c.isspace() for c in text) and "@" not in host
    return "" if is_sound else "Please enter a valid email address."


def _url(_element: Json, text: str) -> str:
    try:
        parts = urlsplit(text.strip())
    except ValueError:
        return "Please enter a valid URL."
    is_sound = parts.scheme in ("http", "https") and parts.hostname
    return "" if is_sound else "Please enter a valid URL."


def _number(element: Json, text: str) -> str:
    try:
        number = float(text) if element["is_decimal_allowed"] else int(text)
    except ValueError:
        kind = "number" if element["is_decimal_allowed"] else "whole number"
        return f"Please enter a valid {kind}."
    if "min_value" in element and number < float(element["min_value"]):
        return f"Please enter a number of {element['min_value']} or more."
    if "max_value" in element and number > float(element["max_value"]):
        return f"Please enter a number of {element['max_value']} or less."
    return ""


def _files(element: Json, files: list[Json]) -> str:
    most = element.get("max_files", DEFAULT_MAX_FILES)
    if len(files) > most:
        return f"Please choose no more than {most} files."
    allowed = [kind.lower() for kind in element.get("filetypes", [])]
    if allowed and any(file["filetype"] not in allowed for file in files):
        return f"Please choose files of these types: {', '.join(allowed)}."
    return ""


def _no_more_than_allowed(element: Json, held: Any) -> str:
    most = element.get("max_selected_items")
    if most is not None and isinstance(held, list) and len(held) > most:
        return f"Please choose no more than {most}."
    return ""


_RULES: Final[dict[str, Callable[[Json, Any], str]]] = {
    "plain_text_input": _text,
    "email_text_input": _email,
    "url_text_input": _url,
    "number_input": _number,
    "file_input": _files,
}
