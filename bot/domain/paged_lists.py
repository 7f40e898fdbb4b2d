"""A list that goes on over several pages: which page stands beside another, and whether a link moved there."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Final
from urllib.parse import urlsplit

from bot.domain.documents import Document
from bot.domain.names import normalize_url, resolve, same_page
from bot.domain.pages import Validators
from bot.domain.text import fold, text_of
from bot.domain.unread import NEXT_PAGE, NOT_READ
from bot.domain.verdicts import Observation, Reason, State
from bot.errors import InvalidInputError

_TEMPLATE: Final = frozenset({"footer", "hidden", "author_bio", "sidebar", "widget"})
"""What stands in a page's frame does not move on with its list."""
_LISTED: Final = frozenset({"comment", "forum_post", "directory", "related"})
_MORE_BY_SCRIPT: Final = (
    b"load-more", b"load_more", b"loadmore", b"infinite-scroll", b"infinitescroll", b"infinite_scroll",
    b"data-next-page", b"data-next-url", b"jscroll",
)  # fmt: skip
"""Names that scripts and themes give to what loads the rest of a list."""
_PROSE: Final = frozenset({"content", "comment", "forum_post"})

# How the common systems write the number of a page: WordPress /page/2/ and /comment-page-2/, XenForo /page-2,
# Drupal ?page=1, phpBB &start=20, MyBB -page-2.html, SMF topic=12.20, TYPO3 [currentPage]=2.
_WORDS: Final = (
    "page|pagina|pagine|seite|sida|side|strona|sivu|stranica|oldal|trang|halaman|sayfa|str"
)
_PARAMETER: Final = re.compile(
    rf"(?:^|[\[_.-]|comment|current)(?:{_WORDS}|paged|pg|pageno|pagenum|pagenumber|pageindex|start|offset|skip|st)\]?$"
)
_IN_PATH: Final = re.compile(
    rf"(?:/|[-_.])(?:comment-)?(?:{_WORDS}|pg|p)[-_/.=]?(?P<number>\d{{1,5}})(?P<suffix>\.\w{{2,5}})?$",
    re.IGNORECASE,
)
_BARE: Final = re.compile(
    r"(?:/|[-_](?=\d+\.)|(?<=/index))(?P<number>\d{1,3})(?P<suffix>\.\w{3,5})?$"
)
_INDEX: Final = re.compile(r"/index\.\w{3,5}$")
_OFFSET: Final = re.compile(r"(\d+)\.(\d{1,6})")
_FORWARD: Final = "link[rel~='next' i][href], a[rel~='next' i][href], a.blog-pager-older-link[href]"
"""Blogger writes no rel: https://support.google.com/blogger; its older posts have this class."""
_BACK: Final = "link[rel~='prev' i][href], a[rel~='prev' i][href], a.blog-pager-newer-link[href]"
_BLOGGER: Final = "updated-max="
_HREFS: Final = 5_000
_TEXT: Final = 300_000
_SHORT, _LONG = 24, 40
"""Characters of old words that must stand to the letter, beside others or alone."""
_STEP: Final = 8


@dataclass(frozen=True, slots=True)
class ListPage:
    """A page beside another one of the same list."""

    url: str
    is_sure: bool
    """False: its address alone could as well be another article's; the titles have to tell."""


def pages_beside(document: Document) -> tuple[ListPage, ...]:
    """The next and the previous page of the list that a page is part of, the next one first."""
    following, back = _named(document, _FORWARD), _named(document, _BACK)
    places = _numbered(document) if following is None or back is None else []
    if following is None and (later := [one for one in places if one.is_later]):
        following = min(later, key=lambda one: one.number).page
    if back is None and (sooner := [one for one in places if not one.is_later]):
        back = max(sooner, key=lambda one: one.number).page
    return tuple(page for page in (following, back) if page is not None)


@dataclass(frozen=True, slots=True)
class _Place:
    """A page of the same list; the first one has the number 0 where its address has none."""

    page: ListPage
    number: int
    is_later: bool


def _named(document: Document, selector: str) -> ListPage | None:
    """What the page itself calls its next or previous page, unless that is another article."""
    for node in document.tree.css(selector):
        url = resolve(document.base, node.attrs.sget("href"))
        if url is None or not _is_beside(document.page.url, url):
            continue
        place = _place_of(document.page.url, url)
        if place is not None:
            return place.page
        here, there = urlsplit(document.page.url), urlsplit(url)
        if here.path.rstrip("/") == there.path.rstrip("/") or _BLOGGER in there.query:
            return ListPage(url, is_sure=False)
    return None


