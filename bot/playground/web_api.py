"""`/api/METHOD`: reads a call, holds it against token, rate and scope, answers as Slack does.

https://docs.slack.dev/apis/web-api
"""

import asyncio
import json
import logging
from typing import Any, Final

from aiohttp import web

from bot.playground.errors import SlackError
from bot.playground.faults import Fault
from bot.playground.methods import METHODS
from bot.playground.methods.call import Args, Call, Method
from bot.playground.model import App, Install
from bot.playground.playground import Playground
from bot.playground.timeline import Json

POST_METHODS: Final = ("chat.postMessage",)

log = logging.getLogger(__name__)


class RateLimited(Exception):  # noqa: N818 - a decision, not a failure
    """Raised with the whole seconds for Retry-After."""

    def __init__(self, seconds: int) -> None:
        super().__init__(seconds)
        self.seconds = seconds


class WebApi:
    """The aiohttp handler of every Web API method."""

    def __init__(self, playground: Playground) -> None:
        self._playground = playground

    async def handle(self, request: web.Request) -> web.StreamResponse:
        name = request.match_info["method"]
        headers: dict[str, str] = {}
        fault = self._playground.faults.take_for(name) if name in METHODS else None
        if fault is not None and (answer := await _before(fault)) is not None:
            return answer
        try:
            body = {"ok": True, **await self._call(name, request, headers)}
        except RateLimited as limited:
            return _rate_limited(limited.seconds)
        except SlackError as error:
            body = _refusal(error)
        if fault is not None:
            await _after(fault, request)
        return web.json_response(body, headers=headers)

    async def _call(self, name: str, request: web.Request, headers: dict[str, str]) -> Json:
        values = await _arguments(request)
        method = METHODS.get(name)
        if method is None:
            raise SlackError("unknown_method", req_method=name)
        token = _token(request, values)
        install, app = self._caller(method, token)
        if install is not None:
            # Every answer to a bot token names its scopes, also of a method that needs none.
            headers["X-OAuth-Scopes"] = ",".join(sorted(install.scopes))
            if method.scope is not None:
                headers["X-Accepted-OAuth-Scopes"] = method.scope
        call = Call(self._playground, name, Args(values), install, app)
        self._limit(call, method)
        if install is not None and method.scope is not None:
            call.need(method.scope)
        answer = await method.handler(call)
        log.debug("answered %s", name)
        return answer

    def _caller(self, method: Method, token: str) -> tuple[Install | None, App | None]:
        """Whose token it is; raises SlackError not_authed, invalid_auth, not_allowed_token_type."""
        if method.caller == "anybody":
            return None, None
        if not token:
            raise SlackError("not_authed")
        app = self._playground.app_of_token(token)
        install = self._playground.install_of_token(token)
        if app is None and install is None:
            raise SlackError("invalid_auth")
        if install is not None and install.is_revoked:
            raise SlackError("token_revoked")
        is_wrong_kind = (app is not None and method.caller == "bot") or (
            install is not None and method.caller == "app"
        )
        if is_wrong_kind:
            raise SlackError("not_allowed_token_type")
        return install, app or (install.app if install is not None else None)

    def _limit(self, call: Call, method: Method) -> None:
        app_id = call.app.id if call.app is not None else ""
        team_id = call.install.team_id if call.install is not None else ""
        limits = self._playground.limits
        seconds = limits.seconds_to_wait(call.method, method.tier, team_id, app_id)
        if seconds == 0 and call.method in POST_METHODS:
            channel = str(call.args.values.get("channel"))
            seconds = limits.seconds_to_post(channel, team_id, app_id)
        if seconds:
            raise RateLimited(seconds)


def _rate_limited(seconds: float) -> web.Response:
    headers = {"Retry-After": str(max(1, round(seconds)))}
    return web.json_response({"ok": False, "error": "ratelimited"}, status=429, headers=headers)


def _refusal(error: SlackError) -> Json:
    body: Json = {"ok": False, "error": error.error, **error.fields}
    if error.messages:
        body["response_metadata"] = {"messages": list(error.messages)}
    return body


async def _arguments(request: web.Request) -> Json:
    values: Json = dict(request.query)
    if request.content_type == "application/json":
        values |= _json_object(await request.read())
    elif request.body_exists:
        values |= await _form(request)
    return values


async def _form(request: web.Request) -> Json:
    try:
        posted = await request.post()
    except (ValueError, LookupError) as error:
        raise SlackError("invalid_form_data") from error
    return {name: value for name, value in posted.items() if isinstance(value, str)}


def _json_object(body: bytes) -> Json:
    if not body:
        return {}
    try:
        value: Any = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise SlackError("invalid_json") from error
    if not isinstance(value, dict):
        raise SlackError("json_not_object")
    return value


def _token(request: web.Request, values: Json) -> str:
    kind, _, token = request.headers.get("Authorization", "").partition(" ")
    if kind.lower() == "bearer" and token:
        return token.strip()
    return str(values.get("token") or "")


async def _before(fault: Fault) -> web.StreamResponse | None:
    """Faults that keep the call from happening."""
    if fault.kind == "ratelimited":
        return _rate_limited(fault.seconds)
    if fault.kind == "server_error":
        return web.Response(status=500, text="fatal_error")
    if fault.kind == "error":
        return web.json_response({"ok": False, "error": fault.name})
    if fault.kind == "hang":
        await asyncio.Event().wait()
    return None


async def _after(fault: Fault, request: web.Request) -> None:
    """Faults between a call that happened and its answer."""
    if fault.kind == "slow":
        await asyncio.sleep(fault.seconds)
    if fault.kind == "lost_answer" and request.transport is not None:
        request.transport.abort()
        raise web.HTTPServiceUnavailable
