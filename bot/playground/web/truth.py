"""What is true of every link on every day: for tests, and for people who want to check the checker.

Read off the same declarations that the pages are made from, by the rules that link checkers go by: a loss
needs a page that was read or that says that it is gone; all else cannot be told.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urlsplit

from bot.playground.web.answers import answer
from bot.playground.web.model import Face, Link, Place, Site, Trick, WebPage
from bot.playground.web.sites import BY_HOST, OURS, SITES, TARGETS

PATIENCE_SECONDS = 20
"""A page that takes longer is a timeout; a checker in a hurry may give up sooner, never later."""

LAST_DAY = 30

_TRICKS = {
    Trick.SOFT_404: ("lost", "page_gone"),
    Trick.PARKED: ("lost", "parked"),
    Trick.CHALLENGE: ("unverified", "blocked"),
    Trick.LOGIN: ("unverified", "blocked"),
    Trick.SHELL: ("unverified", "needs_javascript"),
    Trick.ERROR: ("unverified", "server_error"),
    Trick.MAINTENANCE: ("unverified", "server_error"),
}


@dataclass(frozen=True, slots=True)
class Truth:
    """What a look at one page finds of one target on one day."""

    day: int
    page: str
    target: str
    state: str
    """`live`, `lost` or `unverified`."""
    reason: str | None = None
    """None exactly when live."""
    links: int = 0
    href: str | None = None
    anchor: str | None = None
    """None also when it is the words of the slot."""
    followed: bool | None = None
    placement: str | None = None
    indexable: bool | None = None
    canonical_elsewhere: bool | None = None


@dataclass(frozen=True, slots=True)
class Change:
    """What became different on a day, as against the last day on which it could be told."""

    day: int
    page: str
    target: str
    kind: str
    """`gained`, `lost`, `restored`, `devalued`, `upgraded` or `changed`."""


def story(days: int = LAST_DAY) -> tuple[Truth, ...]:
    """The truth for days 0 to `days`, for each pair of a page and a target that it ever links to."""
    return tuple(
        _truth(site, page, target, day) for site, page, target in pairs() for day in range(days + 1)
    )


def pairs() -> Iterator[tuple[Site, WebPage, str]]:
    """Each page with each target that it links to on some day, or is said to link to."""
    for site in SITES:
        for page in site.pages:
            for target in TARGETS:
                ever = any(_links(face, target) for _, face in page.faces)
                if site.host != target and (ever or (page.claimed and target == OURS)):
                    yield site, page, target


def changes(days: int = LAST_DAY) -> tuple[Change, ...]:
    """What a checker that looks every day should come to say, quiet about what cannot be told."""
    found: list[Change] = []
    for site, page, target in pairs():
        before: Truth | None = None
        was_live = False
        for day in range(days + 1):
            now = _truth(site, page, target, day)
            if now.state == "unverified":
                continue
            kind = _kind(before, now, was_live=was_live) if before else None
            if kind:
                found.append(Change(day, now.page, target, kind))
            before, was_live = now, was_live or now.state == "live"
    return tuple(sorted(found, key=lambda change: (change.day, change.page, change.target)))


def own_pages_gone(day: int) -> tuple[str, ...]:
    """The pages of the team's own site that answer 404 on a day though the site had them once."""
    site = BY_HOST[OURS]
    return tuple(site.url(page) for page in site.pages if page.face(day).status == 404)


def broken_links(url: str, day: int) -> tuple[str, ...]:
    """The links of a page that lead to a 404, 410 or parked page on this web, in order, each once."""
    parts = urlsplit(url)
    html = answer(parts.netloc, parts.path, day).body.decode()
    hrefs = [piece.split('"')[0] for piece in html.split('<a href="')[1:]]
    return tuple(href for href in dict.fromkeys(hrefs) if _is_broken(href, day))


def _is_broken(href: str, day: int) -> bool:
    parts = urlsplit(href)
    if parts.netloc not in BY_HOST:
        return False
    page = BY_HOST[parts.netloc].page(parts.path or "/")
    if page is None:
        return True
    face = page.face(day)
    return face.status in (404, 410) or face.trick in (Trick.PARKED, Trick.SOFT_404)


def _truth(site: Site, page: WebPage, target: str, day: int) -> Truth:
    url, face = site.url(page), page.face(day)
    if site.disallows(page.path):
        return Truth(day, url, target, "unverified", "robots_disallowed")
    if face.redirect:
        landed = site.page(face.redirect)
        there = _seen(site, landed, target, day) if landed else ("lost", "page_gone")
        if there == ("lost", "link_removed"):
            there = ("lost", "page_redirected")
        return Truth(day, url, target, there[0], there[1])
    state, reason = _seen(site, page, target, day)
    if state != "live":
        return Truth(day, url, target, state, reason)
    links = sorted(
        _links(face, target), key=lambda link: (_nofollow(link, face), not _editorial(link))
    )
    best = links[0]
    return Truth(
        day,
        url,
        target,
        "live",
        None,
        links=len(links),
        href=best.href,
        anchor=best.anchor or None,
        followed=not _nofollow(best, face),
        placement=best.place.value,
        indexable="noindex" not in f"{face.robots} {face.x_robots}",
        canonical_elsewhere=bool(face.canonical),
    )


def _seen(_site: Site, page: WebPage, target: str, day: int) -> tuple[str, str | None]:
    face = page.face(day)
    if face.delay_seconds > PATIENCE_SECONDS:
        return "unverified", "timeout"
    if face.trick is not Trick.NONE:
        return _TRICKS[face.trick]
    if face.status in (404, 410):
        return "lost", "page_gone"
    return ("live", None) if _links(face, target) else ("lost", "link_removed")


def _links(face: Face, target: str) -> list[Link]:
    return [link for link in face.links.values() if urlsplit(link.href).netloc == target]


def _nofollow(link: Link, face: Face) -> bool:
    said = f"{link.rel} {face.robots} {face.x_robots}".replace(",", " ").split()
    return any(word in said for word in ("nofollow", "ugc", "sponsored", "none"))


def _editorial(link: Link) -> bool:
    return link.place is Place.CONTENT


def _kind(before: Truth, now: Truth, *, was_live: bool) -> str | None:
    if before.state != now.state:
        if now.state == "lost":
            return "lost"
        return "restored" if was_live else "gained"
    if now.state == "lost":
        return None
    if _worth(now) != _worth(before):
        return "upgraded" if _worth(now) > _worth(before) else "devalued"
    same = (before.href, before.anchor) == (now.href, now.anchor)
    return None if same else "changed"


def _worth(truth: Truth) -> int:
    """How many of the four things that make a link worth something hold."""
    return sum(
        (
            truth.followed is True,
            truth.indexable is True,
            truth.canonical_elsewhere is False,
            truth.placement == Place.CONTENT.value,
        )
    )
