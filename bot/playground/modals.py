"""A person submits or closes a modal.

https://docs.slack.dev/reference/interaction-payloads/view-interactions-payload
"""

from typing import Any

from bot.playground import views
from bot.playground.clicks import Place, find_view, state_at
from bot.playground.errors import ControlError, SlackError
from bot.playground.model import User, View
from bot.playground.payloads import deliver, give_notice, install_of, interaction
from bot.playground.playground import Playground
from bot.playground.sockets import NoAck
from bot.playground.timeline import Json
from bot.playground.validation import input_errors
from bot.playground.workspace import Workspace


async def submit(
    playground: Playground, workspace: Workspace, user: User, view_id: str, values: Any
) -> Json:
    """Check the inputs, hand the view to the app, do what it answers."""
    view = _top_view(workspace, user, view_id)
    if view.body["submit"] is None:
        raise ControlError("nothing_to_submit", "This modal has no submit button.")
    place = Place(view.app_id, view.body["blocks"], view=view)
    state = state_at(playground, workspace, user, place, values)
    errors = input_errors(view.body["blocks"], state)
    if errors:
        return {"ok": True, "response_action": "errors", "errors": errors}
    _hand_over_files(workspace, view)
    app = install_of(workspace, view.app_id).app
    payload = {
        **interaction(playground, workspace, app, user, "view_submission"),
        "view": workspace.full_view(view),
        "response_urls": _response_urls(playground, workspace, user, view),
    }
    outcome = await deliver(playground, workspace, app.id, "interactive", payload)
    if isinstance(outcome, NoAck):
        return give_notice(workspace, user.id, "view", app.manifest.name, outcome.error, None)
    try:
        return _follow(workspace, view, outcome.payload)
    except SlackError as error:
        notice = give_notice(workspace, user.id, "view", app.manifest.name, error.error, None)
        return {**notice, "problems": list(error.messages)}


def _top_view(workspace: Workspace, user: User, view_id: str) -> View:
    view = find_view(workspace, user, view_id)
    if workspace.stacks.get(user.id, [])[-1:] != [view.id]:
        raise ControlError("view_not_on_top", "This is not the modal that shows.")
    return view


def _follow(workspace: Workspace, view: View, answer: Json) -> Json:
    """https://docs.slack.dev/surfaces/modals#response_actions; raises SlackError."""
    action = answer.get("response_action")
    match action:
        case None:
            if view.id in workspace.views:
                workspace.drop_view(view)
        case "clear":
            views.close_stack(workspace, view.user_id)
        case "errors":
            return {"ok": True, "response_action": "errors", "errors": _errors(view, answer)}
        case "update":
            body = views.read_view(answer.get("view"), "modal")
            views.update_view(workspace, view, body)
        case "push":
            body = views.read_view(answer.get("view"), "modal")
            views.push_modal(workspace, view.app_id, view.user_id, body)
        case _:
            raise SlackError("invalid_response_action")
    return {"ok": True, "response_action": action, "errors": {}}


def _errors(view: View, answer: Json) -> dict[str, str]:
    """Errors must name input blocks of the view."""
    errors = answer.get("errors")
    inputs = {block["block_id"] for block in view.body["blocks"] if block["type"] == "input"}
    if not isinstance(errors, dict) or not errors or not inputs.issuperset(errors):
        raise SlackError("invalid_errors")
    return {block_id: str(sentence) for block_id, sentence in errors.items()}


def _hand_over_files(workspace: Workspace, view: View) -> None:
    """Files of a file_input may be read by the app that asked for them."""
    for inner in view.values.values():
        for entry in inner.values():
            for file in entry.get("files", []):
                workspace.files[file["id"]].granted.add(view.app_id)


def _response_urls(
    playground: Playground, workspace: Workspace, user: User, view: View
) -> list[Json]:
    """One for each channel that was chosen where `response_url_enabled` says so."""
    install = install_of(workspace, view.app_id)
    urls = []
    for block in view.body["blocks"]:
        element = block.get("element", {})
        if not element.get("response_url_enabled"):
            continue
        entry = view.values[block["block_id"]][element["action_id"]]
        chosen = entry.get("selected_channel") or entry.get("selected_conversation")
        channel = workspace.channels.get(str(chosen))
        if channel is not None:
            path = playground.hooks.new("app", install, channel, user.id)
            urls.append(
                {
                    "block_id": block["block_id"],
                    "action_id": element["action_id"],
                    "channel_id": channel.id,
                    "response_url": playground.base_url + path,
                }
            )
    return urls


async def close(
    playground: Playground, workspace: Workspace, user: User, view_id: str, *, everything: bool
) -> Json:
    """Close the top modal, or the stack; apps that asked for it are told (`view_closed`)."""
    top = _top_view(workspace, user, view_id)
    everything = everything or bool(top.body["clear_on_close"])
    stack = [workspace.views[view_id] for view_id in reversed(workspace.stacks[user.id])]
    for view in stack if everything else stack[:1]:
        workspace.drop_view(view)
        if view.body["notify_on_close"]:
            app = install_of(workspace, view.app_id).app
            payload = interaction(playground, workspace, app, user, "view_closed")
            del payload["trigger_id"]
            payload |= {"view": workspace.full_view(view), "is_cleared": everything}
            await deliver(playground, workspace, app.id, "interactive", payload)
    return {"ok": True}
