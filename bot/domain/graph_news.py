"""What a new release of the web graph says of who links to a site: news of a source, never a verdict."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from bot.domain.backlinks import DomainName
from bot.domain.events import Event, EventKind
from bot.domain.names import shown_host
from bot.domain.tracking import StoredEvent
from bot.domain.webgraph import (
    SNAPSHOT_CAVEAT,
    GraphDiff,
    Presence,
    Referrer,
    absent_note,
    release_date,
    suffix_note,
)

MOST_SITES: Final = 50
"""Sites that are told by name, for each target and release; the best by authority."""
_KEY: Final = "graph"


def graph_events(diff: GraphDiff, *, at: datetime) -> tuple[StoredEvent, ...]:
    """An event a site that is new in the newer release, or absent from it.

    None where one of the two does not know the target itself: that is news of the crawl, not of the links.
    The keys name the release, target and site: keeping them twice is keeping them once.
    """
    if diff.presence_older is not Presence.FOUND or diff.presence_newer is not Presence.FOUND:
        return ()
    since = f"in {diff.newer}, not in {diff.older}"
    absent = f"in {diff.older}, not in {diff.newer}. {SNAPSHOT_CAVEAT}"
    return (
        *_events(diff, diff.gained_rows, EventKind.NEW_IN_SOURCE, f"{since}. {_as_of(diff)}", at),
        *_events(diff, diff.lost_rows, EventKind.ABSENT_IN_SOURCE, absent, at),
    )


def release_of(stored: StoredEvent) -> str | None:
    """The release of the web graph that an event is news of; None: it is news of something else.

    >>> release_of(StoredEvent("12:lost:x", 12, DomainName("a.example"), None, None))
    """
    kind, _, rest = stored.key.partition(":")
    return rest.partition(":")[0] if kind == _KEY else None


def change_sentence(diff: GraphDiff) -> str:
    """What changed between two releases, with both names, the best sites and what it does not mean.

    >>> from bot.domain.webgraph import Presence
    >>> found = Presence.FOUND
    >>> new = (Referrer(DomainName("b.example"), 7, 40),)
    >>> diff = GraphDiff(DomainName("a.example"), "R1", "R2", found, found, 9, 10, 2, 0, new)
    >>> change_sentence(diff)[:67]
    'Web graph, R2 against R1: 2 sites new (b.example and 1 more), 0 no '
    """
    if unknown := _unknown_in(diff):
        return f"Web graph, {diff.newer} against {diff.older}: not compared. {unknown}"
    if not (diff.gained or diff.lost):
        return f"Web graph, {diff.newer} against {diff.older}: the same sites."
    sites = "site" if diff.gained == 1 else "sites"
    return (
        f"Web graph, {diff.newer} against {diff.older}: "
        f"{diff.gained:,} {sites} new{_named(diff.gained_rows, diff.gained)}, "
        f"{diff.lost:,} no longer in it{_named(diff.lost_rows, diff.lost)}. "
        f"{_uncrawled(diff)}{SNAPSHOT_CAVEAT}"
    )


def _unknown_in(diff: GraphDiff) -> str:
    """Why two releases cannot be compared for a target that one of them does not know; empty: they can."""
    ends = ((diff.older, diff.presence_older), (diff.newer, diff.presence_newer))
    missing = [release for release, presence in ends if presence is not Presence.FOUND]
    if Presence.SUFFIX in (diff.presence_older, diff.presence_newer):
        return suffix_note(diff.domain)
    if len(missing) == 2:
        return f"Neither knows {shown_host(diff.domain)}."
    return absent_note(shown_host(diff.domain), missing[0]) if missing else ""


def _uncrawled(diff: GraphDiff) -> str:
    """Of the lost, how many may be gone from the crawl alone."""
    if not diff.lost_unknown:
        return ""
    if diff.lost_unknown == diff.lost:
        return f"{diff.newer} knows none of those sites at all. "
    return f"{diff.newer} does not know {diff.lost_unknown:,} of those sites at all. "


def not_compared_sentence(older: str, newer: str, domain: str, *, seconds: float) -> str:
    """A comparison that was cut short, and how to have it whole."""
    return (
        f"Web graph, {newer} against {older}: not compared within {seconds:.0f} seconds. "
        f"Without a limit: backlinks graph diff {older} {newer} {domain}"
    )


def _named(rows: Sequence[Referrer], total: int) -> str:
    names = ", ".join(row.domain for row in rows)
    more = f" and {total - len(rows):,} more" if total > len(rows) else ""
    return f" ({names}{more})" if names else ""


def _as_of(diff: GraphDiff) -> str:
    day = release_date(diff.newer)
    return f"The crawls end on {day.day} {day:%B %Y}; the page is not known." if day else ""


def _events(
    diff: GraphDiff, rows: Sequence[Referrer], kind: EventKind, detail: str, at: datetime
) -> tuple[StoredEvent, ...]:
    return tuple(
        StoredEvent(
            key=f"{_KEY}:{diff.newer}:{kind.value}:{diff.domain}:{row.domain}",
            link_id=None,
            target_domain=DomainName(diff.domain),
            referring_domain=row.domain,
            event=Event(
                kind=kind,
                referring_page=f"https://{row.domain}/",
                target=diff.domain,
                at=at,
                first_seen_at=at,
                details=(detail.strip(),),
            ),
        )
        for row in rows[:MOST_SITES]
    )
