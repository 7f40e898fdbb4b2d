"""DataForSEO's Backlinks API: the backlinks of a site, bought.

Written to what DataForSEO publishes: https://docs.dataforseo.com/v3/backlinks/backlinks/live/ and
https://docs.dataforseo.com/v3/appendix/errors/. Almost every answer has the status 200; what happened is
said twice inside, of the request and of its one task.
"""

import asyncio
from base64 import b64encode
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
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
from bot.adapters.sources.export_format import ExportFormat, Facts
from bot.domain.backlinks import DomainName, Grain
from bot.domain.imports import KeptRow, RefusedRow
from bot.domain.paid_fetches import AccountLook, Cost, FetchedLinks, Unit
from bot.errors import PaidSourceError

ROWS_OF_A_PAGE: Final = 1000
_OK: Final = range(20000, 30000)
_NO_RESULTS: Final = 40102
_RATE_LIMITED: Final = frozenset({429, 40202, 40209})
"""So many a minute; so many at once."""
_BAD_KEY: Final = frozenset({401, 40100, 40104})
_NO_MONEY: Final = frozenset({402, 40200, 40203, 40210})
_NO_ACCESS: Final = frozenset({403, 40201, 40204, 40207})


def _follow_and_image(facts: Facts) -> None:
    """`dofollow` and the words of the rel attribute together, and the kind of the link."""
    words = set(str(facts.get("rel") or "").lower().split())
    if words & {"nofollow", "ugc", "sponsored"}:
        facts["followed"] = False
        facts["nofollow"] = "nofollow" in words
    kind = facts.pop("link_type", None)
    if kind in ("anchor", "image"):
        facts["image"] = kind == "image"


BACKLINKS: Final = ExportFormat(
    "dataforseo_api",
    "dataforseo_api",
    Grain.PAGES,
    required=(),
    columns={
        "referring_page": ("url_from",),
        "target_url": ("url_to",),
        "anchor": ("anchor",),
        "title": ("page_from_title",),
        "followed": ("dofollow",),
        "rel": ("attributes",),
        "link_type": ("item_type",),
        "http_status": ("page_from_status_code",),
        "first_seen": ("first_seen",),
        "last_seen": ("last_seen",),
        "lost": ("is_lost",),
    },
    metrics={
        "domain_from_rank": "domain_from_rank",
        "page_from_rank": "page_from_rank",
        "backlink_spam_score": "backlink_spam_score",
    },
    settle=_follow_and_image,
)


@dataclass(frozen=True, slots=True)
class _Page:
    items: Sequence[object]
    cost: float | None
    total: int | None


