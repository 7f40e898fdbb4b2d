"""What looks at pages of strangers, and the time."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:  # whoever asks for one port need not wait for the whole domain
    from bot.domain.pages import Page, Validators


Clock = Callable[[], datetime]
"""The time now, aware, in UTC."""


class PageFetcher(Protocol):
    """Looks at pages of strangers: guarded against private addresses, polite, bounded."""

    async def fetch(
        self, url: str, *, validators: Validators | None = None, fresh: bool = False
    ) -> Page:
        """Fetch `url`, following redirects by hand, every hop guarded like the first.

        Any HTTP status is a page. With `validators` the request is conditional and the page's
        status may be 304 (with an empty body). `fresh` asks for a new connection and no caches on
        the way. Waits its turn by host.

        Raises:
            FetchError: there was no answer; its `reason` says why, by a value of `Reason`.
        """
