"""Every sentence that a card or a digest can say is one that a person would write."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from itertools import product
from typing import Any

import pytest

from bot.domain.backlinks import DomainName
from bot.domain.cards import Act, ActKind, CardRow, CardView
from bot.domain.digests import DigestRow
from bot.domain.events import Event, EventKind, Value
from bot.domain.pages import Page
from bot.domain.ratings import Rating
from bot.domain.target_pages import TargetPage, TargetStanding, see
from bot.domain.tracking import StoredEvent
from bot.domain.verdicts import Reason
from bot.errors import FetchError
from bot.slack import digest as digest_drawn
from bot.slack import events as cards_drawn
from tests.blockkit import assert_message
from tests.looks import a_page
from tests.slack.test_digest import GOOD, NOW, POOR, a_digest

SLIPS = re.compile(
    r" ,| \.| ;| :(?!\d)|, ,|,,|;;|\.\.|\.;|;\.|\.,|,\.|:\.|: \.|; \.|: ,|: ;|\(\)|\( | \)|: \(|"
    r"\bNone\b(?! (?:was|of))|, -|: -\.|  |\.\)|(?<=\n)[,.;:]|, and ,|\b1 (?:links|pages|rows|days|visits)\b"
)
"""Marks that stand where a word is missing, and words that do not fit their number."""
DETAILS = {
    EventKind.DEVALUED: ("no longer followed", "moved out of the content"),
    EventKind.UPGRADED: ("now followed",),
    EventKind.CHANGED: ("anchor text was “a”, is “b”",),
    EventKind.ABSENT_IN_SOURCE: ("in R1, not in R2. A page that is not there may exist.",),
}
RATINGS = (
    None,
    Rating(),
    Rating(82, sum_line="82 = authority 31 + content 51", visits=340),
    Rating(41, is_rough=True, score_after=9, visits=1),
)
OURS = TargetPage(1, "https://garden.example/guide", DomainName("garden.example"), 1)


def own_page(answer: Page | FetchError, standing: TargetStanding) -> list[StoredEvent]:
    """What the two looks of an own page tell."""
    first = see(replace(OURS, standing=standing), answer, at=NOW)
    second = see(
        replace(OURS, standing=first.standing, links=2), answer, at=NOW + timedelta(minutes=20)
    )
    return [*first.events, *second.events]


def own_pages() -> Iterator[StoredEvent]:
    told = TargetStanding(bad_since=NOW, told_at=NOW)
    url, text = OURS.url, "<h1>The guide</h1>" + "<p>Spades and soil and seeds.</p>" * 30
    elsewhere = "https://garden.example/new"
    for final in (None, elsewhere):
        yield from own_page(
            a_page("<h1>Gone</h1>", status=404, url=url, final=final), TargetStanding()
        )
        yield from own_page(a_page(text, url=url, final=final), told)
    yield from own_page(a_page(text, url=url, final="https://garden.example/"), told)
    yield from own_page(FetchError("too_many_redirects", "Round.", url=url), TargetStanding())


def happened(kind: EventKind, value: Value | None, rating: Rating | None) -> StoredEvent:
    reason = {EventKind.LOST: Reason.PAGE_GONE, EventKind.UNREACHABLE: Reason.BLOCKED}.get(kind)
    event = Event(
        kind, "https://blog.example/spades", "garden.example", NOW, NOW - timedelta(days=8),
        reason, NOW - timedelta(days=300) if value else None, value, value,
        DETAILS.get(kind, ()), rating,
    )  # fmt: skip
    return StoredEvent(
        f"1:{kind}", 1, DomainName("garden.example"), DomainName("blog.example"), event
    )


OWN = frozenset({EventKind.TARGET_BROKEN, EventKind.TARGET_MENDED})
EVENTS = [
    happened(kind, value, rating)
    for kind, value, rating in product(EventKind, (GOOD, POOR, None), RATINGS)
    if kind not in OWN
] + list(own_pages())


def other(stored: StoredEvent, **changes: Any) -> StoredEvent:
    page = stored.event.referring_page and "https://blog.example/soil"
    event = replace(stored.event, referring_page=page, **changes)
    return replace(stored, key=f"{stored.key}:2", link_id=2, event=event)


def views(stored: StoredEvent) -> Iterator[CardView]:
    end = replace(stored, event=replace(stored.event, at=NOW + timedelta(days=3), details=()))
    said = replace(end, event=replace(end.event, details=("now followed",)))
    claim = Act(stored.key, ActKind.CLAIMED, "UANA", NOW)
    for rows in (
        [CardRow(stored)],
        [CardRow(stored, ended_by=end)],
        [CardRow(stored, ended_by=said)],
        [CardRow(stored), CardRow(other(stored))],
        [CardRow(stored), CardRow(other(stored, rating=Rating(60)), ended_by=end)],
        [CardRow(stored), CardRow(other(stored, reason=Reason.PARKED, details=("noindex",)))],
        [CardRow(stored, ended_by=end), CardRow(other(stored), ended_by=end)],
    ):
        yield CardView("k", tuple(rows), (), NOW)
        yield CardView("k", tuple(rows), (claim,), NOW)


def slips(text: str) -> list[str]:
    return [text[max(0, m.start() - 30) : m.end() + 20] for m in SLIPS.finditer(text)]


def said(blocks: Any) -> Iterator[str]:
    """Every text of a message's blocks, but for the dash of an empty cell."""
    if isinstance(blocks, dict):
        if isinstance(text := blocks.get("text"), str) and text != "-":
            yield text
        for value in blocks.values():
            yield from said(value)
    elif isinstance(blocks, (list, tuple)):
        for block in blocks:
            yield from said(block)


@pytest.mark.parametrize("stored", EVENTS, ids=lambda stored: stored.event.kind.value)
def test_a_card_reads_well(stored: StoredEvent) -> None:
    for view in views(stored):
        for message in (cards_drawn.card(view), cards_drawn.thread(view)):
            assert_message(message)
            assert [
                slip for text in (message.text, *said(message.blocks)) for slip in slips(text)
            ] == []


@pytest.mark.parametrize("stored", EVENTS, ids=lambda stored: stored.event.kind.value)
def test_a_digest_reads_well(stored: StoredEvent) -> None:
    for rows in (
        [DigestRow((stored,))],
        [DigestRow((stored, other(stored)))],
        [
            DigestRow(
                (stored,), is_back=stored.event.kind in (EventKind.LOST, EventKind.TARGET_BROKEN)
            )
        ],
    ):
        message = digest_drawn.digest(a_digest(*rows, states={"live": 1}))
        assert_message(message)
        assert [
            slip for text in (message.text, *said(message.blocks)) for slip in slips(text)
        ] == []


def test_the_eye_that_reads_them_sees_what_is_missing() -> None:
    for text in ("garden.example, , -.", "answers 404.; 1 tracked link", "1 links", "gone: ."):
        assert slips(text)


def test_what_a_broken_page_of_ours_says_is_whole() -> None:
    (broken,) = own_page(a_page("<h1>Gone</h1>", status=404, url=OURS.url), TargetStanding())
    text = digest_drawn.digest(a_digest(DigestRow((broken,)))).text
    assert "Our page broken: page gone: garden.example, garden.example/guide." in text
    assert broken.event.in_words.endswith("; 2 tracked links lead to it")
