"""What a site of the changing web is made of: pages, and what each shows from which day on."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

SLOT = re.compile(r"\[\[(\w+)\|([^\]]+)\]\]")
"""`[[name|words]]` in a text: a link where the day has one of that name, else the words alone."""


class Place(StrEnum):
    """Where on a page a link stands, in the words that link checkers use."""

    CONTENT = "content"
    FOOTER = "footer"
    SIDEBAR = "sidebar"
    COMMENT = "comment"
    FORUM_POST = "forum_post"
    DIRECTORY = "directory"
    AUTHOR_BIO = "author_bio"
    RELATED = "related"
    HIDDEN = "hidden"


class Trick(StrEnum):
    """What a page answers instead of its content."""

    NONE = ""
    SOFT_404 = "soft_404"
    PARKED = "parked"
    CHALLENGE = "challenge"
    LOGIN = "login"
    SHELL = "shell"
    """An application shell: a script would draw the page."""
    ERROR = "error"
    """A 500 of the server itself."""
    MAINTENANCE = "maintenance"


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """One link on one day. `anchor` empty: the slot's own words. `image`: the anchor is its alt text."""

    href: str
    anchor: str = ""
    rel: str = ""
    place: Place = Place.CONTENT
    image: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Face:
    """What a page shows from one day on, until its next face."""

    links: Mapping[str, Link] = field(default_factory=dict)
    """By the name of the slot; a footer or author-box link needs no slot."""
    status: int = 200
    trick: Trick = Trick.NONE
    redirect: str = ""
    """A URL, or a path of the same site; `status` is then the redirect's."""
    robots: str = ""
    """Of `<meta name="robots">`."""
    x_robots: str = ""
    canonical: str = ""
    delay_seconds: float = 0
    cookie_first: bool = False
    """Without our cookie: set it, and redirect to the same URL."""


@dataclass(frozen=True, slots=True)
class Said:
    """One person's words: a comment, or a post in a forum. May hold slots."""

    by: str
    text: str


@dataclass(frozen=True, slots=True)
class Entry:
    """One row of a directory. `url` may be a slot's name."""

    title: str
    url: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class WebPage:
    """One address of a site: its words, which stay, and its faces, which change."""

    path: str
    title: str
    text: str
    """HTML in the site's own hand; paragraphs without tags are separated by blank lines."""
    faces: tuple[tuple[int, Face], ...] = ((0, Face()),)
    """(first day, face), by day; before the first day the page is not there yet (404)."""
    by: str = ""
    date: str = ""
    about_author: str = ""
    said: tuple[Said, ...] = ()
    entries: tuple[Entry, ...] = ()
    claimed: bool = False
    """Whether exports say that it links to the team's site, whatever it shows."""
    noted: str = ""
    """What this page is for, in words for people who try the demonstration."""

    def face(self, day: int) -> Face:
        """What the page shows on `day`."""
        shown = Face(status=404)
        for first, face in self.faces:
            if first <= day:
                shown = face
        return shown


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """One host."""

    host: str
    name: str
    skin: str
    """A key of `skins.SKINS`."""
    pages: tuple[WebPage, ...]
    lang: str = "en"
    charset: str = "utf-8"
    tagline: str = ""
    robots_txt: str = ""
    """Empty: the site has none (404)."""
    colour: str = "#2d5d46"

    def page(self, path: str) -> WebPage | None:
        """The page at a path, a trailing slash or not."""
        wanted = path.rstrip("/")
        found = next((page for page in self.pages if page.path.rstrip("/") == wanted), None)
        return found or self._made_up(wanted)

    def _made_up(self, path: str) -> WebPage | None:
        """The home and about pages that a site has although nobody wrote them here."""
        if path == "":
            rows = "".join(f'<li><a href="{p.path}">{p.title}</a></li>' for p in self.pages)
            return WebPage(path="/", title=self.name, text=f"<ul>{rows}</ul>")
        if path == "/about":
            return WebPage(path="/about", title="About", text=f"{self.name}: {self.tagline}.")
        return None

    def disallows(self, path: str) -> bool:
        """Whether robots.txt asks every robot to leave a path alone (prefixes only)."""
        rules = (line.partition(":") for line in self.robots_txt.splitlines())
        return any(
            name == "Disallow" and path.startswith(prefix.strip()) for name, _, prefix in rules
        )

    def url(self, page: WebPage) -> str:
        """The page's address."""
        return f"http://{self.host}{page.path}"


def to(href: str, anchor: str = "", *, rel: str = "", place: Place = Place.CONTENT) -> Link:
    """A link, as sites write it."""
    return Link(href=href, anchor=anchor, rel=rel, place=place)
