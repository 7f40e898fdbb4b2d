"""A link explained: what is read for it, once each, and whose page it is."""

import asyncio
from dataclasses import dataclass, field, replace

import pytest

from bot.domain.names import parse_target
from bot.domain.pages import Page
from bot.domain.verdicts import Reason, State
from bot.domain.webgraph import DomainAuthority
from bot.errors import FetchError
from bot.services.check_graph import GraphPatience
from bot.services.explain_link import Explanation, explain
from tests.fakes import FakeFetcher, FakeLinkStore, FakeObservationStore
from tests.graphs import NEWER, FakeGraph
from tests.looks import NOW, PROSE, REFERRING, a_page
from tests.services.overrules import NoOverrules

TARGET = parse_target("site.com")
GUIDE = "https://site.com/guide"
TAG = "<script>gtag('config', 'UA-1234567-1')</script>"
"""An account of the journal's own, on its own pages."""
THROUGH = f"https://journal.example/out?to={GUIDE}"
Web = dict[str, Page | FetchError]


def _article(href: str) -> Page:
    return a_page(f"<title>Spades</title>{TAG}{PROSE}<p><a href='{href}'>spades</a></p>")


async def _explained(
    web: Web, *, fetcher: FakeFetcher | None = None, graph: FakeGraph | None = None
) -> Explanation:
    return await explain(
        REFERRING,
        TARGET,
        fetcher=fetcher or FakeFetcher(web),
        observations=FakeObservationStore(),
        backlinks=FakeLinkStore(),
        webgraph=graph or FakeGraph(),
        overrules=NoOverrules(),
        clock=lambda: NOW,
        patience=GraphPatience(authorities=0.01),
    )


def _said(found: Explanation) -> str:
    assert found.appraisal is not None
    assert found.appraisal.origin is not None
    sum_ = (*found.appraisal.quality.explanation(), *found.appraisal.origin.evidence)
    return "\n".join(sum_)


@pytest.mark.parametrize(
    ("ours", "is_shared"),
    [
        (a_page(TAG + PROSE, url=GUIDE), True),
        (a_page(TAG + PROSE, url=THROUGH), False),
        (a_page(TAG + PROSE, url=THROUGH, final="https://other.example/"), False),
        (a_page(TAG + PROSE, url=THROUGH, final="https://www.site.com/guide"), True),
    ],
    ids=["direct", "a redirector that answers itself", "led elsewhere", "led to us"],
)
async def test_only_a_page_of_the_target_is_taken_for_ours(ours: Page, is_shared: bool) -> None:
    href = ours.requested_url
    said = _said(await _explained({REFERRING: _article(href), href: ours}))
    assert ("UA-1234567" in said) is is_shared


async def test_a_page_that_cannot_be_reached_is_asked_for_once() -> None:
    fetcher = FakeFetcher({REFERRING: FetchError("timeout", "No answer in time.", url=REFERRING)})
    found = await _explained({}, fetcher=fetcher)
    assert (found.seen.state, found.seen.reason) == (State.UNVERIFIED, Reason.TIMEOUT)
    assert found.appraisal is None
    assert fetcher.urls == [REFERRING]


async def test_a_page_that_sends_its_readers_on_at_once_is_read_where_they_arrive() -> None:
    moved = "https://journal.example/new"
    onward = a_page(f"<meta http-equiv=refresh content='0; url={moved}'>")
    there = replace(_article(GUIDE), requested_url=moved, url=moved)
    found = await _explained({REFERRING: onward, moved: there, GUIDE: a_page(PROSE, url=GUIDE)})
    assert found.seen.state is State.LIVE
    assert found.seen.final_url == moved


@dataclass(slots=True)
class StuckGraph(FakeGraph):
    """A release whose server accepts and never answers."""

    let_go: asyncio.Event = field(default_factory=asyncio.Event)

    async def authority(self, domain: str, *, release: str | None = None) -> DomainAuthority | None:
        await self.let_go.wait()
        return None


async def test_a_graph_that_hangs_does_not_hold_the_answer_up() -> None:
    web: Web = {REFERRING: _article(GUIDE), GUIDE: a_page(PROSE, url=GUIDE)}
    async with asyncio.timeout(10):
        found = await _explained(web, graph=StuckGraph({NEWER: {}}))
    assert "authority" in _said(found), "what is not known is said"
