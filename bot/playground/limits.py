"""Rate limits per method, workspace and app, as Slack's tiers have them.

https://docs.slack.dev/apis/web-api/rate-limits
Slack says "1+, 20+, 50+, 100+ per minute" and tolerates short bursts; here the figure is the limit.
"""

import math
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from enum import IntEnum
from typing import Final


class Tier(IntEnum):
    """Calls a minute."""

    ONE = 20
    """Slack promises one; opening a socket again and again works there for some twenty."""
    TWO = 20
    THREE = 50
    FOUR = 100
    SPECIAL = 300


WINDOW_SECONDS: Final = 60.0
POST_BURST: Final = 5
"""chat.postMessage: about one a second a channel; this many may come at once."""
POSTS_A_MINUTE: Final = 300
"""... and several hundred a minute for the whole workspace."""


@dataclass(slots=True)
class _Bucket:
    """Refills by one a second up to POST_BURST."""

    level: float
    at: float


class RateLimits:
    """Counts calls; `seconds_to_wait` answers 0 and counts the call when it may go ahead."""

    def __init__(
        self, *, enabled: bool = True, monotonic: Callable[[], float] = time.monotonic
    ) -> None:
        self.enabled = enabled
        self._monotonic = monotonic
        self._calls: dict[tuple[str, ...], deque[float]] = {}
        self._posts: dict[tuple[str, ...], _Bucket] = {}

    def seconds_to_wait(self, method: str, tier: Tier, team_id: str, app_id: str) -> int:
        """Whole seconds, as Retry-After has them."""
        if not self.enabled:
            return 0
        now = self._monotonic()
        calls = self._calls.setdefault((method, team_id, app_id), deque())
        while calls and calls[0] <= now - WINDOW_SECONDS:
            calls.popleft()
        limit = POSTS_A_MINUTE if method == "chat.postMessage" else tier
        if len(calls) >= limit:
            return max(1, math.ceil(calls[0] + WINDOW_SECONDS - now))
        calls.append(now)
        return 0

    def seconds_to_post(self, channel_id: str, team_id: str, app_id: str) -> int:
        """The limit of messages into one channel."""
        if not self.enabled:
            return 0
        now = self._monotonic()
        bucket = self._posts.setdefault((channel_id, team_id, app_id), _Bucket(POST_BURST, now))
        bucket.level = min(POST_BURST, bucket.level + now - bucket.at)
        bucket.at = now
        if bucket.level < 1:
            return max(1, math.ceil(1 - bucket.level))
        bucket.level -= 1
        return 0
