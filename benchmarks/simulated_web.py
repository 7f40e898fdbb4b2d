"""A web that misbehaves as the real one does, with the truth beside it: what is down, what is gone.

Everything is drawn from one seed, so that two checkers see the same web at the same moment.
"""

import hashlib
import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import Final

from bot.domain.pages import Hop, Page, Validators
from bot.errors import FetchError

START: Final = datetime(2026, 3, 1, tzinfo=UTC)
TARGET: Final = "site.example"
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
_PROSE: Final = (
    "<p>"
    + "A spade that fits the soil saves the back, and a good one lasts for years. " * 8
    + "</p>"
)


class Trouble(StrEnum):
    """What a host does instead of answering well."""

    TIMEOUT = "timeout"
    REFUSED = "connection_error"
    RESOLVER = "dns_error"
    SERVER_ERROR = "500"
    MAINTENANCE = "503"
    FORBIDDEN = "403"
    CHALLENGE = "challenge"
    NOT_FOUND = "404"
    """For less than half an hour: somebody deploys."""
    EMPTY_TEMPLATE = "empty"
    """Likewise: the page without its content."""
    NO_SUCH_NAME = "nxdomain"
    """For less than three days: somebody forgot to pay, and paid."""


class Loss(StrEnum):
    """How a link truly ends."""

    REMOVED = "link removed"
    GONE = "page gone"
    REDIRECTED = "page redirected"
    PARKED = "domain parked"
    NAME_GONE = "domain gone"


@dataclass(frozen=True, slots=True)
class Spell:
    """Something that holds for a while."""

    begin: datetime
    end: datetime

    def __contains__(self, moment: datetime) -> bool:
        return self.begin <= moment < self.end


@dataclass(slots=True)
class Host:
    """One site of the web."""

    name: str
    outages: list[tuple[Spell, Trouble]] = field(default_factory=list)
    flaky_share: float = 0.0
    """Of the requests, which fail one by one."""
    challenged_share: float = 0.0
    redirects: bool = False
    """http to https, `www.` and a slash on the way: never a change."""


@dataclass(slots=True)
class LinkingPage:
    """A page with our link, and when that truly ends."""

    url: str
    host: Host
    loss: tuple[Spell, Loss] | None = None
    nofollow_from: datetime | None = None

    def is_lost(self, moment: datetime) -> bool:
        """The truth."""
        return self.loss is not None and moment in self.loss[0]


