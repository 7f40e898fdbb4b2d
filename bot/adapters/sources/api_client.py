"""Asks a vendor's API: guarded, bounded, patient with rate limits, and never twice for the same money."""

import asyncio
import json
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final, TypeVar

import httpx
import orjson

from bot.adapters.http.bodies import BodyTooLargeError, read_body
from bot.adapters.http.retry_after import read_retry_after
from bot.adapters.http.transport import RefusedError
from bot.domain.paid_fetches import VENDORS
from bot.errors import PaidSourceError

T = TypeVar("T")
Sleep = Callable[[float], Awaitable[None]]
OpenClient = Callable[[], httpx.AsyncClient]

MOST_BYTES: Final = 20_000_000
"""Of one answer, unpacked; a thousand backlinks take about 2 MB."""
DEADLINE_SECONDS: Final = 180
"""For one answer: large sites take vendors a minute or two."""
WAITS_SECONDS: Final = (5.0, 30.0)
"""Before a request that was refused for its rate is sent again: both vendors count by the minute."""
_LONGEST_WAIT_SECONDS: Final = 90.0
_LEAST_SECRET: Final = 4
"""Shorter ones are words of sentences; nobody is given such a key."""
_NOT_SENT: Final = (httpx.ConnectError, httpx.ConnectTimeout, httpx.InvalidURL, RefusedError)
_LONGEST_QUOTE: Final = 200


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back, whatever its status."""

    status: int
    headers: Mapping[str, str]
    body: object
    """Read as JSON; None where it is none."""
    is_json: bool


class RateLimitedError(Exception):
    """The vendor refused a request for its rate, and so did not charge it."""

    def __init__(self, answer: Answer) -> None:
        super().__init__("rate limited")
        self.answer = answer


class ApiClient:
    """One vendor's API behind the guarded client. The secrets go to its host alone, and into no sentence."""

    def __init__(
        self,
        vendor: str,
        open_client: OpenClient,
        *,
        headers: Mapping[str, str],
        secrets: tuple[str, ...],
        sleep: Sleep = asyncio.sleep,
        deadline_seconds: float = DEADLINE_SECONDS,
    ) -> None:
        self.vendor = vendor
        self.called = VENDORS[vendor]
        self._open_client = open_client
        self._headers = {"Accept": "application/json", **headers}
        self._secrets = tuple(secret for secret in secrets if len(secret) >= _LEAST_SECRET)
        self._sleep = sleep
        self._deadline_seconds = deadline_seconds

    async def ask(
        self,
        method: str,
        url: str,
        *,
        params: Mapping[str, str] | None = None,
        body: object | None = None,
    ) -> Answer:
        """Send one request, once.

        Raises:
            PaidSourceError: no whole answer came.
        """
        content = None if body is None else orjson.dumps(body)
        typed = {} if content is None else {"Content-Type": "application/json"}
        try:
            async with (
                asyncio.timeout(self._deadline_seconds),
                self._open_client() as client,
                client.stream(
                    method, url, params=params, content=content, headers=self._headers | typed
                ) as response,
            ):
                raw = await read_body(response, max_bytes=MOST_BYTES)
                return _answer(response, raw)
        except (httpx.HTTPError, httpx.InvalidURL, TimeoutError) as error:
            raise self._no_answer(error) from error

    async def patiently(
        self, once: Callable[[], Awaitable[T]], *, waits: Sequence[float] = WAITS_SECONDS
    ) -> T:
        """Do it again after a while where it was refused for its rate; any other failure is final.

        Raises:
            PaidSourceError: it is refused still.
        """
        for wait in waits:
            try:
                return await once()
            except RateLimitedError as error:
                asked = _asked_wait(error.answer.headers)
                if asked is not None and asked > _LONGEST_WAIT_SECONDS:
                    raise self._rate_limited() from error
                await self._sleep(max(wait, asked or 0.0))
        try:
            return await once()
        except RateLimitedError as error:
            raise self._rate_limited() from error

    def error(self, sentence: str, *, nothing_spent: bool) -> PaidSourceError:
        """The sentence, with what it means for the money at its end."""
        money = (
            "Nothing was spent."
            if nothing_spent
            else f"It may have been charged all the same: your account with {self.called} tells."
        )
        return PaidSourceError(
            self.vendor, f"{self._without_secrets(sentence)} {money}", nothing_spent=nothing_spent
        )

    def unknown_shape(self, answer: Answer) -> PaidSourceError:
        """An answer of which nothing can be made."""
        what = (
            "in a shape that this program does not know"
            if answer.is_json
            else "with something that is not JSON, a web page for instance"
        )
        return self.error(
            f"{self.called} answered {answer.status} {what}, so nothing was kept.",
            nothing_spent=False,
        )

    def quote(self, text: object) -> str:
        """A vendor's own words inside a sentence: ` It says: "…".`, or nothing where there are none."""
        if isinstance(text, list):
            text = ": ".join(one for one in text if isinstance(one, str))
        if not isinstance(text, str):
            return ""
        printable = (char if char.isprintable() else " " for char in self._without_secrets(text))
        flat = " ".join("".join(printable).replace('"', "'").split()).strip(" .")
        if len(flat) > _LONGEST_QUOTE:
            flat = flat[: _LONGEST_QUOTE - 1] + "…"
        return f' It says: "{flat}".' if flat else ""

    def _without_secrets(self, text: str) -> str:
        for secret in self._secrets:
            text = text.replace(secret, "[secret]")
        return text

    def _rate_limited(self) -> PaidSourceError:
        return self.error(
            f"{self.called} asks for fewer requests. Try again in a few minutes.",
            nothing_spent=True,
        )

    def _no_answer(self, error: Exception) -> PaidSourceError:
        if isinstance(error, BodyTooLargeError):
            why = f"sent more than {MOST_BYTES // 1_000_000} MB"
        elif isinstance(error, httpx.DecodingError):
            why = "sent an answer that cannot be unpacked"
        elif isinstance(error, TimeoutError | httpx.TimeoutException):
            why = "did not answer in time"
        elif isinstance(error, httpx.InvalidURL):
            why = "cannot be asked at the address in the settings"
        elif isinstance(error, httpx.ConnectError | RefusedError):
            why = f"cannot be reached ({str(error).rstrip('.')})"
        else:
            why = "broke off its answer"
        before_it_was_sent = isinstance(error, _NOT_SENT)
        return self.error(f"{self.called} {why}.", nothing_spent=before_it_was_sent)


