"""Pages and looks for tests: what a server might have answered, said in one line."""

from datetime import UTC, datetime

from bot.domain.judging import judge
from bot.domain.names import parse_target
from bot.domain.pages import Cut, Hop, Page
from bot.domain.verdicts import Observation

NOW = datetime(2026, 11, 23, 9, 14, tzinfo=UTC)
REFERRING = "https://journal.example/tools"
PROSE = "<p>" + "A spade that fits the soil saves the back, and a good one lasts. " * 12 + "</p>"


def a_page(
    html: str | bytes = "",
    *,
    status: int = 200,
    url: str = REFERRING,
    final: str | None = None,
    content_type: str | None = "text/html; charset=utf-8",
    headers: tuple[tuple[str, str], ...] = (),
    cut: Cut | None = None,
) -> Page:
    """What the server answered; with `final` after a redirect from `url`."""
    types = (("content-type", content_type),) if content_type is not None else ()
    return Page(
        requested_url=url,
        url=final or url,
        status=status,
        headers=(*types, *headers),
        body=html.encode() if isinstance(html, str) else html,
        fetched_at=NOW,
        hops=(Hop(url, 301),) if final else (),
        cut=cut,
    )


def look(page: Page, target: str = "site.com") -> Observation:
    """Judge a page for a target as typed."""
    return judge(page, parse_target(target))


def look_at(html: str | bytes, target: str = "site.com", **how: object) -> Observation:
    """Judge HTML for a target; keywords as in `a_page`."""
    return look(a_page(html, **how), target)  # type: ignore[arg-type]  # passed on as they are
