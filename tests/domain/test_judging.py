"""Every row and rule of the verdicts, and nothing claimed that was not seen."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.domain.judging import judge, judge_many
from bot.domain.names import parse_target
from bot.domain.pages import Cut
from bot.domain.verdicts import Observation, Reason, State
from tests.looks import NOW, PROSE, a_page, look, look_at

LINK = '<a href="https://site.com/guide">the guide</a>'
WITH_LINK = f"<title>Tools</title><main>{PROSE}<p>Read {LINK} first.</p></main>"
WITHOUT = f"<title>Tools</title><main>{PROSE}<a href='https://other.example/'>x</a></main>"


def verdict(observation: Observation) -> str:
    return observation.reason or observation.state


def test_a_live_link_comes_with_all_that_is_known_of_it() -> None:
    seen = look_at(WITH_LINK)
    assert (seen.state, seen.reason, seen.checked_at) == (State.LIVE, None, NOW)
    assert (seen.links, seen.href, seen.anchor, seen.rel) == (
        1,
        "https://site.com/guide",
        "the guide",
        (),
    )
    assert (seen.followed, seen.indexable, seen.indirect, seen.target_changed) == (
        True,
        True,
        False,
        False,
    )
    assert (seen.canonical, seen.canonical_elsewhere) == (None, None)
    assert (seen.placement, seen.editorial) == ("content", True)
    assert (seen.http_status, seen.final_url, seen.redirects) == (
        200,
        "https://journal.example/tools",
        (),
    )
    assert (seen.evidence.title, seen.evidence.before, seen.evidence.after) == (
        "Tools",
        "Read",
        "first.",
    )
    assert seen.evidence.bytes_read == len(WITH_LINK.encode())
    assert seen.evidence.link_hrefs == ("https://site.com/guide",)
    assert seen.evidence.because
    assert len(seen.evidence.sha256 or "") == 64


@pytest.mark.parametrize(
    ("status", "reason"),
    [
        (404, "page_gone"), (410, "page_gone"),
        (401, "blocked"), (403, "blocked"), (407, "blocked"), (429, "blocked"), (451, "blocked"),
        (999, "blocked"), (400, "blocked"), (406, "blocked"), (418, "blocked"), (408, "timeout"),
        (500, "server_error"), (502, "server_error"), (503, "server_error"), (520, "server_error"),
        (300, "server_error"), (304, "server_error"), (600, "server_error"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("html", [WITH_LINK, WITHOUT, ""], ids=["link", "no link", "empty"])
def test_a_status_that_brings_no_content_decides_whatever_the_body(
    status: int, reason: str, html: str
) -> None:
    seen = look_at(html, status=status)
    assert verdict(seen) == reason
    assert (seen.links, seen.followed, seen.indexable) == (0, None, None)
    assert str(status) in seen.evidence.because or status == 304


@pytest.mark.parametrize("status", [200, 203, 226])
def test_a_page_read_to_its_end_without_the_link_lost_it(status: int) -> None:
    seen = look_at(WITHOUT, status=status)
    assert verdict(seen) == "link_removed"
    assert seen.state is State.LOST
    assert "1 links" in seen.evidence.because
    assert seen.indexable is True


def test_a_redirect_to_a_page_without_the_link_is_said_so() -> None:
    seen = look_at(WITHOUT, final="https://journal.example/")
    assert verdict(seen) == "page_redirected"
    assert seen.final_url == "https://journal.example/"
    assert [hop.status for hop in seen.redirects] == [301]


@pytest.mark.parametrize(
    "final",
    ["https://journal.example/tools/", "https://www.journal.example/tools", "https://journal.example/tools?utm_source=a"],
)  # fmt: skip
def test_scheme_www_and_slash_make_no_other_page(final: str) -> None:
    assert (
        verdict(look_at(WITHOUT, url="http://journal.example/tools", final=final)) == "link_removed"
    )


def test_a_redirect_to_a_page_with_the_link_is_live() -> None:
    assert verdict(look_at(WITH_LINK, final="https://journal.example/new")) == "live"


@pytest.mark.parametrize(
    ("cut", "reason"), [(Cut.TRUNCATED, "truncated"), (Cut.TOO_LARGE, "too_large")]
)
def test_what_was_not_read_to_its_end_lost_nothing(cut: Cut, reason: str) -> None:
    assert verdict(look_at(WITHOUT, cut=cut)) == reason
    assert verdict(look_at(WITH_LINK, cut=cut)) == "live"


@pytest.mark.parametrize(
    "html", ["", "  \n ", "<p>A page whose body stops in a <a hre", f"{PROSE}</di"]
)
def test_a_body_that_ends_early_lost_nothing(html: str) -> None:
    assert verdict(look_at(html)) == "truncated"


@pytest.mark.parametrize(
    ("content_type", "body"),
    [
        ("application/pdf", "%PDF-1.7 https://site.com"),
        ("text/html", "%PDF-1.7 https://site.com"),
        ("text/plain", WITHOUT),
        ("text/plain", WITH_LINK),
        ("application/json", '{"a": 1}'),
        ("text/html", '{"error": "nope"}'),
        ("image/png", "\x89PNG"),
        ("application/rss+xml", "<rss><channel/></rss>"),
        ("text/xml", "<?xml version='1.0'?><rss><channel/></rss>"),
        ("text/html", "<?xml version='1.0'?><feed xmlns='x'></feed>"),
        (None, "just words"),
        ("application/octet-stream", "just words"),
    ],
)
def test_what_is_no_html_page_lost_nothing(content_type: str | None, body: str) -> None:
    assert verdict(look_at(body, content_type=content_type)) == "not_html"


@pytest.mark.parametrize(
    "content_type",
    ["text/html", "TEXT/HTML; charset=UTF-8", "application/xhtml+xml", None, "", "html", "application/octet-stream",
     "text/html, text/html", "unknown/unknown"],
)  # fmt: skip
def test_html_is_recognised_by_its_type_or_by_its_look(content_type: str | None) -> None:
    html = f"<!-- hi -->\n<!DOCTYPE html><html><body>{WITH_LINK}</body></html>"
    assert verdict(look_at(html, content_type=content_type)) == "live"


def test_xhtml_sent_as_xml_is_a_page() -> None:
    html = f"<?xml version='1.0'?><html xmlns='http://www.w3.org/1999/xhtml'><body>{WITH_LINK}</body></html>"
    assert verdict(look_at(html, content_type="application/xml")) == "live"


# What counts as a link


@pytest.mark.parametrize(
    "html",
    [
        '<a href="https://site.com">x</a>',
        '<a href="http://www.site.com/a/b?c#d">x</a>',
        "<a href=//blog.site.com>x</a>",
        '<area href="https://site.com" alt="map">',
        '<noscript><a href="https://site.com">x</a></noscript>',
        '<a href="https:\\\\site.com\\a">x</a>',
        '<a href="ht\ntps://si\tte.com">x</a>',
        '<a href="  https://site.com  ">x</a>',
        '<a href="https://s%69te.com/">x</a>',
        '<a href="https://SITE.COM./">x</a>',
        '<a href="&#104;ttps://site&period;com/?a=1&amp;b=2">x</a>',
        '<a href="https://user@site.com:8443/">x</a>',
        '<a href="https://site。com">x</a>',
        '<a href="https:site.com">x</a>',
        "<A HREF='https://site.com'>x</A>",
        '<base href="https://site.com/x/"><a href="../y">x</a>',
        '<select><option><a href="https://site.com">x</a></select>',
        '<table><a href="https://site.com">x</a></table>',
        '<svg><a href="https://site.com">x</a></svg>',
        '<a href="https://site.com"><img src=x></a>',
        '<a href="https://site.com"',
    ],
)
def test_these_are_links_as_browsers_read_them(html: str) -> None:
    ended = html if html.endswith(">") else html + ">x</a>"
    assert verdict(look_at(PROSE + ended, url="http://journal.example/tools")) == "live"


@pytest.mark.parametrize(
    "html",
    [
        "<!-- LINK -->",
        "<script>document.write('LINK')</script>",
        "<template>LINK</template>",
        "<textarea>LINK</textarea>",
        "<title>LINK</title>",
        "<style>LINK</style>",
        "<noembed>LINK</noembed>",
        "<iframe>LINK</iframe>",
        '<iframe srcdoc="<a href=https://site.com>x</a>"></iframe>',
        "<xmp>LINK</xmp>",
        "<p>https://site.com and site.com</p>",
        '<link rel=me href="https://site.com">',
        '<img src="https://site.com/x.png">',
        '<form action="https://site.com"></form>',
        '<a data-href="https://site.com">x</a>',
        '<a name="https://site.com">x</a>',
        '<svg><a xlink:href="https://site.com">x</a></svg>',
        "<a href=\"javascript:location='https://site.com'\">x</a>",
        '<a href="mailto:me@site.com">x</a>',
        '<a href="ftp://site.com/">x</a>',
        '<a href="https://site.com.evil.example/">x</a>',
        '<a href="https://notsite.com/">x</a>',
        '<a href="https://site.com@evil.example/">x</a>',
        '<a href="/site.com/">x</a>',
        '<a href="#https://site.com">x</a>',
        '<a href="https://evil.example/#https://site.com/">x</a>',
        '<a href="site.com">x</a>',
        '<a href="https://site.com:99999/">x</a>',
        "&lt;a href=https://site.com&gt;x&lt;/a&gt;",
    ],
)
def test_these_are_no_links_to_the_target(html: str) -> None:
    filled = html.replace("LINK", LINK)
    assert verdict(look_at(f"<body>{PROSE}{filled}{PROSE}")) == "link_removed"


@pytest.mark.parametrize(
    "base",
    ['<base href="//site.com/">', '<base target=_blank><base href="https://site.com">',
     '<template><base href="https://x.example"></template><base href="https://site.com">'],
)  # fmt: skip
def test_relative_hrefs_follow_the_base(base: str) -> None:
    seen = look_at(f"{base}{PROSE}<a href=guide>x</a>")
    assert seen.href == "https://site.com/guide"


@pytest.mark.parametrize(
    "base", ['<base href="javascript:x">', '<base href="data:,x">', '<base href="http://[">']
)
def test_a_base_that_is_no_web_address_is_left_out(base: str) -> None:
    seen = look_at(f"{base}{PROSE}<a href=guide>x</a>", url="https://site.com/x", target="site.com")
    assert seen.href == "https://site.com/guide"


def test_relative_hrefs_are_resolved_against_the_final_url() -> None:
    seen = look_at(f"{PROSE}<a href=guide>x</a>", final="https://site.com/a/b")
    assert seen.href == "https://site.com/a/guide"


def test_international_names_are_the_same_host_in_either_form() -> None:
    for host in ("münchen.example", "xn--mnchen-3ya.example", "M%C3%BCnchen.example"):
        html = f'{PROSE}<a href="https://{host}/">x</a>'
        for target in ("münchen.example", "xn--mnchen-3ya.example"):
            assert verdict(look_at(html, target)) == "live", (host, target)


# Page targets


@pytest.mark.parametrize(
    "href",
    ["https://site.com/guide", "http://www.site.com/guide/", "https://site.com:443/x/../guide#a",
     "https://SITE.com/%67uide?utm_campaign=x", "//site.com/guide?fbclid=1"],
)  # fmt: skip
def test_a_page_target_is_met_however_it_is_spelled(href: str) -> None:
    seen = look_at(f'{PROSE}<a href="{href}">x</a>', "https://site.com/guide")
    assert (verdict(seen), seen.target_changed) == ("live", False)


def test_a_link_to_another_page_of_the_domain_is_live_with_changed_target() -> None:
    html = f'{PROSE}<a href="https://site.com/other">x</a><a href="https://blog.site.com/">y</a>'
    seen = look_at(html, "https://site.com/guide")
    assert (verdict(seen), seen.target_changed, seen.links) == ("live", True, 2)
    assert look_at(html).target_changed is False


def test_links_to_the_page_itself_come_before_links_to_its_domain() -> None:
    html = f'{PROSE}<a href="https://site.com/">x</a>{LINK}'
    seen = look_at(html, "https://site.com/guide")
    assert (seen.href, seen.links, seen.target_changed) == ("https://site.com/guide", 1, False)


# Indirect links


@pytest.mark.parametrize(
    "href",
    [
        "https://r.example/out?url=https://site.com/guide",
        "https://r.example/out?url=https%3A%2F%2Fsite.com%2Fguide&sa=D",
        "https://r.example/?u=https%253A%252F%252Fwww.site.com%252F",
        "/go?site.com/guide",
        "/go?to=//site.com/",
        "https://href.example/?https://site.com/",
        "https://archive.example/web/2026/https://site.com/guide?x=1",
        "https://cache.example/search?q=cache:abc:https://site.com/&hl=de",
        "https://translate.example/translate?sl=en&u=site.com/guide",
        "https://site-com.translate.goog/guide?_x_tr_sl=en",
        "https://site-com.cdn.ampproject.org/c/s/site.com/guide",
        "https://r.example/?a=https%3A%2F%2Fs.example%2F%3Fb%3Dhttps%253A%252F%252Fsite.com",
        "https://r.example/go/aHR0cHM6Ly9zaXRlLmNvbS9ndWlkZQ==",
        "?link=https%3A%5C%5Csite%2Ecom%2F",
    ],
)
def test_a_link_that_carries_the_target_is_live_but_indirect_and_not_followed(href: str) -> None:
    seen = look_at(f'{PROSE}<a href="{href}">x</a>')
    assert (verdict(seen), seen.indirect, seen.followed, seen.links) == ("live", True, False, 1)


@pytest.mark.parametrize(
    "href",
    [
        "https://find.example/?q=site.com",
        "https://r.example/?email=joe@site.com",
        "https://r.example/?u=https://site.com.evil.example/",
        "https://r.example/?u=https://evil.example/site.com",
        "https://r.example/site.com",
        "https://r.example/?u=https://notsite.com/",
        "https://r.example/?u=#https://site.com/",
    ],
)
def test_these_carry_no_target(href: str) -> None:
    assert verdict(look_at(f'{PROSE}<a href="{href}">x</a>')) == "link_removed"


def test_a_direct_link_comes_before_an_indirect_one() -> None:
    html = f'{PROSE}<a href="https://r.example/?u=https://site.com/">x</a>{LINK}'
    seen = look_at(html)
    assert (seen.indirect, seen.links, seen.href) == (False, 1, "https://site.com/guide")


def test_an_indirect_link_to_another_page_changed_its_target() -> None:
    html = f'{PROSE}<a href="/out?u=https%3A%2F%2Fsite.com%2Fother">x</a>'
    assert look_at(html, "https://site.com/guide").target_changed is True
    assert look_at(html, "https://site.com/other").target_changed is False


# Anchor, rel, best of several


@pytest.mark.parametrize(
    ("inside", "anchor"),
    [
        (" the \n <b>gar</b>den&nbsp;guide ", "the garden guide"),
        ("<h3>Title</h3><p>More</p>", "Title More"),
        ("one<br>two", "one two"),
        ('<img src=x alt=" A  spade ">', "A spade"),
        ('<img src=x alt="A spade"> now', "now"),
        ('<img src=x><img alt=""><noscript><img alt="A spade"></noscript>', "A spade"),
        ("<script>x</script><style>y</style>z", "z"),
        ("", ""),
        ("<svg><title>t</title></svg>", ""),
        ("&lt;b&gt; &amp; co", "<b> & co"),
    ],
)
def test_the_anchor_is_the_text_or_the_alternative_text(inside: str, anchor: str) -> None:
    assert look_at(f'{PROSE}<a href="https://site.com">{inside}</a>').anchor == anchor


def test_the_anchor_of_an_area_is_its_alternative_text() -> None:
    html = f'{PROSE}<map><area href="https://site.com" alt=" The  map "></map>'
    assert look_at(html).anchor == "The map"


@pytest.mark.parametrize(
    ("rel", "tokens", "followed"),
    [
        ("", (), True),
        ("noopener noreferrer", ("noopener", "noreferrer"), True),
        ("NoFollow", ("nofollow",), False),
        ("  ugc\n noopener ugc", ("ugc", "noopener"), False),
        ("Sponsored", ("sponsored",), False),
        ("nofollowing", ("nofollowing",), True),
    ],
)
def test_rel_decides_whether_a_link_is_followed(
    rel: str, tokens: tuple[str, ...], *, followed: bool
) -> None:
    seen = look_at(f'{PROSE}<a rel="{rel}" href="https://site.com">x</a>')
    assert (seen.rel, seen.followed) == (tokens, followed)
    assert bool(seen.evidence.nofollow_from) is not followed


def test_the_best_link_is_followed_then_editorial_then_first() -> None:
    footer = '<footer><a href="https://site.com/footer">f</a></footer>'
    ugc = '<p><a rel=ugc href="https://site.com/ugc">u</a></p>'
    first = '<p><a href="https://site.com/one">1</a></p>'
    second = '<p><a href="https://site.com/two">2</a></p>'
    assert (
        look_at(f"<main>{PROSE}{ugc}{first}{second}</main>{footer}").href == "https://site.com/one"
    )
    assert look_at(f"{footer}<main>{PROSE}{ugc}{second}</main>").href == "https://site.com/two"
    assert look_at(f"<main>{PROSE}{ugc}</main>{footer}").href == "https://site.com/footer"
    assert look_at(f"<main>{PROSE}{ugc}</main>").href == "https://site.com/ugc"
    assert look_at(f"<main>{PROSE}{ugc}{first}{second}</main>{footer}").links == 4


# Directives


@pytest.mark.parametrize(
    ("head", "headers", "followed", "indexable"),
    [
        ('<meta name="robots" content="nofollow">', (), False, True),
        ('<META NAME=Robots CONTENT="NOINDEX, Follow">', (), True, False),
        ('<meta name=googlebot content="none">', (), False, False),
        (
            '<meta name=robots content="index,follow"><meta name=googlebot content=nofollow>',
            (),
            False,
            True,
        ),
        ('<meta name=bingbot content="noindex,nofollow">', (), True, True),
        ('<meta name=robots content="all, max-snippet:-1">', (), True, True),
        ("", ("noindex",), True, False),
        ("", ("noindex, nofollow",), False, False),
        ("", ("None",), False, False),
        ("", ("googlebot: nofollow",), False, True),
        ("", ("Googlebot: noindex, nofollow",), False, False),
        ("", ("otherbot: noindex, nofollow",), True, True),
        ("", ("otherbot: noindex", "nofollow"), False, True),
        ("", ("otherbot: noindex, googlebot: nofollow",), False, True),
        ("", ("max-snippet: 20, nofollow",), False, True),
        ("", ("unavailable_after: 25 Jun 2030 15:00:00 PST",), True, True),
        ("", ("unavailable_after: 25 Jun 2010 15:00:00 PST",), True, False),
        ("", ("unavailable_after: Wed, 03 Aug 2022 12:00:00 PST, nofollow",), False, False),
        ("", ("googlebot: unavailable_after: 25-Aug-2007 15:00:00 EST",), True, False),
        ("", ("otherbot: unavailable_after: 25 Jun 2010 15:00:00 PST",), True, True),
        ("", ("unavailable_after: next spring",), True, True),
        ('<meta name=robots content="unavailable_after: 2020-09-21">', (), True, False),
        ('<meta name=robots content="unavailable_after: 2040-09-21, nofollow">', (), False, True),
        ("<!-- <meta name=robots content=none> -->", (), True, True),
    ],
)
def test_the_page_tells_search_engines_what_to_do(
    head: str, headers: tuple[str, ...], *, followed: bool, indexable: bool
) -> None:
    sent = tuple(("x-robots-tag", value) for value in headers)
    seen = look_at(f"<head>{head}</head>{WITH_LINK}", headers=sent)
    assert (seen.followed, seen.indexable) == (followed, indexable)
    assert bool(seen.evidence.nofollow_from) is not followed
    assert bool(seen.evidence.noindex_from) is not indexable


@pytest.mark.parametrize(
    ("head", "headers", "canonical", "elsewhere"),
    [
        ("<link rel=canonical href=/tools>", (), "https://journal.example/tools", False),
        ("<link rel='Canonical' href='https://www.journal.example/tools/?utm_source=x'>", (),
         "https://www.journal.example/tools/?utm_source=x", False),
        ("<link rel='canonical nofollow' href='//other.example/a'>", (), "https://other.example/a", True),
        ("<base href=/x/><link rel=canonical href=y>", (), "https://journal.example/x/y", True),
        ("", ('<https://other.example/>; rel="canonical"',), "https://other.example/", True),
        ("", ("</style.css>; rel=preload; as=style, </tools>; rel=canonical",), "https://journal.example/tools", False),
        ("", ("</a>; rel=next",), None, None),
        ("", ("</a>; rel=canonical; anchor='/others'",), None, None),
        ("", ('</a>; rel=canonical; anchor="/tools"',), "https://journal.example/a", True),
        ("<link rel=alternate href=/x><link rel=canonical>", (), None, None),
        ("<link rel=canonical href=/tools>", ("</other>; rel=canonical",), "https://journal.example/tools", False),
    ],
)  # fmt: skip
def test_the_canonical_is_read_from_the_page_and_from_the_header(
    head: str, headers: tuple[str, ...], canonical: str | None, *, elsewhere: bool | None
) -> None:
    sent = tuple(("link", value) for value in headers)
    seen = look_at(f"<head>{head}</head>{WITH_LINK}", headers=sent)
    assert (seen.canonical, seen.canonical_elsewhere) == (canonical, elsewhere)


# 304 and many targets


def test_an_unchanged_page_repeats_the_last_look_at_the_new_time() -> None:
    first = look_at(WITH_LINK, headers=(("etag", '"1"'),))
    later = replace(a_page(status=304), fetched_at=NOW + timedelta(days=1))
    again = judge(later, parse_target("site.com"), previous=first)
    assert again == replace(first, checked_at=NOW + timedelta(days=1))
    assert again.validators.etag == '"1"'


def test_an_unchanged_page_without_an_earlier_look_proves_nothing() -> None:
    blocked = look_at("", status=403)
    other = look_at(WITH_LINK, "other.example")
    for previous in (None, blocked, other):
        seen = judge(a_page(status=304), parse_target("site.com"), previous=previous)
        assert seen.reason is Reason.SERVER_ERROR


def test_one_page_is_judged_for_many_targets_at_once() -> None:
    targets = [parse_target(text) for text in ("site.com", "other.example", "https://site.com/x")]
    html = f"{PROSE}{LINK}"
    together = judge_many(a_page(html), targets)
    assert together == [look_at(html, str(target)) for target in targets]
    assert [verdict(seen) for seen in together] == ["live", "link_removed", "live"]


def test_evidence_never_holds_cookies() -> None:
    page = a_page(WITH_LINK, headers=(("set-cookie", "secret"), ("etag", '"1"'), ("server", "x")))
    names = [name for name, _ in look(page).evidence.headers]
    assert names == ["content-type", "etag", "server"]


def test_the_snippet_is_bounded_and_has_no_script() -> None:
    long = "word " * 500
    html = (
        f"<p>{long}<script>evil()</script> before <a href=https://site.com>x</a> after {long}</p>"
    )
    seen = look_at(html)
    assert seen.evidence.before is not None
    assert seen.evidence.after is not None
    assert seen.evidence.before.endswith("word before")
    assert seen.evidence.after.startswith("after word")
    assert max(len(seen.evidence.before), len(seen.evidence.after)) <= 161
    assert "evil" not in seen.evidence.before
