"""Modals: triggers, stack, state, answers to a submission, hashes, closing."""

import asyncio
from functools import partial
from typing import Any

import pytest
from slack_bolt.async_app import AsyncAck
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from tests.workspace import RefusedError, Workspace

from .apps import bolt_app, client, connected
from .blocks import Json, button, input_block, modal, option, plain

NAME = input_block({"type": "plain_text_input", "action_id": "name"}, "name_block")
PAGE = input_block({"type": "url_text_input", "action_id": "page"}, "page_block")
PUSH = {"type": "actions", "block_id": "more", "elements": [button("push")]}


class Recorder:
    """An app that opens `view` on `/try` and answers submissions with `answer`."""

    def __init__(self, here: Workspace, view: Json) -> None:
        self.view = view
        self.answer: Json = {}
        self.opened: Json = {}
        self.submissions: list[Json] = []
        self.closed: list[Json] = []
        self.triggers: list[str] = []
        self.refused = asyncio.Event()
        self.app = bolt_app(here)
        self.app.command("/try")(self.on_command)
        self.app.view("a_modal")(self.on_submit)
        self.app.view_closed("a_modal")(self.on_close)
        self.app.action("push")(self.on_push)

    async def on_command(self, ack: AsyncAck, client: AsyncWebClient, body: Json) -> None:
        await ack()
        self.triggers.append(body["trigger_id"])
        answer = await client.views_open(trigger_id=body["trigger_id"], view=self.view)
        self.opened = answer["view"]

    async def on_push(self, ack: AsyncAck, client: AsyncWebClient, body: Json) -> None:
        await ack()
        try:
            await client.views_push(trigger_id=body["trigger_id"], view=modal(PUSH))
        except SlackApiError as error:
            self.answer = {"error": error.response["error"]}
            self.refused.set()

    async def on_submit(self, ack: AsyncAck, body: Json) -> None:
        self.submissions.append(body)
        if self.answer:
            await ack(**self.answer)
        else:
            await ack()

    async def on_close(self, ack: AsyncAck, body: Json) -> None:
        self.closed.append(body)
        await ack()


async def test_a_submission_carries_the_state_and_closes_the_modal(here: Workspace) -> None:
    recorder = Recorder(here, modal(NAME, PAGE, private_metadata="kept"))
    async with connected(here, recorder.app):
        await here.command("/try")
        view = await here.wait_for_view()
        answer = await here.submit(view, {"name": "Ana", "page": "https://a.example/x"})
        assert answer["response_action"] is None
        assert await here.views() == []
    (body,) = recorder.submissions
    assert body["type"] == "view_submission"
    assert body["view"]["private_metadata"] == "kept"
    assert body["view"]["state"]["values"] == {
        "name_block": {"name": {"type": "plain_text_input", "value": "Ana"}},
        "page_block": {"page": {"type": "url_text_input", "value": "https://a.example/x"}},
    }
    assert body["user"]["id"] == here.user
    assert body["response_urls"] == []


async def test_slacks_own_client_refuses_wrong_input_before_the_app_hears_of_it(
    here: Workspace,
) -> None:
    recorder = Recorder(here, modal(NAME, PAGE))
    async with connected(here, recorder.app):
        await here.command("/try")
        view = await here.wait_for_view()
        answer = await here.submit(view, {"page": "not a url"})
        assert answer["errors"] == {
            "name_block": "Please complete this required field.",
            "page_block": "Please enter a valid URL.",
        }
    assert recorder.submissions == []


async def test_an_app_can_answer_with_errors_update_push_and_clear(here: Workspace) -> None:
    recorder = Recorder(here, modal(NAME))
    async with connected(here, recorder.app):
        await here.command("/try")
        view = await here.wait_for_view()
        recorder.answer = {"response_action": "errors", "errors": {"name_block": "Taken."}}
        answer = await here.submit(view, {"name": "x"})
        assert answer["errors"] == {"name_block": "Taken."}

        recorder.answer = {"response_action": "update", "view": modal(PAGE, title=plain("Next"))}
        await here.submit(view)
        (view,) = await here.views()
        assert view["title"]["text"] == "Next"

        recorder.answer = {"response_action": "push", "view": modal(NAME)}
        await here.submit(view, {"page": "https://a.example"})
        first, second = await here.views()
        assert second["previous_view_id"] == first["id"] == second["root_view_id"]

        recorder.answer = {"response_action": "clear"}
        await here.submit(second, {"name": "x"})
        assert await here.views() == []


