"""block_actions and block_suggestion: each interactive element in the shape that Slack sends."""

from typing import Any

import pytest
from slack_bolt.async_app import AsyncAck

from tests.workspace import RefusedError, Workspace

from .apps import bolt_app, client, connected
from .blocks import Json, button, input_block, modal, mrkdwn, option, plain


def _told(number: str) -> Json:
    return {"text": {**plain(f"Option {number}"), "emoji": True}, "value": number}


OPTIONS = [option("1"), option("2")]
ELEMENTS: dict[str, tuple[Json, Any, Json]] = {
    "button": (
        button("it", value="7", style="primary"),
        None,
        {"text": {**plain("Press"), "emoji": True}, "value": "7", "style": "primary"},
    ),
    "overflow": ({"type": "overflow", "options": OPTIONS}, "2", {"selected_option": _told("2")}),
    "static_select": (
        {"type": "static_select", "options": OPTIONS, "placeholder": plain("Pick")},
        "1",
        {"selected_option": _told("1"), "placeholder": {**plain("Pick"), "emoji": True}},
    ),
    "static_select in groups": (
        {
            "type": "static_select",
            "option_groups": [{"label": plain("g"), "options": [option("1")]}],
        },
        "1",
        {"selected_option": _told("1")},
    ),
    "radio_buttons": (
        {"type": "radio_buttons", "options": OPTIONS, "initial_option": option("1")},
        "2",
        {"selected_option": _told("2"), "initial_option": _told("1")},
    ),
    "checkboxes": (
        {"type": "checkboxes", "options": OPTIONS},
        ["1", "2"],
        {"selected_options": [_told("1"), _told("2")]},
    ),
    "multi_static_select": (
        {"type": "multi_static_select", "options": OPTIONS},
        [],
        {"selected_options": []},
    ),
    "users_select": ({"type": "users_select"}, "U1", {"selected_user": "U1"}),
    "channels_select": ({"type": "channels_select"}, "C1", {"selected_channel": "C1"}),
    "conversations_select": (
        {"type": "conversations_select"},
        "C1",
        {"selected_conversation": "C1"},
    ),
    "multi_users_select": ({"type": "multi_users_select"}, ["U1"], {"selected_users": ["U1"]}),
    "datepicker": (
        {"type": "datepicker", "initial_date": "2026-01-01"},
        "2026-11-23",
        {"selected_date": "2026-11-23", "initial_date": "2026-01-01"},
    ),
    "timepicker": ({"type": "timepicker"}, "09:00", {"selected_time": "09:00"}),
    "datetimepicker": (
        {"type": "datetimepicker"},
        1763900000,
        {"selected_date_time": 1763900000},
    ),
}


@pytest.mark.parametrize(("element", "value", "expected"), ELEMENTS.values(), ids=ELEMENTS)
async def test_each_element_reports_itself_in_slacks_shape(
    here: Workspace, element: Json, value: Any, expected: Json
) -> None:
    body = await _clicked(here, {**element, "action_id": "it"}, value)
    (action,) = body["actions"]
    assert action.pop("action_ts")
    assert action == {
        "type": element["type"],
        "action_id": "it",
        "block_id": "row",
        **expected,
    }
    stateful = element["type"] not in ("button", "overflow")
    assert (body["state"]["values"] != {}) == stateful


async def _clicked(here: Workspace, element: Json, value: Any) -> Json:
    """What an app is sent when the only element of its message is used."""
    app = bolt_app(here)
    bodies: list[Json] = []

    @app.action("it")
    async def on_action(ack: AsyncAck, body: Json) -> None:
        bodies.append(body)
        await ack()

    block = {"type": "actions", "block_id": "row", "elements": [element]}
    async with connected(here, app):
        await client(here).chat_postMessage(channel="#seo", text="x", blocks=[block])
        (message,) = await here.messages()
        await here.click(message, "it", value)
    (body,) = bodies
    return body


async def test_a_click_says_who_where_and_on_what(here: Workspace) -> None:
    body = await _clicked(here, button("it"), None)
    (message,) = await here.messages()
    assert body["type"] == "block_actions"
    assert body["user"] == {
        "id": here.user,
        "username": "ana",
        "name": "ana",
        "team_id": body["team"]["id"],
    }
    assert body["container"] == {
        "type": "message",
        "message_ts": message["ts"],
        "channel_id": message["channel"],
        "is_ephemeral": False,
    }
    assert body["channel"] == {"id": message["channel"], "name": "seo"}
    assert body["message"]["ts"] == message["ts"]
    assert body["response_url"].startswith(f"{here.base_url}/actions/")
    assert {"api_app_id", "token", "trigger_id", "enterprise", "is_enterprise_install"} <= set(body)


async def test_private_places_have_no_names_for_apps(here: Workspace) -> None:
    app = bolt_app(here)
    names: list[str] = []

    @app.command("/try")
    async def on_command(ack: AsyncAck, command: Json) -> None:
        names.append(command["channel_name"])
        await ack()

    async with connected(here, app):
        for channel in ("seo", "seo-private", "dm"):
            await here.command("/try", channel=channel)
    assert names == ["seo", "privategroup", "directmessage"]


async def test_the_state_holds_every_input_of_the_message(here: Workspace) -> None:
    app = bolt_app(here)
    bodies: list[Json] = []

    @app.action("go")
    async def on_action(ack: AsyncAck, body: Json) -> None:
        bodies.append(body)
        await ack()

    picker = {"type": "datepicker", "action_id": "day", "initial_date": "2026-01-01"}
    blocks = [
        {"type": "actions", "block_id": "row", "elements": [button("go"), picker]},
        {**input_block({"type": "plain_text_input", "action_id": "note"}, "note_block")},
    ]
    async with connected(here, app):
        await client(here).chat_postMessage(channel="#seo", text="x", blocks=blocks)
        (message,) = await here.messages()
        await here.click(message, "go", state={"note_block": {"note": "hello"}})
    assert bodies[0]["state"]["values"] == {
        "row": {"day": {"type": "datepicker", "selected_date": "2026-01-01"}},
        "note_block": {"note": {"type": "plain_text_input", "value": "hello"}},
    }


