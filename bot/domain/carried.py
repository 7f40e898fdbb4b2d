"""Links that carry a target inside: redirectors, caches, translations, framed copies."""

import base64
import binascii
import re
from urllib.parse import unquote

from bot.domain.names import host_of, registrable_domain, resolve

# What stands where a URL may begin; a scheme with one slash is what servers make of two.
_URL_INSIDE = re.compile(r"https?:[/\\]{1,3}(?=[^/\\\s])", re.IGNORECASE)
_BARE_HOST = re.compile(r"(?://)?(?:[\w-]+\.)+[\w-]{2,}(?::\d+)?(?=[/?#]|\Z)")
_BASE64_OF_HTTP = re.compile(r"aHR0c[A-Za-z0-9+/_\-]{8,}={0,2}")
# Parameters whose value is words to look for, or names whom a click came from: not a place to go.
_WORD_NAMES = frozenset(
    [
        "q",
        "query",
        "search",
        "s",
        "k",
        "keyword",
        "keywords",
        "text",
        "p",
        "wd",
        "email",
        "user",
        "username",
        "ref",
        "referer",
        "referrer",
        "source",
        "via",
        "medium",
        "campaign",
        "affiliate",
        "aff",
        "partner",
        "publisher",
    ]
)
_NAMED_SOURCE = ("utm_", "mtm_", "pk_")
# Hosts made of the target's host, dots as hyphens and hyphens doubled:
# https://developers.google.com/amp/cache/overview and translate.goog, which does the same.
_FOLDED_HOSTS = (".translate.goog", ".cdn.ampproject.org")
# The older form has the host in the path, an `s` before it for https.
_AMP_VIEWER = re.compile(
    r"(?:https?:)?(?://)?(?:cdn\.ampproject\.org/[civ]|(?:www\.)?google(?:\.[a-z]{2,3}){1,2}/amp)/(?:s/)?(.+)",
    re.IGNORECASE,
)
_DEPTH = 4


def carries(href: str, domain: str) -> str | None:
    """The URL on `domain` that an href carries in its query, path or folded host; None if it does not.

    >>> carries("/out?to=https%253A%252F%252Fsite.com%252Fguide&x=1", "site.com")
    'https://site.com/guide'
    >>> carries("https://find.example/?q=site.com", "site.com") is None
    True
    """
    return _find(href, domain, _DEPTH) if may_carry(href.lower(), domain) else None


def may_carry(lowered: str, domain: str) -> bool:
    """False when a text in lower case, one href or many, surely carries no URL on `domain`."""
    return (
        domain in lowered
        or "ahr0c" in lowered
        or any(ending in lowered for ending in _FOLDED_HOSTS)
        or "%2e" in lowered
        or "%252e" in lowered
        or (domain.startswith("xn--") and ("%" in lowered or not lowered.isascii()))
    )


def _find(href: str, domain: str, depth: int) -> str | None:
    if depth == 0:
        return None
    for inner in _inner_urls(href):
        host = host_of(inner)
        if registrable_domain(host) == domain:
            return inner
        found = _find(inner, domain, depth - 1)
        if found:
            return found
    return None


def _inner_urls(href: str) -> list[str]:
    """The URLs inside an href, one level deep."""
    outer = re.sub(r"[\t\n\r]", "", href.strip()).partition("#")[0]
    scheme, separator, rest = outer.partition("://")
    if not separator or not scheme.isalpha():
        rest = outer.lstrip("/")
    path, _, query = rest.partition("?")
    host, _, path = path.partition("/")
    viewed = _AMP_VIEWER.fullmatch(outer)
    found = [_unfolded(host, path, query), _as_url(f"https://{viewed[1]}") if viewed else None]
    found += [_from_value(name, value) for name, value in _pairs(query)]
    within = _URL_INSIDE.search(unquote(path))
    if within:
        tail = unquote(path)[within.start() :] + (f"?{query}" if query else "")
        found.append(_as_url(tail))
    found += [_from_base64(match[0]) for match in _BASE64_OF_HTTP.finditer(unquote(rest))]
    return [url for url in found if url]


def _pairs(query: str) -> list[tuple[str, str]]:
    """Names and values of a query; a query that is nothing but a value has an empty name."""
    found = []
    for pair in re.split(r"[&;]", query):
        name, equals, value = pair.partition("=")
        if equals and not re.match(r"https?(:|%3a)", name, re.IGNORECASE):
            found.append((name.lower(), value))
        else:
            found.append(("", pair))
    return found


def _from_value(name: str, value: str) -> str | None:
    text = value
    for _ in range(_DEPTH):
        within = _URL_INSIDE.search(text)
        if within:
            return _as_url(text[within.start() :])
        if _BARE_HOST.match(text) and not (name in _WORD_NAMES or name.startswith(_NAMED_SOURCE)):
            return _as_url("https://" + text.lstrip("/"))
        decoded = unquote(text)
        if decoded == text:
            return None
        text = decoded
    return None


def _unfolded(host: str, path: str, query: str) -> str | None:
    for ending in _FOLDED_HOSTS:
        if host.lower().endswith(ending):
            folded = host[: -len(ending)]
            real = folded.replace("--", "\0").replace("-", ".").replace("\0", "-")
            return _as_url(f"https://{real}/{path}" + (f"?{query}" if query else ""))
    return None


def _from_base64(text: str) -> str | None:
    padded = text.rstrip("=").replace("-", "+").replace("_", "/")
    try:
        decoded = base64.b64decode(padded + "=" * (-len(padded) % 4)).decode("utf-8")
    except (binascii.Error, UnicodeDecodeError):
        return None
    return _as_url(decoded)


def _as_url(text: str) -> str | None:
    url = resolve("https://invalid.invalid/", text)
    return None if url is None or host_of(url) == "invalid.invalid" else url
