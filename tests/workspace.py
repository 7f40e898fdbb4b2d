"""A playground for tests: started in-process, driven through `/control` as its page would.

    async def test_something() -> None:
        async with workspace(project_manifest()) as here:
            ...connect the app to here.api_url with here.bot_token and here.app_token...
            await here.command("/backlinks check site.com", channel="seo")
            message = await here.wait_for(lambda m: "referring domains" in m["text"], channel="seo")
            await here.click(message, "watch")

People and channels may be given by name (`ana`, `seo`) or by id.
"""

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Mapping
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import aiohttp

from bot.playground import Playground, Timing, running

Json = dict[str, Any]
WAIT_SECONDS = 5.0


class RefusedError(AssertionError):
    """A control request was refused, or the app did not do its part; `error` is the name."""

    def __init__(self, path: str, answer: Json) -> None:
        super().__init__(f"{path}: {answer.get('error')}: {answer.get('message')}")
        self.error = answer.get("error")


class Workspace:
    """One person's hands and eyes; `as_user` gives another person's."""

    def __init__(
        self, playground: Playground, base_url: str, session: aiohttp.ClientSession, user: str
    ) -> None:
        self.playground = playground
        self.base_url = base_url
        self.session = session
        self._seen: set[tuple[str, str, str]] = set()
        self.user = self._user_id(user)

    @property
    def api_url(self) -> str:
        """For `AsyncWebClient(base_url=…)` and SLACK_API_URL."""
        return f"{self.base_url}/api/"

    @property
    def bot_token(self) -> str:
        return self.playground.bot_token

    @property
    def app_token(self) -> str:
        return self.playground.app_token

    def as_user(self, name: str) -> "Workspace":
        return Workspace(self.playground, self.base_url, self.session, name)

    # --- names

    def _user_id(self, user: str) -> str:
        users = self.playground.first_workspace.users
        return next((u.id for u in users.values() if u.name == user), user)

    @property
    def bot_user(self) -> str:
        """The id of the bot's user."""
        return next(iter(self.playground.first_workspace.installs.values())).bot_user_id

    def channel_id(self, channel: str) -> str:
        """`dm`: the conversation with the bot; else a channel's name or id."""
        here = self.playground.first_workspace
        if channel == "dm":
            return here.direct_message(self.user, self.bot_user).id
        named = here.channel_named(channel)
        return channel if named is None else named.id

    # --- acting

    async def post(self, path: str, **body: Any) -> Json:
        """`POST /control/PATH`; raises RefusedError unless the answer is ok."""
        url = f"{self.base_url}/control/{path}"
        async with self.session.post(url, json={"user": self.user, **body}) as response:
            answer: Json = await response.json()
        if not answer["ok"]:
            raise RefusedError(path, answer)
        return answer

    async def command(self, text: str, *, channel: str = "seo") -> Json:
        """Send a slash command; returns when the app has acked it."""
        return await self.post("command", channel=self.channel_id(channel), text=text)

    async def say(self, text: str, *, channel: str = "seo", thread_ts: str | None = None) -> Json:
        """Post a message; gives it."""
        body = {"channel": self.channel_id(channel), "text": text, "thread_ts": thread_ts}
        message: Json = (await self.post("message", **body))["message"]
        return message

    async def click(
        self, where: Json, action_id: str, value: Any = None, *, state: Json | None = None
    ) -> Json:
        """Use the element of that action_id in a message or view (as `messages` or `views` give it)."""
        block_id = block_of(where, action_id)
        return await self.post(
            "click",
            **_place(where),
            block_id=block_id,
            action_id=action_id,
            value=value,
            state=state or {},
        )

    async def suggest(self, where: Json, action_id: str, typed: str) -> list[Json]:
        """Type into an external select; gives the options that the app offers."""
        block_id = block_of(where, action_id)
        body = {**_place(where), "block_id": block_id, "action_id": action_id, "value": typed}
        options: list[Json] = (await self.post("suggest", **body))["options"]
        return options

    async def submit(self, view: Json, values: Mapping[str, Any] | None = None) -> Json:
        """Submit a modal; `values` by action_id. The answer has `response_action` and `errors`."""
        shaped: Json = {}
        for action_id, value in (values or {}).items():
            shaped.setdefault(block_of(view, action_id), {})[action_id] = value
        return await self.post("submit", view_id=view["id"], values=shaped)

    async def close(self, view: Json, *, everything: bool = False) -> Json:
        return await self.post("close", view_id=view["id"], all=everything)

    async def shortcut(self, callback_id: str, message: Json | None = None) -> Json:
        place = {} if message is None else _place(message)
        return await self.post("shortcut", callback_id=callback_id, **place)

    async def open_home(self) -> Json | None:
        """Open the bot's App Home; gives what is published there so far."""
        view: Json | None = (await self.post("home"))["view"]
        return view

    async def upload(self, name: str, content: bytes, *, channel: str | None = None) -> Json:
        """Upload a file, for a file_input or into a channel; gives it."""
        form = aiohttp.FormData(quote_fields=False)
        form.add_field("user", self.user)
        if channel is not None:
            form.add_field("channel", self.channel_id(channel))
        form.add_field("file", content, filename=name)
        async with self.session.post(f"{self.base_url}/control/upload", data=form) as response:
            answer: Json = await response.json()
        if not answer["ok"]:
            raise RefusedError("upload", answer)
        file: Json = answer["files"][0]
        return file

    async def fault(self, kind: str, **more: Any) -> Json:
        return await self.post("faults", kind=kind, **more)

    # --- seeing

    async def get(self, path: str, **query: Any) -> Json:
        url = f"{self.base_url}/control/{path}"
        params = {"user": self.user, **{name: str(v) for name, v in query.items() if v is not None}}
        async with self.session.get(url, params=params) as response:
            answer: Json = await response.json()
        if not answer["ok"]:
            raise RefusedError(path, answer)
        return answer

    async def state(self) -> Json:
        return await self.get("state")

    async def messages(
        self, channel: str = "seo", *, thread_ts: str | None = None, limit: int = 200
    ) -> list[Json]:
        """What this person sees there, oldest first."""
        query = {"channel": self.channel_id(channel), "thread_ts": thread_ts, "limit": limit}
        messages: list[Json] = (await self.get("messages", **query))["messages"]
        return messages

    async def views(self) -> list[Json]:
        """The person's open modals, bottom first."""
        views: list[Json] = (await self.state())["views"]
        return views

    async def wait_for(
        self,
        wanted: Callable[[Json], object] = bool,
        *,
        channel: str = "seo",
        thread_ts: str | None = None,
    ) -> Json:
        """The newest message that fits, as soon as there is one."""

        async def look() -> Json | None:
            messages = await self.messages(channel, thread_ts=thread_ts)
            return next((message for message in reversed(messages) if wanted(message)), None)

        return await self.eventually(look)

    async def wait_for_view(self, wanted: Callable[[Json], object] = bool) -> Json:
        """The top modal, as soon as one that fits is there."""

        async def look() -> Json | None:
            return next((view for view in reversed(await self.views()) if wanted(view)), None)

        return await self.eventually(look)

    async def wait_for_home(self, wanted: Callable[[Json], object] = bool) -> Json:
        """The published App Home, as soon as one that fits is there."""

        async def look() -> Json | None:
            homes = (await self.state())["homes"].values()
            return next((home for home in homes if home is not None and wanted(home)), None)

        return await self.eventually(look)

    async def eventually(self, look: Callable[[], Awaitable[Json | None]]) -> Json:
        """Look again after each change in the workspace until there is something to see."""
        with self.playground.first_workspace.feed.reader(
            self.playground.first_workspace.team_id, self.user
        ) as changes:
            async with asyncio.timeout(WAIT_SECONDS):
                while True:
                    found: Json | None = await look()
                    if found is not None:
                        return found
                    await changes.get()


