"""A person uses an interactive element of a message, a modal or a home tab.

https://docs.slack.dev/reference/interaction-payloads/block_actions-payload
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from bot.playground.app_events import event_time
from bot.playground.elements import action_of
from bot.playground.errors import ControlError
from bot.playground.filling import find_element
from bot.playground.model import Channel, User, View
from bot.playground.payloads import channel_part, deliver, give_notice, install_of, interaction
from bot.playground.playground import Playground
from bot.playground.shown import file_object
from bot.playground.sockets import Ack, NoAck
from bot.playground.state import collect
from bot.playground.timeline import Json, Message
from bot.playground.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Place:
    """Where an element stands: in a message of a channel, or in a view."""

    app_id: str
    blocks: list[Json]
    channel: Channel | None = None
    message: Message | None = None
    attachment_id: int | None = None
    view: View | None = None


def find_place(workspace: Workspace, user: User, body: Json) -> Place:
    """The place that `channel` and `ts`, or `view_id` name; raises ControlError."""
    if body.get("view_id"):
        view = find_view(workspace, user, str(body["view_id"]))
        return Place(view.app_id, view.body["blocks"], view=view)
    channel = workspace.visible_channel(str(body.get("channel")), user.id)
    message = channel.timeline.get(str(body.get("ts")))
    if message is None or message.app_id is None or not message.is_visible_to(user.id):
        raise ControlError("message_not_found", "There is no such message of an app.", 404)
    for attachment_id, blocks in _block_lists(message):
        if any(block.get("block_id") == body.get("block_id") for block in blocks):
            return Place(message.app_id, blocks, channel, message, attachment_id)
    return Place(message.app_id, message.body.get("blocks", []), channel, message)


def find_view(workspace: Workspace, user: User, view_id: str) -> View:
    """An open modal or a home tab of this user; raises ControlError."""
    homes = {view.id: view for view in workspace.homes.values()}
    view = workspace.views.get(view_id) or homes.get(view_id)
    if view is None or view.user_id != user.id:
        raise ControlError("view_not_found", "This view is not open (any more).", 404)
    return view


def _block_lists(message: Message) -> Iterator[tuple[int | None, list[Json]]]:
    yield None, message.body.get("blocks", [])
    for attachment in message.body.get("attachments", []):
        yield attachment["id"], attachment.get("blocks", [])


def element_at(place: Place, body: Json) -> Json:
    """The element that the request names; raises ControlError."""
    found = find_element(place.blocks, str(body.get("block_id")), str(body.get("action_id")))
    if found is None:
        raise ControlError("element_not_found", "There is no such button or input.", 404)
    return found[1]


def state_at(
    playground: Playground, workspace: Workspace, user: User, place: Place, given: Any
) -> Json:
    """state.values of the place with what the request gives; a view keeps them."""

    def file_of(file_id: str) -> Json | None:
        file = workspace.files.get(file_id)
        if file is None or file.owner != user.id or not file.is_complete:
            return None
        return file_object(file, workspace.team_id, playground.base_url)

    def options_of(action_id: str) -> list[Json]:
        return playground.suggested.get((workspace.team_id, user.id, action_id), [])

    known = place.view.values if place.view is not None else {}
    values = collect(place.blocks, known, given, options_of, file_of)
    if place.view is not None:
        place.view.values = values
    return values


async def click(playground: Playground, workspace: Workspace, user: User, body: Json) -> Json:
    """Send the app what the person did with an element, and wait for its ack."""
    place = find_place(workspace, user, body)
    element = element_at(place, body)
    app = install_of(workspace, place.app_id).app
    action = _action(playground, workspace, user, element, body)
    given = _with_click(body)
    values = state_at(playground, workspace, user, place, given)
    payload = {
        **interaction(playground, workspace, app, user, "block_actions"),
        "container": container(place),
        **_place_part(playground, workspace, user, place),
        "actions": [action],
    }
    if place.message is not None:
        payload["state"] = {"values": values}
    outcome = await deliver(playground, workspace, app.id, "interactive", payload)
    if isinstance(outcome, NoAck):
        channel_id = place.channel.id if place.channel is not None else None
        what = app.manifest.name
        return give_notice(workspace, user.id, "action", what, outcome.error, channel_id)
    return {"ok": True}


def _action(
    playground: Playground, workspace: Workspace, user: User, element: Json, body: Json
) -> Json:
    def file_of(file_id: str) -> Json | None:
        file = workspace.files.get(file_id)
        if file is None:
            return None
        return file_object(file, workspace.team_id, playground.base_url)

    options = playground.suggested.get((workspace.team_id, user.id, element["action_id"]), [])
    return {
        **action_of(element, body.get("value"), options, file_of),
        "block_id": body["block_id"],
        "action_ts": event_time(workspace),
    }


def _with_click(body: Json) -> Json:
    """The request's `state` with the clicked element's own value in it."""
    state = body.get("state")
    given: Json = dict(state) if isinstance(state, dict) else {}
    block_id, action_id = str(body["block_id"]), str(body["action_id"])
    inner = given.get(block_id)
    given[block_id] = {**(inner if isinstance(inner, dict) else {}), action_id: body.get("value")}
    return given


def container(place: Place) -> Json:
    """What an action's `container` says of the place."""
    if place.view is not None:
        return {"type": "view", "view_id": place.view.id}
    assert place.message is not None
    assert place.channel is not None
    shown: Json = {
        "type": "message",
        "message_ts": place.message.ts,
        "channel_id": place.channel.id,
        "is_ephemeral": place.message.ephemeral_to is not None,
    }
    if place.message.thread_ts is not None:
        shown["thread_ts"] = place.message.thread_ts
    if place.attachment_id is not None:
        shown |= {
            "type": "message_attachment",
            "attachment_id": place.attachment_id,
            "is_app_unfurl": False,
        }
    return shown


