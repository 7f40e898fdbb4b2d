"""Pages that are not what was asked for are told from pages that only look or sound like them."""

import re
from pathlib import Path

import pytest

from bot.domain.pages import Page
from bot.domain.refreshes import meta_refresh
from bot.domain.verdicts import State
from tests.looks import PROSE, a_page, look, look_at

PAGES = Path(__file__).parents[1] / "data" / "pages"
"""Written for this project: what each vendor's pages look like, none of them copied."""
FILES = sorted(PAGES.glob("*/*.html"))


def load(path: Path) -> Page:
    """A page with what its first comment says of the answer: status, header, final address."""
    html = path.read_text(encoding="utf-8")
    said = re.match(r"<!--\n((?:\w+: .*\n)+)-->\n", html)
    fields = dict(line.split(": ", 1) for line in said[1].splitlines()) if said else {}
    name, _, value = fields.get("header", "").partition(": ")
    return a_page(
        html[said.end() :] if said else html,
        status=int(fields.get("status", "200")),
        final=fields.get("final"),
        headers=((name, value),) if name else (),
    )


def _only_words_speak(path: Path) -> bool:
    """Whether a sign stands on words alone: not on the status, the address, a header, frames or a link."""
    page = load(path)
    speaks = page.status != 200 or page.hops or len(page.headers) > 1
    return not (speaks or b"frameset" in page.body or b"site.com" in page.body)


@pytest.mark.parametrize("path", FILES, ids=[f"{path.parent.name}/{path.stem}" for path in FILES])
def test_a_page_is_told_for_what_it_is(path: Path) -> None:
    seen = look(load(path))
    assert (seen.reason, seen.links) == (path.parent.name, 0), seen.evidence.because
    assert seen.evidence.because.endswith(".")


@pytest.mark.parametrize(
    "path",
    [path for path in FILES if path.parent.name != "link_removed" and _only_words_speak(path)],
    ids=lambda path: f"{path.parent.name}/{path.stem}",
)
def test_the_same_words_around_much_prose_are_a_page(path: Path) -> None:
    """An article that quotes a sign is still an article, where nothing else speaks against it."""
    prose = PROSE.encode() * 12
    body = load(path).body
    for end in (b"</body>", b"</BODY>", b"</html>"):
        if end in body:
            body = body.replace(end, prose + end)
            break
    else:
        body += prose
    assert look_at(body).reason == "link_removed"


@pytest.mark.parametrize(
    "path",
    [path for path in FILES if path.parent.name == "link_removed"],
    ids=lambda path: path.stem,
)
def test_a_link_in_the_content_of_an_ordinary_page_is_live(path: Path) -> None:
    body = load(path).body
    linked = re.sub(
        rb"(<h1>|</form>|<main>)", rb"\1<a href='https://site.com'>x</a>", body, count=1
    )
    assert look_at(linked).state is State.LIVE


@pytest.mark.parametrize(
    "heading",
    ["Gone", "The missing link", "Missing Link", "We can't find the words", "Unknown user", "Lost property",
     "410 reasons to garden", "404 spades", "Nothing is gone",
     "The page turner", "A page from history was found", "No page left behind", "Die Seite, die nicht schläft",
     "La page blanche", "Page 404 of the diary", "Not found guilty", "Wanted: not found yet"],
)  # fmt: skip
def test_a_heading_that_only_sounds_gone_is_a_heading(heading: str) -> None:
    html = (
        f"<title>{heading} | Garden journal</title><h1>{heading}</h1><p>Short and dry, as ever.</p>"
    )
    assert look_at(html).reason == "link_removed"


def test_what_is_away_for_a_while_is_not_gone() -> None:
    assert look_at("<title>This page is currently unavailable</title><p>Sorry.</p>").state != "lost"


@pytest.mark.parametrize(
    "sentence",
    ["Bus service is suspended until Monday.", "The page was suspended in mid-air.", "Our site visit is over.",
     "We sell cookies, and privacy screens for gardens.", "Log in the fire, log out in the rain."],
)  # fmt: skip
def test_a_short_page_of_few_words_is_a_page(sentence: str) -> None:
    assert look_at(f"<title>Notes</title><h1>Notes</h1><p>{sentence}</p>").reason == "link_removed"


@pytest.mark.parametrize(
    "final", ["https://journal.example/cookies", "https://journal.example/challenge/", "https://journal.example/forsale/house"]
)  # fmt: skip
def test_a_redirect_to_an_ordinary_page_of_an_odd_name_is_a_redirect(final: str) -> None:
    assert look_at(PROSE, final=final).reason == "page_redirected"


def test_what_a_vendor_s_own_page_links_to_proves_nothing() -> None:
    """A wall's template links to its vendor; that is no backlink of the page that was asked for."""
    html = (
        "<title>Just a moment...</title><p>Verifying you are human.</p>"
        "<script>window._cf_chl_opt={}</script><footer><a href='https://site.com'>Protected</a></footer>"
    )
    assert look_at(html).reason == "blocked"


@pytest.mark.parametrize(
    ("html", "to"),
    [
        ("<meta http-equiv=refresh content='0;url=/b'>", "https://journal.example/b"),
        (
            "<META HTTP-EQUIV='Refresh' CONTENT='5; URL=\"https://b.example/\"'>",
            "https://b.example/",
        ),
        ("<meta http-equiv=refresh content='0; /b'>", "https://journal.example/b"),
        ("<meta http-equiv=refresh content='0,b'>", "https://journal.example/b"),
        ("<base href=/x/><meta http-equiv=refresh content=0;b>", "https://journal.example/x/b"),
        ("<meta http-equiv=refresh content='.5;url=b'>", "https://journal.example/b"),
        ("<meta http-equiv=refresh content='30;url=/b'>", None),
        ("<meta http-equiv=refresh content='0'>", None),
        ("<meta http-equiv=refresh content='0;url='>", None),
        ("<meta http-equiv=refresh content='0;url=/tools'>", None),
        ("<meta http-equiv=refresh content='0;url=javascript:x'>", None),
        ("<noscript><meta http-equiv=refresh content='0;url=/b'></noscript>", None),
        ("<!-- <meta http-equiv=refresh content='0;url=/b'> -->", None),
        ("<meta http-equiv=refresh content='0;/.well-known/sgcaptcha/?r=1'>", None),
        ("<meta name=refresh content='0;url=/b'>", None),
        ("<p>refresh</p>", None),
    ],
)
def test_a_meta_refresh_leads_on_at_once_or_not_at_all(html: str, to: str | None) -> None:
    assert meta_refresh(a_page(html + PROSE)) == to


def test_a_refresh_header_leads_on_too_but_not_from_an_error_page() -> None:
    headers = (("refresh", "0; url=/b"),)
    assert meta_refresh(a_page(PROSE, headers=headers)) == "https://journal.example/b"
    assert meta_refresh(a_page(PROSE, headers=headers, status=404)) is None