def _numbered(document: Document) -> list[_Place]:
    """The pages of the same list that are linked to."""
    here = document.page.url
    urls = (resolve(document.base, href.text) for href in document.hrefs[:_HREFS])
    beside = dict.fromkeys(url for url in urls if url and _is_beside(here, url))
    return [place for url in beside if (place := _place_of(here, url)) is not None]


def _is_beside(here: str, url: str) -> bool:
    one, other = urlsplit(here), urlsplit(url)
    hosts = {(host or "").removeprefix("www.") for host in (one.hostname, other.hostname)}
    return len(hosts) == 1 and one.port == other.port and not same_page(here, url)


def _place_of(here: str, url: str) -> _Place | None:
    """Where in the same list another page stands; None: it is a page of something else."""
    ours, theirs = _forms(here), _forms(url)
    for base, (number, is_sure) in theirs.items():
        mine = ours.get(base)
        if mine is not None and mine[0] != number:
            page = ListPage(url, is_sure and mine[1])
            return _Place(page, number, is_later=number > mine[0])
    return None


def _forms(url: str) -> dict[str, tuple[int, bool]]:
    """What an address may be: a list's first page, or its n-th one by any way of writing that.

    >>> _forms("https://a.example/blog/page/3/")
    {'a.example/blog/page/3': (0, True), 'a.example/blog': (3, True), 'a.example/blog/page': (3, False)}
    """
    try:
        key = normalize_url(url)
    except InvalidInputError:
        return {}
    path, _, query = key.partition("?")
    if query and "=" not in query:  # vBulletin: showthread.php?12-soil/page2
        path, query = key, ""
    forms = {_joined(path, query): (0, True)}
    for name, value, rest in _parameters(query):
        number = _page_number(name, value, is_root="/" not in path)
        if number is not None:
            forms.setdefault(_joined(path, rest), (number, True))
        elif found := _OFFSET.fullmatch(value):
            kept = f"{name}={found[1]}"
            forms.setdefault(_joined(path, f"{rest}&{kept}".strip("&")), (int(found[2]), True))
    for pattern, is_sure in ((_IN_PATH, True), (_BARE, False)):
        if found := pattern.search(path):
            begin, suffix = path[: found.start()], found["suffix"] or ""
            for base in dict.fromkeys((begin + suffix, begin)):
                forms.setdefault(_joined(base, query), (int(found["number"]), is_sure))
    return forms


def _joined(path: str, query: str) -> str:
    base = _INDEX.sub("", path).rstrip("/")
    return f"{base}?{query}" if query else base


def _parameters(query: str) -> Iterable[tuple[str, str, str]]:
    """Each parameter, with the query without it."""
    pairs = [pair for pair in query.split("&") if pair]
    for place, pair in enumerate(pairs):
        name, _, value = pair.partition("=")
        yield name.lower(), value, "&".join(pairs[:place] + pairs[place + 1 :])


def _page_number(name: str, value: str, *, is_root: bool) -> int | None:
    """`?p=12` of a site's root is an article of WordPress, not a page."""
    is_page = _PARAMETER.search(name) or (name == "p" and not is_root)
    return int(value) if is_page and value.isdecimal() and len(value) <= 6 else None


def are_alike(title: str | None, other: str | None) -> bool:
    """Whether two titles can be those of two pages of one list: the same words but for a page's number.

    >>> are_alike("Garden news", "Garden news – page 2"), are_alike("Soil – Garden", "Spades – Garden")
    (True, False)
    """
    one, two = _title_words(title), _title_words(other)
    return not one or not two or one <= two or two <= one


def _title_words(title: str | None) -> set[str]:
    words = re.findall(r"[^\W\d_]+", (title or "").casefold())
    return set(words) - {"of", "von", "de", "sur", *_WORDS.split("|")}


def may_have_moved(seen: Observation, before: Observation) -> bool:
    """Whether a link that is not on its page can be on another page of a list."""
    return seen.reason is Reason.LINK_REMOVED and before.placement not in _TEMPLATE


