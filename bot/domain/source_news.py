"""Links that a source names for the first time: told as what the source says, with its date."""

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta

from bot.domain.backlinks import Backlink, DomainName
from bot.domain.events import Event, EventKind, Phase, Policy, Standing, Value, advance
from bot.domain.source_names import data_of
from bot.domain.tracking import StoredEvent
from bot.domain.verdicts import Observation, State


@dataclass(frozen=True, slots=True)
class ImportNews:
    """What one import brought that its source had not said before; nothing for the first of a source."""

    import_id: int
    source: str
    links: tuple[Backlink, ...] = ()
    lost: tuple[Backlink, ...] = ()
    """What the source calls lost: looked at, so that we can say how true it was."""
    gone: tuple["SourceLoss", ...] = ()
    """What it named before and does not now, or calls lost since then: told if our own looks agree."""


@dataclass(frozen=True, slots=True)
class SourceLoss:
    """A link that nobody tracks and that a source no longer vouches for; our own looks decide."""

    source: str
    said: str
    """What the source's newest data says, without a full stop."""
    referring_page: str
    referring_domain: DomainName
    target_domain: DomainName
    standing: Standing
    """As if it were tracked: live, as the source said, until looks say otherwise."""
    id: int = 0
    """In the store; 0: not kept yet."""


def loss_of(claim: Backlink, *, as_of: date | None, absent: bool) -> SourceLoss:
    """A link of a source's older data that its newest data, `as_of` that day, does not vouch for."""
    day = f" of {as_of.day} {as_of:%B %Y}" if as_of else ""
    verb = "does not name it any more" if absent else "calls it lost"
    data = data_of(claim.source)
    first = claim.first_seen
    since = datetime.combine(first, time(), UTC) if first else None
    return SourceLoss(
        source=claim.source,
        said=f"{data[0].upper()}{data[1:]}{day} {verb}, and our own looks agree",
        referring_page=claim.referring_page or "",
        referring_domain=claim.referring_domain,
        target_domain=claim.target_domain,
        standing=Standing(Phase.LIVE, since=since, value=_value(claim)),
    )


@dataclass(frozen=True, slots=True)
class LossStep:
    """What one look at such a link changed."""

    standing: Standing
    next_look_in: timedelta | None
    """None: it is settled."""
    is_told: bool = False
    events: tuple[StoredEvent, ...] = ()


def see_loss(loss: SourceLoss, seen: Observation, *, policy: Policy) -> LossStep:
    """Confirmed exactly as a tracked link's loss is. A link that is there, or that nobody can read for
    as long as makes a tracked link unreachable, settles it without a word.
    """
    step = advance(loss.standing, seen, policy=policy)
    lost = [event for event in step.events if event.kind is EventKind.LOST]
    if lost:
        return LossStep(step.standing, None, True, (_loss_event(loss, lost[0]),))
    if seen.state is State.LIVE or step.events:
        return LossStep(step.standing, None)
    return LossStep(step.standing, step.next_look_in)


def _loss_event(loss: SourceLoss, event: Event) -> StoredEvent:
    return StoredEvent(
        key=f"source-loss:{loss.id}:{event.at.isoformat()}",
        link_id=None,
        target_domain=loss.target_domain,
        referring_domain=loss.referring_domain,
        event=replace(event, details=(loss.said,)),
    )


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
        after=_value(link),
        details=(f"New in {data_of(link.source)}{as_of}; we have not looked at it",),
    )
    return StoredEvent(
        key=key,
        link_id=None,
        target_domain=link.target_domain,
        referring_domain=link.referring_domain,
        event=event,
    )


def _value(link: Backlink) -> Value:
    """What a source says of a link."""
    return Value(
        followed=link.followed,
        indexable=None,
        canonical_elsewhere=None,
        editorial=None,
        indirect=False,
        placement=None,
        anchor=link.anchor,
        href=link.target_url,
    )
