"""The words for states, reasons and types that every message shares."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Final

from bot.domain.verdicts import Reason, State

STATE_WORDS: Final[Mapping[State, str]] = {
    State.LIVE: "Live",
    State.LOST: "Lost",
    State.UNVERIFIED: "Cannot tell",
}

REASON_WORDS: Final[Mapping[Reason, str]] = {
    Reason.LINK_REMOVED: "the page was read to its end and has no link to you",
    Reason.PAGE_GONE: "the page is gone",
    Reason.PAGE_REDIRECTED: "the page now redirects to another one, which has no link to you",
    Reason.PARKED: "the site is parked or for sale",
    Reason.DOMAIN_GONE: "the domain no longer exists",
    Reason.TIMEOUT: "the site did not answer in time",
    Reason.DNS_ERROR: "the site's name could not be resolved",
    Reason.TLS_ERROR: "the site's certificate is not valid",
    Reason.CONNECTION_ERROR: "the connection failed",
    Reason.SERVER_ERROR: "the site reports an error or maintenance",
    Reason.BLOCKED: "the site does not let us in",
    Reason.ROBOTS_DISALLOWED: "the site's robots.txt asks us not to look",
    Reason.TOO_LARGE: "the page is larger than we read",
    Reason.NOT_HTML: "it is not a web page",
    Reason.NEEDS_JAVASCRIPT: "the page draws itself with scripts, which we do not run",
    Reason.TRUNCATED: "the page ended early",
    Reason.TOO_MANY_REDIRECTS: "it redirects without end",
    Reason.UNSAFE_ADDRESS: "its address is one that we do not fetch",
    Reason.BAD_URL: "it is not a URL that can be fetched",
}

SHORT_REASONS: Final[Mapping[Reason, str]] = {
    Reason.LINK_REMOVED: "link removed",
    Reason.PAGE_GONE: "page gone",
    Reason.PAGE_REDIRECTED: "redirected",
    Reason.PARKED: "parked",
    Reason.DOMAIN_GONE: "domain gone",
    Reason.TIMEOUT: "no answer",
    Reason.DNS_ERROR: "DNS",
    Reason.TLS_ERROR: "certificate",
    Reason.CONNECTION_ERROR: "connection",
    Reason.SERVER_ERROR: "server error",
    Reason.BLOCKED: "blocked",
    Reason.ROBOTS_DISALLOWED: "robots.txt",
    Reason.TOO_LARGE: "too large",
    Reason.NOT_HTML: "not a page",
    Reason.NEEDS_JAVASCRIPT: "needs scripts",
    Reason.TRUNCATED: "cut short",
    Reason.TOO_MANY_REDIRECTS: "redirects",
    Reason.UNSAFE_ADDRESS: "refused",
    Reason.BAD_URL: "bad URL",
}

PLACES: Final[Mapping[str, str]] = {
    "content": "in the article's text",
    "navigation": "in the navigation",
    "header": "in the page's header",
    "footer": "in the page's footer",
    "sidebar": "in a sidebar",
    "comment": "in a comment",
    "forum_post": "in a forum post",
    "directory": "in a directory's list",
    "author_bio": "in an author box",
    "related": "among related posts",
    "widget": "in a widget",
    "hidden": "hidden from readers",
}

TYPE_WORDS: Final[Mapping[str, str]] = {
    "forum_post": "forum",
    "author_bio": "author bio",
    "content": "editorial",
}


def type_words(placement: str | None, origin: str | None, *, assumed: bool = False) -> str:
    """`editorial, natural`; what is not known is left out.

    >>> type_words("content", "natural"), type_words("forum_post", None), type_words(None, None)
    ('editorial, natural', 'forum', 'not known')
    """
    where = TYPE_WORDS.get(placement, placement) if placement else None
    who = f"{origin}?" if origin and assumed else origin
    return ", ".join(word for word in (where, who) if word) or "not known"


def ago(moment: datetime, now: datetime) -> str:
    """How long ago, in one unit.

    >>> from datetime import UTC
    >>> ago(datetime(2026, 1, 1, tzinfo=UTC), datetime(2026, 1, 1, 2, 5, tzinfo=UTC))
    '2 h ago'
    """
    seconds = max(0, int((now - moment).total_seconds()))
    for size, unit in ((86_400, "d"), (3_600, "h"), (60, "min")):
        if seconds >= size:
            return f"{seconds // size} {unit} ago"
    return "just now"


def short_date(value: date | datetime | None) -> str:
    """`12 Mar 25`, or a dash.

    >>> short_date(date(2025, 3, 12)), short_date(None)
    ('12 Mar 25', '-')
    """
    return f"{value.day} {value:%b %y}" if value else "-"


def duration(length: timedelta) -> str:
    """`3 days`, `5 hours`, `12 minutes`: one unit, rounded down."""
    seconds = int(length.total_seconds())
    for size, unit in ((86_400, "day"), (3_600, "hour"), (60, "minute")):
        if seconds >= size:
            number = seconds // size
            return f"{number} {unit}{'' if number == 1 else 's'}"
    return "less than a minute"
