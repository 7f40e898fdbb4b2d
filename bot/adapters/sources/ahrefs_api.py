"""Ahrefs' API v3: the backlinks of a site, bought.

Written to the specification that Ahrefs publishes, https://docs.ahrefs.com/openapi.json, and
https://docs.ahrefs.com/api/docs/limits-consumption.
"""

import asyncio
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Final

from bot.adapters.sources.api_client import (
    WAITS_SECONDS,
    Answer,
    ApiClient,
    OpenClient,
    RateLimitedError,
    Sleep,
    number_of,
)
from bot.adapters.sources.api_rows import read_api_rows
from bot.adapters.sources.cell_values import parse_day
from bot.adapters.sources.export_format import ExportFormat, Facts
from bot.domain.backlinks import DomainName, Grain
from bot.domain.paid_fetches import AccountLook, Cost, FetchedLinks, Unit, day_shown
from bot.errors import PaidSourceError

LEAST_UNITS: Final = 50
"""Of each request that costs anything."""
MOST_ROWS_OF_PLANS: Final = frozenset({100, 250, 500, 1000})
"""A plan gives so many rows at most in one answer, and the list has no second page."""


def _lost_has_a_date(facts: Facts) -> None:
    """`last_seen` is when Ahrefs found that the link was lost; of one that lives it says nothing."""
    if not facts.get("lost"):
        facts.pop("lost_on", None)


BACKLINKS: Final = ExportFormat(
    "ahrefs_api",
    "ahrefs_api",
    Grain.PAGES,
    required=(),
    columns={
        "referring_page": ("url_from",),
        "target_url": ("url_to",),
        "anchor": ("anchor",),
        "title": ("title",),
        "nofollow": ("is_nofollow",),
        "ugc": ("is_ugc",),
        "sponsored": ("is_sponsored",),
        "first_seen": ("first_seen_link",),
        "last_seen": ("last_visited",),
        "lost": ("is_lost",),
        "lost_on": ("last_seen",),
    },
    metrics={"domain_rating_source": "domain_rating", "url_rating_source": "url_rating"},
    settle=_lost_has_a_date,
)
FIELDS: Final = tuple(
    dict.fromkeys((*(names[0] for names in BACKLINKS.columns.values()), *BACKLINKS.metrics))
)
"""What is asked for, and nothing else: each field costs one unit a row."""


class AhrefsApi:
    """Keeps the promises of `bot.ports.PaidSource`."""

    def __init__(
        self, base_url: str, key: str, open_client: OpenClient, *, sleep: Sleep = asyncio.sleep
    ) -> None:
        self._base = base_url.rstrip("/")
        self._api = ApiClient(
            "ahrefs",
            open_client,
            headers={"Authorization": f"Bearer {key}"},
            secrets=(key,),
            sleep=sleep,
        )

    def cost_at_most(self, rows: int) -> Cost | None:
        """See the port."""
        return Cost(max(LEAST_UNITS, rows * len(FIELDS)), Unit.API_UNITS)

    async def fetch(self, target: DomainName, *, most_rows: int, as_of: date) -> FetchedLinks:
        """See the port. The list has no pages: one answer is all there is."""
        params = {
            "target": target,
            "mode": "subdomains",
            "history": "live",
            "limit": str(most_rows),
            "order_by": "domain_rating_source:desc",
            "select": ",".join(FIELDS),
            "output": "json",
        }
        answer = await self._ask("/site-explorer/all-backlinks", params)
        found = answer.body.get("backlinks") if isinstance(answer.body, Mapping) else None
        if not isinstance(found, list):
            raise self._api.unknown_shape(answer)
        is_cut = len(found) >= most_rows or len(found) in MOST_ROWS_OF_PLANS
        return FetchedLinks(
            BACKLINKS.name,
            BACKLINKS.source,
            read_api_rows(BACKLINKS, found, target, as_of),
            cost=_cost(answer),
            complete=False if is_cut else None,
            rows_counted=len(found),
        )

    async def account(self) -> AccountLook:
        """See the port: https://docs.ahrefs.com/api/reference/subscription-info/get-limits-and-usage"""
        try:
            answer = await self._ask(
                "/subscription-info/limits-and-usage", {"output": "json"}, waits=()
            )
        except PaidSourceError as error:
            return AccountLook("ahrefs", "", str(error))
        told = answer.body.get("limits_and_usage") if isinstance(answer.body, Mapping) else None
        if not isinstance(told, Mapping):
            return AccountLook("ahrefs", "", str(self._api.unknown_shape(answer)))
        return AccountLook("ahrefs", _what_is_left(told))

    async def _ask(
        self, path: str, params: Mapping[str, str], *, waits: Sequence[float] = WAITS_SECONDS
    ) -> Answer:
        async def once() -> Answer:
            answer = await self._api.ask("GET", f"{self._base}{path}", params=params)
            if answer.status == 429:
                raise RateLimitedError(answer)
            if answer.status != 200:
                raise self._refusal(answer)
            return answer

        return await self._api.patiently(once, waits=waits)

    def _refusal(self, answer: Answer) -> PaidSourceError:
        """An answer that is none: the API's five statuses, and what stands between it and us."""
        told = answer.body.get("error") if isinstance(answer.body, Mapping) else answer.body
        words = self._api.quote(told)
        if answer.status == 401:
            return self._api.error(
                f"Ahrefs does not accept the key in AHREFS_API_KEY: it is wrong, withdrawn, or older than a "
                f"year.{words} Keys are made at https://app.ahrefs.com/account/api-keys.",
                nothing_spent=True,
            )
        if answer.status in (402, 403):
            return self._api.error(
                f"Ahrefs refuses ({answer.status}): the API units are used up, or the plan does not include "
                f"this.{words}",
                nothing_spent=True,
            )
        if answer.status >= 500:
            return self._api.error(
                f"Ahrefs has trouble of its own ({answer.status}). Try again later.{words}",
                nothing_spent=False,
            )
        return self._api.error(
            f"Ahrefs does not take the request ({answer.status}).{words}",
            nothing_spent=answer.status >= 400,
        )


def _cost(answer: Answer) -> Cost | None:
    units = number_of(answer.headers.get("x-api-units-cost-total-actual"))
    return None if units is None else Cost(units, Unit.API_UNITS)


def _what_is_left(told: Mapping[object, object]) -> str:
    """The scarcer of the workspace's units and the key's own.

    >>> _what_is_left({"units_limit_workspace": 500000, "units_usage_workspace": 88000})
    '412,000 of 500,000 API units left'
    """
    left = []
    for of in ("workspace", "api_key"):
        limit, used = (number_of(told.get(f"units_{what}_{of}")) for what in ("limit", "usage"))
        if limit is not None and used is not None:
            left.append((max(0.0, limit - used), limit))
    parts = [f"{min(left)[0]:,.0f} of {min(left)[1]:,.0f} API units left"] if left else []
    reset = parse_day(str(told.get("usage_reset_date") or ""))
    if left and reset:
        parts[0] += f" until {day_shown(reset)}"
    expires = parse_day(str(told.get("api_key_expiration_date") or ""))
    if expires:
        parts.append(f"the key expires on {day_shown(expires)}")
    return ", ".join(parts) or "the key works; it does not say what is left"
