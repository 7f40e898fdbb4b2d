"""What people type and pages link to, as names that can be compared."""

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple
from urllib.parse import quote, unquote_to_bytes, urlsplit

import ada_url
import tldextract

from bot.domain.backlinks import DomainName
from bot.errors import InvalidInputError

_SCHEME = re.compile(r"[a-z][a-z0-9+.\-]*://|//", re.IGNORECASE)
_SLACK_LINK = re.compile(r"<([^<>|]+)(?:\|[^<>]*)?>")
_INVISIBLE = re.compile(
    r"[\x00-\x1f\x7f\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]"
)
_LINE_SPACE = re.compile(r"[\t\n\v\f\r]")
_QUOTES = "\"'`´“”„‟‘’‚‛«»‹›「」『』<>()[]{}"
_TRAILING = ".,;:!?…*_~。、" + _QUOTES
_LEADING = "*_~•·-–—→> " + _QUOTES
_SHOWN = 80
# An address with nothing around it to take away, as programs write them.
_PLAIN = re.compile(
    r"https?://[A-Za-z0-9][A-Za-z0-9.\-]*(?::[0-9]+)?/(?:[A-Za-z0-9/._=&?%+\-]*[A-Za-z0-9/])?"
)
# What the URL standard leaves as it is, if the origin is: no dot segments, nothing to encode or decode.
_SETTLED = re.compile(
    r"(https?://[a-z0-9.\-]+(?::[0-9]+)?)(?:/|(?:/[A-Za-z0-9_~=&+\-][A-Za-z0-9._~=&+\-]*)+/?)"
    r"(?:\?[A-Za-z0-9._~=&+%/\-]+)?"
)
_HOST_NAME = re.compile(r"[a-z0-9_-]+(?:\.[a-z0-9_-]+)+")
_IP = re.compile(r"\[|[\d.]+\Z")

# What services add to a link to follow a click, never what chooses the page.
# https://github.com/miniflux/v2/blob/main/internal/reader/urlcleaner/urlcleaner.go and the vendors'
# own pages, such as https://support.google.com/google-ads/answer/9744275 (gclid, wbraid, gbraid).
_TRACKING_PREFIXES = ("utm_", "mtm_", "pk_", "hsa_", "bsft_", "stm_", "matomo_", "piwik_")
_TRACKING_NAMES = """
    gclid gclsrc dclid gbraid wbraid gad_source gad_campaignid srsltid _ga _gl _gac fbclid
    fb_action_ids fb_action_types fb_source fb_ref msclkid yclid ysclid _openstat twclid ttclid
    li_fat_id igshid igsh epik sccid sc_cid rdt_cid mc_cid mc_eid mkt_tok _hsenc _hsmi hsctatracking
    __hssc __hstc __hsfp vero_id vero_conv oly_enc_id oly_anon_id wickedid wickedsource s_cid
    s_kwcid ef_id rb_clickid _kx ck_subscriber_id dm_i xtor wt.mc_id __s guccounter guce_referrer
    guce_referrer_sig trk_contact trk_msg trk_module trk_sid itm_source itm_medium itm_campaign
    itm_content cmpid campaign_id_tracking ml_subscriber ml_subscriber_hash _branch_match_id
    _bta_tid _bta_c mkwid pcrid
"""
_TRACKING = frozenset(_TRACKING_NAMES.split())


@dataclass(frozen=True, slots=True)
class Target:
    """What links should point to: a registrable domain with all its subdomains, or one page of it."""

    domain: DomainName
    page: str | None = None
    """The page's URL; None means the whole domain."""

    def __str__(self) -> str:
        """What a person reads and can type again: `site.com`, `https://site.com/guide`."""
        return self.page or shown_host(self.domain)


@lru_cache(maxsize=1)
def _suffixes() -> tldextract.TLDExtract:
    """The public suffix list as bundled: nothing is downloaded, nothing is cached on disk."""
    return tldextract.TLDExtract(
        cache_dir=None, suffix_list_urls=(), include_psl_private_domains=True
    )