async def at_once(seconds: float) -> None:
    """For the playground's web: its slow pages answer at once."""


def _place(where: Json) -> Json:
    """How a control request names the message or view."""
    if "channel" in where and "ts" in where:
        return {"channel": where["channel"], "ts": where["ts"]}
    return {"view_id": where["id"]}


def block_of(where: Json, action_id: str) -> str:
    """The block_id of the element with this action_id."""
    for block in _all_blocks(where.get("blocks", [])):
        for element in _elements(block):
            if element.get("action_id") == action_id:
                return str(block["block_id"])
    shown = json.dumps(where.get("blocks", []))[:2000]
    raise AssertionError(f"no element {action_id!r} in {shown}")


def _all_blocks(blocks: Iterable[Json]) -> Iterable[Json]:
    for block in blocks:
        yield block
        yield from _all_blocks(block.get("child_blocks", []))
        if block.get("type") == "carousel":
            yield from block["elements"]


def _elements(block: Json) -> list[Json]:
    elements = [*block.get("elements", []), *block.get("actions", [])]
    return [*elements, *(block[name] for name in ("accessory", "element") if name in block)]


def project_manifest() -> Json:
    """The project's own app manifest."""
    path = Path(__file__).parent.parent / "bot/slack/manifest.json"
    manifest: Json = json.loads(path.read_text("utf-8"))
    return manifest


@asynccontextmanager
async def workspace(
    manifest: Mapping[str, Any], *, user: str = "ana", rate_limits: bool = False, **options: Any
) -> AsyncIterator[Workspace]:
    """A running playground, with its rate limits off unless the test is about them.

    `options` are Playground's. Events that were not acked are repeated within a tenth of a second.
    """
    options.setdefault("timing", Timing(retry_seconds=(0.0, 0.05, 0.05)))
    playground = Playground(manifest, rate_limits=rate_limits, **options)
    async with running(playground) as base_url, aiohttp.ClientSession() as session:
        yield Workspace(playground, base_url, session, user)


__all__ = [
    "Json",
    "RefusedError",
    "Workspace",
    "at_once",
    "block_of",
    "project_manifest",
    "workspace",
]
