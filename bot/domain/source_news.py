"""Links that a source names for the first time: told as what the source says, with its date."""

from dataclasses import dataclass
from datetime import datetime

from bot.domain.backlinks import Backlink
from bot.domain.events import Event, EventKind, Value
from bot.domain.tracking import StoredEvent


@dataclass(frozen=True, slots=True)
class ImportNews:
    """What one import brought that its source had not said before; nothing for the first of a source."""

    import_id: int
    source: str
    links: tuple[Backlink, ...] = ()
    lost: tuple[Backlink, ...] = ()
    """What the source calls lost, to be looked at before anybody hears of it."""


def news_events(news: ImportNews, *, now: datetime) -> list[StoredEvent]:
    """An event a page, however many anchors the source names on it."""
    events: dict[str, StoredEvent] = {}
    for link in news.links:
        if link.referring_page is None:
            continue
        key = f"source:{news.source}:{news.import_id}:{link.referring_page}"
        events.setdefault(key, _event(key, link, now))
    return list(events.values())


def _event(key: str, link: Backlink, now: datetime) -> StoredEvent:
    as_of = f" as of {link.as_of.day} {link.as_of:%B %Y}" if link.as_of else ""
    event = Event(
        kind=EventKind.NEW_IN_SOURCE,
        referring_page=link.referring_page or "",
        target=str(link.target_domain),
        at=now,
        first_seen_at=now,
        after=Value(
            followed=link.followed,
            indexable=None,
            canonical_elsewhere=None,
            editorial=None,
            indirect=False,
            placement=None,
            anchor=link.anchor,
            href=link.target_url,
        ),
        details=(f"New in the data of {link.source}{as_of}; we have not looked at it",),
    )
    return StoredEvent(
        key=key,
        link_id=None,
        target_domain=link.target_domain,
        referring_domain=link.referring_domain,
        event=event,
    )