@lru_cache(maxsize=16_384)
def registrable_domain(host: str) -> DomainName | None:
    """The part of a host that somebody registered; private suffixes count, unknown endings are one label.

    None for addresses, single labels, public suffixes and what is no host at all.

    >>> registrable_domain("Blog.Site.co.uk."), registrable_domain("a.github.io")
    ('site.co.uk', 'a.github.io')
    >>> registrable_domain("co.uk"), registrable_domain("127.0.0.1"), registrable_domain("intranet")
    (None, None, None)
    """
    bare = ascii_host(host)
    if not bare or _IP.match(bare):
        return None
    found = _suffixes().extract_str(bare)
    if found.suffix:
        return DomainName(f"{found.domain}.{found.suffix}") if found.domain else None
    labels = bare.split(".")
    # The list's own default rule is "*": an unknown ending is a suffix of one label.
    if len(labels) < 2 or "" in labels or _is_suffix(bare):
        return None
    return DomainName(".".join(labels[-2:]))


def _is_suffix(bare: str) -> bool:
    """tldextract gives a host that is nothing but a suffix as domain without suffix, in some versions."""
    return bool(_suffixes().extract_str(f"a.{bare}").suffix == bare)


def ascii_host(host: str) -> str:
    """A host in lower case and punycode, without port and trailing dot; empty when it is no host."""
    text = host.strip().rstrip(".")
    if not text:
        return ""
    try:
        found = ada_url.URL(f"http://{text}/").hostname
    except ValueError:
        return ""
    return str(found).rstrip(".")


def shown_host(host: str) -> str:
    """A host as people read it: international names in their own script, where that reads back the same.

    >>> shown_host("xn--mnchen-3ya.example")
    'münchen.example'
    """
    if "xn--" not in host:
        return host
    shown = str(ada_url.idna_to_unicode(host))
    return shown if ascii_host(shown) == host else host


@lru_cache(maxsize=1_024)
def is_page(word: str) -> bool:
    """Whether a word is a page and no bare site.

    >>> is_page("https://list.example/links"), is_page("https://site.com/"), is_page("site.com")
    (True, False, False)

    Raises:
        InvalidInputError: it is neither.
    """
    url = parse_page_url(word)
    parts = urlsplit(url)
    return parts.path not in ("", "/") or bool(parts.query)


@lru_cache(maxsize=1_024)
def parse_target(text: str) -> Target:
    """Read a target as people type or paste it.

    >>> str(parse_target("<http://Site.com|site.com>")), str(parse_target("“www.site.com.”"))
    ('site.com', 'site.com')
    >>> str(parse_target("Site.com/Guide?utm_source=x"))
    'https://site.com/Guide?utm_source=x'

    A path or a query that chooses a page makes it a page; a bare host means its registrable domain.

    Raises:
        InvalidInputError: with a sentence that repeats what was typed and shows what to type.
    """
    url = _parse_web_url(_clean(text))
    domain = registrable_domain(url.host) if url and _HOST_NAME.fullmatch(url.host) else None
    if url is None or domain is None:
        shown = _shown(text)
        wrong = f"`{shown}` is not a domain." if shown else "No domain was given."
        raise InvalidInputError(f"{wrong} Try `/backlinks check site.com`.")
    names_a_page = re.search(r"[/?]", normalize_url(url.href))
    return Target(domain, _page_of(url.href) if names_a_page else None)


def parse_page_url(text: str) -> str:
    """Read a page's address as people type or paste it; https where no scheme was given.

    >>> parse_page_url("<https://Journal.example/tools|journal.example/tools>")
    'https://journal.example/tools'

    The fragment is dropped: it never reaches a server.

    Raises:
        InvalidInputError: with a sentence that repeats what was typed.
    """
    cleaned = _clean(text)
    url = _parse_web_url(cleaned)
    explicit = _SCHEME.match(cleaned)
    if url is None or not (explicit or registrable_domain(url.host) or _IP.match(url.host)):
        shown = _shown(text)
        wrong = f"`{shown}` is not the address of a page." if shown else "No page was given."
        raise InvalidInputError(f"{wrong} Type it like `https://journal.example/tools`.")
    return _page_of(url.href)


