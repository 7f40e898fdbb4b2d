"""A vendor's API on loopback, in the shape of the published specifications; it counts what it sells."""

import json
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web
from aiohttp.test_utils import TestServer

AHREFS_KEY = "ahrefs-key-of-ours-1234567890"

Reply = Callable[["Asked"], web.StreamResponse]


@dataclass(frozen=True, slots=True)
class Asked:
    """One request as the vendor saw it."""

    path: str
    query: Mapping[str, str]
    headers: Mapping[str, str]
    body: Any = None


@dataclass(slots=True)
class Vendor:
    """A running vendor; `replies` are given one after the other, the last one again and again."""

    url: str = ""
    replies: list[Reply] = field(default_factory=list)
    asked: list[Asked] = field(default_factory=list)

    def answer_with(self, *replies: Reply) -> None:
        self.replies[:] = replies

    def next_reply(self) -> Reply:
        return self.replies.pop(0) if len(self.replies) > 1 else self.replies[0]


@asynccontextmanager
async def vendor(*replies: Reply) -> AsyncIterator[Vendor]:
    """Serve until the block ends."""
    here = Vendor(replies=list(replies))

    async def answer(request: web.Request) -> web.StreamResponse:
        raw = await request.text()
        asked = Asked(
            request.path,
            dict(request.query),
            dict(request.headers),
            json.loads(raw) if raw else None,
        )
        here.asked.append(asked)
        return here.next_reply()(asked)

    app = web.Application()
    app.router.add_route("*", "/{path:.*}", answer)
    server = TestServer(app)
    await server.start_server()
    here.url = str(server.make_url("")).rstrip("/")
    try:
        yield here
    finally:
        await server.close()


def as_json(body: object, *, status: int = 200, headers: Mapping[str, str] | None = None) -> Reply:
    """An answer in JSON, whatever the question."""
    return lambda _: web.json_response(body, status=status, headers=headers)


def as_text(
    text: str,
    *,
    status: int = 200,
    kind: str = "text/html",
    headers: Mapping[str, str] | None = None,
) -> Reply:
    return lambda _: web.Response(text=text, status=status, content_type=kind, headers=headers)


def ahrefs_row(page: str = "https://blog.example/post", **fields: object) -> dict[str, object]:
    """A row with every field that is asked for, as https://docs.ahrefs.com/openapi.json types them."""
    return {
        "url_from": page,
        "url_to": "https://site.example/guide",
        "anchor": "the guide",
        "title": "A post",
        "is_nofollow": False,
        "is_ugc": False,
        "is_sponsored": False,
        "first_seen_link": "2025-02-03T10:11:12Z",
        "last_visited": "2026-11-20T01:02:03Z",
        "is_lost": False,
        "last_seen": None,
        "domain_rating_source": 71.0,
        "url_rating_source": 12.5,
        **fields,
    }


def ahrefs(rows: Sequence[object], *, units: int | None = None) -> Reply:
    """A good answer of Ahrefs, with the headers that tell its price."""

    def reply(asked: Asked) -> web.StreamResponse:
        sold = list(rows)[: int(asked.query.get("limit", "1000"))]
        fields = len(asked.query.get("select", "").split(","))
        cost = max(50, len(sold) * fields) if units is None else units
        headers = {"x-api-rows": str(len(sold)), "x-api-units-cost-total-actual": str(cost)}
        return web.json_response({"backlinks": sold}, headers=headers)

    return reply
