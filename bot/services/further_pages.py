"""Looks for a link that left its page on the pages beside it, before anybody calls it lost."""

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from typing import Final, TypeAlias

from bot.domain.comparisons import held_against
from bot.domain.documents import Document
from bot.domain.failures import judge_failure
from bot.domain.judging import judge
from bot.domain.names import Target, same_page
from bot.domain.paged_lists import (
    ListPage,
    are_alike,
    goes_on_by_script,
    is_same_link,
    left_to_a_script,
    may_have_moved,
    moved,
    moved_too_far,
    not_on_any,
    out_of_reach,
    pages_beside,
    still_has_its_place,
    text_for_reading,
)
from bot.domain.pages import Page
from bot.domain.verdicts import Observation, Reason, State
from bot.errors import FetchError

MOST_PAGES: Final = 4
"""Of one list, beside the page itself: two behind it and two before it, or where the link was last seen."""

Fetch: TypeAlias = Callable[[str], Awaitable[Page]]

LastLive: TypeAlias = Callable[[str, str], Awaitable[Observation | None]]
"""The newest look that saw a link, by its page and target; asked for only where a link is missing."""


async def held(
    looks: Sequence[Observation],
    answer: Page | FetchError,
    url: str,
    targets: Sequence[Target],
    *,
    last_live: LastLive | None,
    fetch: Fetch,
) -> list[Observation]:
    """What one page says of some targets; each that is gone is held against the look that saw it last."""
    if last_live is None or isinstance(answer, FetchError):
        return list(looks)
    found = []
    for seen, target in zip(looks, targets, strict=True):
        before = None
        if seen.reason is Reason.LINK_REMOVED:
            before = await last_live(url, str(target))
        if before is None:
            found.append(seen)
            continue
        further = await look_further(seen, answer, target, before, fetch=fetch)
        found.append(held_against(further, before))
    return found


async def look_further(
    seen: Observation,
    page: Page,
    target: Target,
    before: Observation,
    *,
    fetch: Fetch,
) -> Observation:
    """Find, or doubt the loss of, a link that is gone; `before` is the newest look that saw it.

    Live where it stands on a page beside its own; lost where its place is still there without it, or where
    the list was read to its end; else nobody can tell.
    """
    if not may_have_moved(seen, before):
        return seen
    walk = _Walk(seen, target, fetch, [page.url])
    await walk.read(page)
    if before.evidence.moved_to:
        walk.waiting.appendleft(ListPage(before.evidence.moved_to, is_sure=True))
    while (following := walk.next_page()) is not None:
        found = await walk.look_at(following)
        if found is not None and is_same_link(found, before):
            return moved(seen, found)
    if still_has_its_place(walk.texts, before):
        return not_on_any(seen, walk.pages_read)
    if walk.trouble is not None:
        return out_of_reach(seen, walk.trouble)
    if walk.waiting:
        return moved_too_far(seen, walk.pages_read)
    if await asyncio.to_thread(lambda: goes_on_by_script(Document(page), before)):
        return left_to_a_script(seen)
    return not_on_any(seen, walk.pages_read)


@dataclass(slots=True)
class _Walk:
    """From page to page of one list, each once."""

    seen: Observation
    target: Target
    fetch: Fetch
    known: list[str]
    texts: list[str] = field(default_factory=list)
    waiting: deque[ListPage] = field(default_factory=deque)
    left: int = MOST_PAGES
    trouble: Observation | None = None
    """A page of the list that could not be read."""

    @property
    def pages_read(self) -> int:
        """Beside the link's own."""
        return len(self.texts) - 1

    async def read(self, page: Page) -> None:
        """Keep a page's words, and the pages beside it for later."""
        beside, text = await asyncio.to_thread(_read, page)
        self.texts.append(text)
        self.waiting += beside

    def next_page(self) -> ListPage | None:
        """The next one that nobody read; None: there is none, or we have read enough."""
        while self.waiting and self._is_known(self.waiting[0].url):
            self.waiting.popleft()
        if not self.waiting or self.left == 0:
            return None
        self.left -= 1
        self.known.append(self.waiting[0].url)
        return self.waiting.popleft()

    def _is_known(self, url: str) -> bool:
        return any(same_page(url, one) for one in self.known)

    async def look_at(self, following: ListPage) -> Observation | None:
        """What a page of the list has; None: it could not be read, or belongs to no list of ours."""
        try:
            answer = await self.fetch(following.url)
        except FetchError as error:
            self.trouble = judge_failure(
                error,
                self.target,
                referring_page=following.url,
                checked_at=self.seen.checked_at,
            )
            return None
        found = await asyncio.to_thread(judge, answer, self.target)
        if found.state is State.UNVERIFIED:
            self.trouble = found
        is_read = found.state is State.LIVE or found.reason is Reason.LINK_REMOVED
        title = self.seen.evidence.title
        if not is_read or not (following.is_sure or are_alike(found.evidence.title, title)):
            return None
        if not same_page(answer.url, following.url) and self._is_known(answer.url):
            return None
        self.known.append(answer.url)
        await self.read(answer)
        return found


def _read(page: Page) -> tuple[tuple[ListPage, ...], str]:
    document = Document(page)
    return pages_beside(document), text_for_reading(document)