class _WebUrl(NamedTuple):
    href: str
    host: str
    """Without port; an IPv6 address in its brackets."""


def _parse_web_url(cleaned: str) -> _WebUrl | None:
    """The http or https URL in what was meant (see `_clean`), or None."""
    if not cleaned or len(cleaned) > 8_192:
        return None
    if cleaned.startswith("//"):
        cleaned = "https:" + cleaned
    elif not _SCHEME.match(cleaned) and not re.match(r"https?:/?[^/\d]", cleaned, re.IGNORECASE):
        cleaned = "https://" + cleaned
    if is_settled(cleaned):
        return _web_url(cleaned)
    try:
        return _web_url(str(ada_url.URL(cleaned).href))
    except ValueError:
        return None


def is_settled(url: str) -> bool:
    """Whether an address stands as the URL standard would write it; some that do are not known to.

    >>> is_settled("https://site.com/guide?page=2"), is_settled("https://Site.com/../guide")
    (True, False)
    """
    found = _SETTLED.fullmatch(url)
    return found is not None and _is_settled_origin(found[1])


@lru_cache(maxsize=16_384)
def _is_settled_origin(origin: str) -> bool:
    try:
        return bool(ada_url.URL(f"{origin}/").href == f"{origin}/")
    except ValueError:
        return False


def _web_url(href: str) -> _WebUrl | None:
    """An href in WHATWG form with its host; None where it is no page's."""
    scheme, _, rest = href.partition("://")
    authority = rest.partition("/")[0]
    if scheme not in ("http", "https") or "@" in authority:
        return None
    written = _host_in(authority)
    host = written.rstrip(".")
    if not _is_host(host):
        return None
    if host != written:
        url = ada_url.URL(href)
        url.hostname = host
        href = str(url.href)
    return _WebUrl(href, host)


def _host_in(authority: str) -> str:
    """The host of the authority of a URL in WHATWG form, an IPv6 address in its brackets."""
    if authority.startswith("["):
        return authority.partition("]")[0] + "]"
    return authority.partition(":")[0]


@lru_cache(maxsize=16_384)
def _is_host(host: str) -> bool:
    return bool(host) and ".." not in host and not host.startswith(".") and _fits_dns(host)


def _fits_dns(host: str) -> bool:
    """https://www.rfc-editor.org/rfc/rfc1035#section-2.3.4."""
    return len(host) <= 253 and all(len(label) <= 63 for label in host.split("."))


def _clean(text: str) -> str:
    """What was meant by what was typed: no quotes, brackets or invisible characters around it."""
    if _PLAIN.fullmatch(text):
        return text
    # Tabs and line ends part words; dropped, two names would make a third one.
    cleaned = _INVISIBLE.sub("", _LINE_SPACE.sub(" ", text)).strip()
    link = _SLACK_LINK.search(cleaned)
    if link:
        # Slack escapes exactly these three: https://api.slack.com/reference/surfaces/formatting#escaping
        inner = link[1].replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
        cleaned = inner.strip()
    cleaned = cleaned.lstrip(_LEADING).removeprefix(".")
    return _without_trailing(cleaned)


def _without_trailing(text: str) -> str:
    """Punctuation after an address is not part of it, but a bracket that it opened itself is."""
    while text and (text[-1] in _TRAILING or text[-1].isspace()):
        if text[-1] in ")]}" and "({["[")]}".index(text[-1])] in text:
            break
        if text[-1] in "_~*" and "/" in text.partition("//")[2]:
            break
        text = text[:-1]
    return text


