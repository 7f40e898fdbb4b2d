"""What the digests' job remembers between two ticks: a restart forgets it, and looks a day back instead."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final

from bot.domain.tracking import StoredEvent

LOOK_BACK: Final = timedelta(hours=3)
"""An event is recorded after its look, so each tick reads further back than the last one."""
_AFTER_A_START: Final = timedelta(days=1)


@dataclass(slots=True)
class DigestMemory:
    """Which good news the digests that stand in channels tell already; bounded by its age."""

    _seen: dict[str, datetime] = field(default_factory=dict)
    _newest: datetime | None = None

    def since(self, now: datetime) -> datetime:
        """From when on events are to be read."""
        return now - LOOK_BACK if self._newest else now - _AFTER_A_START

    def new_of(self, events: Iterable[StoredEvent]) -> list[StoredEvent]:
        """Those that were not told yet."""
        return [stored for stored in events if stored.key not in self._seen]

    def told(self, events: Iterable[StoredEvent], now: datetime) -> None:
        """They stand in the digests now."""
        self._newest = now
        self._seen |= {stored.key: stored.event.at for stored in events}
        oldest = now - _AFTER_A_START
        self._seen = {key: at for key, at in self._seen.items() if at >= oldest}
