"""Two workspaces and two apps do not mix; a file keeps the state."""

from pathlib import Path

import aiohttp
from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from bot.playground import Playground, running
from tests.workspace import Workspace, workspace

from .apps import bolt_app, client, connected, manifest
from .blocks import Json, modal
from .test_chat import error_of


async def test_a_token_reaches_its_own_workspace_only(here: Workspace) -> None:
    playground = here.playground
    (app,) = playground.apps.values()
    other = playground.add_workspace("Other")
    install = playground.install(app, other)
    theirs = client(here, install.bot_token)
    answer = await theirs.chat_postMessage(channel="#seo", text="over there")
    assert await here.messages() == []
    assert (await theirs.auth_test())["team_id"] == other.team_id
    across = theirs.chat_postMessage(channel=here.channel_id("seo"), text="x")
    assert (await error_of(across))["error"] == "channel_not_found"
    person = other.people[0].id
    query = {"team": other.team_id, "user": person, "channel": answer["channel"]}
    url = f"{here.base_url}/control/messages"
    async with here.session.get(url, params=query) as response:
        shown = await response.json()
    assert [m["text"] for m in shown["messages"]] == ["over there"]


async def test_two_apps_get_only_what_is_theirs(here: Workspace) -> None:
    playground = here.playground
    second = playground.add_app(manifest(name="Second", command="/second"))
    install = playground.install(second, playground.first_workspace)
    heard: list[str] = []

    def listener(app: AsyncApp, command: str) -> None:
        @app.command(command)
        async def on_command(ack: AsyncAck, command: Json, client: AsyncWebClient) -> None:
            heard.append(command["command"])
            await ack()
            await client.views_open(trigger_id=command["trigger_id"], view=modal())

    app = bolt_app(here)
    listener(app, "/try")
    other = bolt_app(here)
    other.client.token = install.bot_token
    listener(other, "/second")
    async with connected(here, app):
        await here.command("/try")
        view = await here.wait_for_view()
        stolen = client(here, install.bot_token).views_update(view_id=view["id"], view=modal())
        assert (await error_of(stolen))["error"] == "not_found"
    assert heard == ["/try"]
    mine = await client(here).chat_postMessage(channel="#seo", text="mine")
    theirs = client(here, install.bot_token).chat_update(
        channel=mine["channel"], ts=mine["ts"], text="x"
    )
    assert (await error_of(theirs))["error"] == "cant_update_message"


async def test_a_trigger_belongs_to_one_app(here: Workspace) -> None:
    playground = here.playground
    second = playground.add_app(manifest(name="Second"))
    install = playground.install(second, playground.first_workspace)
    team = playground.first_workspace.team_id
    trigger = playground.triggers.new(team, install.app.id, here.user)
    stolen = client(here).views_open(trigger_id=trigger, view=modal())
    assert (await error_of(stolen))["error"] == "expired_trigger_id"


async def test_a_file_keeps_everything_over_a_restart(tmp_path: Path) -> None:
    path = tmp_path / "state" / "playground.json"
    async with workspace(manifest(), path=path) as here:
        first = await here.say("kept")
        await here.upload("a.csv", b"a,b", channel="seo")
        tokens = (here.bot_token, here.app_token)
    async with workspace(manifest(), path=path) as here:
        assert (here.bot_token, here.app_token) == tokens
        kept, shared = await here.messages()
        assert (kept["ts"], kept["text"]) == (first["ts"], "kept")
        async with here.session.get(here.base_url + shared["files"][0]["url"]) as response:
            assert await response.read() == b"a,b"
        later = await here.say("later")
        assert later["ts"] > first["ts"]
        await here.post("reset")
        assert await here.messages() == []
    assert path.stat().st_mode & 0o077 == 0


async def test_a_torn_file_does_not_keep_it_from_starting(tmp_path: Path) -> None:
    path = tmp_path / "playground.json"
    path.write_text('{"version": 1, "workspaces": [{"te', "utf-8")
    async with workspace(manifest(), path=path) as here:
        assert await here.messages() == []


async def test_it_listens_on_loopback_only() -> None:
    playground = Playground(manifest())
    async with running(playground) as base_url, aiohttp.ClientSession() as session:
        assert base_url.startswith("http://127.0.0.1:")
        async with session.get(f"{base_url}/control/state") as response:
            assert response.status == 200