@pytest.mark.parametrize(
    "answer",
    [
        {"response_action": "errors", "errors": {"no_such_block": "x"}},
        {"response_action": "update", "view": modal(title=plain("x" * 25))},
        {"response_action": "jump"},
    ],
    ids=["unknown block", "bad view", "unknown action"],
)
async def test_a_wrong_answer_to_a_submission_is_an_error_to_the_user(
    here: Workspace, answer: Json
) -> None:
    recorder = Recorder(here, modal(NAME))
    recorder.answer = answer
    async with connected(here, recorder.app):
        await here.command("/try")
        view = await here.wait_for_view()
        with pytest.raises(RefusedError):
            await here.submit(view, {"name": "x"})
        assert [v["id"] for v in await here.views()] == [view["id"]]


async def test_a_trigger_opens_one_modal_only(here: Workspace) -> None:
    recorder = Recorder(here, modal(NAME))
    async with connected(here, recorder.app):
        await here.command("/try")
        await here.wait_for_view()
        (trigger,) = recorder.triggers
        assert await _error_of(client(here), trigger) == "exchanged_trigger_id"
        assert await _error_of(client(here), "1.2.abc") == "expired_trigger_id"
        assert await _error_of(client(here), "nonsense") == "invalid_trigger_id"


async def _error_of(slack: AsyncWebClient, trigger_id: str, view: Any = None) -> str:
    with pytest.raises(SlackApiError) as caught:
        await slack.views_open(trigger_id=trigger_id, view=view or modal(NAME))
    error: str = caught.value.response["error"]
    return error


async def test_a_wrong_view_is_refused_with_its_place(here: Workspace) -> None:
    with pytest.raises(SlackApiError) as caught:
        await client(here).views_open(trigger_id="1.2.a", view=modal(title=plain("x" * 25)))
    assert caught.value.response["error"] == "invalid_arguments"
    assert caught.value.response["response_metadata"]["messages"] == [
        "[ERROR] must be less than 25 characters [json-pointer:/view/title/text]"
    ]


async def test_a_stack_holds_three_modals(here: Workspace) -> None:
    recorder = Recorder(here, modal(PUSH))
    async with connected(here, recorder.app):
        await here.command("/try")
        view = await here.wait_for_view()
        for expected in (2, 3):
            await here.click(view, "push")
            view = await here.eventually(partial(_top_of, here, expected))
        await here.click(view, "push")
        async with asyncio.timeout(5):
            await recorder.refused.wait()
        assert recorder.answer == {"error": "push_limit_reached"}
        await here.close(view)
        assert len(await here.views()) == 2


async def _top_of(here: Workspace, size: int) -> Json | None:
    views = await here.views()
    return views[-1] if len(views) == size else None


async def test_an_update_with_an_old_hash_is_refused(here: Workspace) -> None:
    recorder = Recorder(here, modal(NAME))
    slack = client(here)
    async with connected(here, recorder.app):
        await here.command("/try")
        view = await here.wait_for_view()
        old_hash = view["hash"]
        await slack.views_update(view_id=view["id"], view=modal(PAGE), hash=old_hash)
        with pytest.raises(SlackApiError) as caught:
            await slack.views_update(view_id=view["id"], view=modal(NAME), hash=old_hash)
        assert caught.value.response["error"] == "hash_conflict"
        await here.close((await here.views())[0])
        with pytest.raises(SlackApiError) as caught:
            await slack.views_update(view_id=view["id"], view=modal(NAME))
        assert caught.value.response["error"] == "not_found"


