"""Looks at pages now and says of each link whether it is there."""

import asyncio
from collections import deque
from collections.abc import (
    AsyncIterable,
    AsyncIterator,
    Callable,
    Iterable,
    Mapping,
    Sequence,
)
from dataclasses import dataclass, field, replace
from functools import partial

from bot.domain.failures import judge_bad_row, judge_failure
from bot.domain.judging import judge_many
from bot.domain.names import Target, host_of, parse_page_url, parse_target
from bot.domain.pages import Hop, Page, Validators
from bot.domain.refreshes import meta_refresh
from bot.domain.verdicts import Observation, Reason, State
from bot.errors import FetchError, InvalidInputError
from bot.ports import Clock, PageFetcher
from bot.services.further_pages import LastLive, held

LOOK_AHEAD = 20_000
"""Rows that are held at once: so far apart may two links of one page stand to share one fetch."""
MOST_REFRESHES = 5
_AT_ONCE_PER_HOST = 2
"""One is asked, one waits for its turn: more would only hold up other hosts."""
_LARGE_PAGE = 1_000_000


@dataclass(frozen=True, slots=True)
class LinkRow:
    """A pair to verify, as typed: a bad one becomes a `bad_url` observation, never an error."""

    referring_page: str
    target: str


@dataclass(frozen=True, slots=True)
class VerifiedRow:
    """A row with what was seen; `number` counts the rows from 0."""

    number: int
    row: LinkRow
    observation: Observation


async def look_at(
    page_url: str,
    targets: Sequence[Target],
    *,
    fetcher: PageFetcher,
    clock: Clock,
    fresh: bool = False,
    previous: Mapping[Target, Observation] | None = None,
    earlier: Iterable[Observation] = (),
    last_live: LastLive | None = None,
) -> list[Observation]:
    """Fetch one page once and judge it for many targets; in the order of `targets`.

    `previous` makes the request conditional (unless it is `fresh`) and says what stands in a lost link's
    place, `earlier` tells a name that is gone from one that is out of reach (see `judge_failure`). With
    `last_live` a link that is gone is held against the look that saw it, and looked for on the pages
    beside its own. Nothing is raised for what the page or the network does.
    """
    validators = None if fresh else _shared_validators(targets, previous or {})
    answer = await ask(fetcher, page_url, validators, fresh=fresh)
    seen = await judge_answer(answer, page_url, targets, clock, previous or {}, tuple(earlier))
    fetch = partial(fetch_through_refreshes, fetcher, fresh=fresh)
    return await held(seen, answer, page_url, targets, last_live=last_live, fetch=fetch)


async def ask(
    fetcher: PageFetcher, url: str, validators: Validators | None = None, *, fresh: bool = False
) -> Page | FetchError:
    """The page behind an address and its refreshes, or why there is none."""
    try:
        return await fetch_through_refreshes(fetcher, url, validators, fresh=fresh)
    except FetchError as error:
        return error


async def judge_answer(
    answer: Page | FetchError,
    url: str,
    targets: Sequence[Target],
    clock: Clock,
    previous: Mapping[Target, Observation],
    earlier: Sequence[Observation],
) -> list[Observation]:
    """What an answer of `ask` says of each target, in their order; a large page is read in a thread."""
    if isinstance(answer, FetchError):
        now = clock()
        return [
            judge_failure(answer, target, referring_page=url, checked_at=now, earlier=earlier)
            for target in targets
        ]
    if len(answer.body) > _LARGE_PAGE:
        return await asyncio.to_thread(judge_many, answer, targets, previous=previous)
    return judge_many(answer, targets, previous=previous)


def _shared_validators(
    targets: Sequence[Target], previous: Mapping[Target, Observation]
) -> Validators | None:
    """What makes the request conditional, if every target was seen on the same answer before.

    After a redirect they belong to another URL, and a page that could not be judged is read again.
    """
    found: set[Validators] = set()
    for target in targets:
        seen = previous.get(target)
        if seen is None or seen.redirects or seen.state is State.UNVERIFIED:
            return None
        found.add(seen.validators)
    validators = found.pop() if len(found) == 1 else None
    return validators if validators and (validators.etag or validators.last_modified) else None


