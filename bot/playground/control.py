"""`/control`: everything that a person does, for the page and for tests. README.md is the contract."""

import asyncio
import json
from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress
from typing import Any, Final

from aiohttp import web

from bot.playground import acts, views_of_user
from bot.playground.errors import ControlError
from bot.playground.feed import FeedEvent
from bot.playground.playground import Playground
from bot.playground.shown import shown_message
from bot.playground.timeline import Json
from bot.playground.workspace import Workspace

MAX_PAGE: Final = 200
KEEP_ALIVE_SECONDS: Final = 15.0


def add_control_routes(app: web.Application, playground: Playground) -> None:
    control = Control(playground)
    app.router.add_get("/control/state", control.answered(control.state))
    app.router.add_get("/control/messages", control.answered(control.messages))
    app.router.add_get("/control/events", control.events)
    for name, act in acts.ACTS.items():
        app.router.add_post(f"/control/{name}", control.acting(act))


class Control:
    """The routes of one playground."""

    def __init__(self, playground: Playground) -> None:
        self._playground = playground

    def answered(
        self, read: Callable[[web.Request], Awaitable[Json]]
    ) -> Callable[[web.Request], Awaitable[web.StreamResponse]]:
        async def handle(request: web.Request) -> web.StreamResponse:
            try:
                return web.json_response({"ok": True, **await read(request)})
            except ControlError as error:
                return refused(error)

        return handle

    def acting(self, act: "acts.Act") -> Callable[[web.Request], Awaitable[web.StreamResponse]]:
        async def read(request: web.Request) -> Json:
            body = await _json_body(request)
            workspace = self._playground.workspace(_optional(body, "team"))
            return await act(self._playground, workspace, body)

        return self.answered(read)

    async def state(self, request: web.Request) -> Json:
        workspace, user_id = self._side(request)
        return views_of_user.state(self._playground, workspace, user_id)

    async def messages(self, request: web.Request) -> Json:
        workspace, user_id = self._side(request)
        return messages_page(workspace, user_id, request.query)

    async def events(self, request: web.Request) -> web.StreamResponse:
        """Server-sent events until the page goes away."""
        try:
            workspace, user_id = self._side(request)
        except ControlError as error:
            return refused(error)
        headers = {"Content-Type": "text/event-stream", "Cache-Control": "no-store"}
        stream = web.StreamResponse(headers=headers)
        reader = workspace.feed.reader(workspace.team_id, user_id)
        # A page that is closed ends its stream in the middle of a write: nothing to report.
        with reader as queue, suppress(ConnectionResetError):
            await stream.prepare(request)
            await _tell(stream, queue)
        return stream

    def _side(self, request: web.Request) -> tuple[Workspace, str]:
        workspace = self._playground.workspace(request.query.get("team"))
        user_id = request.query.get("user") or workspace.people[0].id
        return workspace, workspace.person(user_id).id


async def _tell(stream: web.StreamResponse, queue: "asyncio.Queue[FeedEvent]") -> None:
    """Write events as they come, and a comment where none came for a while."""
    await stream.write(b": welcome\n\n")
    while True:
        try:
            async with asyncio.timeout(KEEP_ALIVE_SECONDS):
                event = await queue.get()
        except TimeoutError:
            await stream.write(b": still here\n\n")
            continue
        data = json.dumps(event.data)
        text = f"id: {event.id}\nevent: {event.name}\ndata: {data}\n\n"
        await stream.write(text.encode())


def messages_page(workspace: Workspace, user_id: str, query: Mapping[str, str]) -> Json:
    """One page of a channel or a thread; raises ControlError."""
    channel = workspace.visible_channel(query.get("channel", ""), user_id)
    limit = _limit(query.get("limit", "50"))
    thread_ts = query.get("thread_ts")
    sees = acts.seen_by(user_id)
    if query.get("after"):
        page = channel.timeline.page_after(
            limit, thread_ts=thread_ts, after=query["after"], sees=sees
        )
    else:
        page = channel.timeline.page_before(
            limit, thread_ts=thread_ts, before=query.get("before"), sees=sees
        )
    messages = list(page.messages)
    parent = channel.timeline.get(thread_ts) if thread_ts else None
    if parent is not None and not page.has_more and not query.get("after"):
        messages.insert(0, parent)
    shown = [shown_message(channel, message, user_id) for message in messages]
    return {"messages": shown, "has_more": page.has_more}


def _limit(text: str) -> int:
    if not text.isdecimal() or int(text) < 1:
        raise ControlError("bad_limit", "limit must be a number from 1 to 200.")
    return min(int(text), MAX_PAGE)


async def _json_body(request: web.Request) -> Json:
    if request.content_type != "application/json":
        raise ControlError("not_json", "Send application/json.", 415)
    try:
        value: Any = json.loads(await request.read() or b"{}")
    except (ValueError, RecursionError) as error:
        raise ControlError("not_json", "The body is not JSON.") from error
    if not isinstance(value, dict):
        raise ControlError("not_json", "The body must be a JSON object.")
    return value


def _optional(body: Json, name: str) -> str | None:
    value = body.get(name)
    return value if isinstance(value, str) and value else None


def refused(error: ControlError) -> web.Response:
    body = {"ok": False, "error": error.error, "message": str(error)}
    return web.json_response(body, status=error.status)
