"""What a host answers for a path on a day: pure, so that the truth and the server cannot differ."""

import hashlib
from dataclasses import dataclass

from bot.playground.web import tricks
from bot.playground.web.model import Face, Site, Trick, WebPage
from bot.playground.web.sites import BY_HOST
from bot.playground.web.skins import SKINS

_COOKIE = "seen=1"


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer, before it is on the wire."""

    status: int
    body: bytes = b""
    content_type: str = "text/html; charset=utf-8"
    headers: tuple[tuple[str, str], ...] = ()
    delay_seconds: float = 0

    @property
    def etag(self) -> str:
        """A validator that changes with the body."""
        return f'"{hashlib.sha256(self.body).hexdigest()[:16]}"'


def answer(host: str, path: str, day: int, *, cookies: str = "") -> Answer:
    """The answer of `host`; a host that nobody keeps says 404."""
    site = BY_HOST.get(host.removeprefix("www."))
    if site is None:
        return Answer(404, b"<!DOCTYPE html><title>404 Not Found</title><h1>Not Found</h1>")
    if path == "/robots.txt":
        return _text(site.robots_txt) if site.robots_txt else _not_found(site)
    if path == "/sitemap.xml":
        return _sitemap(site, day)
    page = site.page(path)
    if page is None:
        return _not_found(site)
    return _page(site, page, page.face(day), cookies)


def _page(site: Site, page: WebPage, face: Face, cookies: str) -> Answer:
    if face.redirect:
        return Answer(face.status, headers=(("Location", face.redirect),))
    if face.trick is not Trick.NONE:
        status, body = tricks.TRICKS[face.trick]
        headers = (("cf-mitigated", "challenge"),) if face.trick is Trick.CHALLENGE else ()
        return Answer(status, body(site).encode(), headers=headers)
    if face.status != 200:
        return _not_found(site, face.status)
    if face.cookie_first and _COOKIE not in cookies:
        seen = (("Set-Cookie", f"{_COOKIE}; Path=/"), ("Location", page.path))
        return Answer(302, headers=seen)
    html = SKINS[site.skin](site, page, face)
    return Answer(
        200,
        html.encode(site.charset, "xmlcharrefreplace"),
        f"text/html; charset={site.charset}",
        (("X-Robots-Tag", face.x_robots),) if face.x_robots else (),
        face.delay_seconds,
    )


def _not_found(site: Site, status: int = 404) -> Answer:
    return Answer(status, tricks.page_not_found(site).encode())


def _text(text: str) -> Answer:
    return Answer(200, text.encode(), "text/plain; charset=utf-8")


def _sitemap(site: Site, day: int) -> Answer:
    there = [page for page in site.pages if page.face(day).status == 200]
    rows = "".join(f"<url><loc>{site.url(page)}</loc></url>" for page in there)
    head = '<?xml version="1.0" encoding="UTF-8"?>'
    body = f'{head}<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{rows}</urlset>'
    return Answer(200, body.encode(), "application/xml")
