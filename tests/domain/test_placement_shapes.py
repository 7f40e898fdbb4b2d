"""What a link's place is called where no name says it, and on pages of systems that have no posts in rows."""

import pytest
from selectolax.lexbor import LexborHTMLParser

from bot.domain.placement import Placement, decide_placements, read_page
from bot.domain.placement_headings import kind_of_heading

SENTENCE = "A sentence that is long enough to be read as running text by anybody who cares. "
TEXT = f"<p>{SENTENCE * 3}<p>{SENTENCE * 2}"
LAST = "<div><a href=/imprint>Imprint</a></div>"


def _placement(html: str) -> Placement:
    tree = LexborHTMLParser(html)
    [decision] = decide_placements(tree, tree.css("#x"))
    return decision.placement


@pytest.mark.parametrize(
    ("html", "placement"),
    [
        pytest.param(
            f"<div>You are here: <a href=/>Home</a> &gt; <a href=/b id=x>Boats</a> &gt; Keels</div><div>{TEXT}</div>",
            Placement.NAVIGATION,
            id="a line of steps",
        ),
        pytest.param(
            f"<div><div><a href=/ id=x>The Mail</a></div><ul><li><a href=/a>A<li><a href=/b>B</ul></div><div>{TEXT}</div>",
            Placement.HEADER,
            id="the name of the site, which leads home",
        ),
        pytest.param(
            f"<header><a href=/>S</a><ul><li><a href=/a id=x>A<li><a href=/b>B<li><a href=/c>C</ul></header><div>{TEXT}</div>",
            Placement.NAVIGATION,
            id="a menu in a header",
        ),
        pytest.param(
            f"<div>{TEXT}</div><div><a href=/tag/oak id=x>oak</a> <a href=/tag/ash>ash</a></div>{LAST}",
            Placement.NAVIGATION,
            id="tags by their address",
        ),
        pytest.param(
            f"<div>{TEXT}</div><ul><li><a href=/1 id=x>The last lock keeper of the canal</a>"
            f"<li><a href=/2>Why the bridge was moved twice</a><li><a href=/3>A mill without a river</a></ul>{LAST}",
            Placement.RELATED,
            id="titles below the text",
        ),
        pytest.param(
            f"<div><div>{TEXT}</div><ul><li><a href=/1 id=x>Bread</a><li><a href=/2>Cheese</a></ul></div>{LAST}",
            Placement.SIDEBAR,
            id="a column beside the text",
        ),
        pytest.param(
            f"<div><div>{TEXT}</div></div><div><a href=/1 id=x>Terms</a> <a href=/2>Privacy</a></div>",
            Placement.FOOTER,
            id="what comes last",
        ),
        pytest.param(
            f"{TEXT}<hr><address>Kept by <a href=mailto:a@b.example id=x>Ann</a></address>",
            Placement.FOOTER,
            id="an address below the text",
        ),
        pytest.param(
            "<nav><a href=http://o.example/>O</a><a href=http://o.example/a>A</a></nav>"
            f"<main><h1>T</h1><div>{SENTENCE}</div><ul><li><a href=http://o.example/b id=x>Older</a></ul></main>",
            Placement.FOOTER,
            id="a page of the site itself, on a page with hardly any text",
        ),
        pytest.param(
            "<nav><a href=http://o.example/>O</a><a href=http://o.example/a>A</a><a href=http://o.example/b>B</a></nav>"
            f"<main><h1>T</h1><div>{SENTENCE}</div><ul><li><a href=http://other.example/ id=x>This</a></ul></main>",
            Placement.CONTENT,
            id="another site, on a page with hardly any text",
        ),
        pytest.param(
            f"<div>{TEXT}<div><a href='/w?t=Oak&action=edit' id=x>edit</a></div><p>{SENTENCE}</div>",
            Placement.WIDGET,
            id="a control that edits",
        ),
        pytest.param(
            f"<div><h1>T</h1><p><a href='/oak#comments' id=x>4 of them</a></p>{TEXT}</div>",
            Placement.NAVIGATION,
            id="a jump to the comments",
        ),
        pytest.param(
            f"<div>{TEXT}</div><div>You may also like</div><div><a href=/1 id=x>Elm</a> and <a href=/2>Ash</a></div>{LAST}",
            Placement.RELATED,
            id="a label that is no heading by its tag",
        ),
        pytest.param(
            f"<main><h1>T</h1>{TEXT}<h2>Quellen</h2><ul><li><a href=https://a.example/ id=x>A</a></ul></main>",
            Placement.CONTENT,
            id="a list of sources",
        ),
        pytest.param(
            f"<body class='mediawiki ns-1 ns-talk'><div id=mw-content-text>{TEXT}<p>{SENTENCE}See <a href=https://a.example/ id=x>it</a>.</div>",
            Placement.FORUM_POST,
            id="a wiki's talk page",
        ),
        pytest.param(
            f"<hr><ul><li><a href=thread.html#7>[ thread ]</a></ul><pre>{SENTENCE}\nSee <a href=http://a.example/ id=x>it</a></pre>",
            Placement.FORUM_POST,
            id="a mailing list's archive",
        ),
        pytest.param(
            f"<pre>{SENTENCE * 4}\nSee <a href=http://a.example/ id=x>it</a></pre>",
            Placement.CONTENT,
            id="a text that is kept as it was typed",
        ),
        pytest.param(
            f"<div class='status status-public'><div class=status__content><p>{SENTENCE}<a href=https://a.example/ id=x>it</a></div></div>",
            Placement.FORUM_POST,
            id="a post of a microblog",
        ),
    ],
)
def test_a_place_without_a_name_is_known_by_its_shape(html: str, placement: Placement) -> None:
    assert _placement(html) is placement


def test_a_cell_of_a_layout_holds_the_text_and_not_the_columns_beside_it() -> None:
    html = (
        "<table><tr><td><a href=/a>Menu</a><td id=text>"
        f"<table><tr><td>{SENTENCE}<tr><td>{SENTENCE * 6}</table><td><a href=/b>News</a></table>"
    )
    page = read_page(LexborHTMLParser(html))
    assert page is not None
    assert any(box.node.id == "text" for box in page.main.with_root())


def test_headings_with_vowel_signs_are_whole_words() -> None:
    assert kind_of_heading("यह भी पढ़ें:") == "related"
    assert kind_of_heading("ความคิดเห็น (3)") == "comment"