class SimulatedWeb:
    """A `PageFetcher` whose answers are those of `now`."""

    def __init__(self, links: int, days: int, *, seed: int = 7) -> None:
        self._random = random.Random(seed)
        self.now = START
        self.end = START + days * DAY
        self.days = days
        self.ours_down: list[tuple[Spell, bool]] = []
        """Our own outages; True: with a page that asks us to sign in, in place of every page."""
        if days >= 7:
            self.ours_down = [
                (Spell(START + 3.4 * DAY, START + 3.4 * DAY + 3 * HOUR), False),
                (Spell(START + 5.6 * DAY, START + 5.6 * DAY + 2 * HOUR), True),
            ]
        hosts = [self._host(n) for n in range(max(1, links * 2 // 5))]
        self.pages = [self._page(n, self._random.choice(hosts)) for n in range(links)]
        self.by_url = {page.url: page for page in self.pages}
        self.read_at: dict[str, list[datetime]] = {page.url: [] for page in self.pages}
        """When somebody asked for a page and got what is true of it: the looks that could tell."""

    async def fetch(
        self,
        url: str,
        *,
        validators: Validators | None = None,  # noqa: ARG002 - of the port; it never answers 304
        fresh: bool = False,  # noqa: ARG002 - of the port; it keeps no cache
    ) -> Page:
        """The answer of this moment."""
        page = self.by_url[url]
        for spell, portal in self.ours_down:
            if self.now in spell:
                if portal:
                    return self._answer(page, f"<h1>Welcome to our guests</h1>{_PROSE}")
                raise FetchError(Trouble.REFUSED.value, "No connection.", url=url)
        # A name that is gone has no server that could fail or refuse.
        is_nobody = page.loss and page.loss[1] is Loss.NAME_GONE and self.now in page.loss[0]
        trouble = None if is_nobody else self._trouble(page)
        return self._troubled(page, trouble) if trouble else self._well(page)

    def _trouble(self, page: LinkingPage) -> Trouble | None:
        host = page.host
        for spell, trouble in host.outages:
            if self.now in spell:
                return trouble
        draw = _draw(host.name, self.now)
        if draw < host.flaky_share:
            return Trouble.TIMEOUT if draw < host.flaky_share / 2 else Trouble.SERVER_ERROR
        if draw < host.challenged_share:
            return Trouble.CHALLENGE if draw < host.challenged_share / 2 else Trouble.FORBIDDEN
        return None

    def _troubled(self, page: LinkingPage, trouble: Trouble) -> Page:
        if trouble in (Trouble.TIMEOUT, Trouble.REFUSED, Trouble.RESOLVER):
            raise FetchError(trouble.value, "No answer.", url=page.url)
        if trouble is Trouble.NO_SUCH_NAME:
            raise FetchError("dns_error", "No such name.", url=page.url, name_exists=False)
        if trouble is Trouble.CHALLENGE:
            body = (
                "<title>Just a moment...</title><p>Checking your browser before accessing the site."
                '<script src="/cdn-cgi/challenge-platform/h/b/orchestrate/chl_page/v1"></script>'
            )
            return self._answer(page, body, 403, (("cf-mitigated", "challenge"),))
        if trouble is Trouble.EMPTY_TEMPLATE:
            return self._answer(page, _PROSE)
        return self._answer(page, "<h1>Sorry</h1>", int(trouble.value))

    def _well(self, page: LinkingPage) -> Page:
        self.read_at[page.url].append(self.now)
        if page.loss is None or self.now not in page.loss[0]:
            rel = ""
            if page.nofollow_from and self.now >= page.nofollow_from:
                rel = ' rel="nofollow"'
            link = (
                f'<p>We like <a href="https://{TARGET}/guide"{rel}>the garden guide</a> a lot.</p>'
            )
            return self._answer(page, f"{_PROSE}{link}{_PROSE}")
        kind = page.loss[1]
        if kind is Loss.NAME_GONE:
            raise FetchError("dns_error", "No such name.", url=page.url, name_exists=False)
        if kind is Loss.GONE:
            return self._answer(page, "<h1>Not found</h1>", 404)
        if kind is Loss.PARKED:
            name = page.host.name
            body = (
                f"<title>{name} is for sale</title><h1>{name} is for sale</h1><p>Buy this domain."
            )
            return self._answer(page, body)
        home = f"https://{page.host.name}/" if kind is Loss.REDIRECTED else None
        return self._answer(page, f"<h1>Our garden</h1>{_PROSE}", final=home)

    def _answer(
        self,
        page: LinkingPage,
        body: str,
        status: int = 200,
        headers: tuple[tuple[str, str], ...] = (),
        final: str | None = None,
    ) -> Page:
        hops: tuple[Hop, ...] = ()
        url = page.url
        if page.host.redirects:
            hops = (Hop(page.url, 301),)
            url = page.url.replace("http://", "https://www.", 1)
        if final:
            hops = (*hops, Hop(url, 301))
            url = final
        html = f"<!doctype html><html><body><main><article>{body}</article></main></body></html>"
        kind = (("content-type", "text/html; charset=utf-8"),)
        return Page(page.url, url, status, (*kind, *headers), html.encode(), self.now, hops)

    def _host(self, number: int) -> Host:
        draw = self._random
        host = Host(f"garden{number}.example")
        if draw.random() < 0.3:
            host.outages += list(self._outages())
        if draw.random() < 0.05:
            # Short enough to be over before anything is confirmed.
            spell = self._spell(timedelta(minutes=5), timedelta(minutes=28))
            host.outages.append((spell, draw.choice([Trouble.NOT_FOUND, Trouble.EMPTY_TEMPLATE])))
        if draw.random() < 0.01:
            host.outages.append((self._spell(6 * HOUR, 2.5 * DAY), Trouble.NO_SUCH_NAME))
        if draw.random() < 0.08:
            host.flaky_share = draw.choice([0.1, 0.2, 0.4])
        elif draw.random() < 0.1:
            host.challenged_share = draw.choice([0.2, 0.5, 0.9])
        host.redirects = draw.random() < 0.1
        return host

    def _outages(self) -> Iterator[tuple[Spell, Trouble]]:
        kinds = [
            Trouble.TIMEOUT, Trouble.REFUSED, Trouble.RESOLVER, Trouble.SERVER_ERROR,
            Trouble.MAINTENANCE, Trouble.FORBIDDEN,
        ]  # fmt: skip
        for _ in range(self._random.randint(1, 4)):
            yield self._spell(timedelta(minutes=10), 3 * DAY), self._random.choice(kinds)

    def _page(self, number: int, host: Host) -> LinkingPage:
        page = LinkingPage(f"http://{host.name}/page-{number}", host)
        draw = self._random.random()
        if draw < 0.06:
            kind = self._random.choices(list(Loss), weights=[40, 25, 15, 10, 10])[0]
            begin = self._moment(2 * DAY, self.end - START)
            back = self._random.random() < 0.15
            end = begin + self._random.uniform(3, 9) * DAY if back else self.end + DAY
            page.loss = (Spell(begin, end), kind)
        elif draw < 0.08:
            page.nofollow_from = self._moment(2 * DAY, self.end - START)
        return page

    def _moment(self, earliest: timedelta, latest: timedelta) -> datetime:
        return START + earliest + self._random.random() * (latest - earliest)

    def _spell(self, shortest: timedelta, longest: timedelta) -> Spell:
        begin = self._moment(DAY, self.end - START)
        return Spell(begin, begin + shortest + self._random.random() ** 3 * (longest - shortest))


def _draw(host: str, moment: datetime) -> float:
    """A number of 0 to 1 that is the same for the same host and minute."""
    text = f"{host} {moment:%Y%m%d%H%M}".encode()
    return int.from_bytes(hashlib.blake2b(text, digest_size=4).digest()) / 2**32
