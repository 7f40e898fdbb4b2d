"""Cookies for as long as one fetch lasts: some sites set one and redirect to the same URL."""

from collections.abc import Sequence

from aiohttp import CookieJar
from yarl import URL

# What browsers keep: https://www.rfc-editor.org/rfc/rfc6265#section-6.1
_MAX_COOKIES = 50
_MAX_COOKIE_CHARACTERS = 4096


class FetchCookies:
    """The cookies of one fetch; costs nothing until a redirect sets the first one."""

    def __init__(self) -> None:
        self._jar: CookieJar | None = None

    def keep(self, set_by: Sequence[str], url: str) -> None:
        """Keep what the answer from `url` sets: the values of its Set-Cookie headers."""
        values = [value for value in set_by if len(value) <= _MAX_COOKIE_CHARACTERS]
        if not values:
            return
        if self._jar is None:
            # unsafe: also from hosts that are IP addresses
            self._jar = CookieJar(unsafe=True, quote_cookie=False)
        room = max(0, _MAX_COOKIES - len(self._jar))
        self._jar.update_cookies_from_headers(values[:room], URL(url, encoded=True))

    def header_for(self, url: str) -> str:
        """The value of the Cookie header for `url`; "" for none."""
        if self._jar is None:
            return ""
        cookies = self._jar.filter_cookies(URL(url, encoded=True))
        return "; ".join(f"{morsel.key}={morsel.value}" for morsel in cookies.values())
