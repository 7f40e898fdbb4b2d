"""Fetches pages of strangers: guarded, polite, bounded; any HTTP answer is a page."""

import asyncio
import re
from dataclasses import dataclass, field

import aiohttp

from bot.adapters.http.asking import Answer
from bot.adapters.http.connections import GuardedConnections
from bot.adapters.http.cookies import FetchCookies
from bot.adapters.http.decoding import ACCEPT_ENCODING, Decoder, UnreadableEncodingError
from bot.adapters.http.failures import Failure, failure_of, fetch_error
from bot.adapters.http.guard import CheckedUrl
from bot.adapters.http.politeness import HostOnHoldError, Politeness
from bot.adapters.http.retry_after import read_retry_after
from bot.adapters.http.robots import MAX_ROBOTS_BYTES, MAX_ROBOTS_REDIRECTS, Robots
from bot.domain.pages import Cut, Hop, Page, Validators
from bot.domain.verdicts import Reason
from bot.errors import FetchError
from bot.ports import Clock

MAX_REDIRECTS = 10
ACCEPT = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"

_FILE_TYPES = re.compile(
    r"\s*(?:(?:image|audio|video|font)/|application/(?:pdf|zip|gzip|x-tar|vnd\.|msword))",
    re.IGNORECASE,
)
_FILE_BYTES = 65_536
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_WITHOUT_BODY = frozenset({204, 205, 304})
_ON_HOLD = frozenset({429, 503})
_WORTH_A_SECOND_LOOK = frozenset({Failure.PROTOCOL, Failure.READ})
_NETWORK_ERRORS = (aiohttp.ClientError, OSError, TimeoutError)


@dataclass(slots=True)
class _Trip:
    """One fetch on its way: what it has spent, seen and tried."""

    requested_url: str
    seconds_left: float
    max_body_bytes: int
    fresh: bool = False
    max_redirects: int = MAX_REDIRECTS
    ignores_robots: bool = False
    extra_headers: list[tuple[str, str]] = field(default_factory=list)
    cookies: FetchCookies = field(default_factory=FetchCookies)
    hops: list[Hop] = field(default_factory=list)
    seen: set[tuple[str, str]] = field(default_factory=set)
    identity: bool = False
    """Ask for an uncompressed body: the compressed one could not be read."""


class GuardedFetcher:
    """A `PageFetcher`: see `bot.ports`. One instance serves the whole process."""

    def __init__(
        self,
        connections: GuardedConnections,
        politeness: Politeness,
        *,
        clock: Clock,
        user_agent: str,
        deadline_seconds: float = 30,
        max_body_bytes: int = 5_000_000,
        respect_robots: bool = True,
    ) -> None:
        self._connections = connections
        self._politeness = politeness
        self._clock = clock
        self._deadline_seconds = deadline_seconds
        self._max_body_bytes = max_body_bytes
        self._headers = [("User-Agent", user_agent), ("Accept", ACCEPT)]
        self._robots = Robots(self._fetch_robots, user_agent=user_agent) if respect_robots else None

    async def fetch(
        self, url: str, *, validators: Validators | None = None, fresh: bool = False
    ) -> Page:
        """See `PageFetcher.fetch`. The deadline counts from when the host's turn has come.

        Raises:
            FetchError: there was no answer.
        """
        trip = _Trip(
            url,
            self._deadline_seconds,
            self._max_body_bytes,
            fresh=fresh,
            ignores_robots=self._robots is None,
            extra_headers=_extra_headers(validators, fresh=fresh),
        )
        return await self._travel(trip)

    async def aclose(self) -> None:
        """Give up what is under way and close every connection."""
        if self._robots is not None:
            await self._robots.aclose()
        await self._connections.aclose()

    async def _fetch_robots(self, url: str) -> Page:
        trip = _Trip(
            url,
            self._deadline_seconds,
            MAX_ROBOTS_BYTES,
            max_redirects=MAX_ROBOTS_REDIRECTS,
            ignores_robots=True,
        )
        return await self._travel(trip)

    async def _travel(self, trip: _Trip) -> Page:
        at = self._connections.guard.check(trip.requested_url)
        try:
            while True:
                answer = await self._look(at, trip)
                if isinstance(answer, Page):
                    return answer
                at = answer
        except FetchError as error:
            if not trip.hops:
                raise
            raise error.after(tuple((hop.url, hop.status) for hop in trip.hops)) from error

    async def _look(self, at: CheckedUrl, trip: _Trip) -> Page | CheckedUrl:
        """One request: the page, or where to look next.

        Never more than one host's turn is held, so that redirects cannot lock each other out.
        """
        pause = 0.0
        if self._robots is not None and not trip.ignores_robots:
            pause = await self._robots.crawl_delay(at, fresh=trip.fresh)
        try:
            async with self._politeness.turn(at.host, crawl_delay_seconds=pause):
                return await self._ask_in_time(at, trip)
        except HostOnHoldError as error:
            raise _on_hold(error, at) from error
        except UnreadableEncodingError as error:
            if trip.identity:
                raise fetch_error(Failure.PROTOCOL, at.text) from error
            trip.identity = True
        except _NETWORK_ERRORS as error:
            failure = failure_of(error)
            assert failure is not None  # failure_of knows all of _NETWORK_ERRORS
            if failure not in _WORTH_A_SECOND_LOOK or trip.fresh:
                raise fetch_error(failure, at.text) from error
            # The connection may have died while it was kept, or still held the rest of an answer.
            trip.fresh = True
        return at

    async def _ask_in_time(self, at: CheckedUrl, trip: _Trip) -> Page | CheckedUrl:
        """What counts against the deadline: waiting for one's turn does not."""
        loop = asyncio.get_running_loop()
        started = loop.time()
        try:
            async with asyncio.timeout(trip.seconds_left):
                return await self._ask(at, trip)
        finally:
            trip.seconds_left -= loop.time() - started

    async def _ask(self, at: CheckedUrl, trip: _Trip) -> Page | CheckedUrl:
        response = await self._connections.get(at, self._headers_for(at, trip), fresh=trip.fresh)
        try:
            if response.status == 101:  # an upgrade that nobody asked for
                raise fetch_error(Failure.PROTOCOL, at.text)
            self._note_hold(at, response)
            location = response.headers.get("Location", "")
            if response.status in _REDIRECTS and location:
                return self._follow(at, response, location, trip)
            body, cut = await _read(response, _limit(response, trip.max_body_bytes))
        finally:
            response.close()
        return Page(
            requested_url=trip.requested_url,
            url=at.text,
            status=response.status,
            headers=_headers_of(response),
            body=body,
            fetched_at=self._clock(),
            hops=tuple(trip.hops),
            cut=cut,
        )

    def _headers_for(self, at: CheckedUrl, trip: _Trip) -> list[tuple[str, str]]:
        encoding = "identity" if trip.identity else ACCEPT_ENCODING
        headers = [*self._headers, ("Accept-Encoding", encoding), *trip.extra_headers]
        if cookie := trip.cookies.header_for(at.text):
            headers.append(("Cookie", cookie))
        return headers

    def _note_hold(self, at: CheckedUrl, response: Answer) -> None:
        if response.status not in _ON_HOLD:
            return
        seconds = read_retry_after(response.headers.get("Retry-After"), now=self._clock())
        if seconds:
            self._politeness.hold(at.host, seconds, response.status)

    def _follow(self, at: CheckedUrl, response: Answer, location: str, trip: _Trip) -> CheckedUrl:
        """Where the redirect leads; its body is never read."""
        trip.seen.add((at.text, trip.cookies.header_for(at.text)))
        trip.hops.append(Hop(at.text, response.status))
        trip.cookies.keep(response.headers.getall("Set-Cookie", ()), at.text)
        to = self._connections.guard.resolve(at, _as_browsers_read(location))
        was_there = (to.text, trip.cookies.header_for(to.text)) in trip.seen
        if was_there or len(trip.hops) > trip.max_redirects:
            raise FetchError(
                Reason.TOO_MANY_REDIRECTS.value, "The page redirects without an end.", url=at.text
            )
        return to


