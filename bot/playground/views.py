"""Makes modals and home tabs of what apps send, and keeps the rules of the stack.

https://docs.slack.dev/surfaces/modals
"""

import json
from typing import Any, Final, Literal

from bot.playground.blockkit import check
from bot.playground.content import refuse
from bot.playground.errors import SlackError
from bot.playground.filling import all_blocks, elements_of, filled
from bot.playground.ids import new_id
from bot.playground.model import View
from bot.playground.timeline import Json
from bot.playground.workspace import Workspace

MAX_STACK: Final = 3
MAX_VIEW_BYTES: Final = 250_000

_DEFAULTS: Final[Json] = {
    "callback_id": "",
    "external_id": "",
    "private_metadata": "",
    "clear_on_close": False,
    "notify_on_close": False,
}


def read_view(value: Any, surface: Literal["modal", "home"]) -> Json:
    """The view's body, with everything filled in; raises SlackError invalid_arguments,
    view_too_large."""
    if isinstance(value, str):
        try:
            value = json.loads(value)
        except (ValueError, RecursionError) as error:
            raise SlackError("invalid_arguments") from error
    refuse(check(value, surface), "invalid_arguments")
    if len(json.dumps(value)) > MAX_VIEW_BYTES:
        raise SlackError("view_too_large")
    absent = {"title": None, "submit": None, "close": None}
    return {**absent, **_DEFAULTS, **value, "blocks": filled(value["blocks"])}


def new_view(workspace: Workspace, app_id: str, user_id: str, body: Json) -> View:
    """A view that nobody sees yet; raises SlackError duplicate_external_id."""
    _claim_external_id(workspace, body, None)
    view_id = new_id("V")
    return View(view_id, app_id, user_id, body, workspace.new_hash(), root_id=view_id)


def open_modal(workspace: Workspace, app_id: str, user_id: str, body: Json) -> View:
    """Show a modal; one that is open makes room for it."""
    view = new_view(workspace, app_id, user_id, body)
    close_stack(workspace, user_id)
    workspace.open_view(view)
    return view


def push_modal(workspace: Workspace, app_id: str, user_id: str, body: Json) -> View:
    """Put a modal on top of the open ones; raises SlackError not_found, push_limit_reached."""
    stack = workspace.stacks.get(user_id, [])
    if not stack or workspace.views[stack[-1]].app_id != app_id:
        raise SlackError("not_found")
    if len(stack) >= MAX_STACK:
        raise SlackError("push_limit_reached")
    view = new_view(workspace, app_id, user_id, body)
    view.root_id, view.previous_id = stack[0], stack[-1]
    workspace.open_view(view)
    return view


def update_view(workspace: Workspace, view: View, body: Json) -> None:
    """New content for an open modal; inputs that stay keep what was typed into them."""
    _claim_external_id(workspace, body, view)
    view.body = body
    kept = {
        (block["block_id"], element["action_id"])
        for block in all_blocks(body["blocks"])
        for element in elements_of(block)
        if "action_id" in element
    }
    view.values = {
        block_id: {a: entry for a, entry in inner.items() if (block_id, a) in kept}
        for block_id, inner in view.values.items()
        if any((block_id, action_id) in kept for action_id in inner)
    }
    workspace.view_changed(view)


def publish_home(workspace: Workspace, app_id: str, user_id: str, body: Json) -> View:
    """Show a home tab from now on."""
    key = (app_id, user_id)
    view = workspace.homes.get(key)
    if view is None:
        view = new_view(workspace, app_id, user_id, body)
        workspace.homes[key] = view
    else:
        _claim_external_id(workspace, body, view)
        view.body = body
        view.hash = workspace.new_hash()
    data = {"app_id": app_id, "view": workspace.full_view(view)}
    workspace.feed.publish_to(workspace.team_id, user_id, "home", data)
    return view


def close_stack(workspace: Workspace, user_id: str) -> None:
    for view_id in reversed(list(workspace.stacks.get(user_id, []))):
        workspace.drop_view(workspace.views[view_id])


def need_hash(view: View, given: str) -> None:
    """Raises SlackError hash_conflict when the app acts on an older version of the view."""
    if given and given != view.hash:
        raise SlackError("hash_conflict")


def _claim_external_id(workspace: Workspace, body: Json, owner: View | None) -> None:
    external_id = body["external_id"]
    if not external_id:
        return
    for view in (*workspace.views.values(), *workspace.homes.values()):
        if view is not owner and view.body["external_id"] == external_id:
            raise SlackError("duplicate_external_id")