async def test_a_click_in_a_modal_names_the_view_and_not_a_channel(here: Workspace) -> None:
    app = bolt_app(here)
    bodies: list[Json] = []

    @app.command("/try")
    async def on_command(ack: AsyncAck, body: Json, client: Any) -> None:
        await ack()
        blocks = [{"type": "actions", "elements": [button("go")]}]
        await client.views_open(trigger_id=body["trigger_id"], view=modal(*blocks))

    @app.action("go")
    async def on_action(ack: AsyncAck, body: Json) -> None:
        bodies.append(body)
        await ack()

    async with connected(here, app):
        await here.command("/try")
        view = await here.wait_for_view()
        await here.click(view, "go")
        with pytest.raises(RefusedError):
            await here.as_user("ben").click(view, "go")
    (body,) = bodies
    assert body["container"] == {"type": "view", "view_id": view["id"]}
    assert body["view"]["id"] == view["id"]
    assert body["view"]["hash"] == view["hash"]
    assert not {"channel", "message", "response_url"} & set(body)


async def test_an_external_select_is_filled_by_the_app(here: Workspace) -> None:
    app = bolt_app(here)
    bodies: list[Json] = []
    chosen: list[Json] = []

    @app.options("site")
    async def on_options(ack: AsyncAck, body: Json) -> None:
        bodies.append(body)
        await ack(options=[option("a.example"), option("b.example")])

    @app.action("site")
    async def on_action(ack: AsyncAck, body: Json) -> None:
        chosen.append(body["actions"][0])
        await ack()

    select = {"type": "external_select", "action_id": "site", "min_query_length": 2}
    section = {"type": "section", "text": mrkdwn("Which?"), "accessory": select}
    async with connected(here, app):
        await client(here).chat_postMessage(channel="#seo", text="x", blocks=[section])
        (message,) = await here.messages()
        assert await here.suggest(message, "site", "e") == []
        options = await here.suggest(message, "site", "ex")
        assert [item["value"] for item in options] == ["a.example", "b.example"]
        await here.click(message, "site", "b.example")
        with pytest.raises(RefusedError) as caught:
            await here.click(message, "site", "never offered")
        assert caught.value.error == "unknown_value"
    (body,) = bodies
    assert (body["type"], body["value"], body["action_id"]) == ("block_suggestion", "ex", "site")
    assert body["container"]["type"] == "message"
    assert chosen[0]["selected_option"]["value"] == "b.example"


async def test_what_is_not_there_cannot_be_clicked(here: Workspace) -> None:
    blocks = [{"type": "actions", "block_id": "row", "elements": [button("go")]}]
    await client(here).chat_postMessage(channel="#seo", text="x", blocks=blocks)
    (message,) = await here.messages()
    for change in ({"action_id": "no"}, {"ts": "1.000000"}, {"channel": "CNO"}):
        place = {"channel": message["channel"], "ts": message["ts"], "action_id": "go"}
        with pytest.raises(RefusedError):
            await here.post("click", block_id="row", **{**place, **change})


async def test_a_click_without_an_app_is_told_to_the_person(here: Workspace) -> None:
    blocks = [{"type": "actions", "elements": [button("go")]}]
    await client(here).chat_postMessage(channel="#seo", text="x", blocks=blocks)
    with pytest.raises(RefusedError) as caught:
        await here.click((await here.messages())[0], "go")
    assert caught.value.error == "dispatch_failed"


async def test_a_button_in_an_attachment_names_it(here: Workspace) -> None:
    app = bolt_app(here)
    bodies: list[Json] = []

    @app.action("go")
    async def on_action(ack: AsyncAck, body: Json) -> None:
        bodies.append(body)
        await ack()

    blocks = [{"type": "actions", "block_id": "row", "elements": [button("go")]}]
    async with connected(here, app):
        await client(here).chat_postMessage(
            channel="#seo", text="x", attachments=[{"blocks": blocks}]
        )
        (message,) = await here.messages()
        place = {"channel": message["channel"], "ts": message["ts"]}
        await here.post("click", **place, block_id="row", action_id="go")
    container = bodies[0]["container"]
    assert (container["type"], container["attachment_id"]) == ("message_attachment", 1)


async def test_shortcuts_reach_the_app_with_the_message(here: Workspace) -> None:
    app = bolt_app(here)
    bodies: list[Json] = []

    @app.shortcut("keep")
    @app.shortcut("new")
    async def on_shortcut(ack: AsyncAck, body: Json) -> None:
        bodies.append(body)
        await ack()

    async with connected(here, app):
        message = await here.say("see https://a.example/x & @ben")
        await here.shortcut("keep", message)
        await here.shortcut("new")
        with pytest.raises(RefusedError):
            await here.shortcut("new", message)
    on_message, everywhere = bodies
    assert (on_message["type"], everywhere["type"]) == ("message_action", "shortcut")
    ben = here.as_user("ben").user
    assert on_message["message"]["text"] == f"see <https://a.example/x> &amp; <@{ben}>"
    assert on_message["message_ts"] == message["ts"]
    assert on_message["response_url"].startswith(f"{here.base_url}/app/")
    assert "trigger_id" in everywhere
    assert not {"channel", "response_url"} & set(everywhere)