def _answer(response: httpx.Response, raw: bytes) -> Answer:
    headers = {name.lower(): value for name, value in response.headers.items()}
    try:
        return Answer(response.status_code, headers, _read_json(raw), is_json=True)
    except (ValueError, RecursionError):
        return Answer(response.status_code, headers, None, is_json=False)


def _read_json(raw: bytes) -> object:
    """As the standard has it; else as Python has it, who forgives half a character in somebody's title."""
    try:
        return orjson.loads(raw)
    except orjson.JSONDecodeError:
        return json.loads(raw.decode("utf-8", "replace"))


def _asked_wait(headers: Mapping[str, str]) -> float | None:
    """Seconds by Retry-After; a date in it is compared with the vendor's own clock."""
    since = datetime(2000, 1, 1, tzinfo=UTC)
    gone_by = read_retry_after(headers.get("date"), now=since)
    now = (
        datetime.max.replace(tzinfo=UTC) if gone_by is None else since + timedelta(seconds=gone_by)
    )
    return read_retry_after(headers.get("retry-after"), now=now)


def number_of(value: object) -> float | None:
    """A figure that can be counted with, from JSON or from a header; None for all else.

    >>> number_of(0.02), number_of("1200"), number_of(True), number_of("-3"), number_of("inf")
    (0.02, 1200.0, None, None, None)
    """
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return None
    try:
        number = float(value)
    except (ValueError, OverflowError):
        return None
    return number if 0 <= number < 1e12 else None