def is_same_link(found: Observation, before: Observation) -> bool:
    """Whether what another page of the list has is the link that we knew: its address, or its words."""
    if found.state is not State.LIVE or found.placement in _TEMPLATE:
        return False
    known = {*before.evidence.link_hrefs, before.href or ""} - {""}
    hrefs = {*found.evidence.link_hrefs, found.href or ""} - {""}
    is_known = any(same_page(one, other) for one in known for other in hrefs)
    words = fold(found.anchor or "").casefold()
    return is_known or (bool(words) and words == fold(before.anchor or "").casefold())


def goes_on_by_script(document: Document, before: Observation) -> bool:
    """Whether a script loads more of the list in which the link stood."""
    html = document.html_in_lower_case
    return before.placement in _LISTED and any(mark in html for mark in _MORE_BY_SCRIPT)


def text_for_reading(document: Document) -> str:
    """A page's words, as `still_has_its_place` compares them."""
    body = document.tree.body
    return text_of(body, limit=_TEXT) if body is not None else ""


def still_has_its_place(texts: Sequence[str], before: Observation) -> bool:
    """Whether the words that stood around the link still stand on a page of the list, without it.

    Then it did not move on: it was taken out. `texts` are those of the pages that were read, the link's own
    first. Words that one page alone has are enough, on one side of the link; but those before a bare entry
    may be the list's introduction, and have to have others behind it.
    """
    known = before.evidence
    ahead, behind = (fold(words or "").strip("… ") for words in (known.before, known.after))
    own, *_ = texts
    if _stands(own, ahead, _SHORT) and _stands(own, behind, _SHORT):
        return True
    for text in texts:
        others = [other for other in texts if other is not text]
        if _stands(text, behind, _LONG, others):
            return True
        is_own = before.placement in _PROSE or _stands(text, behind, _SHORT)
        if is_own and _stands(text, ahead, _LONG, others):
            return True
    return False


def _stands(text: str, words: str, length: int, others: Sequence[str] = ()) -> bool:
    """Whether a piece of the words stands in a text exactly once, and in none of the others."""
    pieces = (words[at : at + length] for at in range(0, len(words) - length + 1, _STEP))
    return any(
        text.count(piece) == 1 and not any(piece in other for other in others) for piece in pieces
    )


def moved(seen: Observation, found: Observation) -> Observation:
    """The link as it stands on another page of the list: still there, and said where.

    Without validators, since those of one page say nothing about the other.
    """
    place = (found.final_url or found.referring_page)[:300]
    because = f"The page's list moved on: the link stands on {place} now. {found.evidence.because}"
    return replace(
        found,
        referring_page=seen.referring_page,
        validators=Validators(),
        evidence=replace(found.evidence, because=because, moved_to=place),
    )


def not_on_any(seen: Observation, pages: int) -> Observation:
    """A link that is gone from its page, and on none of the pages beside it either."""
    if not pages:
        return seen
    what = "The page beside it was" if pages == 1 else f"{pages} pages beside it were"
    because = seen.evidence.because.replace(NOT_READ[NEXT_PAGE], "")
    unread = tuple(part for part in seen.evidence.unread if part != NEXT_PAGE)
    told = f"{because} {what} read, too, without it."
    return replace(seen, evidence=replace(seen.evidence, because=told, unread=unread))


def out_of_reach(seen: Observation, trouble: Observation) -> Observation:
    """A link that may stand on a page of the list that could not be read."""
    place = (trouble.final_url or trouble.referring_page)[:300]
    because = f"The link may have moved on with its list to {place}, which we could not read. {trouble.evidence.because}"
    return _doubted(seen, trouble.reason or Reason.TOO_LARGE, because)


def left_to_a_script(seen: Observation) -> Observation:
    """A link that may stand in the part of a list that a script loads."""
    because = (
        "The link stood in a list, and a script loads more of that than the page as it is sent."
    )
    return _doubted(seen, Reason.NEEDS_JAVASCRIPT, because)


def moved_too_far(seen: Observation, pages: int) -> Observation:
    """A link that may have moved on further than we read."""
    because = (
        f"The link is neither on the page nor on {pages} pages beside it. Its list goes on, "
        "and what stood around the link is not on them either: it may have moved further."
    )
    return _doubted(seen, Reason.TOO_LARGE, because)


def _doubted(seen: Observation, reason: Reason, because: str) -> Observation:
    evidence = replace(seen.evidence, because=because)
    return replace(seen, state=reason.state, reason=reason, evidence=evidence)
