"""When to ask the data's server again, and how long to wait before.

The server is shared by everybody: it answers 503 "Slow Down" in normal operation, and blocks clients
that do not (https://status.commoncrawl.org). Retry-After: RFC 9110, section 10.2.3.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from bot.adapters.http.retry_after import read_retry_after

AGAIN = frozenset({403, 408, 425, 429, 500, 502, 503, 504})
"""Statuses after which the same request may succeed; 403 is how the server's front turns off the hasty."""


@dataclass(frozen=True, slots=True)
class Patience:
    """How often to try in vain before giving up, and the longest wait between two tries."""

    tries: int
    longest_seconds: float


FOR_A_LOOKUP = Patience(tries=4, longest_seconds=10)
"""Somebody waits for the answer."""

FOR_A_BUILD = Patience(tries=12, longest_seconds=300)
"""Nobody waits; tries count from the last byte that came."""


def wait_before(attempt: int, headers: Mapping[str, str], patience: Patience) -> float:
    """Seconds to wait before try number `attempt` + 1: what the server asks for, else 1, 2, 4, ...

    >>> [wait_before(attempt, {}, Patience(5, 5)) for attempt in (1, 2, 3, 4)]
    [1.0, 2.0, 4.0, 5]
    >>> wait_before(1, {"Retry-After": "3"}, Patience(5, 60))
    3.0
    """
    asked = _retry_after(headers)
    seconds = 2.0 ** min(attempt - 1, 20) if asked is None else asked
    return min(seconds, patience.longest_seconds)


def _retry_after(headers: Mapping[str, str]) -> float | None:
    # The server's own date is what its other date is measured from: our clocks may differ.
    now = _date(headers.get("Date", "")) or datetime.max.replace(tzinfo=UTC)
    return read_retry_after(headers.get("Retry-After"), now=now)


def _date(text: str) -> datetime | None:
    try:
        found = parsedate_to_datetime(text)
    except ValueError:
        return None
    return found if found.tzinfo else found.replace(tzinfo=UTC)
