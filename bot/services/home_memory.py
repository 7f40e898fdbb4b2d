"""Who looks at their App Home, and what stands there: a restart forgets it until they open it again."""

from collections import OrderedDict
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final

FOLLOWED_FOR: Final = timedelta(days=7)
"""After it was opened last, a home is kept true."""
MOST: Final = 500


@dataclass(slots=True)
class HomeMemory:
    """One for the process."""

    _opened: OrderedDict[str, datetime] = field(default_factory=OrderedDict)
    _shown: dict[str, str] = field(default_factory=dict)

    def opened(self, user: str, now: datetime) -> None:
        """Somebody looks at it."""
        self._opened[user] = now
        self._opened.move_to_end(user)
        if len(self._opened) > MOST:
            oldest, _ = self._opened.popitem(last=False)
            self._shown.pop(oldest, None)

    def readers(self, now: datetime) -> tuple[str, ...]:
        """Who opened theirs within a week."""
        return tuple(user for user, at in self._opened.items() if now - at < FOLLOWED_FOR)

    def is_shown(self, user: str, content: str) -> bool:
        """Whether this is what stands there."""
        return self._shown.get(user) == content

    def shown(self, user: str, content: str) -> None:
        """It stands there from now on."""
        if user in self._opened:
            self._shown[user] = content
