"""Pages that are odd in ways that real servers are: what they say is read, and nothing more is claimed."""

import pytest

from bot.domain.directives import _hrefs_of_headers
from bot.domain.documents import Document
from tests.looks import PROSE, a_page, look_at

LINK = '<a href="https://site.com/guide">the guide</a>'
RUSSIAN = "Пример текста на русском языке"


def verdict(html: str | bytes, **how: object) -> str:
    seen = look_at(html, **how)  # type: ignore[arg-type]  # passed on as they are
    return seen.reason or seen.state


@pytest.mark.parametrize("rel", ["ugc,nofollow", "nofollow, noopener", "NoOpener,Sponsored"])
def test_the_words_of_rel_may_have_commas_between_them(rel: str) -> None:
    seen = look_at(f'{PROSE}<a rel="{rel}" href="https://site.com">x</a>')
    assert seen.followed is False
    assert seen.rel == tuple(rel.lower().replace(" ", "").split(","))


@pytest.mark.parametrize(
    "href",
    [
        "https://cdn.ampproject.org/c/s/site.com/guide",
        "//cdn.ampproject.org/v/site.com/guide",
        "https://www.google.de/amp/s/site.com/guide",
        "https://google.co.uk/amp/site.com/guide",
    ],
)
def test_a_viewer_of_amp_pages_carries_the_target_in_its_path(href: str) -> None:
    seen = look_at(f'{PROSE}<a href="{href}">x</a>', "https://site.com/guide")
    assert (seen.state, seen.indirect, seen.target_changed) == ("live", True, False)


def test_a_path_of_the_same_shape_elsewhere_carries_nothing() -> None:
    assert verdict(f'{PROSE}<a href="https://r.example/c/s/site.com/guide">x</a>') == "link_removed"


# What the page tells search engines


@pytest.mark.parametrize(
    ("value", "followed", "indexable"),
    [("noindex; nofollow", False, False), ("otherbot: noindex; nofollow", True, True)],
)
def test_semicolons_part_directives_too(value: str, *, followed: bool, indexable: bool) -> None:
    seen = look_at(PROSE + LINK, headers=(("x-robots-tag", value),))
    assert (seen.followed, seen.indexable) == (followed, indexable)


def test_a_canonical_in_the_body_is_none() -> None:
    seen = look_at(f"<body>{PROSE}{LINK}<link rel=canonical href='https://else.example/'></body>")
    assert (seen.canonical, seen.canonical_elsewhere) == (None, None)


@pytest.mark.parametrize(
    ("hrefs", "canonical", "elsewhere"),
    [
        (("/other", "/tools"), "https://journal.example/tools", False),
        (("/tools", "/other"), "https://journal.example/tools", False),
        (("/other", "/more"), "https://journal.example/other", True),
        (("javascript:1", "/other"), "https://journal.example/other", True),
    ],
)
def test_canonicals_that_contradict_the_page_itself_send_its_value_nowhere(
    hrefs: tuple[str, ...], canonical: str, *, elsewhere: bool
) -> None:
    head = "".join(f"<link rel=canonical href='{href}'>" for href in hrefs)
    seen = look_at(f"<head>{head}</head>{PROSE}{LINK}")
    assert (seen.canonical, seen.canonical_elsewhere) == (canonical, elsewhere)


@pytest.mark.parametrize(
    ("value", "hrefs"),
    [
        ('</o>; title="a; rel=x"; rel="canonical"', ["/o"]),
        ('</a,b>; rel="canonical"; title="c, d"', ["/a,b"]),
        ("</o> ;\trel = canonical", ["/o"]),
        ("</s.css>; rel=preload; as=style; nopush, </o>; rel='canonical'", ["/o"]),
        ('</o>; title="say \\"hi\\", you"; rel=canonical', ["/o"]),
        ("</o>; rel=next; rel=canonical", []),
        ("</o>; anchor=canonical", []),
        ("<" * 60_000, []),
        ("</o>" + " ;" * 30_000, []),
        ('</o>; x="' + "\\" * 60_000, []),
    ],
)
def test_the_link_header_is_read_by_its_grammar(value: str, hrefs: list[str]) -> None:
    page = a_page(PROSE, headers=(("link", value),))
    assert _hrefs_of_headers(Document(page)) == hrefs


