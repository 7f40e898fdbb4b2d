"""Names that people type and pages link to are compared the way browsers and registries read them."""

import json
import re
from pathlib import Path

import ada_url
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.backlinks import DomainName
from bot.domain.names import (
    Target,
    host_of,
    is_settled,
    normalize_url,
    parse_page_url,
    parse_target,
    registrable_domain,
    resolve,
    same_page,
    shown_host,
)
from bot.errors import InvalidInputError

STANDARDS = Path(__file__).parents[3] / "shared" / "corpora" / "standards"


@pytest.mark.parametrize(
    ("host", "domain"),
    [
        ("journal.example", "journal.example"),
        ("www.blog.journal.example", "journal.example"),
        ("news.journal.test", "journal.test"),
        ("Site.COM.", "site.com"),
        ("a.b.site.co.uk", "site.co.uk"),
        ("a.github.io", "a.github.io"),
        ("deep.a.github.io", "a.github.io"),
        ("münchen.example", "xn--mnchen-3ya.example"),
        ("XN--MNCHEN-3YA.example", "xn--mnchen-3ya.example"),
        ("github.io", None),
        ("co.uk", None),
        ("com", None),
        ("intranet", None),
        ("127.0.0.1", None),
        ("[::1]", None),
        ("", None),
        ("a b", None),
    ],
)
def test_the_registrable_domain_of_a_host(host: str, domain: str | None) -> None:
    assert registrable_domain(host) == domain


@pytest.mark.parametrize(
    "typed",
    [
        "site.com",
        "SITE.com",
        "www.site.com",
        "blog.site.com",
        "https://Site.com",
        "http://site.com/",
        "http:site.com",
        "//site.com",
        "<http://site.com|site.com>",
        "<http://site.com>",
        "<site.com>",
        "`site.com`",
        "*site.com*",
        "“site.com”",
        "„site.com“",
        "'site.com',",
        "(site.com)",
        " site.com. ",
        "site.com...",
        "site.com:8443",
        "*.site.com",
        "\u200bsite.com\u200e",
        "site。com",
        "https://site.com/?utm_source=news&fbclid=1#top",
    ],
)
def test_a_domain_is_understood_however_it_is_typed(typed: str) -> None:
    assert parse_target(typed) == Target(domain_of("site.com"), None)
    assert str(parse_target(typed)) == "site.com"


@pytest.mark.parametrize(
    ("typed", "page"),
    [
        ("https://Site.com/Path", "https://site.com/Path"),
        ("site.com/guide/", "https://site.com/guide/"),
        ("<https://site.com/a?x=1&amp;y=2|a>", "https://site.com/a?x=1&y=2"),
        ("https://site.com/?p=5", "https://site.com/?p=5"),
        ("https://blog.site.com/a_(b)", "https://blog.site.com/a_(b)"),
        ("“https://site.com/a”.", "https://site.com/a"),
        ("http://site.com:8080/a#b", "http://site.com:8080/a"),
    ],
)
def test_a_path_or_a_telling_query_makes_the_target_a_page(typed: str, page: str) -> None:
    target = parse_target(typed)
    assert (target.domain, target.page, str(target)) == ("site.com", page, page)


def domain_of(host: str) -> DomainName:
    domain = registrable_domain(host)
    assert domain is not None
    return domain


@pytest.mark.parametrize(
    "typed",
    [
        "sitecom", "co.uk", "github.io", "joe@site.com", "mailto:joe@site.com", "ftp://site.com",
        "127.0.0.1", "http://[::1]/", "localhost", "a b.com", "javascript:alert(1)", "https://", "..",
        "site..com", "-", "💩", "site.com" * 2000, "<!channel>",
    ],
)  # fmt: skip
def test_what_is_no_domain_is_refused_with_what_to_type(typed: str) -> None:
    with pytest.raises(InvalidInputError) as error:
        parse_target(typed)
    sentence = str(error.value)
    assert sentence.endswith("is not a domain. Try `/backlinks check site.com`.")
    assert len(sentence) < 160
    if len(typed) < 80:
        assert f"`{typed}`" in sentence


def test_nothing_typed_is_said_so() -> None:
    with pytest.raises(InvalidInputError, match=r"^No domain was given"):
        parse_target("  ")
    with pytest.raises(InvalidInputError, match=r"^No page was given"):
        parse_page_url("``")


def test_a_refusal_cannot_break_out_of_its_quotes() -> None:
    with pytest.raises(InvalidInputError) as error:
        parse_target("x`y\n\u202ez")
    assert str(error.value).count("`") == 4
    assert "\n" not in str(error.value)
    assert "\u202e" not in str(error.value)


@pytest.mark.parametrize(
    ("typed", "url"),
    [
        ("https://journal.example/tools", "https://journal.example/tools"),
        ("journal.example/tools", "https://journal.example/tools"),
        ("<http://journal.example/tools|tools>", "http://journal.example/tools"),
        ("http://127.0.0.1:8000/p?x=1#y", "http://127.0.0.1:8000/p?x=1"),
        ("http://localhost:8000", "http://localhost:8000/"),
        ("“https://Journal.example/ä b”", "https://journal.example/%C3%A4%20b"),
    ],
)
def test_the_address_of_a_page_is_understood_however_it_is_typed(typed: str, url: str) -> None:
    assert parse_page_url(typed) == url


