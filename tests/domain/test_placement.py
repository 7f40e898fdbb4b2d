"""Where a link stands is read from the page's tree."""

from collections import Counter

import pytest
from selectolax.lexbor import LexborHTMLParser

from benchmarks.placement_pages import OWN, LabelledPage, own_pages
from bot.domain.placement import Placement, decide_placements

PAGES = own_pages()
# The kinds that no reader mode knows.
KINDS = ("comment", "forum_post", "directory", "author_bio", "related", "widget", "hidden")


@pytest.mark.parametrize(
    ("html", "placement"),
    [
        (
            "<main><p>See <a href=/x>the study</a> of last year, which is long and was read by many.</p></main>",
            Placement.CONTENT,
        ),
        ("<nav><ul><li><a href=/x>Home</a></ul></nav>", Placement.NAVIGATION),
        ("<footer><a href=/x>Imprint</a></footer>", Placement.FOOTER),
        ("<div class=sidebar><a href=/x>Imprint</a></div>", Placement.SIDEBAR),
        ("<div id=comments><p>Nice, <a href=/x>me</a></div>", Placement.COMMENT),
        ("<div style='display:none'><a href=/x>me</a></div>", Placement.HIDDEN),
    ],
)
def test_the_box_around_a_link_decides(html: str, placement: Placement) -> None:
    [decision] = decide_placements(LexborHTMLParser(html))
    assert decision.placement is placement
    assert decision.editorial is (placement is Placement.CONTENT)
    assert decision.evidence


SENTENCE = "A sentence that is long enough to be read as running text by anybody who cares. "


@pytest.mark.parametrize(
    ("html", "placement"),
    [
        pytest.param(
            "<header><a href=/h>Home</a></header><main><h1>Links</h1><ul><li><a href=https://a.example/ id=x>A</a></ul></main>",
            Placement.CONTENT,
            id="a page without text: what its main part holds",
        ),
        pytest.param(
            f"<style>@media print{{.b{{display:none}}}}</style><main><p class=b>{SENTENCE * 3}<a href=/x id=x>x</a></main>",
            Placement.CONTENT,
            id="what is hidden on paper is not hidden",
        ),
        pytest.param(
            f"<style>.b{{display:none}}</style><main><p>{SENTENCE * 3}<p class=b>{SENTENCE}<a href=/x id=x>x</a></main>",
            Placement.HIDDEN,
            id="what is hidden everywhere is",
        ),
        pytest.param(
            f"<main><h1>T</h1><article><footer>By <a href=/u id=x>Ann</a></footer><p>{SENTENCE * 4}</article></main>",
            Placement.HEADER,
            id="a footer above the text heads an article",
        ),
        pytest.param(
            f"<article><p>{SENTENCE * 4}</article><div class=author-bio>Ann mills flour by hand at <a href=//a.example id=x>a mill</a></div>",
            Placement.AUTHOR_BIO,
            id="few words about the author below the text",
        ),
        pytest.param(
            f"<article><div class=post-author>By <a href=/ann id=x>Ann</a></div><p>{SENTENCE * 4}</article>",
            Placement.HEADER,
            id="a byline above the text",
        ),
        pytest.param(
            "<body class=pg_viewthread>"
            f"<table><tr><td>Ann<td id=postmessage_1>{SENTENCE}<a href=//a.example id=x>x</a></table>"
            f"<table><tr><td>Bob<td id=postmessage_2>{SENTENCE}</table>",
            Placement.FORUM_POST,
            id="a forum says so on its body",
        ),
        pytest.param(
            f"<div><p>{SENTENCE * 4}</div><div class=x><a href=?p=2 id=x>2</a> <a href=?p=3>3</a></div>",
            Placement.NAVIGATION,
            id="page numbers",
        ),
        pytest.param(
            f"<article><p>{SENTENCE * 4}<h2><a href=/c>Comments</a></h2><p>Yes, <a href=/x id=x>me</a>.</article>",
            Placement.COMMENT,
            id="a heading whose words are a link",
        ),
    ],
)
def test_where_a_link_stands_is_seen_from_the_whole_page(html: str, placement: Placement) -> None:
    tree = LexborHTMLParser(html)
    [decision] = decide_placements(tree, tree.css("#x"))
    assert decision.placement is placement, decision.evidence


def test_only_the_asked_anchors_are_decided_and_alike() -> None:
    tree = LexborHTMLParser(PAGES[0].html)
    everything = decide_placements(tree)
    anchors = tree.css("a[href]")
    assert decide_placements(tree, [anchors[3], anchors[0]]) == [everything[3], everything[0]]


@pytest.mark.parametrize(
    "html", ["", "<p>no link", "<title>x</title>", "<frameset><frame src=x></frameset>", "\x00"]
)
def test_a_page_without_links_has_no_placements(html: str) -> None:
    assert decide_placements(LexborHTMLParser(html)) == []


def _decided(pages: list[LabelledPage]) -> Counter[tuple[str, str]]:
    """How often each (wanted, said) pair occurs."""
    pairs: Counter[tuple[str, str]] = Counter()
    for page in pages:
        for index, decision in enumerate(decide_placements(LexborHTMLParser(page.html))):
            pairs[page.links[index].want, decision.placement.value] += 1
    return pairs


@pytest.mark.parametrize("kind", KINDS)
def test_each_kind_is_known_on_at_least_eight_own_pages(kind: str) -> None:
    assert sum(any(link.want == kind for link in page.links.values()) for page in PAGES) >= 8, OWN


@pytest.mark.parametrize("kind", ["content", *KINDS])
def test_each_kind_is_found_and_not_invented_on_the_own_pages(kind: str) -> None:
    pairs = _decided(PAGES)
    found = sum(count for (want, _), count in pairs.items() if want == kind)
    said = sum(count for (_, said), count in pairs.items() if said == kind)
    assert pairs[kind, kind] / found >= 0.95
    assert pairs[kind, kind] / said >= 0.95


def test_editorial_or_not_is_right_on_the_own_pages() -> None:
    pairs = _decided(PAGES)
    right = sum(
        count for (want, said), count in pairs.items() if (want == "content") is (said == "content")
    )
    assert right / pairs.total() >= 0.97
