"""A placement depends on what a page shows, not on how its source is spelled."""

import re
from pathlib import Path
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from selectolax.lexbor import LexborHTMLParser

from benchmarks.placement_pages import (
    CORPUS,
    LAYOUTS,
    UNSEEN,
    UNSEEN_LATER,
    LabelledPage,
    corpus_pages,
    own_pages,
    report,
)
from bot.domain.placement import Placement, decide_placements
from bot.domain.placement_headings import kind_of_heading
from bot.domain.placement_hiding import hidden_by

PAGES = own_pages()
pages = st.sampled_from(PAGES)
seeds = st.integers(0, 2**32)
_OPENING = re.compile(r"<([a-z][a-z0-9-]*)((?:\s+[^\s=>]+=\"[^\"]*\"){2,})>")
_NOISE = (
    "<!-- x -->",
    "<script>var a = '<a href=x>no</a>';</script>",
    "<style>.zz9{margin:0}</style>",
    "\n \t",
    "<template><a href=t>t</a></template>",
)


def _said(html: str) -> list[tuple[str, Placement]]:
    tree = LexborHTMLParser(html)
    hrefs = [anchor.attributes["href"] or "" for anchor in tree.css("a[href]")]
    return list(
        zip(hrefs, [decision.placement for decision in decide_placements(tree)], strict=True)
    )


@settings(max_examples=60, deadline=None)
@given(pages, seeds)
def test_the_order_of_attributes_changes_nothing(page: LabelledPage, seed: int) -> None:
    random = Random(seed)
    html = LexborHTMLParser(page.html).html or ""

    def shuffled(found: re.Match[str]) -> str:
        attributes = re.findall(r"\s+[^\s=>]+=\"[^\"]*\"", found[2])
        random.shuffle(attributes)
        return f"<{found[1]}{''.join(attributes)}>"

    assert _said(_OPENING.sub(shuffled, html)) == _said(html)


@settings(max_examples=60, deadline=None)
@given(pages, seeds)
def test_comments_scripts_and_white_space_change_nothing(page: LabelledPage, seed: int) -> None:
    random = Random(seed)
    html = LexborHTMLParser(page.html).html or ""
    noisy = re.sub(
        r"(?=<(?:div|p|li|h2|section|article)[ >])",
        lambda _: random.choice([*_NOISE, "", ""]),
        html,
    )
    assert _said(noisy) == _said(html)


@settings(max_examples=200, deadline=None)
@given(st.text(alphabet="<>/adivpulinavhrefclass=\"' comtxé日\n-!", max_size=300))
def test_any_page_gets_a_placement_for_every_link(html: str) -> None:
    tree = LexborHTMLParser(html)
    decisions = decide_placements(tree)
    assert len(decisions) == len(tree.css("a[href]"))
    assert all(
        decision.evidence and decision.editorial is decision.placement.editorial
        for decision in decisions
    )


def test_a_deep_page_is_judged_without_recursion() -> None:
    html = "<div>" * 5000 + "<a href=/x>deep</a>"
    assert len(decide_placements(LexborHTMLParser(html))) == 1


@pytest.mark.parametrize(
    ("style", "hidden"),
    [
        ("display:none", True),
        ("DISPLAY : NONE !important", True),
        ("visibility:hidden", True),
        ("position:absolute;left:-9999px", True),
        ("position:absolute;left:-20px", False),
        ("left:-9999px", False),
        ("text-indent:-9999px", True),
        ("text-indent:-1em", False),
        ("opacity:0", True),
        ("opacity:0.5", False),
        ("font-size:0", True),
        ("font-size:1px", True),
        ("font-size:1em", False),
        ("font-size:0.9em", False),
        ("width:0;height:0;overflow:hidden", True),
        ("width:1px;overflow:hidden", True),
        ("height:0", False),
        ("clip:rect(0 0 0 0)", True),
        ("clip-path:inset(50%)", True),
        ("color:#fff;background:#FFFFFF", True),
        ("color:white;background-color:#fff", True),
        ("color:#fff;background:#000", False),
        ("transform:scale(0)", True),
        ("transform:scale(0.9)", False),
        ("margin:0", False),
        (";;:;", False),
    ],
)
def test_what_hides_is_told_from_what_does_not(style: str, *, hidden: bool) -> None:
    assert bool(hidden_by({"style": style})) is hidden


def test_closed_details_and_aria_hidden_hide_nothing_from_the_eye() -> None:
    prose = "<p>A sentence that is long enough to be read as text by anybody who cares for it.</p>"
    html = f"<main>{prose}<details><summary>More</summary>{prose}<p>As <a href=/x>the study</a> of that year has said, twice.</p></details></main>"
    assert [decision.placement for decision in decide_placements(LexborHTMLParser(html))] == [
        Placement.CONTENT
    ]
    assert hidden_by({"aria-hidden": "true"}) == ""
    assert hidden_by({"hidden": "until-found"}) == ""
    assert hidden_by({"hidden": None}) == "the attribute hidden"
    assert hidden_by({"class": "d-none d-md-block"}) == ""


@pytest.mark.parametrize(
    ("heading", "kind"),
    [
        ("12 Comments", "comment"),
        ("Комментарии (4)", "comment"),
        ("コメント", "comment"),
        ("You may also like", "related"),
        ("相关文章", "related"),
        ("About the Author:", "author_bio"),
        ("Über den Autor", "author_bio"),
        ("Discussion", ""),
        ("Comments on the text of Virgil", ""),
        ("2024", ""),
    ],
)
def test_headings_are_read_in_many_languages(heading: str, kind: str) -> None:
    assert kind_of_heading(heading) == kind


def _lines(some: list[LabelledPage]) -> dict[str, float]:
    """Macro F1 of each population."""
    said = {
        page.name: {
            i: d.editorial for i, d in enumerate(decide_placements(LexborHTMLParser(page.html)))
        }
        for page in some
    }
    return {line.split(":")[0]: float(line.rsplit(" ", 1)[1]) for line in report(some, said)}


@pytest.mark.parametrize(
    ("folder", "least"),
    [
        pytest.param(UNSEEN, 0.95, id="pages that nothing was fitted to"),
        pytest.param(UNSEEN_LATER, 0.85, id="later pages that nothing was fitted to"),
        pytest.param(LAYOUTS, 0.85, id="layouts that are hard to read"),
    ],
)
def test_pages_are_judged_whatever_their_layout(folder: Path, least: float) -> None:
    labelled = own_pages(folder)
    assert len(labelled) >= 9
    assert _lines(labelled)["own pages, all links"] >= least


@pytest.mark.slow
@pytest.mark.skipif(
    not CORPUS.is_dir(), reason="the corpus of article pages is not part of the project"
)
def test_real_articles_are_judged_as_a_reader_mode_would_or_better() -> None:
    f1 = _lines(corpus_pages())
    assert f1["corpus pages, all links"] >= 0.90
    assert f1["corpus pages, links to other sites"] >= 0.98
