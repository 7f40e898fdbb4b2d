"""The whole explanation of a link depends on what its page shows, not on how the source is spelled."""

import asyncio
import re
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st
from selectolax.lexbor import LexborHTMLParser

from benchmarks.placement_pages import LabelledPage, own_pages
from bot.domain.backlinks import DomainName
from bot.domain.documents import Document
from bot.domain.link_surroundings import outbound_links
from bot.domain.names import Target
from bot.domain.origins import Overrule
from bot.services.explain_link import explain
from tests.fakes import FakeFetcher, FakeLinkStore, FakeObservationStore
from tests.graphs import FakeGraph
from tests.looks import NOW, a_page

URL = "https://referring.example/page"
_OPENING = re.compile(r"<([a-z][a-z0-9-]*)((?:\s+[^\s=>]+=\"[^\"]*\"){2,})>")
_NOISE = (
    "<!-- casino casino poker: free spins, no deposit bonus -->",
    "<script>var a = '<a href=https://farm.example>cheap viagra</a> {a b|c d} {e f|g h}';</script>",
    "<style>.zz9{margin:0}</style>",
    "\n \t",
    "<template><a href=https://t.example>t</a>Sponsored content</template>",
)
OURS = (
    "<title>Our page</title><h1>Our page</h1><p>"
    + "Bread, gardens, tools and travel. " * 9
    + "</p>"
)


def _targets(page: LabelledPage) -> list[str]:
    document = Document(a_page(page.html, url=URL))
    return list(dict.fromkeys(one.domain for one in outbound_links(document)))


PAGES = [(page, domain) for page in own_pages() for domain in _targets(page)[:3]]
chosen = st.sampled_from(PAGES)
seeds = st.integers(0, 2**32)


class _NoOverrules:
    async def overrule_of(self, page: str, target: Target) -> Overrule | None:
        del page, target
        return None

    async def overrules(self, target: Target) -> dict[str, Overrule]:
        del target
        return {}

    async def overrule(self, page: str, target: Target, decision: Overrule) -> None:
        raise NotImplementedError


def _explained(html: str, domain: str) -> tuple[object, ...]:
    """All that a person reads of a link: the sum with its evidence, what is missing, the origin with its clues."""
    pages = {URL: a_page(html, url=URL)}
    pages |= {
        url: a_page(OURS, url=url)
        for href in Document(pages[URL]).hrefs
        if domain in href.text and (url := href.text).startswith("http")
    }
    found = asyncio.run(
        explain(
            URL,
            Target(DomainName(domain)),
            fetcher=FakeFetcher(pages),
            observations=FakeObservationStore(),
            backlinks=FakeLinkStore(),
            webgraph=FakeGraph(),
            overrules=_NoOverrules(),
            clock=lambda: NOW,
        )
    )
    made = found.appraisal
    if made is None or made.origin is None:
        return (found.seen.state, found.seen.reason)
    return (made.quality.explanation(), made.origin.sentence(), made.origin.confidence)


@settings(max_examples=50, deadline=None)
@given(chosen, seeds)
def test_the_order_of_attributes_changes_no_word_of_the_explanation(
    pair: tuple[LabelledPage, str], seed: int
) -> None:
    page, domain = pair
    random = Random(seed)
    html = LexborHTMLParser(page.html).html or ""

    def shuffled(found: re.Match[str]) -> str:
        attributes = re.findall(r"\s+[^\s=>]+=\"[^\"]*\"", found[2])
        random.shuffle(attributes)
        return f"<{found[1]}{''.join(attributes)}>"

    assert _explained(_OPENING.sub(shuffled, html), domain) == _explained(html, domain)


@settings(max_examples=50, deadline=None)
@given(chosen, seeds)
def test_what_readers_never_see_changes_no_word_of_the_explanation(
    pair: tuple[LabelledPage, str], seed: int
) -> None:
    """Comments, scripts, style sheets, templates and white space, whatever they say."""
    page, domain = pair
    random = Random(seed)
    html = LexborHTMLParser(page.html).html or ""
    noisy = re.sub(
        r"(?=<(?:div|p|li|h2|section|article)[ >])",
        lambda _: random.choice([*_NOISE, "", ""]),
        html,
    )
    assert _explained(noisy, domain) == _explained(html, domain)


@settings(max_examples=30, deadline=None)
@given(chosen, seeds)
def test_other_people_s_metadata_changes_no_word_of_the_explanation(
    pair: tuple[LabelledPage, str], seed: int
) -> None:
    """Nodes of the head that say nothing of robots, canonical addresses or owners, in any order."""
    page, domain = pair
    extras = [
        '<meta name="theme-color" content="#fff">', '<meta property="og:title" content="Best casino bonus">',
        '<link rel="icon" href="/i.png">', '<link rel="preload" href="/a.css" as="style">',
        '<meta name="keywords" content="viagra, cialis, online casino">',
    ]  # fmt: skip
    Random(seed).shuffle(extras)
    html = LexborHTMLParser(page.html).html or ""
    assert _explained(html.replace("<head>", f"<head>{''.join(extras)}", 1), domain) == _explained(
        html, domain
    )


def test_the_pages_are_many_enough_to_mean_something() -> None:
    scored = [pair for pair in PAGES[::4] if len(_explained(pair[0].html, pair[1])) == 3]
    assert len(scored) > 15
