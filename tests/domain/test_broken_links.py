"""Which links of a page are broken, and which only could not be looked at."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from bot.domain.broken_links import (
    BrokenLinks,
    CheckedLink,
    Destination,
    Failure,
    OutboundLink,
    Outcome,
    judge_destination,
    letter,
    outbound_links,
)
from bot.domain.documents import Document
from bot.domain.names import parse_target
from bot.domain.own_pages import OwnPage
from bot.domain.pages import Page
from bot.domain.suggestions import Suggestion
from bot.errors import FetchError

NOW = datetime(2026, 11, 23, 9, 14, tzinfo=UTC)
URL = "https://old.example/recipes/rye.html"
PROSE = "<p>" + "Rye bread keeps for a week and tastes best on the third day. " * 30 + "</p>"


def page(
    body: str,
    *,
    status: int = 200,
    url: str = URL,
    asked: str = URL,
    kind: str = "text/html; charset=utf-8",
    headers: tuple[tuple[str, str], ...] = (),
) -> Page:
    return Page(asked, url, status, (("content-type", kind), *headers), body.encode(), NOW)


@pytest.mark.parametrize(
    ("answer", "failure"),
    [
        (page("<title>Not found</title>", status=404), Failure.PAGE_GONE),
        (page("", status=410), Failure.PAGE_GONE),
        (
            page("<title>Page not found | Old</title><h1>Page not found</h1>"),
            Failure.SOFT_404,
        ),
        (
            page("<title>old.example</title><h1>This domain is for sale</h1>"),
            Failure.PARKED,
        ),
        (FetchError("dns_error", "No such name.", name_exists=False), Failure.NAME_GONE),
    ],
    ids=["404", "410", "soft 404", "parked", "no such name"],
)
def test_what_says_itself_that_it_is_gone_is_broken(
    answer: Page | FetchError, failure: Failure
) -> None:
    seen = judge_destination(URL, answer)
    assert (seen.outcome, seen.failure) == (Outcome.BROKEN, failure)
    assert seen.because


@pytest.mark.parametrize(
    "answer",
    [
        page("<h1>Forbidden</h1>", status=403),
        page("<h1>Slow down</h1>", status=429),
        page("<h1>Oops</h1>", status=500),
        page("<title>Just a moment...</title>", status=404, headers=(("cf-mitigated", "challenge"),)),
        page("", status=200),
        page("<title>Log in</title><form><input type=password></form>", status=200),
        FetchError("dns_error", "The resolver did not answer.", name_exists=None),
        FetchError("dns_error", "The name has no address.", name_exists=True),
        FetchError("timeout", "No answer in time."),
        FetchError("tls_error", "The certificate has expired."),
        FetchError("robots_disallowed", "robots.txt asks us not to look."),
        FetchError("unsafe_address", "Refused."),
    ],
    ids=["403", "429", "500", "bot check", "empty", "login", "resolver", "no address", "timeout", "tls",
         "robots", "unsafe"],
)  # fmt: skip
def test_what_could_not_be_looked_at_is_never_broken(answer: Page | FetchError) -> None:
    seen = judge_destination(URL, answer)
    assert seen.outcome is Outcome.UNCLEAR
    assert seen.failure is None
    assert seen.reason is not None


@pytest.mark.parametrize(
    "answer",
    [
        page(f"<title>Rye</title>{PROSE}"),
        page("%PDF-1.7", kind="application/pdf"),
        page(f"<title>Rye</title>{PROSE}", url="https://new.example/rye"),
    ],
    ids=["page", "pdf", "moved"],
)
def test_what_is_there_works(answer: Page) -> None:
    assert judge_destination(URL, answer).outcome is Outcome.WORKS


def test_a_link_that_ends_at_a_home_page_is_neither_broken_nor_well() -> None:
    answer = page(f"<title>Old</title>{PROSE}", url="https://old.example/")
    assert judge_destination(URL, answer).outcome is Outcome.SENT_HOME
    assert judge_destination("https://www.old.example", answer).outcome is Outcome.WORKS


LIST = f"""<!doctype html><title>Links</title><base href="https://library.example/links/">
<header><a href="https://frame.example/">Frame</a></header>
<article>{PROSE}<p>Read <a href="https://a.example/x#part">the first</a> and <a href="//b.example/y">the second</a>,
again <a href="https://a.example/x">here</a>; <a href="inside.html">our own</a>,
<a href="https://www.library.example/own">own too</a>, <a href="mailto:a@b.example">mail</a>,
<a href="javascript:x()">script</a>, <a href="https://exa mple/">broken</a>.</p></article>"""


def test_links_to_other_sites_are_found_once_with_their_best_place() -> None:
    found = outbound_links(Document(page(LIST, url="https://library.example/links")))
    assert [link.url for link in found.links] == [
        "https://frame.example/",
        "https://a.example/x",
        "https://b.example/y",
    ]
    first = found.links[1]
    assert (first.anchor, first.times, first.editorial) == ("the first", 2, True)
    assert "Read" in first.before
    assert not found.links[0].editorial


def test_a_page_of_thousands_of_links_is_cut_and_says_so() -> None:
    many = "".join(f'<a href="https://s{n}.example/">x</a> ' for n in range(700))
    same = "".join(f'<a href="https://one.example/{n}">x</a> ' for n in range(100))
    found = outbound_links(Document(page(f"<p>{same}{many}</p>", url="https://library.example/")))
    assert len(found.links) == 500
    assert found.left_out == 300


def checked(url: str, anchor: str, *, fits: str = "", ours: bool = False) -> CheckedLink:
    link = OutboundLink(url, anchor, "content", editorial=True)
    seen = Destination(Outcome.BROKEN, "404", Failure.PAGE_GONE, None, 404, url)
    suggestion = Suggestion(OwnPage(fits, "Rye"), 0.5, ("rye",)) if fits else None
    return CheckedLink(link, seen, suggestion, ours)


FOUND = BrokenLinks(
    page="https://library.example/links",
    title="Links",
    looked_at=NOW,
    target=parse_target("bakery.example"),
    checked=4,
    left_out=0,
    broken=(
        checked("https://a.example/", "A"),
        checked("https://b.example/rye", "Rye", fits="https://bakery.example/rye"),
        checked("https://bakery.example/gone", "Ours", ours=True),
    ),
)


def test_the_letter_offers_what_fits_first_and_leaves_out_what_is_ours_to_mend() -> None:
    text = letter(FOUND)
    assert "2 of its links no longer work" in text
    assert text.index("b.example/rye") < text.index("https://a.example/")
    assert "https://bakery.example/rye" in text
    assert "bakery.example/gone" not in text
    assert letter(replace(FOUND, broken=())) == ""