# Encodings


@pytest.mark.parametrize("codec", ["utf-8", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("label", ["utf-8", "utf-16", "utf-16be", "iso-8859-1", "shift_jis"])
def test_a_label_of_the_wrong_width_loses_no_link(codec: str, label: str) -> None:
    body = f"<title>Ü</title>{PROSE}{LINK}".encode(codec)
    assert verdict(body, content_type=f"text/html; charset={label}") == "live"


@pytest.mark.parametrize(
    "head",
    [
        '<meta name="description" content="All about charset=koi8-r"><meta charset="windows-1251">',
        "<meta name=x charset=windows-1251>",
        '<meta content="text/html; charset=windows-1251" http-equiv="Content-Type">',
        "<meta content='text/html;charset=cp1251'>",
        "<meta http-equiv=content-type content='charset=\"windows-1251\"'>",
    ],
)
def test_an_encoding_is_declared_not_told_of(head: str) -> None:
    body = f"{head}{PROSE}<a href='https://site.com'>{RUSSIAN}</a>".encode("cp1251")
    assert look_at(body, content_type="text/html").anchor == RUSSIAN


# Types


@pytest.mark.parametrize(
    "html",
    [
        "<head><title/></head><body>{}",
        "<head><title>x</title><script src='a.js'/></head><body>{}",
        "<head><style type='text/css' /></head><body><textarea name='a'/><iframe src='/b'/>{}",
        "<body><a id='top'/>{}",
    ],
)
@pytest.mark.parametrize(
    "content_type",
    ["application/xhtml+xml", "application/xml; charset=utf-8", "application/vnd.wap.xhtml+xml"],
)
def test_what_xml_closes_at_once_swallows_no_link(html: str, content_type: str) -> None:
    page = f"<html xmlns='http://www.w3.org/1999/xhtml'>{html.format(PROSE + LINK)}</body></html>"
    seen = look_at(page, content_type=content_type)
    assert (seen.state, seen.links, seen.anchor) == ("live", 1, "the guide")


@pytest.mark.parametrize(
    "body",
    [
        '{"html": "<p>x</p><a href=\\"https://site.com\\">y</a>"}',
        ' [{"text": "<b>x</b>"}]\n',
        '{\n "a": ["<br>"]}',
        "\n\n%PDF-1.7 <a href=https://site.com>",
    ],
)
def test_data_that_quotes_html_is_no_page(body: str) -> None:
    assert verdict(body, content_type="text/html") == "not_html"


@pytest.mark.parametrize("start", ["[Home] ", "{{ title }} ", "[1] ", '{"x"} '])
def test_words_in_brackets_make_no_data(start: str) -> None:
    assert verdict(f"{start}<div>{PROSE}{LINK}</div>") == "live"


# Pages that break off


@pytest.mark.parametrize(
    "end",
    ["<!-- the footer <p>", "<script>var a = 1; for (", "<style>body {", "<form><textarea>Ü &amp; <b>",
     "<iframe src=x> <p>", "<script>a()</script><script>b(", "<!-- a --><!-- b", "<?php echo ", "<!--"],
)  # fmt: skip
def test_a_page_that_ends_inside_something_lost_nothing(end: str) -> None:
    assert verdict(f"<body>{PROSE}<p>x</p>{end}") == "truncated"
    assert verdict(f"<body>{PROSE}{LINK}{end}") == "live"


@pytest.mark.parametrize(
    "head",
    ["<script>d.write('<html><body></body></html>')</script>", "<!-- </body></html> -->",
     "<textarea></body></textarea>"],
)  # fmt: skip
@pytest.mark.parametrize(
    "end", ["<a href='https://site.exam", "<script>var a = (", "</p><div><div><section><p>The riv"]
)
def test_an_end_that_is_only_quoted_ends_nothing(head: str, end: str) -> None:
    assert verdict(f"<html><head>{head}</head><body><main><article>{PROSE}{end}") == "truncated"


def test_a_page_of_beginnings_of_comments_is_judged_in_a_moment() -> None:
    """A search from each of them would take hours for these 2 MB."""
    assert verdict(f'<body>{PROSE}<i title="{"<!--" * 500_000}">x</i>') in (
        "link_removed",
        "truncated",
    )


def test_a_page_about_an_error_is_no_error() -> None:
    words = "<p>WordPress says: There has been a critical error on this website.</p>"
    assert (
        verdict(f"<body><article>{PROSE * 3}{words}{PROSE * 3}</article></body>") == "link_removed"
    )


def test_a_head_that_never_ends_lost_nothing() -> None:
    assert verdict("<html><head><title>The river and the mi") == "truncated"


@pytest.mark.parametrize(
    "end",
    ["<!-- the footer -->", "<script>x('<script>')</script>", "<textarea>a</textarea>", "</body></html><!-- cached in",
     "</body></html><script>x(", "</HTML>\n<scr", "<!-- a --!>", "3 < 5", "<p>"],
)  # fmt: skip
def test_a_page_that_was_closed_is_whole(end: str) -> None:
    assert verdict(f"<body>{PROSE}<p>x</p>{end}") == "link_removed"


@pytest.mark.parametrize(
    ("base", "state"),
    [
        ('<base href="https://site.com/">', "live"),
        ('<svg><base href="https://site.com/"></base></svg>', "link_removed"),
        ('<svg><base href="/x/"></base></svg><base href="https://site.com/">', "live"),
    ],
)
def test_a_base_inside_of_a_drawing_is_none(base: str, state: str) -> None:
    assert verdict(f"<body>{PROSE}{base}<a href=guide>x</a></body>") == state


def test_an_empty_answer_may_say_that_it_is_a_bot_check() -> None:
    seen = look_at("", status=202, headers=(("x-amzn-waf-action", "challenge"),))
    assert seen.reason == "blocked"


@pytest.mark.parametrize("opened", ["<!--", "<script>", "<textarea>", "<!-- a -->\n<!-- b "])
def test_a_page_that_came_to_its_last_tag_is_whole(opened: str) -> None:
    """No browser shows what a comment swallows that was never closed; all of the page came."""
    html = f"<html><body>{PROSE}{opened}<p>{LINK}</p></body></html>"
    assert verdict(html + "\n") == verdict(html) == "link_removed"


@pytest.mark.parametrize(
    "html",
    [
        "<html><body></body></html>",
        "<title>Tools</title><body> <div>\n</div></body>",
        "<p>&nbsp;</p>",
    ],
)
def test_a_blank_page_lost_nothing(html: str) -> None:
    assert verdict(html) == "truncated"


@pytest.mark.parametrize(
    "html",
    [
        "<p>Sold.</p>",
        "<img src=sold.png>",
        "<a href=/>.</a>",
        "<div><svg viewBox='0 0 1 1'></svg></div>",
    ],
)
def test_a_page_with_anything_to_see_is_a_page(html: str) -> None:
    assert verdict(html) == "link_removed"


@pytest.mark.parametrize(
    ("sent", "expected"),
    [
        (None, "truncated"),
        ("bytes 0-999/5000", "truncated"),
        ("bytes 100-4999/5000", "truncated"),
        ("bytes 0-4999/*", "truncated"),
        ("bytes 0-4999/5000", "link_removed"),
    ],
)
def test_a_part_of_a_page_that_nobody_asked_for_lost_nothing(
    sent: str | None, expected: str
) -> None:
    headers = (("content-range", sent),) if sent else ()
    assert verdict(PROSE, status=206, headers=headers) == expected
    assert verdict(PROSE + LINK, status=206, headers=headers) == "live"


@pytest.mark.parametrize(
    "href",
    ["https://other.example/?utm_source=site.com", "https://other.example/?ref=site.com&x=1", "/?via=site.com/guide",
     "https://other.example/?mtm_campaign=www.site.com"],
)  # fmt: skip
def test_a_parameter_that_names_whom_a_click_came_from_carries_nothing(href: str) -> None:
    assert verdict(f'{PROSE}<a href="{href}">x</a>') == "link_removed"


@pytest.mark.parametrize("href", ["/?ref=https://site.com/", "/?goto=site.com", "/out?site.com"])
def test_a_parameter_that_leads_there_does(href: str) -> None:
    seen = look_at(f'{PROSE}<a href="{href}">x</a>')
    assert (seen.state, seen.indirect) == ("live", True)
    assert "one link in it leads to site.com through another address" in seen.evidence.because
