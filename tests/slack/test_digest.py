"""Digests, drawn: figures first, harmless whatever strangers wrote, and whole in their text."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from bot.domain.backlinks import DomainName
from bot.domain.digests import Digest, DigestRow, Outcome, RowClaim, Week
from bot.domain.events import _WORTH, Event, EventKind, Value
from bot.domain.ratings import Rating
from bot.domain.tracking import StoredEvent
from bot.domain.verdicts import Reason
from bot.slack import digest as drawn
from bot.slack.digest_words import KIND_WORDS, what
from tests.blockkit import assert_message
from tests.hostile import HOSTILE_TEXTS, HOSTILE_URLS

NOW = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
TODAY = date(2026, 11, 23)
GOOD = Value(True, True, False, True, False, "content", "guide", "https://site.example/")
POOR = Value(False, True, False, False, False, "forum_post", "guide", "https://site.example/")


def row(
    kind: EventKind = EventKind.LOST, number: int = 1, *, value: Value | None = GOOD, **more: Any
) -> DigestRow:
    page = f"https://blog{number}.example/spades"
    reason = Reason.LINK_REMOVED if kind is EventKind.LOST else None
    event = Event(kind, page, "site.example", NOW, NOW, reason, before=value, after=value)
    stored = StoredEvent(
        f"{number}:k",
        number,
        DomainName("site.example"),
        DomainName(f"blog{number}.example"),
        event,
    )
    return DigestRow((stored,), **more)


def a_digest(*rows: DigestRow, **changes: Any) -> Digest:
    shown = Digest(
        channel="C1",
        local_date=TODAY,
        zone="Europe/Berlin",
        targets=("site.example",),
        rows=rows,
        states={"live": 210, "lost": 2, "unclear": 2},
        chart=tuple((date(2026, 10, 25) + timedelta(days=2 * n), n % 3, n % 2) for n in range(15)),
        next_at=NOW + timedelta(days=1),
    )
    return replace(shown, **changes)


def test_it_says_first_whether_to_worry() -> None:
    gained = [row(EventKind.GAINED, n) for n in range(4)]
    lost = row(value=POOR, number=9)
    message = drawn.digest(a_digest(lost, *gained))
    assert_message(message)
    assert message.blocks[0]["text"]["text"] == "site.example, Monday 23 November"
    assert "Nothing to worry about: 1 lost, 4 gained." in message.text
    assert "214 links looked at, 2 cannot be verified" in message.text
    worry = drawn.digest(a_digest(row(), *gained))
    assert "Worth a look: 1 lost, 4 gained." in worry.text
    ours = drawn.digest(a_digest(row(EventKind.TARGET_BROKEN), row()))
    assert "ours to mend: 1 broken page of ours, 1 lost" in ours.text
    good = drawn.digest(a_digest(*gained))
    assert "A good day: 4 gained, nothing lost." in good.text


def test_it_says_what_became_of_the_last_one() -> None:
    friday = Outcome(date(2026, 11, 20), 6, 2, 1, NOW - timedelta(days=3))
    message = drawn.digest(a_digest(row(), last=friday))
    assert "From Friday: 6 lost: 2 won back, 1 claimed, 3 unclaimed since 3 days." in message.text


def test_a_quiet_day_has_one_line() -> None:
    message = drawn.digest(a_digest())
    assert_message(message)
    assert message.text.startswith("site.example: quiet. 214 links looked at, 210 live")
    assert len(message.blocks) == 1


def test_ten_rows_are_shown_and_the_rest_is_announced() -> None:
    message = drawn.digest(a_digest(*(row(number=n) for n in range(25))))
    assert_message(message)
    table = next(block for block in message.blocks if block["type"] == "table")
    assert len(table["rows"]) == 11
    assert "15 more rows in the thread" in str(message.blocks)


def test_only_what_can_be_done_has_a_button_and_who_does_it_is_named() -> None:
    claim = RowClaim("1:k", "U7", NOW)
    rows = (
        row(),
        row(number=2, claim=claim),
        row(number=3, is_back=True),
        row(EventKind.GAINED, 4),
    )
    message = drawn.digest(a_digest(*rows))
    assert_message(message)
    buttons = [e for b in message.blocks if b["type"] == "actions" for e in b["elements"]]
    ids = [button["action_id"] for button in buttons]
    assert ids == [f"{drawn.TAKE}.1", drawn.GIVE_BACK, drawn.RECLAIM, drawn.ALL_ROWS]
    good = drawn.digest(a_digest(row(EventKind.GAINED), row(number=3, is_back=True)))
    assert drawn.RECLAIM not in str(good.blocks)
    assert "'user_id': 'U7'" in str(message.blocks)
    assert "<@U7>" in str(message.plainer().blocks)
    assert "won back" in str(message.blocks)


def test_late_and_left_out_digests_are_admitted() -> None:
    late = a_digest(row(), due_at=NOW - timedelta(hours=20), left_out=3)
    message = drawn.digest(late)
    assert "Late: due at 13:00 on Sunday, when it could not be posted." in message.text
    assert "It also tells what 3 digests before it could not." in message.text


def test_the_quality_stands_in_a_column_and_a_guess_is_marked() -> None:
    lost = row()
    for rating, cell in (
        (Rating(82), "82"),
        (Rating(82, is_rough=True), "82?"),
        (Rating(82, score_after=41), "82 to 41"),
        (Rating(), "-"),
        (None, "-"),
    ):
        stored = lost.events[0]
        event = replace(stored.event, rating=rating)
        message = drawn.digest(a_digest(replace(lost, events=(replace(stored, event=event),))))
        table = next(block for block in message.blocks if block["type"] == "table")
        place = [heading["text"] for heading in table["rows"][0]].index("Quality")
        assert table["rows"][1][place]["text"] == cell
        assert ("question mark" in str(message.blocks)) == (cell == "82?")


def test_the_week_s_honesty_is_told_with_its_figures() -> None:
    week = Week(date(2026, 11, 9), 41, 1, 40, (("ahrefs", 214, 61),))
    message = drawn.digest(a_digest(week=week, wrong_this_year=(2, 41)))
    assert_message(message)
    assert "41 losses called, 1 wrong (40 looked at again)." in message.text
    assert "Ahrefs export called 214 lost that we looked at, 61 of them were alive." in message.text
    assert "2 wrong of 41 losses called this year" in str(message.blocks)


@pytest.mark.parametrize("kind", EventKind)
def test_every_kind_has_words(kind: EventKind) -> None:
    for value in (GOOD, POOR, None):
        message = drawn.digest(a_digest(row(kind, value=value)), asked=True)
        assert_message(message)
        assert KIND_WORDS[kind] in message.text


@pytest.mark.parametrize("text", HOSTILE_TEXTS, ids=lambda text: repr(text[:12]))
def test_hostile_texts_come_out_harmless(text: str) -> None:
    strange = _with(row(), page=f"https://a.example/{text}", domain=text)
    many = tuple(_with(row(number=n), page=text, domain=text) for n in range(12))
    week = Week(date(2026, 11, 9), 1, 1, 1, ((text, 1, 1),))
    for shown in (
        a_digest(strange, *many, targets=(text,), due_lines=(text,) * 9, week=week),
        a_digest(targets=(text,), due_lines=(text,)),
        a_digest(targets=(text,)),
    ):
        assert_message(drawn.digest(shown))
        assert_message(drawn.digest(shown, asked=True))
    assert_message(drawn.refused(channel="C1", code_=text, day=TODAY))


@pytest.mark.parametrize("url", HOSTILE_URLS, ids=lambda url: repr(url[:16]))
def test_hostile_urls_come_out_harmless(url: str) -> None:
    message = drawn.digest(a_digest(_with(row(), page=url, domain="a.example")))
    assert_message(message)
    assert "javascript:" not in str([b for b in message.blocks if "url" in str(b)]) or (
        "'url': 'javascript:" not in str(message.blocks)
    )


def _with(shown: DigestRow, *, page: str, domain: str) -> DigestRow:
    stored = shown.events[0]
    event = replace(stored.event, referring_page=page, details=(domain,))
    return replace(
        shown,
        events=(
            replace(stored, referring_domain=DomainName(domain), event=event, key=f"1:{page}"),
        ),
    )


def test_the_answers_to_settings_are_ones_that_slack_takes() -> None:
    about: dict[str, Any] = {"at": "09:00", "zone": "Europe/Berlin", "days": "every day"}
    on = drawn.switched_on(**about, next_at=NOW, watches=0, zone_known=False)
    for message in (
        on,
        drawn.switched_on(**about, next_at=None, watches=2, zone_known=True),
        drawn.switched_off(was_on=True),
        drawn.switched_off(was_on=False),
        drawn.state(**about, next_at=NOW),
        drawn.state(at=None, zone="UTC", days="every day", next_at=None),
        drawn.taken_by_another("U9", NOW),
        drawn.refused(channel="D1", code_="is_archived", day=TODAY),
    ):
        assert_message(message)
    assert "Undo with /backlinks digest off" in on.text


@pytest.mark.parametrize(
    ("kind", "details", "said"),
    [
        (EventKind.DEVALUED, ("no longer followed",), "Devalued: no longer followed"),
        (EventKind.DEVALUED, ("its page is now noindex",), "Devalued: page now noindex"),
        (
            EventKind.DEVALUED,
            ("moved out of the content", "its page's canonical now points elsewhere"),
            "Devalued: moved out of the content, canonical elsewhere",
        ),
        (EventKind.CHANGED, ("anchor text was “a”, is “b”",), "Changed: anchor text"),
        (EventKind.UPGRADED, (), "Upgraded"),
    ],
)
def test_a_row_says_what_changed(kind: EventKind, details: tuple[str, ...], said: str) -> None:
    plain = row(kind)
    (stored,) = plain.events
    told = replace(stored, event=replace(stored.event, details=details))
    assert what(replace(plain, events=(told,))) == said
    assert_message(drawn.digest(a_digest(replace(plain, events=(told,)))))
    assert what(replace(plain, events=(told, stored))) == KIND_WORDS[kind] or not details


def test_every_way_to_lose_or_win_value_has_short_words() -> None:
    for _, worse, better in _WORTH.values():
        for kind, detail in ((EventKind.DEVALUED, worse), (EventKind.UPGRADED, better)):
            (stored,) = row(kind).events
            told = replace(stored, event=replace(stored.event, details=(detail,)))
            assert len(what(DigestRow((told,)))) <= 42
