"""What the finders remember between a question and a click: lost by a restart, then found anew."""

from collections import OrderedDict
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final

from bot.domain.broken_links import BrokenLinks
from bot.domain.names import Target
from bot.domain.reclaim import Reclaim
from bot.services.own_pages import OwnPages

_KEPT: Final = 200
_KEPT_FOR: Final = timedelta(days=1)


@dataclass(slots=True)
class FinderMemory:
    """One for the process; answers are bounded in number and age."""

    own_pages: OwnPages = field(default_factory=OwnPages)
    _broken: OrderedDict[tuple[str, str], BrokenLinks] = field(default_factory=OrderedDict)

    _reclaim: OrderedDict[str, Reclaim] = field(default_factory=OrderedDict)

    def keep_broken(self, asked: str, found: BrokenLinks) -> None:
        """Keep the answer for the page that was asked for."""
        self._broken[asked, str(found.target or "")] = found
        if len(self._broken) > _KEPT:
            self._broken.popitem(last=False)

    def broken(self, asked: str, target: Target | None, now: datetime) -> BrokenLinks | None:
        """The answer of the last day; None: look again."""
        found = self._broken.get((asked, str(target or "")))
        return found if found and now - found.looked_at < _KEPT_FOR else None

    def forget_pages(self) -> None:
        """What pages said, addresses among it; asked again, it is found anew."""
        self._broken.clear()
        self._reclaim.clear()

    def keep_reclaim(self, found: Reclaim) -> None:
        """Keep the answer for its target."""
        self._reclaim[str(found.target)] = found
        if len(self._reclaim) > _KEPT:
            self._reclaim.popitem(last=False)

    def reclaim(self, target: Target, now: datetime) -> Reclaim | None:
        """The answer of the last day; None: look again."""
        found = self._reclaim.get(str(target))
        return found if found and now - found.as_of < _KEPT_FOR else None