async def fetch_through_refreshes(
    fetcher: PageFetcher, url: str, validators: Validators | None = None, *, fresh: bool = False
) -> Page:
    """Fetch a page and where it sends its readers at once; each such step is a redirect."""
    page = await fetcher.fetch(url, validators=validators, fresh=fresh)
    seen = {page.url}
    for _ in range(MOST_REFRESHES):
        onward = meta_refresh(page)
        if onward is None:
            return page
        if onward in seen:
            break
        way = (*page.hops, Hop(page.url, page.status))
        try:
            following = await fetcher.fetch(onward, fresh=fresh)
        except FetchError as error:
            raise error.after(_pairs(way)) from error
        hops = (*way, *following.hops)
        page = replace(following, requested_url=page.requested_url, hops=hops)
        seen.add(page.url)
    else:
        if meta_refresh(page) is None:
            return page
    raise FetchError(
        Reason.TOO_MANY_REDIRECTS.value,
        "The page sends its readers on without an end.",
        url=url,
        hops=_pairs((*page.hops, Hop(page.url, page.status))),
    )


def _pairs(hops: Iterable[Hop]) -> tuple[tuple[str, int], ...]:
    return tuple((hop.url, hop.status) for hop in hops)


async def verify_many(
    pairs: Iterable[LinkRow] | AsyncIterable[LinkRow],
    *,
    fetcher: PageFetcher,
    clock: Clock,
    concurrency: int = 100,
    last_live: LastLive | None = None,
) -> AsyncIterator[Observation]:
    """One observation a pair, in the order of the pairs; see `verify_rows`."""
    async for verified in verify_rows(
        pairs, fetcher=fetcher, clock=clock, concurrency=concurrency, last_live=last_live
    ):
        yield verified.observation


async def verify_rows(
    rows: Iterable[LinkRow] | AsyncIterable[LinkRow],
    *,
    fetcher: PageFetcher,
    clock: Clock,
    concurrency: int = 100,
    stop: asyncio.Event | None = None,
    done: Callable[[int], None] = lambda _rows: None,
    last_live: LastLive | None = None,
) -> AsyncIterator[VerifiedRow]:
    """Verify rows in their order, each page fetched once for all its rows within `LOOK_AHEAD`.

    Memory is flat: no more than `LOOK_AHEAD` rows are held, whatever their number. When `stop` is set,
    what is under way is given up and the rows that are done are handed out, still in their order.
    `done` is told how many rows were finished, each time some are, in whatever order. `last_live` as in
    `look_at`.
    """
    run = _Run(rows, fetcher, clock, concurrency, stop or asyncio.Event(), done, last_live)
    work = asyncio.create_task(run.work())
    try:
        async for verified in run.results():
            yield verified
        await work
    finally:
        work.cancel()
        await asyncio.gather(work, return_exceptions=True)


@dataclass(slots=True)
class _Visit:
    """One page to look at, and the rows that wait for it."""

    url: str
    rows: list[tuple[int, LinkRow, Target]] = field(default_factory=list)


@dataclass(slots=True)
class _Host:
    name: str
    waiting: deque[_Visit] = field(default_factory=deque)
    under_way: int = 0
    is_in_line: bool = False