@pytest.mark.parametrize(
    "typed",
    [
        "tools",
        "ftp://a.example/",
        "https://u:p@a.example/",
        "http://",
        "http://a b/",
        "a127.0.0.1..?q",
    ],
)
def test_what_is_no_page_is_refused(typed: str) -> None:
    with pytest.raises(InvalidInputError, match="is not the address of a page"):
        parse_page_url(typed)


@pytest.mark.parametrize(
    "variant",
    [
        "http://site.com/guide",
        "https://www.site.com/guide",
        "https://SITE.com:443/guide/",
        "https://site.com./guide",
        "https://site.com/./x/../guide",
        "https://site.com/%67uide",
        "https://site.com/guide#part",
        "https://site.com/guide?",
        "https://site.com/guide?utm_source=a&UTM_medium=b&gclid=1",
        "https:\\\\site.com\\guide",
        "https://user@site.com/guide",
    ],
)
def test_these_are_the_same_page(variant: str) -> None:
    assert same_page(variant, "https://site.com/guide")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("https://site.com/a", "https://site.com/A"),
        ("https://site.com/a%2Fb", "https://site.com/a/b"),
        ("https://site.com/a?x=1", "https://site.com/a"),
        ("https://site.com/?x=1%262", "https://site.com/?x=1&2"),
        ("https://site.com/?x=1%2B2", "https://site.com/?x=1+2"),
        ("https://site.com/100%25", "https://site.com/100"),
        ("https://blog.site.com/", "https://site.com/"),
        ("https://site.com:8443/", "https://site.com/"),
        ("https://www.github.io/", "https://github.io/"),
    ],
)
def test_these_are_different_pages(one: str, other: str) -> None:
    assert not same_page(one, other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("https://münchen.example/ä", "https://xn--mnchen-3ya.example/%c3%a4"),
        ("https://site.com/?q=a b", "https://site.com?q=a+b"),
        ("https://site.com/?q=a%20b", "https://site.com/?q=a+b"),
        ("https://site.com/Tool_(tool)", "https://site.com/Tool_%28tool%29"),
        ("https://site.com/a%2fb", "https://site.com/a%2Fb"),
    ],
)
def test_one_page_has_one_key_in_every_spelling(one: str, other: str) -> None:
    assert normalize_url(one) == normalize_url(other)


def test_a_host_is_shown_in_its_own_script_only_where_that_reads_back() -> None:
    assert shown_host("xn--mnchen-3ya.example") == "münchen.example"
    assert shown_host("xn--pokxncvks.example") == "xn--pokxncvks.example"
    assert str(parse_target("xn--mnchen-3ya.example")) == "münchen.example"


@given(st.text(max_size=60))
def test_whatever_is_typed_is_understood_or_refused(text: str) -> None:
    for parse in (parse_target, parse_page_url):
        try:
            first = parse(text)
        except InvalidInputError:
            continue
        assert parse(str(first)) == first


@given(
    st.from_regex(
        r"https?://[a-c0-1.x-]{1,9}(:[0-9]{1,5})?(/[a-zA-Z%.=_~+&-]{0,5}){1,4}(\?[a-z=&%+/]{0,9})?",
        fullmatch=True,
    )
)
def test_what_is_called_settled_is_what_the_url_standard_writes(url: str) -> None:
    if is_settled(url):
        assert ada_url.URL(url).href == url


@pytest.mark.parametrize(
    "url",
    [
        "https://site.com/a/../b", "https://site.com/.", "https://site.com/%2e%2e/b", "https://site.com",
        "https://site.com:443/", "http://0x7f.1/", "http://127.1/", "https://Site.com/", "https://x.com/#top",
        "https://u@x.com/", "https://site.com/a b", "https://site.com/?'",
    ],
)  # fmt: skip
def test_what_the_url_standard_writes_anew_is_not_settled(url: str) -> None:
    assert not is_settled(url)


@given(
    st.from_regex(
        r"https?://(www\.)?site\.com(/[a-zA-Z%0-9.]{0,6}){0,3}(\?[a-z=&%+]{0,9})?", fullmatch=True
    )
)
def test_normalising_twice_changes_nothing(url: str) -> None:
    key = normalize_url(url)
    assert normalize_url(f"https://{key}") == key


@pytest.mark.skipif(not STANDARDS.exists(), reason="the public test vectors are not here")
def test_hrefs_resolve_as_the_url_standard_says() -> None:
    cases = json.loads((STANDARDS / "url/urltestdata.json").read_text(encoding="utf-8"))
    for case in cases:
        if isinstance(case, str):
            continue
        web = not case.get("failure") and case["protocol"] in ("http:", "https:")
        found = resolve(case.get("base") or "about:blank", case["input"])
        assert found == (case["href"] if web else None), case
        if found:
            assert host_of(found) == case["hostname"].rstrip("."), case


@pytest.mark.skipif(not STANDARDS.exists(), reason="the public test vectors are not here")
def test_registrable_domains_are_those_of_the_public_suffix_list() -> None:
    vectors = (STANDARDS / "psl/test_psl.txt").read_text(encoding="utf-8")
    pairs = re.findall(
        r"^checkPublicSuffix\('([^']+)', (?:'([^']*)'|null)\)", vectors, re.MULTILINE
    )
    assert len(pairs) > 50
    for host, domain in pairs:
        expected = ada_url.URL(f"http://{domain}").hostname if domain else None
        assert (None if host.startswith(".") else registrable_domain(host)) == expected, host
