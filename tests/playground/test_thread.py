"""One thread through everything: a command, an answer, a click, an update."""

from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncRespond
from slack_sdk.web.async_client import AsyncWebClient

from tests.workspace import workspace

from .apps import bolt_app, client, connected, manifest
from .blocks import button


async def test_a_command_is_answered_and_its_button_works() -> None:
    async with workspace(manifest()) as here:
        app = bolt_app(here)

        @app.command("/try")
        async def on_command(ack: AsyncAck, respond: AsyncRespond, command: dict[str, Any]) -> None:
            await ack()
            block = {"type": "actions", "elements": [button("go", value="7")]}
            await respond(text=f"You said {command['text']}", blocks=[block])

        @app.action("go")
        async def on_go(
            ack: AsyncAck, respond: AsyncRespond, client: AsyncWebClient, body: dict[str, Any]
        ) -> None:
            await ack()
            value = body["actions"][0]["value"]
            await respond(text=f"Pressed {value}", replace_original=True)
            await client.chat_postMessage(channel=body["channel"]["id"], text="Told everybody")

        async with connected(here, app):
            who = await client(here).auth_test()
            assert who["user_id"] == here.bot_user
            await here.command("/try  some words ")
            message = await here.wait_for(lambda m: m["text"] == "You said some words")
            assert message["is_ephemeral"]
            await here.click(message, "go")
            await here.wait_for(lambda m: m["text"] == "Pressed 7" and m["ts"] == message["ts"])
            await here.wait_for(lambda m: m["text"] == "Told everybody")
            assert [m["text"] for m in await here.as_user("ben").messages()] == ["Told everybody"]