def _limit(response: Answer, max_body_bytes: int) -> int:
    """A film or an archive is told by its beginning; no link will be looked for in it."""
    is_file = _FILE_TYPES.match(response.headers.get("Content-Type", ""))
    return min(max_body_bytes, _FILE_BYTES) if is_file else max_body_bytes


async def _read(response: Answer, max_body_bytes: int) -> tuple[bytes, Cut | None]:
    if response.status in _WITHOUT_BODY:
        return b"", None
    decoder = Decoder(response.headers.get("Content-Encoding", ""), max_body_bytes)
    pieces: list[bytes] = []
    try:
        while data := await response.content.readany():
            pieces.append(decoder.feed(data))
            if decoder.is_full:
                return b"".join(pieces), Cut.TOO_LARGE
    except (aiohttp.ClientError, OSError) as error:
        if isinstance(error, TimeoutError):
            raise
        # The reader would forget what it holds: public methods raise the error first.
        pieces.append(decoder.feed(response.content._read_nowait(-1)))  # noqa: SLF001
        return b"".join(pieces), Cut.TRUNCATED
    rest, is_whole = decoder.finish()
    is_whole = is_whole and not response.has_surplus
    body = pieces[0] if len(pieces) == 1 and not rest else b"".join([*pieces, rest])
    return body, None if is_whole else Cut.TRUNCATED


def _extra_headers(validators: Validators | None, *, fresh: bool) -> list[tuple[str, str]]:
    headers = [("Cache-Control", "no-cache"), ("Pragma", "no-cache")] if fresh else []
    if validators is not None:
        conditions = (
            ("If-None-Match", validators.etag),
            ("If-Modified-Since", validators.last_modified),
        )
        # What strangers sent is sent back only where it cannot end a header line.
        headers += [(name, value) for name, value in conditions if value and value.isprintable()]
    return headers


def _headers_of(response: Answer) -> tuple[tuple[str, str], ...]:
    return tuple(
        (name.lower(), value if value.isascii() else _readable(value))
        for name, value in response.headers.items()
    )


def _readable(value: str) -> str:
    """A header that is not UTF-8 is Latin-1 (RFC 9110, section 5.5, tells of its history)."""
    try:
        value.encode("utf-8")
    except UnicodeEncodeError:
        return value.encode("utf-8", "surrogateescape").decode("latin-1")
    return value


def _as_browsers_read(location: str) -> str:
    """A Location that is not UTF-8 is percent-encoded byte by byte."""
    try:
        location.encode("utf-8")
    except UnicodeEncodeError:
        raw = location.encode("utf-8", "surrogateescape")
        return "".join(chr(byte) if byte < 128 else f"%{byte:02X}" for byte in raw)
    return location


def _on_hold(error: HostOnHoldError, at: CheckedUrl) -> FetchError:
    reason = Reason.BLOCKED if error.status == 429 else Reason.SERVER_ERROR
    minutes = max(1, round(error.seconds / 60))
    return FetchError(
        reason.value,
        f"The host asked to be left alone; it may be asked again in about {minutes} minutes.",
        url=at.text,
    )