def _shown(text: str) -> str:
    """What was typed, short and harmless between backticks."""
    flat = " ".join(_INVISIBLE.sub(" ", text).replace("`", "").split())
    return flat if len(flat) <= _SHOWN else flat[: _SHOWN - 1] + "…"


def _page_of(href: str) -> str:
    return href.partition("#")[0]


def resolve(base: str, href: str) -> str | None:
    """Resolve an href as browsers do; None when it is no URL or not http or https.

    https://url.spec.whatwg.org/

    >>> resolve("https://a.example/x/", "../y?q#f")
    'https://a.example/y?q#f'
    >>> resolve("https://a.example/", "javascript:void(0)") is None
    True
    """
    try:
        found = str(ada_url.join_url(base, href))
    except (ValueError, UnicodeError):
        return None
    if not found.startswith(("https://", "http://")):
        return None
    return None if "xn--" in found and _is_undecodable(host_of(found)) else found


def _is_undecodable(host: str) -> bool:
    """ada passes lower-case ASCII hosts through; browsers refuse punycode that does not decode."""
    return any(label.startswith("xn--") for label in ada_url.idna_to_unicode(host).split("."))


def host_of(url: str) -> str:
    """The host of an absolute URL that is already in WHATWG form, without port, user and trailing dot.

    >>> host_of("https://www.site.com.:8443/x")
    'www.site.com'
    """
    authority = re.split(r"[/?#]", url.partition("//")[2], maxsplit=1)[0]
    return _host_in(authority.rpartition("@")[2]).rstrip(".")


@lru_cache(maxsize=16_384)
def normalize_url(url: str) -> str:
    """The key by which two URLs are the same page: equal keys, same page.

    Left out: scheme, `www.`, default port, user, fragment, trailing slashes, tracking parameters. Made
    one: case and script of the host, dot segments, percent-encoding. Case of the path and the order of
    parameters stay.

    >>> normalize_url("HTTP://www.Site.com:80/a/../b%7e/?utm_source=x&q=%c3%a4#top")
    'site.com/b~?q=%C3%A4'

    Raises:
        InvalidInputError: it is not a URL.
    """
    try:
        parsed = ada_url.URL(url)
    except (ValueError, UnicodeError) as error:
        raise InvalidInputError(f"`{_shown(url)}` is not a URL.") from error
    if parsed.protocol not in ("http:", "https:"):
        return str(parsed.href)
    host = _without_www(parsed.hostname.rstrip("."))
    port = f":{parsed.port}" if parsed.port not in ("", "80", "443") else ""
    path = "/".join(_same_encoding(part, "!$'()*,;:@=+&") for part in parsed.pathname.split("/"))
    query = _without_tracking(parsed.search.removeprefix("?"))
    return f"{host}{port}{path.rstrip('/')}" + (f"?{query}" if query else "")


def same_page(one: str, other: str) -> bool:
    """True when two URLs differ only in what never changes the page (see `normalize_url`)."""
    try:
        return normalize_url(one) == normalize_url(other)
    except InvalidInputError:
        return one == other


def _without_www(host: str) -> str:
    bare = host.removeprefix("www.")
    return bare if bare != host and registrable_domain(bare) else host


def _same_encoding(text: str, safe: str) -> str:
    """One spelling for each percent-encoded text; a delimiter that was encoded stays encoded."""
    return quote(unquote_to_bytes(text), safe=safe + "-._~")


def _without_tracking(query: str) -> str:
    kept = []
    for pair in query.split("&"):
        name, equals, value = pair.replace("+", "%20").partition("=")
        key = _same_encoding(name, "!$'()*,;:@/?[]")
        lowered = key.lower()
        if not pair or lowered in _TRACKING or lowered.startswith(_TRACKING_PREFIXES):
            continue
        kept.append(key + equals + _same_encoding(value, "!$'()*,;:@/?[]="))
    return "&".join(kept)