async def test_an_update_keeps_what_was_typed_into_inputs_that_stay(here: Workspace) -> None:
    view = modal(NAME, PUSH)
    recorder = Recorder(here, view)
    async with connected(here, recorder.app):
        await here.command("/try")
        shown = await here.wait_for_view()
        await here.click(shown, "push", state={"name_block": {"name": "typed"}})
        await here.eventually(lambda: _top_of(here, 2))
        await here.close((await here.views())[-1])
        await client(here).views_update(view_id=shown["id"], view=modal(NAME, PAGE))
        await here.submit((await here.views())[0], {"page": "https://a.example"})
    values = recorder.submissions[0]["view"]["state"]["values"]
    assert values["name_block"]["name"]["value"] == "typed"


@pytest.mark.parametrize("notify", [True, False])
async def test_closing_is_told_only_to_apps_that_ask(here: Workspace, notify: bool) -> None:
    recorder = Recorder(here, modal(NAME, notify_on_close=notify))
    async with connected(here, recorder.app):
        await here.command("/try")
        await here.close(await here.wait_for_view())
        assert await here.views() == []
    assert [body["is_cleared"] for body in recorder.closed] == ([False] if notify else [])


ELEMENTS: dict[str, tuple[Json, Any, Json]] = {
    "plain_text_input": ({}, "x", {"value": "x"}),
    "email_text_input": ({}, "a@b.example", {"value": "a@b.example"}),
    "number_input": ({"is_decimal_allowed": False}, "12", {"value": "12"}),
    "static_select": (
        {"options": [option("1"), option("2")]},
        "2",
        {"selected_option": {"text": {**plain("Option 2"), "emoji": True}, "value": "2"}},
    ),
    "radio_buttons": (
        {"options": [option("1")]},
        "1",
        {"selected_option": {"text": {**plain("Option 1"), "emoji": True}, "value": "1"}},
    ),
    "checkboxes": (
        {"options": [option("1"), option("2")]},
        ["2"],
        {"selected_options": [{"text": {**plain("Option 2"), "emoji": True}, "value": "2"}]},
    ),
    "multi_static_select": (
        {"options": [option("1")]},
        ["1"],
        {"selected_options": [{"text": {**plain("Option 1"), "emoji": True}, "value": "1"}]},
    ),
    "users_select": ({}, "U1", {"selected_user": "U1"}),
    "channels_select": ({}, "C1", {"selected_channel": "C1"}),
    "conversations_select": ({}, "C1", {"selected_conversation": "C1"}),
    "multi_users_select": ({}, ["U1"], {"selected_users": ["U1"]}),
    "multi_channels_select": ({}, ["C1"], {"selected_channels": ["C1"]}),
    "multi_conversations_select": ({}, ["C1"], {"selected_conversations": ["C1"]}),
    "datepicker": ({}, "2026-11-23", {"selected_date": "2026-11-23"}),
    "timepicker": ({}, "09:00", {"selected_time": "09:00"}),
    "datetimepicker": ({}, 1763900000, {"selected_date_time": 1763900000}),
    "rich_text_input": (
        {},
        "hi",
        {
            "rich_text_value": {
                "type": "rich_text",
                "elements": [
                    {"type": "rich_text_section", "elements": [{"type": "text", "text": "hi"}]}
                ],
            }
        },
    ),
}


@pytest.mark.parametrize(
    ("kind", "more", "value", "expected"),
    [(kind, *case) for kind, case in ELEMENTS.items()],
    ids=ELEMENTS,
)
async def test_each_input_reports_its_value_in_slacks_shape(
    here: Workspace, kind: str, more: Json, value: Any, expected: Json
) -> None:
    element = {"type": kind, "action_id": "it", **more}
    recorder = Recorder(here, modal(input_block(element)))
    async with connected(here, recorder.app):
        await here.command("/try")
        view = await here.wait_for_view()
        answer = await here.submit(view, {"it": value})
        assert answer["response_action"] is None
    state = recorder.submissions[0]["view"]["state"]["values"]
    assert state == {"field": {"it": {"type": kind, **expected}}}
