"""What is said of one link does not depend on which other links of the page are judged."""

from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from selectolax.lexbor import LexborHTMLParser

from benchmarks.placement_pages import (
    CORPUS,
    LAYOUTS,
    OWN,
    UNSEEN,
    UNSEEN_LATER,
    LabelledPage,
    corpus_pages,
    own_pages,
)
from bot.domain.placement import decide_placements

PAGES = [page for folder in (OWN, LAYOUTS, UNSEEN, UNSEEN_LATER) for page in own_pages(folder)]
_TEXTS = st.sampled_from(
    [
        "word ",
        "3 Comments",
        "Related posts",
        "About the author",
        "A sentence that is long enough to be read as running text by anybody who cares to. ",
        "日本語の文章はここにあり、五十文字を超えるまで続きますが、それほど長くはないので、もう少し書きます。",
        '<a href="https://a.example/">a link</a> ',
        '<a href="/b"><img alt="x"></a>',
        '<a href="#">top</a>',
    ]
)
_BOXES = st.sampled_from(
    [
        "<div>{}</div>",
        "<p>{}</p>",
        '<ul class="menu"><li>{}</li></ul>',
        "<article>{}</article>",
        "<h2>{}</h2>",
        "<span>{}</span>",
        '<div class="post">{}</div>',
        '<div class="forum thread">{}</div>',
        '<div id="comments">{}</div>',
        '<div class="author-box">{}</div>',
        "<table><tr><td>{}</table>",
        "<footer>{}</footer>",
        '<div style="display:none">{}</div>',
        '<font color="white">{}</font>',
        "<select><option>{}</select>",
        "<svg><a href=x>{}</a></svg>",
    ]
)


@st.composite
def _markup(draw: st.DrawFn, depth: int = 4) -> str:
    parts = []
    for _ in range(draw(st.integers(1, 4))):
        if depth and draw(st.booleans()):
            parts.append(draw(_BOXES).format(draw(_markup(depth - 1))))
        else:
            parts.append(draw(_TEXTS))
    return "".join(parts)


def _same_alone(html: str, *, most: int = 1_000) -> None:
    """Each link judged alone on a fresh page, all together, and all the other way round."""
    tree = LexborHTMLParser(html)
    everything = decide_placements(tree)
    anchors = tree.css("a[href]")
    assert decide_placements(tree, anchors[::-1]) == everything[::-1]
    chosen = list(range(len(anchors)))
    if len(anchors) > most:
        chosen = sorted(Random(7).sample(chosen, most))
    alone = [decide_placements(tree, [anchors[i]])[0] for i in chosen]
    assert alone == [everything[i] for i in chosen]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_a_link_of_an_own_page_is_judged_alike_alone(page: LabelledPage) -> None:
    _same_alone(page.html, most=12)


@settings(max_examples=150, deadline=None)
@given(_markup())
def test_a_link_of_any_page_is_judged_alike_alone(html: str) -> None:
    _same_alone(html)


@pytest.mark.slow
@pytest.mark.skipif(
    not CORPUS.is_dir(), reason="the corpus of article pages is not part of the project"
)
def test_a_link_of_a_real_page_is_judged_alike_alone() -> None:
    for page in corpus_pages():
        _same_alone(page.html, most=25)
