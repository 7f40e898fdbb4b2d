"""Whatever a page answers while its link is there, no loss is told; a link that is gone and stays so is.

Random histories of one page: the real judge reads what a server sends, through outages, bot checks, soft
404s, redirects, consent walls, half bodies, teasers and changes of charset.
`RANDOM_HISTORIES=5000 pytest tests/domain/test_random_histories.py` draws more.
"""

import os
from collections import Counter
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.domain.comparisons import held_against
from bot.domain.events import Event, EventKind, Phase, Policy, Standing, advance
from bot.domain.failures import judge_failure
from bot.domain.judging import judge
from bot.domain.names import parse_target
from bot.domain.pages import Cut, Page
from bot.domain.verdicts import Observation, State
from bot.errors import FetchError
from tests.domain.test_events import DAY, MINUTE, START
from tests.domain.test_signs import FILES, load
from tests.looks import PROSE, REFERRING, a_page

EXAMPLES = int(os.environ.get("RANDOM_HISTORIES", "60"))
TARGET = parse_target("site.com")
LINK = "<p>Größe zählt: <a href='https://site.com/guide'>der Führer</a> für Gärten.</p>"
NAV = "<header><nav><a href='/'>Start</a> <a href='/neu'>Neues</a></nav></header>"
ANSWERS: Counter[str] = Counter()

Answer = Page | FetchError


def html(link: str, charset: str = "utf-8") -> str:
    return (
        f"<!doctype html><html><head><meta charset={charset}><title>Werkzeug</title></head><body>{NAV}"
        f"<main><article><h1>Werkzeug</h1>{PROSE * 4}{link}{PROSE * 4}</article></main></body></html>"
    )


def sound(link: str, style: str) -> Answer:
    """The page as it truly is, however its server sends it."""
    if style in ("iso-8859-1", "utf-16"):
        return a_page(html(link, style).encode(style), content_type=f"text/html; charset={style}")
    if style == "mislabelled":
        return a_page(html(link, "iso-8859-1").encode("iso-8859-1"), content_type="text/html")
    if style == "www":
        return a_page(html(link), final="https://www.journal.example/tools/?utm_source=x")
    if style == "query":
        head = f"<link rel=canonical href='{REFERRING}'></head>"
        return a_page(html(link).replace("</head>", head), final=f"{REFERRING}?session=4")
    return a_page(html(link))


STYLES = ["plain", "iso-8859-1", "utf-16", "mislabelled", "www", "query"]

# What comes in place of the page while nobody can say: the project's own pages of every kind of wall ...
HIDING = [
    path for path in FILES if path.parent.name in ("blocked", "server_error", "needs_javascript")
]
FAILURES = [
    "timeout",
    "dns_error",
    "tls_error",
    "connection_error",
    "too_many_redirects",
    "robots_disallowed",
]
TEASER = (
    '<script type="application/ld+json">{"@type":"Article","isAccessibleForFree":false}</script>'
)


def hidden(kind: str, share: int, path: Path) -> Answer:
    """An answer that hides the page: it is there, and is not shown."""
    whole = html(LINK).encode()
    cut = len(whole) * share // 100
    answers: dict[str, Answer] = {
        "half a body that says so": a_page(whole[:cut], cut=Cut.TRUNCATED),
        "half a body that does not": a_page(whole[: max(cut, 200)].replace(LINK.encode(), b"")),
        "too large": a_page(whole[:cut], cut=Cut.TOO_LARGE),
        "nothing": a_page(b""),
        "a refusal": a_page("<h1>Forbidden</h1>", status=(401, 403, 429, 451, 999)[share % 5]),
        "a failing server": a_page(html(""), status=(500, 502, 503, 504, 520)[share % 5]),
        "a teaser": a_page(html("").replace(PROSE * 8, PROSE + TEASER)),
        "data": a_page('{"error": "busy"}'),
        "another version": a_page(
            html("").replace("</head>", f"<link rel=canonical href='{REFERRING}'></head>"),
            final="https://m.journal.example/tools",
        ),
        "an unknown wall": a_page("<title>Vartija</title><p>Odota hetki.</p>"),
    }
    if kind in answers:
        return answers[kind]
    if kind in FAILURES:
        return FetchError(kind, "No.", url=REFERRING)
    return load(path)