def _place_part(playground: Playground, workspace: Workspace, user: User, place: Place) -> Json:
    if place.view is not None:
        return {"view": workspace.full_view(place.view)}
    assert place.message is not None
    assert place.channel is not None
    install = install_of(workspace, place.app_id)
    path = playground.hooks.new("actions", install, place.channel, user.id, place.message.ts)
    part: Json = {
        "channel": channel_part(place.channel),
        "response_url": playground.base_url + path,
    }
    # Slack leaves the message out when it is ephemeral: it does not keep those.
    if place.message.ephemeral_to is None:
        part["message"] = dict(place.message.body)
    return part


async def suggest(playground: Playground, workspace: Workspace, user: User, body: Json) -> Json:
    """Ask the app for an external select's options, as the person types.

    https://docs.slack.dev/reference/interaction-payloads/block_suggestion-payload
    """
    place = find_place(workspace, user, body)
    element = element_at(place, body)
    app = install_of(workspace, place.app_id).app
    typed = str(body.get("value") or "")
    if len(typed) < element.get("min_query_length", 3):
        return {"ok": True, "options": []}
    payload = interaction(playground, workspace, app, user, "block_suggestion")
    del payload["trigger_id"]
    payload |= {
        "container": container(place),
        **_place_part(playground, workspace, user, place),
        "action_id": element["action_id"],
        "block_id": body["block_id"],
        "value": typed,
    }
    payload.pop("response_url", None)
    outcome = await deliver(playground, workspace, app.id, "interactive", payload)
    if isinstance(outcome, NoAck):
        what = app.manifest.name
        return give_notice(workspace, user.id, "suggestion", what, outcome.error, None)
    return _offer(playground, workspace, user, element, outcome)


def _offer(
    playground: Playground, workspace: Workspace, user: User, element: Json, outcome: Ack
) -> Json:
    """The options to show; they are remembered, so that a choice among them can be understood."""
    groups = outcome.payload.get("option_groups")
    options = outcome.payload.get("options")
    lists = [group.get("options") for group in groups] if isinstance(groups, list) else [options]
    flat = [option for items in lists if isinstance(items, list) for option in items]
    key = (workspace.team_id, user.id, element["action_id"])
    playground.suggested[key] = [*flat, *playground.suggested.get(key, [])][:1000]
    if isinstance(groups, list):
        return {"ok": True, "option_groups": groups}
    return {"ok": True, "options": flat}