class _Run:
    """The rows of one call: read ahead, looked at host by host, handed out in order."""

    def __init__(
        self,
        rows: Iterable[LinkRow] | AsyncIterable[LinkRow],
        fetcher: PageFetcher,
        clock: Clock,
        concurrency: int,
        stop: asyncio.Event,
        done: Callable[[int], None],
        last_live: LastLive | None,
    ) -> None:
        self._rows, self._fetcher, self._clock = rows, fetcher, clock
        self._concurrency, self._stop, self._done = concurrency, stop, done
        self._last_live = last_live
        self._visits: dict[str, _Visit] = {}
        self._hosts: dict[str, _Host] = {}
        self._line: deque[_Host] = deque()
        self._finished: dict[int, VerifiedRow] = {}
        self._tasks: set[asyncio.Task[None]] = set()
        self._read = self._handed_out = 0
        self._is_read = self._is_over = False
        self._fault: BaseException | None = None
        self._changed = asyncio.Event()
        self._all_done = asyncio.Event()
        self._room = asyncio.Event()

    async def work(self) -> None:
        """Read and look until all is done, or something failed, or somebody says stop.

        Raises:
            Whatever reading the rows raised, or a fault of this program in a visit.
        """
        waiting = [
            asyncio.create_task(wait)
            for wait in (self._stop.wait(), self._all_done.wait(), self._read_rows())
        ]
        stopping, over, reading = waiting
        try:
            await asyncio.wait(waiting, return_when=asyncio.FIRST_COMPLETED)
            if reading.done():
                await reading
                self._is_read = True
                self._begin()
                await asyncio.wait({stopping, over}, return_when=asyncio.FIRST_COMPLETED)
            if self._fault:
                raise self._fault
        finally:
            for task in (*waiting, *self._tasks):
                task.cancel()
            await asyncio.gather(*waiting, *self._tasks, return_exceptions=True)
            self._is_over = True
            self._changed.set()

    async def results(self) -> AsyncIterator[VerifiedRow]:
        """The finished rows in order, each as soon as all before it are out."""
        while not (self._is_over and not self._finished):
            verified = self._finished.pop(self._handed_out, None)
            if verified is None and self._is_over:
                self._handed_out = min(self._finished)
                continue
            if verified is None:
                self._changed.clear()
                await self._changed.wait()
                continue
            self._handed_out += 1
            self._room.set()
            yield verified

    async def _read_rows(self) -> None:
        if isinstance(self._rows, AsyncIterable):
            async for row in self._rows:
                self._take(row)
                self._begin()
                await self._wait_for_room()
        else:
            for row in self._rows:
                self._take(row)
                if self._read - self._handed_out >= LOOK_AHEAD:
                    self._begin()
                    await self._wait_for_room()

    async def _wait_for_room(self) -> None:
        while self._read - self._handed_out >= LOOK_AHEAD:
            self._room.clear()
            await self._room.wait()

    def _take(self, row: LinkRow) -> None:
        """Queue a row with the others of its page; a bad one is finished at once."""
        number = self._read
        self._read += 1
        try:
            url = parse_page_url(row.referring_page)
            target = parse_target(row.target)
        except InvalidInputError as error:
            now = self._clock()
            seen = judge_bad_row(row.referring_page, row.target, why=str(error), checked_at=now)
            self._finish([VerifiedRow(number, row, seen)])
            return
        visit = self._visits.get(url)
        if visit is None:
            visit = self._visits[url] = _Visit(url)
            name = host_of(url)
            host = self._hosts.get(name)
            if host is None:
                host = self._hosts[name] = _Host(name)
            host.waiting.append(visit)
            self._line_up(host)
        visit.rows.append((number, row, target))

    def _line_up(self, host: _Host) -> None:
        """Let a host have its turn, if it has a page that may be asked for now."""
        if host.waiting and host.under_way < _AT_ONCE_PER_HOST and not host.is_in_line:
            host.is_in_line = True
            self._line.append(host)

    def _begin(self) -> None:
        """Start visits while there is room: hosts in turn, few at once for each."""
        while self._line and len(self._tasks) < self._concurrency:
            host = self._line.popleft()
            host.is_in_line = False
            self._start(host)
            self._line_up(host)
        if self._is_read and not self._tasks:
            self._all_done.set()

    def _start(self, host: _Host) -> None:
        host.under_way += 1
        task = asyncio.create_task(self._visit(host.waiting.popleft()))
        self._tasks.add(task)
        task.add_done_callback(lambda task: self._left(task, host))

    def _left(self, task: asyncio.Task[None], host: _Host) -> None:
        self._tasks.discard(task)
        host.under_way -= 1
        if not host.waiting and not host.under_way:
            self._hosts.pop(host.name, None)
        self._line_up(host)
        if task.cancelled():
            return
        if fault := task.exception():
            self._fault = fault
            self._all_done.set()
        self._begin()

    async def _visit(self, visit: _Visit) -> None:
        """Look at a page; rows that arrive while it is fetched are judged with the others."""
        answer = await ask(self._fetcher, visit.url)
        del self._visits[visit.url]
        targets = list(dict.fromkeys(target for _, _, target in visit.rows))
        seen = await judge_answer(answer, visit.url, targets, self._clock, {}, ())
        fetch = partial(fetch_through_refreshes, self._fetcher)
        seen = await held(seen, answer, visit.url, targets, last_live=self._last_live, fetch=fetch)
        by_target = dict(zip(targets, seen, strict=True))
        self._finish(
            [VerifiedRow(number, row, by_target[target]) for number, row, target in visit.rows]
        )

    def _finish(self, verified: list[VerifiedRow]) -> None:
        for one in verified:
            self._finished[one.number] = one
        self._changed.set()
        self._done(len(verified))
