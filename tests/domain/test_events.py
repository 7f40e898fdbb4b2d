"""Looks become events exactly as docs/watching.md says, and never cry wolf."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.events import (
    Event,
    EventKind,
    Phase,
    Policy,
    Standing,
    advance,
    confirms_loss,
    overdue,
)
from bot.domain.verdicts import Observation, Reason, State

START = datetime(2026, 3, 1, 9, tzinfo=UTC)
POLICY = Policy()
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)


def look(at: timedelta, what: str = "live", **changes: Any) -> Observation:
    """A look at a time after the start: `live`, or a reason by value."""
    reason = None if what == "live" else Reason(what)
    seen = Observation(
        referring_page="https://journal.example/tools",
        target="site.example",
        state=reason.state if reason else State.LIVE,
        reason=reason,
        checked_at=START + at,
    )
    if reason is None:
        seen = replace(
            seen,
            links=1,
            href="https://site.example/guide",
            anchor="garden guide",
            followed=True,
            indexable=True,
            canonical_elsewhere=False,
            editorial=True,
            placement="content",
        )
    return replace(seen, **changes)


def told(
    looks: Sequence[Observation], standing: Standing | None = None
) -> tuple[list[Event], Standing]:
    events: list[Event] = []
    standing = standing or Standing()
    for seen in looks:
        step = advance(standing, seen, policy=POLICY)
        events += step.events
        standing = step.standing
    return events, standing


def kinds(*looks: Observation) -> list[str]:
    return [event.kind.value for event in told(looks)[0]]


HISTORIES: list[tuple[str, list[tuple[timedelta, str]], list[str]]] = [
    ("the first look at a live link is a silent baseline", [(0 * DAY, "live")], []),
    ("a link never seen is awaited, not lost", [(0 * DAY, "link_removed"), (DAY, "link_removed")], []),
    ("an awaited link that appears is gained", [(0 * DAY, "link_removed"), (DAY, "live")], ["gained"]),
    ("a first look that cannot tell leaves the baseline to the next",
     [(0 * DAY, "blocked"), (DAY, "live")], []),
    ("a first miss is silent", [(0 * DAY, "live"), (DAY, "link_removed")], []),
    ("a second miss in time is lost",
     [(0 * DAY, "live"), (DAY, "link_removed"), (DAY + 30 * MINUTE, "link_removed")], ["lost"]),
    ("a second miss too soon is not",
     [(0 * DAY, "live"), (DAY, "link_removed"), (DAY + 29 * MINUTE, "link_removed")], []),
    ("a page gone waits a day", [(0 * DAY, "live"), (DAY, "page_gone"), (DAY + HOUR, "page_gone")], []),
    ("a page gone for a day is lost", [(0 * DAY, "live"), (DAY, "page_gone"), (2 * DAY, "page_gone")], ["lost"]),
    ("a page gone at one of the two looks waits a day",
     [(0 * DAY, "live"), (DAY, "page_gone"), (DAY + HOUR, "link_removed")], []),
    ("a live look between two misses begins anew",
     [(0 * DAY, "live"), (DAY, "link_removed"), (DAY + HOUR, "live"), (2 * DAY, "link_removed")], []),
    ("looks that cannot tell between two misses do not",
     [(0 * DAY, "live"), (DAY, "link_removed"), (DAY + HOUR, "timeout"), (2 * DAY, "link_removed")],
     ["lost"]),
    ("lost is told once",
     [(0 * DAY, "live"), (DAY, "link_removed"), (2 * DAY, "link_removed"), (3 * DAY, "link_removed")],
     ["lost"]),
    ("restored needs two looks",
     [(0 * DAY, "live"), (DAY, "link_removed"), (2 * DAY, "link_removed"), (3 * DAY, "live")], ["lost"]),
    ("restored after two looks",
     [(0 * DAY, "live"), (DAY, "link_removed"), (2 * DAY, "link_removed"), (3 * DAY, "live"), (4 * DAY, "live")],
     ["lost", "restored"]),
    ("back and gone again is not restored",
     [(0 * DAY, "live"), (DAY, "link_removed"), (2 * DAY, "link_removed"), (3 * DAY, "live"),
      (4 * DAY, "link_removed"), (5 * DAY, "live")], ["lost"]),
    ("what cannot be verified for a week is told once",
     [(0 * DAY, "live"), *((n * DAY, "blocked") for n in range(1, 12))], ["unreachable"]),
    ("a good look in the week begins the week anew",
     [(0 * DAY, "live"), *((n * DAY, "blocked") for n in range(1, 7)), (7 * DAY, "live"),
      *((n * DAY, "blocked") for n in range(8, 14))], []),
]  # fmt: skip


@pytest.mark.parametrize(
    ("looks", "expected"),
    [(looks, expected) for _, looks, expected in HISTORIES],
    ids=[name for name, _, _ in HISTORIES],
)
def test_histories(looks: list[tuple[timedelta, str]], expected: list[str]) -> None:
    assert kinds(*(look(at, what) for at, what in looks)) == expected


WORTH: list[tuple[str, dict[str, Any], list[str]]] = [
    ("nofollow", {"followed": False}, ["devalued"]),
    ("noindex", {"indexable": False}, ["devalued"]),
    ("canonical elsewhere", {"canonical_elsewhere": True}, ["devalued"]),
    ("moved to the footer", {"editorial": False, "placement": "footer"}, ["devalued"]),
    ("through a redirector", {"indirect": True, "followed": False}, ["devalued"]),
    ("another anchor", {"anchor": "gardening"}, ["changed"]),
    ("another page of ours", {"href": "https://site.example/other"}, ["changed"]),
    ("http, www, slash and tracking are no change",
     {"href": "http://www.site.example/guide/?utm_source=x"}, []),
    ("white space in the anchor is no change", {"anchor": " garden \n guide"}, []),
    ("what is not known is no change", {"followed": None, "editorial": None}, []),
]  # fmt: skip


@pytest.mark.parametrize(
    ("changes", "expected"), [w[1:] for w in WORTH], ids=[name for name, _, _ in WORTH]
)
def test_what_a_link_is_worth(changes: dict[str, Any], expected: list[str]) -> None:
    assert kinds(look(0 * DAY), look(DAY, **changes)) == expected


def test_the_reverse_of_devalued_is_upgraded() -> None:
    assert kinds(look(0 * DAY, followed=False), look(DAY)) == ["upgraded"]


def test_a_promised_link_is_gained_at_its_first_live_look() -> None:
    events, _ = told([look(DAY)], Standing(promised_at=START))
    assert [event.kind for event in events] == [EventKind.GAINED]


def test_a_promise_is_overdue_once_after_48_hours() -> None:
    standing = Standing(promised_at=START)
    page, target = "https://journal.example/tools", "site.example"
    assert not overdue(standing, page, target, now=START + 47 * HOUR, policy=POLICY).events
    step = overdue(standing, page, target, now=START + 48 * HOUR, policy=POLICY)
    assert [event.kind for event in step.events] == [EventKind.OVERDUE]
    assert not overdue(step.standing, page, target, now=START + 90 * HOUR, policy=POLICY).events


def test_a_look_older_than_what_is_known_changes_nothing() -> None:
    _, standing = told([look(0 * DAY), look(2 * DAY)])
    step = advance(standing, look(DAY, "link_removed"), policy=POLICY)
    assert step.standing == standing
    assert not step.events


def test_after_a_miss_the_next_look_comes_when_it_can_confirm() -> None:
    _, standing = told([look(0 * DAY)])
    assert advance(standing, look(DAY, "link_removed"), policy=POLICY).next_look_in == 30 * MINUTE
    assert advance(standing, look(DAY, "page_gone"), policy=POLICY).next_look_in == DAY


def test_the_event_says_since_when_it_was_live_and_what_stood_there() -> None:
    events, _ = told([look(0 * DAY), look(DAY, "link_removed"), look(2 * DAY, "link_removed")])
    assert events[0].live_since == START
    assert events[0].first_seen_at == START + DAY
    assert events[0].before is not None
    assert events[0].before.anchor == "garden guide"


UNVERIFIED = [reason.value for reason in Reason if reason.state is State.UNVERIFIED]


@given(
    outages=st.lists(st.tuples(st.integers(1, 24 * 60), st.sampled_from(UNVERIFIED)), max_size=12),
    live_for=st.lists(st.integers(1, 5), min_size=12, max_size=12),
    blips=st.lists(st.integers(0, 29), min_size=12, max_size=12),
    removed=st.booleans(),
)
def test_outages_are_never_lost_and_true_losses_take_two_looks(
    outages: list[tuple[int, str]], live_for: list[int], blips: list[int], removed: bool
) -> None:
    """A page with outages of any length, and short spells without the link, looked at as the steps ask."""
    spells: list[tuple[datetime, str]] = []
    at = START
    for (minutes, reason), days, blip in zip(outages, live_for, blips, strict=False):
        spells.append((at, "live"))
        at += days * DAY
        spells.append((at, reason))
        at += minutes * MINUTE
        spells.append((at, "link_removed"))
        at += blip * MINUTE
    spells.append((at, "live"))
    end = at + 3 * DAY
    spells.append((end, "link_removed" if removed else "live"))

    standing, now, events, looks_after_loss = Standing(), START, list[Event](), 0
    while now < end + 3 * DAY:
        what = [state for since, state in spells if since <= now][-1]
        step = advance(standing, look(now - START, what), policy=POLICY)
        if removed and now >= end and standing.phase is not Phase.LOST:
            looks_after_loss += 1
        events += step.events
        standing = step.standing
        now += step.next_look_in
    lost = [event for event in events if event.kind is EventKind.LOST]
    assert all(event.first_seen_at >= end for event in lost), "a false loss"
    assert len(lost) == (1 if removed else 0)
    assert looks_after_loss <= 2


@pytest.mark.parametrize(
    ("looks", "confirmed"),
    [
        ([(0 * HOUR, "link_removed")], False),
        ([(0 * HOUR, "link_removed"), (10 * MINUTE, "link_removed")], False),
        ([(0 * HOUR, "link_removed"), (31 * MINUTE, "link_removed")], True),
        ([(0 * HOUR, "page_gone"), (2 * HOUR, "page_gone")], False),
        ([(0 * HOUR, "page_gone"), (1 * DAY, "page_gone")], True),
        ([(0 * HOUR, "link_removed"), (HOUR, "blocked"), (2 * HOUR, "link_removed")], True),
        ([(0 * HOUR, "link_removed"), (HOUR, "live"), (2 * HOUR, "link_removed")], False),
        ([(0 * HOUR, "live"), (HOUR, "blocked")], False),
        ([], False),
    ],
)
def test_looks_confirm_a_loss_only_when_they_agree_far_enough_apart(
    looks: list[tuple[timedelta, str]], confirmed: bool
) -> None:
    newest_first = [look(at, what) for at, what in reversed(looks)]
    assert confirms_loss(newest_first, policy=POLICY) is confirmed
