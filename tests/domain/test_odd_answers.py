"""Answers that are not the page, known by their shape: cut off, empty, filled later, data, other versions."""

from dataclasses import replace

import pytest

from bot.domain.comparisons import held_against
from bot.domain.verdicts import Observation
from tests.looks import PROSE, REFERRING, look_at

HEAD = (
    "<header><nav>"
    + "<a href='/'>Home</a> <a href='/news'>News and views</a> " * 9
    + "</nav></header>"
)
FOOT = (
    "<footer>" + "<a href='/imprint'>Imprint</a> <a href='/privacy'>Privacy</a> " * 12 + "</footer>"
)
SCRIPT = "<script src='/bundle.js'></script>"
TOOLS = "<h1>Tools</h1>" + PROSE


def page(main: str, head: str = "", end: str = FOOT + "</body></html>") -> str:
    return f"<!doctype html><html><head><title>Tools</title>{head}</head><body>{HEAD}{main}{end}"


def linked(relation: str, **more: str) -> str:
    return f"<link rel={relation} href='{REFERRING}'" + "".join(
        f" {name}='{value}'" for name, value in more.items()
    ) + ">"  # fmt: skip


ODD = {
    "an empty main part and a script": ("needs_javascript", page(f"<main>Loading…</main>{SCRIPT}")),
    "a skeleton": ("needs_javascript", page(f"<div role=main><div class=s></div></div>{SCRIPT}")),
    "a frame that is filled later": ("needs_javascript", page("<main><turbo-frame id=x src=/part></turbo-frame></main>")),
    "a part that htmx loads": ("needs_javascript", page("<main><div hx-get=/part hx-trigger=load>Wait</div></main>")),
    "cut off in a paragraph": ("truncated", page(f"<main><article>{TOOLS}<p>And then the", end="")),
    "cut off in a script": ("truncated", page(f"<main>{TOOLS}</main><script>var a =", end="")),
    "cut off in a comment": ("truncated", page(f"<main>{TOOLS}</main><!-- and then", end="")),
    "a site that dies as it writes": (
        "truncated",
        page(f"<main>{TOOLS}<br>\n<b>Fatal error</b>:  Allowed memory size of 134217728 bytes exhausted in "
             "<b>/srv/wp-includes/class.php</b> on line <b>420</b><br>", end=""),
    ),
    "no more than its frame": ("truncated", "<!doctype html><html><head><title>Tools</title></head><body></body></html>"),
    "an object": ("not_html", '{"error": "no such thing", "html": "<p>x</p>"}'),
    "a list": ("not_html", '[{"id": 1, "html": "<p>x</p>"}]'),
    "another XML document": ("not_html", '<?xml version="1.0"?><Error><Code>SlowDown</Code></Error>'),
}  # fmt: skip

WHOLE = {
    "without its last tags": page(f"<main>{TOOLS}</main>", end=FOOT),
    "with one box too few closed": page(f"<div>{TOOLS}"),
    "old and short": "<h1>Links</h1><p>Few words on tools<p>Come again",
    "with a script in its text": page(f"<main>{TOOLS}</main><script>document.write('<div><div>')</script>", end=FOOT),
    "with an empty main part beside its text": page(f"<main id=content></main>{TOOLS * 2}{SCRIPT}"),
    "with a short main part": page(f"<main><p>Closed today.</p></main>{SCRIPT}"),
    "on a fault of PHP": page(f"<main>{TOOLS}<p>Fatal error: nothing, in x.php on line 3</p></main>"),
    "a picture": "<!doctype html><title>Tools</title><body><img src=/a.png alt='A spade'></body>",
    "of JSON": page(f"<main>{TOOLS}<pre>{{'a': 1}}</pre></main>"),
    "as XML": '<?xml version="1.0"?><!doctype html><html xmlns="http://www.w3.org/1999/xhtml"><body><p>Tools</p></body></html>',
}  # fmt: skip


@pytest.mark.parametrize(("reason", "html"), ODD.values(), ids=ODD)
def test_what_is_not_the_whole_page_is_not_without_the_link(reason: str, html: str) -> None:
    seen = look_at(html)
    assert seen.reason == reason, seen.evidence.because
    assert seen.state == "unverified"


@pytest.mark.parametrize("html", WHOLE.values(), ids=WHOLE)
def test_an_ordinary_page_is_not_doubted(html: str) -> None:
    seen = look_at(html)
    assert seen.reason == "link_removed", seen.evidence.because


@pytest.mark.parametrize(
    ("final", "link", "reason"),
    [
        ("https://m.journal.example/tools", linked("canonical"), "blocked"),
        ("https://journal.example/amp/tools", linked("canonical"), "blocked"),
        ("https://journal.example/de/tools", linked("alternate", hreflang="en"), "blocked"),
        ("https://m.journal.example/tools", linked("alternate", media="print"), "blocked"),
        ("https://journal.example/tools?lang=en", linked("canonical"), "link_removed"),
        ("https://journal.example/tools?p=2", "", "page_redirected"),
        ("https://journal.example/de/tools", "", "page_redirected"),
        ("https://journal.example/feed", linked("alternate", type="text/xml"), "page_redirected"),
    ],
)
def test_a_version_for_others_says_nothing_about_the_page(
    final: str, link: str, reason: str
) -> None:
    seen = look_at(page(f"<main>{TOOLS}</main>", link), final=final)
    assert seen.reason == reason, seen.evidence.because


@pytest.mark.parametrize(
    "link", ["<link rel=next href='/?page=2'>", "<a rel='next' href=/?p=2>2</a>"]
)
def test_a_page_of_a_list_says_that_there_is_another(link: str) -> None:
    looked = look_at(page(f"<main>{TOOLS}{link}</main>"))
    assert looked.reason == "link_removed"
    assert looked.evidence.because.endswith("It names a next page, which was not read.")
    assert "next page" not in look_at(page(f"<main>{TOOLS}</main>")).evidence.because


def seen(size: int, title: str, reason: str | None = "link_removed") -> Observation:
    looked = look_at(page(f"<main>{TOOLS}</main>"))
    evidence = replace(looked.evidence, bytes_read=size, title=title)
    return replace(looked, evidence=evidence)


@pytest.mark.parametrize(
    ("now", "reason"),
    [
        (seen(30_000, "Tools"), "link_removed"),
        (seen(5_000, "Tools"), "link_removed"),
        (seen(30_000, "Our new tools"), "link_removed"),
        (seen(6_000, "Bitte warten"), "blocked"),
        (seen(2_000, "Tools"), "truncated"),
    ],
)
def test_a_page_that_is_not_the_one_that_had_the_link_is_doubted(
    now: Observation, reason: str
) -> None:
    before = seen(40_000, "Tools")
    assert held_against(now, before).reason == reason
    assert held_against(now, None) == now
    assert held_against(now, seen(900, "Tools")) == now, "a small page may become anything"
