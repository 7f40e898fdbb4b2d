"""Finding links quickly: no link may be missed that resolving every href would find."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from selectolax.lexbor import LexborHTMLParser

from bot.domain.anchors import find_links
from bot.domain.documents import Document
from bot.domain.names import host_of, parse_target, registrable_domain, resolve
from bot.domain.pages import Page

TARGETS = ("site.com", "münchen.example", "a.github.io")
AS_IT_IS: Callable[[str], str] = str.strip
SPELLINGS: tuple[Callable[[str], str], ...] = (
    AS_IT_IS,
    str.upper,
    str.title,
    lambda text: text.replace("e", "%65"),
    lambda text: text.replace("i", "%49"),
    lambda text: text.replace(".", "%2E"),
    lambda text: text.replace(".", "。"),
    lambda text: text.replace("i", "ｉ"),
    lambda text: text.replace("e", "\u00ade"),
    lambda text: text.replace("t", "&#116;"),
    lambda text: text.replace(".", "&period;"),
    lambda text: text.replace("i", "\ti"),
    lambda text: text.replace("e", "\ne"),
    lambda text: text.replace("e", "&#10;e"),
    lambda text: text.replace("ü", "u\u0308"),
    lambda text: text.replace("ü", "&uuml;"),
    lambda text: text.replace("ü", "%C3%BC"),
    lambda text: text.replace("ü", "Ü"),
    lambda text: text.replace("münchen", "xn--mnchen-3ya"),
    lambda text: text.replace("münchen", "XN--MNCHEN-3YA"),
    lambda text: text[::-1],
)
WAYS = st.sampled_from(SPELLINGS)
PREFIXES = st.sampled_from(
    (
        *["https://"] * 20, "http://", "HTTPS://", "//", "\\\\", "https:\\\\", "https:/", "https:", "/", "./", "",
        "ht\ttps://", " \n https://", "https://www.", "https://user:pw@", "https://x.", "http:///",
        "&#104;ttp://", "mailto:", "javascript:", "https://other.example/", "https://other.example/?u=",
        "https://other.example#", "ftp://", "\x01https://", "&bsol;&bsol;",
    )
)  # fmt: skip
ENDS = st.sampled_from(
    ("", "/", "/guide", "?a=b", "#top", ":8080/x", ".", "./x", "\\x", "\t", " ", ".other.example/")
)
BASES = st.sampled_from(
    (*[""] * 9, "https://site.com/deep/", "//a.github.io", "/x", "HTTPS://S&#105;te.com", "::", "ftp://site.com")
)  # fmt: skip
TAGS = st.sampled_from(
    (*["a"] * 9, "A", "area", "span", "link", "svg><a", "template><a", "a xlink:href=x")
)


def _spelt(name: str) -> st.SearchStrategy[str]:
    """A host as pages may write it."""
    return st.builds(lambda way, other_way: other_way(way(name)), WAYS, st.just(AS_IT_IS) | WAYS)


def _links(asked: str) -> st.SearchStrategy[list[str]]:
    hosts = st.sampled_from((*[asked] * 6, *TARGETS)).flatmap(_spelt)
    link = st.builds("<{0} href='{1}{2}{3}'>x</a>".format, TAGS, PREFIXES, hosts, ENDS)
    return st.lists(link, min_size=8, max_size=24)


def _page(html: str, host: str) -> Page:
    url = f"https://{host}/"
    headers = (("content-type", "text/html; charset=utf-8"),)
    return Page(url, url, 200, headers, html.encode(), datetime(2026, 11, 23, 12, 0, tzinfo=UTC))


def _found(html: str, asked: str, host: str) -> list[str]:
    found = find_links(Document(_page(html, host)), parse_target(asked))
    return [] if found.indirect else [link.href for link in found.links]


def _slowly(html: str, asked: str, host: str) -> list[str]:
    """Every link of the tree resolved, in document order: no shortcut that could go wrong."""
    page, target = _page(html, host), parse_target(asked)
    tree = LexborHTMLParser(page.body)
    bases = [node.attributes["href"] or "" for node in tree.css("base[href]")]
    base = (resolve(page.url, bases[0]) if bases and bases[0] else None) or page.url
    found = []
    for node in tree.css("a[href], area[href]"):
        href = node.attributes.get("href")
        resolved = resolve(base, href) if href is not None else None
        if resolved and registrable_domain(host_of(resolved)) == target.domain:
            found.append(resolved)
    return found


@given(
    asked_and_links=st.sampled_from(TARGETS).flatmap(lambda it: st.tuples(st.just(it), _links(it))),
    base=BASES,
    host=st.sampled_from(("page.example", "blog.site.com")),
)
def test_no_link_is_missed_that_resolving_every_href_would_find(
    asked_and_links: tuple[str, list[str]], base: str, host: str
) -> None:
    asked, links = asked_and_links
    html = (f"<base href='{base}'>" if base else "") + "".join(links)
    assert _found(html, asked, host) == _slowly(html, asked, host)


@pytest.mark.parametrize("asked", TARGETS)
@pytest.mark.parametrize("number", range(len(SPELLINGS)))
def test_a_host_is_found_however_it_is_spelt(number: int, asked: str) -> None:
    html = f"<a href='https://{SPELLINGS[number](asked)}/'>x</a>"
    found = _found(html, asked, "page.example")
    assert found == _slowly(html, asked, "page.example")
    assert bool(found) == (SPELLINGS[number] is not SPELLINGS[-1])  # the last one is another host
