"""A vendor's API on loopback, in the shape of the published specifications; it counts what it sells."""

import json
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web
from aiohttp.test_utils import TestServer

AHREFS_KEY = "ahrefs-key-of-ours-1234567890"
LOGIN, PASSWORD = "us@agency.example", "password-of-ours-0987"

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


def dataforseo_row(page: str = "https://blog.example/post", **fields: object) -> dict[str, object]:
    """An item, as https://docs.dataforseo.com/v3/backlinks/backlinks/live/ describes it."""
    return {
        "type": "backlink",
        "domain_from": "blog.example",
        "url_from": page,
        "url_to": "https://site.example/guide",
        "anchor": "the guide",
        "page_from_title": "A post",
        "dofollow": True,
        "attributes": None,
        "item_type": "anchor",
        "page_from_status_code": 200,
        "first_seen": "2025-02-03 10:11:12 +00:00",
        "last_seen": "2026-11-20 01:02:03 +00:00",
        "is_lost": False,
        "is_new": False,
        "domain_from_rank": 44,
        "page_from_rank": 12,
        "backlink_spam_score": 5,
        **fields,
    }


def dataforseo_answer(
    items: object, *, total: object = None, cost: object = 0.0203, task: object = 20000
) -> dict[str, object]:
    """A whole answer around these items."""
    count = len(items) if isinstance(items, list) else 0
    result = {
        "target": "site.example",
        "total_count": count if total is None else total,
        "items_count": count,
        "items": items,
    }
    return {
        "version": "0.1",
        "status_code": 20000,
        "status_message": "Ok.",
        "cost": cost,
        "tasks_count": 1,
        "tasks": [{"id": "1", "status_code": task, "status_message": "Ok.", "result": [result]}],
    }


def dataforseo(rows: Sequence[object], *, total: int | None = None) -> Reply:
    """A good answer of DataForSEO: the part of the rows that the task asks for."""

    def reply(asked: Asked) -> web.StreamResponse:
        task = asked.body[0]
        part = list(rows)[task["offset"] : task["offset"] + task["limit"]]
        return web.json_response(
            dataforseo_answer(part, total=len(rows) if total is None else total)
        )

    return reply


def dataforseo_refuses(
    code: int, message: str = "No.", *, at_task: bool = False, cost: float = 0
) -> Reply:
    """HTTP 200, and the refusal inside: of the request, or of its task alone."""
    task = {"status_code": code, "status_message": message, "result": None}
    body = {
        "status_code": 20000 if at_task else code,
        "status_message": "Ok." if at_task else message,
        "cost": cost,
        "tasks": [task] if at_task else None,
    }
    return as_json(body)