class DataForSeoApi:
    """Keeps the promises of `bot.ports.PaidSource`."""

    def __init__(
        self,
        base_url: str,
        login: str,
        password: str,
        open_client: OpenClient,
        *,
        sleep: Sleep = asyncio.sleep,
    ) -> None:
        self._base = base_url.rstrip("/")
        pair = b64encode(f"{login}:{password}".encode()).decode()
        self._api = ApiClient(
            "dataforseo",
            open_client,
            headers={"Authorization": f"Basic {pair}"},
            secrets=(pair, password),
            sleep=sleep,
        )

    def cost_at_most(self, rows: int) -> Cost | None:  # noqa: ARG002 - the port's
        """See the port. Prices depend on the account; each answer names what it cost."""
        return None

    async def fetch(self, target: DomainName, *, most_rows: int, as_of: date) -> FetchedLinks:
        """See the port: a thousand rows a request, one after the other."""
        rows: list[KeptRow | RefusedRow] = []
        costs: list[float] = []
        total: int | None = None
        stopped: PaidSourceError | None = None
        rows_counted, wanted = 0, 0
        while len(rows) < most_rows:
            wanted = min(ROWS_OF_A_PAGE, most_rows - len(rows))
            try:
                page = await self._page(target, offset=len(rows), limit=wanted)
            except PaidSourceError as error:
                if not rows:
                    raise
                stopped = error
                rows_counted += 0 if error.nothing_spent else wanted
                break
            first = len(rows) + 1
            rows += read_api_rows(BACKLINKS, page.items, target, as_of, first_line=first)
            rows_counted += len(page.items)
            total = total if page.total is None else page.total
            costs += [] if page.cost is None else [page.cost]
            if len(page.items) < wanted:
                break
        return FetchedLinks(
            BACKLINKS.name,
            BACKLINKS.source,
            tuple(rows),
            cost=Cost(sum(costs), Unit.US_DOLLARS) if costs else None,
            complete=_is_complete(len(rows), most_rows, total, is_broken=stopped is not None),
            rows_counted=rows_counted,
            total=total,
            stopped=str(stopped) if stopped else None,
        )

    async def account(self) -> AccountLook:
        """See the port: https://docs.dataforseo.com/v3/appendix/user_data/"""
        try:
            told, _ = await self._ask("GET", "/v3/appendix/user_data", waits=())
        except PaidSourceError as error:
            return AccountLook("dataforseo", "", str(error))
        money = told.get("money")
        balance = number_of(money.get("balance")) if isinstance(money, Mapping) else None
        if balance is None:
            return AccountLook("dataforseo", "the key works; it does not say what is left")
        return AccountLook("dataforseo", f"{Cost(round(balance, 2), Unit.US_DOLLARS)} left")

    async def _page(self, target: DomainName, *, offset: int, limit: int) -> _Page:
        task = {
            "target": target,
            "mode": "as_is",
            "limit": limit,
            "offset": offset,
            "backlinks_status_type": "live",
            "include_subdomains": True,
            "include_indirect_links": False,
            "exclude_internal_backlinks": True,
            "order_by": ["domain_from_rank,desc"],
            "rank_scale": "one_hundred",
        }
        told, answer = await self._ask("POST", "/v3/backlinks/backlinks/live", [task])
        items = told.get("items")
        if items is None and told.get("total_count") == 0:
            items = []
        if not isinstance(items, list):
            raise self._api.unknown_shape(answer)
        total = number_of(told.get("total_count"))
        cost = number_of(answer.body.get("cost")) if isinstance(answer.body, Mapping) else None
        return _Page(items, cost, None if total is None else int(total))

    async def _ask(
        self,
        method: str,
        path: str,
        body: object | None = None,
        *,
        waits: Sequence[float] = WAITS_SECONDS,
    ) -> tuple[Mapping[str, object], Answer]:
        """The one result of the one task."""

        async def once() -> tuple[Mapping[str, object], Answer]:
            answer = await self._api.ask(method, f"{self._base}{path}", body=body)
            result = _result_of(answer.body)
            for code, message in _troubles(answer):
                if code in _RATE_LIMITED:
                    raise RateLimitedError(answer)
                if code != _NO_RESULTS:
                    raise self._refusal(code, message, answer)
                result = {"items": [], "total_count": 0}
            if result is None:
                raise self._api.unknown_shape(answer)
            return result, answer

        return await self._api.patiently(once, waits=waits)

    def _refusal(self, code: int, message: object, answer: Answer) -> PaidSourceError:
        words = self._api.quote(message)
        if code in _BAD_KEY:
            return self._api.error(
                f"DataForSEO does not accept DATAFORSEO_LOGIN and DATAFORSEO_PASSWORD ({code}).{words} They "
                "are those of https://app.dataforseo.com/api-access.",
                nothing_spent=True,
            )
        if code in _NO_MONEY:
            return self._api.error(
                f"DataForSEO refuses ({code}): the balance, or the day's limit of the account, is used up.{words}",
                nothing_spent=True,
            )
        if code in _NO_ACCESS:
            return self._api.error(
                f"DataForSEO refuses ({code}): the account may not ask for backlinks.{words}",
                nothing_spent=True,
            )
        if code >= 50000 or 500 <= code < 1000:
            return self._api.error(
                f"DataForSEO has trouble of its own ({code}). Try again later.{words}",
                nothing_spent=False,
            )
        charged = _charged(answer)
        return self._api.error(
            f"DataForSEO does not take the request ({code}).{words}",
            nothing_spent=charged == 0 or (charged is None and 400 <= code < 500),
        )


def _troubles(answer: Answer) -> list[tuple[int, object]]:
    """What an answer says against itself: the request, its tasks, and then HTTP, whose codes say least."""
    told: list[tuple[int, object]] = []
    body = answer.body if isinstance(answer.body, Mapping) else {}
    tasks = body.get("tasks")
    for level in (body, *(tasks if isinstance(tasks, list) else ())):
        code = number_of(level.get("status_code")) if isinstance(level, Mapping) else None
        if code is not None and int(code) not in _OK:
            told.append((int(code), level.get("status_message")))
    return told if answer.status == 200 else [*told, (answer.status, None)]


def _result_of(body: object) -> Mapping[str, object] | None:
    tasks = body.get("tasks") if isinstance(body, Mapping) else None
    task = tasks[0] if isinstance(tasks, list) and tasks else None
    results = task.get("result") if isinstance(task, Mapping) else None
    result = results[0] if isinstance(results, list) and results else None
    return result if isinstance(result, Mapping) else None


def _charged(answer: Answer) -> float | None:
    return number_of(answer.body.get("cost")) if isinstance(answer.body, Mapping) else None


def _is_complete(came: int, wanted: int, total: int | None, *, is_broken: bool) -> bool | None:
    """True only where the vendor says how many there are, and all of them came."""
    if is_broken:
        return False
    if total is not None:
        return came >= total
    return False if came >= wanted else None
