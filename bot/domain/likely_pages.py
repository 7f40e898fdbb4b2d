"""Where on a site a link to somebody is likely to stand: judged by addresses and link texts alone."""

import re
import zlib
from collections.abc import Iterable
from dataclasses import dataclass
from html import unescape

from bot.domain.anchors import anchor_text
from bot.domain.documents import Document
from bot.domain.names import host_of, normalize_url, resolve
from bot.domain.pages import Page

_LIKELY = {
    "resources": 9, "resource": 8, "links": 9, "partners": 9, "partner": 8, "friends": 7, "sponsors": 7,
    "recommended": 8, "recommends": 8, "tools": 7, "directory": 6, "suppliers": 6, "vendors": 6,
    "customers": 5, "clients": 5, "references": 6, "bibliography": 6, "press": 5, "news": 4, "blog": 4,
    "articles": 4, "guides": 5, "guide": 4, "reviews": 5, "about": 3, "community": 4, "members": 4,
    "portfolio": 4, "case-studies": 4, "integrations": 5, "further-reading": 7, "favorites": 6,
    "partner-links": 9, "ressourcen": 8, "partenaires": 8, "liens": 9, "enlaces": 9, "recursos": 8,
    "aktuelles": 4, "magazin": 4,
}  # fmt: skip
_NAMED = 30
"""A path or link text that names the target beats every guess."""

_LOC = re.compile(rb"<loc>\s*(?:<!\[CDATA\[)?\s*(.{1,2048}?)\s*(?:\]\]>)?\s*</loc>", re.DOTALL)
_MOST_LOCS = 5_000
_UNPACKED = 5_000_000
_NOT_PAGES = re.compile(
    r"\.(?:jpe?g|png|gif|webp|svg|pdf|zip|mp[34]|css|js|xml|gz|ico|woff2?)$", re.IGNORECASE
)
_WORDS = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")


@dataclass(frozen=True, slots=True)
class Candidate:
    """A page that may carry the link; the higher the score, the likelier."""

    url: str
    score: int


@dataclass(frozen=True, slots=True)
class Sitemap:
    """What a sitemap names: pages, or further sitemaps. https://www.sitemaps.org/protocol.html"""

    pages: tuple[str, ...]
    sitemaps: tuple[str, ...]


def is_of_site(url: str, site: str) -> bool:
    """Whether a page belongs to a domain or to a name below it."""
    host = host_of(url)
    return host == site or host.endswith(f".{site}")


def candidates_on(page: Page, *, site: str, target: str) -> list[Candidate]:
    """The pages of the same site that a page links to, with how likely each is."""
    document = Document(page)
    found = []
    for href in document.hrefs:
        url = resolve(document.base, href.text)
        if url is not None:
            found.append((url, anchor_text(href.node)))
    return _scored(found, site=site, target=target)


def candidates_in(sitemap: Sitemap, *, site: str, target: str) -> list[Candidate]:
    """The pages of the same site that a sitemap names, with how likely each is."""
    return _scored(((url, "") for url in sitemap.pages), site=site, target=target)


def likeliest(candidates: Iterable[Candidate], *, seen: Iterable[str]) -> list[Candidate]:
    """Each page once, the likeliest first, without those that were looked at."""
    looked_at = {normalize_url(url) for url in seen}
    best: dict[str, Candidate] = {}
    for candidate in candidates:
        key = normalize_url(candidate.url)
        if key not in looked_at and candidate.score > best.get(key, _NOTHING).score:
            best[key] = candidate
    return sorted(best.values(), key=lambda one: (-one.score, len(one.url), one.url))


_NOTHING = Candidate("", 0)


def read_sitemap(page: Page) -> Sitemap:
    """The addresses in a sitemap or an index of sitemaps, packed or not; at most some thousands.

    Read by pattern and not as XML, so that no document can expand.
    """
    body = _unpacked(page.body)
    locations = []
    for found in _LOC.finditer(body):
        text = unescape(found[1].decode("utf-8", "replace")).strip()
        url = resolve(page.url, text)
        if url is not None:
            locations.append(url)
        if len(locations) >= _MOST_LOCS:
            break
    if b"<sitemapindex" in body[:2000]:
        return Sitemap((), tuple(locations))
    return Sitemap(tuple(locations), ())


def sitemaps_in_robots(page: Page) -> tuple[str, ...]:
    """The sitemaps that a robots.txt names."""
    lines = page.body[:500_000].decode("utf-8", "replace").splitlines()
    named = (
        line.partition(":")[2].strip() for line in lines if line.lower().startswith("sitemap:")
    )
    return tuple(url for url in (resolve(page.url, text) for text in named) if url)[:10]


def best_sitemap(urls: Iterable[str]) -> str | None:
    """Of several sitemaps the one that is likeliest to name articles."""
    ranked = sorted(urls, key=lambda url: (-_sitemap_score(url), url))
    return ranked[0] if ranked else None


def _sitemap_score(url: str) -> int:
    lowered = url.lower()
    wanted = sum(word in lowered for word in ("post", "blog", "article", "news", "page"))
    return wanted - 2 * any(
        word in lowered for word in ("image", "video", "product", "tag", "author")
    )


def _scored(found: Iterable[tuple[str, str]], *, site: str, target: str) -> list[Candidate]:
    name = re.split(r"\.", target, maxsplit=1)[0]
    candidates = []
    for url, text in found:
        path = url.partition("//")[2].partition("/")[2].partition("#")[0].lower()
        if not is_of_site(url, site) or _NOT_PAGES.search(path.partition("?")[0]):
            continue
        score = _path_score(path) + _text_score(text)
        if len(name) > 3 and (name in path or name in text.lower().replace(" ", "")):
            score += _NAMED
        if score:
            candidates.append(Candidate(url, score))
    return candidates


def _path_score(path: str) -> int:
    parts = [part for part in path.partition("?")[0].split("/") if part]
    best = 0
    for depth, part in enumerate(parts):
        words = _WORDS.findall(part)
        score = max((_LIKELY.get(word, 0) for word in (*words, *part.split("-"))), default=0)
        best = max(best, score - depth)
    return best


def _text_score(text: str) -> int:
    words = _WORDS.findall(text.lower()[:80])
    return max((_LIKELY.get(word, 0) for word in words), default=0) if len(words) <= 4 else 0


def _unpacked(body: bytes) -> bytes:
    if not body.startswith(b"\x1f\x8b"):
        return body
    try:
        return zlib.decompressobj(wbits=31).decompress(body, _UNPACKED)
    except zlib.error:
        return b""
