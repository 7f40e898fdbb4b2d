"""What people fill in: the inputs of a modal, and the modal around them."""

from collections.abc import Sequence
from datetime import time

from bot.message import Block
from bot.slack.blocks import PRIVATE_METADATA, VIEW_BLOCKS, VIEW_TITLE, clean, option, plain


def checkboxes(
    action_id: str, options: Sequence[tuple[str, str]], *, chosen: Sequence[str] = ()
) -> Block:
    """Up to ten (text, value) boxes, those in `chosen` ticked."""
    drawn = [option(text, value) for text, value in options[:10]]
    ticked = [o for o in drawn if o["value"] in chosen]
    element: Block = {"type": "checkboxes", "action_id": action_id, "options": drawn}
    return element | {"initial_options": ticked} if ticked else element


def radios(action_id: str, options: Sequence[tuple[str, str]], *, chosen: str) -> Block:
    """Up to ten (text, value) choices, one of them chosen."""
    drawn = [option(text, value) for text, value in options[:10]]
    element: Block = {"type": "radio_buttons", "action_id": action_id, "options": drawn}
    initial = next((o for o in drawn if o["value"] == chosen), None)
    return element | {"initial_option": initial} if initial else element


def number_input(action_id: str, *, initial: int | None = None, least: int, most: int) -> Block:
    """A whole number between two."""
    element: Block = {
        "type": "number_input",
        "action_id": action_id,
        "is_decimal_allowed": False,
        "min_value": str(least),
        "max_value": str(most),
    }
    return element | {"initial_value": str(initial)} if initial is not None else element


def time_input(action_id: str, *, initial: time | None = None) -> Block:
    """A time of day, without a zone: the caller says which one is meant."""
    element: Block = {"type": "timepicker", "action_id": action_id}
    return element | {"initial_time": f"{initial:%H:%M}"} if initial else element


def date_input(action_id: str) -> Block:
    """A day, chosen from a calendar."""
    return {"type": "datepicker", "action_id": action_id}


def select_user(
    action_id: str, *, initial: str | None = None, words: str = "Choose a person"
) -> Block:
    """A menu of the workspace's people."""
    element: Block = {
        "type": "users_select",
        "action_id": action_id,
        "placeholder": plain(words, 150),
    }
    return element | {"initial_user": initial} if initial else element


def text_input(
    action_id: str, *, multiline: bool = False, initial: str = "", placeholder: str = ""
) -> Block:
    element: Block = {"type": "plain_text_input", "action_id": action_id, "multiline": multiline}
    if initial:
        lines = (clean(line, 3000) for line in initial.splitlines())
        element["initial_value"] = "\n".join(lines)[:3000]
    if placeholder:
        element["placeholder"] = plain(placeholder, 150)
    return element


def input_block(
    block_id: str, label: str, element: Block, *, optional: bool = False, hint: str = ""
) -> Block:
    block: Block = {
        "type": "input",
        "block_id": block_id,
        "label": plain(label, 2000),
        "element": element,
        "optional": optional,
    }
    return block | {"hint": plain(hint, 2000)} if hint else block


def modal(
    callback_id: str,
    title: str,
    blocks: Sequence[Block],
    *,
    submit: str | None = None,
    close: str = "Close",
    private_metadata: str = "",
) -> Block:
    view: Block = {
        "type": "modal",
        "callback_id": callback_id,
        "title": plain(title, VIEW_TITLE),
        "close": plain(close, VIEW_TITLE),
        "blocks": list(blocks)[:VIEW_BLOCKS],
    }
    if submit:
        view["submit"] = plain(submit, VIEW_TITLE)
    if private_metadata:
        view["private_metadata"] = private_metadata[:PRIVATE_METADATA]
    return view
