"""A vendor of backlinks for this web, in the shape of the best known one's API: it takes any key, and no money."""

import csv
import io
from collections.abc import Callable, Iterator
from datetime import date, timedelta

from aiohttp import web

from bot.playground.web.exports import RATINGS, ahrefs_export
from bot.playground.web.truth import story

UNITS_A_MONTH = 150_000
_LEAST_UNITS = 50
_AS_BOOL = {"true": True, "false": False}
_COLUMNS = {
    "url_from": "Referring page URL",
    "url_to": "Target URL",
    "anchor": "Anchor",
    "title": "Referring page title",
    "is_nofollow": "Nofollow",
    "is_ugc": "UGC",
    "is_sponsored": "Sponsored",
    "first_seen_link": "First seen",
    "last_visited": "Last seen",
    "domain_rating_source": "Domain rating",
    "url_rating_source": "UR",
}


def vendor_app(day: Callable[[], int], *, today: date) -> web.Application:
    """The API, on day 0 of the web if it began on `today`; it knows what lives on the day that it is asked."""
    spent = 0

    async def backlinks(request: web.Request) -> web.Response:
        nonlocal spent
        if "Authorization" not in request.headers:
            return web.json_response({"error": "API key is missing"}, status=401)
        fields = request.query.get("select", "").split(",")
        limit = int(request.query.get("limit", "1000"))
        known = list(_rows(request.query.get("target", ""), day(), today))
        known.sort(key=lambda row: float(str(row["domain_rating_source"])), reverse=True)
        sold = [{name: row.get(name) for name in fields} for row in known[:limit]]
        units = max(_LEAST_UNITS, len(sold) * len(fields))
        spent += units
        headers = {"x-api-rows": str(len(sold)), "x-api-units-cost-total-actual": str(units)}
        return web.json_response({"backlinks": sold}, headers=headers)

    async def usage(_: web.Request) -> web.Response:
        told = {"units_limit_workspace": UNITS_A_MONTH, "units_usage_workspace": spent}
        return web.json_response({"limits_and_usage": told})

    app = web.Application()
    app.router.add_get("/v3/site-explorer/all-backlinks", backlinks)
    app.router.add_get("/v3/subscription-info/limits-and-usage", usage)
    return app


def _rows(target: str, day: int, today: date) -> Iterator[dict[str, object]]:
    """What its export calls alive, and what began to link since."""
    exported = csv.DictReader(io.StringIO(ahrefs_export(today, target=target)))
    known = {row["Referring page URL"]: row for row in exported}
    for row in known.values():
        if not row["Lost"]:
            said = {name: row[column] for name, column in _COLUMNS.items()}
            yield {name: _AS_BOOL.get(text, text) for name, text in said.items()} | _ALIVE
    for truth in story(day):
        is_new = truth.target == target and truth.page not in known
        if is_new and truth.day == day and truth.state == "live":
            yield _new_row(truth.page, truth.href, truth.anchor, today + timedelta(days=day))


_ALIVE: dict[str, object] = {"is_lost": False, "last_seen": None}


def _new_row(page: str, href: str | None, anchor: str | None, seen: date) -> dict[str, object]:
    rating = RATINGS.get(page.split("/")[2], 10)
    return _ALIVE | {
        "url_from": page,
        "url_to": href,
        "anchor": anchor,
        "first_seen_link": f"{seen}T02:00:00Z",
        "last_visited": f"{seen}T02:00:00Z",
        "domain_rating_source": rating,
        "url_rating_source": round(rating / 7, 1),
    }