KINDS = [
    "half a body that says so", "half a body that does not", "too large", "nothing", "a refusal",
    "a failing server", "a teaser", "data", "another version", "an unknown wall", *FAILURES,
    "a wall", "a wall", "a wall", "a wall",
]  # fmt: skip
# ... and what says that the page is gone, for less than is needed to believe it.
GONE = [path for path in FILES if path.parent.name in ("page_gone", "parked")]


def gone(path: Path, status: int) -> Answer:
    return load(path) if status == 200 else a_page("<h1>Sorry</h1>", status=status)


def seen(answer: Answer, at: timedelta, last_live: Observation | None) -> Observation:
    if isinstance(answer, FetchError):
        looked = judge_failure(answer, TARGET, referring_page=REFERRING, checked_at=START + at)
    else:
        looked = judge(replace(answer, requested_url=REFERRING, fetched_at=START + at), TARGET)
    return held_against(looked, last_live)


Spell = tuple[str, timedelta, Answer]
minutes = st.integers(1, 8 * 24 * 60).map(lambda n: n * MINUTE)
hiding = st.builds(
    lambda kind, share, path, length: (kind, length, hidden(kind, share, path)),
    st.sampled_from(KINDS), st.integers(5, 90), st.sampled_from(HIDING), minutes,
)  # fmt: skip
going = st.builds(
    lambda path, status, length: ("gone for hours", length * MINUTE, gone(path, status)),
    st.sampled_from(GONE), st.sampled_from([200, 404, 410]), st.integers(1, 23 * 60),
)  # fmt: skip
empty = st.integers(1, 29).map(lambda n: ("without its content", n * MINUTE, sound("", "plain")))
well = st.builds(
    lambda style, days: ("well", days * DAY, sound(LINK, style)),
    st.sampled_from(STYLES), st.integers(1, 4),
)  # fmt: skip


@st.composite
def histories(draw: st.DrawFn) -> list[Spell]:
    """The page is well between any two troubles; there is a day of that before each."""
    spells: list[Spell] = [draw(well)]
    for trouble in draw(st.lists(st.one_of(hiding, hiding, going, empty), max_size=8)):
        spells += [trouble, draw(well)]
    return spells


@settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    history=histories(),
    removed=st.sampled_from(["", "removed", "404"]),
    style=st.sampled_from(STYLES),
)
def test_no_history_of_a_page_that_keeps_its_link_is_told_as_a_loss(
    history: list[Spell], removed: str, style: str
) -> None:
    end = sum((length for _, length, _ in history), timedelta())
    last: Answer = a_page("<h1>Sorry</h1>", status=404) if removed == "404" else sound("", style)
    spells = [*history, ("lost", 9 * DAY, last)] if removed else history
    standing, now, looks_after = Standing(), timedelta(), 0
    last_live: Observation | None = None
    lost: list[Event] = []
    while now < end + (6 * DAY if removed else timedelta()):
        kind, answer = _at(spells, now)
        ANSWERS[kind] += 1
        looked = seen(answer, now, last_live)
        if looked.state is State.LIVE:
            last_live = looked
        if removed and now >= end and standing.phase is not Phase.LOST:
            looks_after += 1
        step = advance(standing, looked, policy=Policy())
        lost += [event for event in step.events if event.kind is EventKind.LOST]
        standing, now = step.standing, now + step.next_look_in
    assert all(event.first_seen_at >= START + end for event in lost), "a false loss"
    assert len(lost) == bool(removed)
    assert looks_after <= 2, "a loss that stays is told at its second look"


def _at(spells: list[Spell], now: timedelta) -> tuple[str, Answer]:
    for kind, length, answer in spells:
        if now < length:
            return kind, answer
        now -= length
    return spells[-1][0], spells[-1][2]


@pytest.mark.parametrize("style", STYLES)
def test_the_pages_are_what_they_are_meant_to_be(style: str) -> None:
    assert seen(sound(LINK, style), DAY, None).state is State.LIVE
    assert seen(sound("", style), DAY, None).reason == "link_removed"


@pytest.mark.parametrize("kind", [*dict.fromkeys(KINDS)])
def test_what_hides_the_page_is_never_a_loss(kind: str) -> None:
    live = seen(sound(LINK, "plain"), timedelta(), None)
    for share in (5, 30, 60, 90):
        for path in HIDING if kind == "a wall" else HIDING[:1]:
            looked = seen(hidden(kind, share, path), DAY, live)
            assert looked.state is not State.LOST, (share, path, looked.evidence.because)
