"""Cards, watches and settings: Slack takes each of them, whatever strangers wrote."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import pytest

from bot.domain.backlinks import DomainName
from bot.domain.cards import Act, ActKind, CardRow, CardView
from bot.domain.events import Event, EventKind, Phase, Standing, Value
from bot.domain.names import Target, parse_target
from bot.domain.ratings import Rating
from bot.domain.replays import Replay
from bot.domain.tracking import StoredEvent, TrackedLink
from bot.domain.verdicts import Evidence, Observation, Reason, State
from bot.domain.watches import ChannelSettings, Watch
from bot.slack import events as drawn
from bot.slack import settings as settings_drawn
from bot.slack import watches as watches_drawn
from tests.blockkit import assert_message, assert_view
from tests.hostile import HOSTILE_TEXTS, HOSTILE_URLS

NOW = datetime(2026, 11, 23, 9, 14, tzinfo=UTC)
SITE = parse_target("site.example")
URL = "https://journal.example/tools"
VALUE = Value(True, True, False, True, False, "content", "guide", "https://site.example/guide")


def stored(
    kind: EventKind = EventKind.LOST,
    *,
    url: str = URL,
    text: str = "no longer followed",
    number: int = 1,
    at: datetime = NOW,
) -> StoredEvent:
    since = NOW - timedelta(days=400)
    value = replace(VALUE, placement=text, anchor=text)
    event = Event(kind, url, url, at, at, Reason.LINK_REMOVED, since, value, value, (text, text))
    return StoredEvent(
        f"{number}:{kind}", number, DomainName("site.example"), DomainName(text or "-"), event
    )


def link(**changes: object) -> TrackedLink:
    whole = TrackedLink(
        1, URL, SITE, "journal.example", DomainName("journal.example"), "U1", NOW, NOW,
        Standing(Phase.LOST, since=NOW),
    )  # fmt: skip
    return replace(whole, **changes)  # type: ignore[arg-type]  # a table of changes


def look(text: str, state: State = State.LOST) -> Observation:
    reason = None if state is State.LIVE else Reason.LINK_REMOVED
    evidence = Evidence(because=text, before=text, after=text)
    return Observation(
        URL, "site.example", state, reason, NOW, 200, anchor=text, href=URL, evidence=evidence
    )


def a_view(*rows: CardRow, acts: tuple[Act, ...] = ()) -> CardView:
    return CardView("card:C1", rows or (CardRow(stored(), link()),), acts, NOW)


@pytest.mark.parametrize("kind", EventKind)
@pytest.mark.parametrize("text", HOSTILE_TEXTS, ids=range(len(HOSTILE_TEXTS)))
def test_every_kind_of_card_is_harmless_whatever_it_quotes(kind: EventKind, text: str) -> None:
    row = CardRow(stored(kind, text=text), link(), look(text), look(text, State.LIVE))
    other = replace(row, stored=stored(kind, text=text, number=2))
    for view in (a_view(row), a_view(row, other)):
        assert_message(drawn.card(view))
        assert_message(drawn.thread(view))


@pytest.mark.parametrize("url", HOSTILE_URLS)
def test_a_card_is_harmless_whatever_its_url(url: str) -> None:
    row = CardRow(stored(url=url), link(), None, None)
    for view in (a_view(row), a_view(row, row)):
        assert_message(drawn.card(view))
        assert_message(drawn.thread(view))


def act(kind: ActKind, about: str = "") -> Act:
    return Act("1:lost", kind, "UANA", NOW, about)


@pytest.mark.parametrize(
    ("view", "words"),
    [
        (a_view(), "owner: nobody yet"),
        (a_view(acts=(act(ActKind.CLAIMED),)), "wins it back"),
        (a_view(acts=(act(ActKind.OWNER, "UBEN"),)), "owner: <@UBEN>"),
        (a_view(acts=(act(ActKind.WRONG),)), "called a wrong alert by <@UANA>"),
        (
            a_view(
                CardRow(stored(), link(snoozed_until=NOW + timedelta(days=30))),
                acts=(act(ActKind.SNOOZED),),
            ),
            "asleep until",
        ),
        (
            a_view(CardRow(stored(), link(ignored=True)), acts=(act(ActKind.IGNORED),)),
            "ignored for good by <@UANA>",
        ),
        (
            a_view(CardRow(stored(), link(), look("x")), acts=(act(ActKind.LOOKED),)),
            "still no link",
        ),
    ],
)
def test_a_card_says_who_did_what_and_keeps_its_height(view: CardView, words: str) -> None:
    message = drawn.card(view)
    assert_message(message)
    assert words in str(message.blocks)
    assert [block["type"] for block in message.blocks] == ["section", "context", "actions"]


def test_a_card_that_is_over_has_no_buttons_and_says_how_long_it_took() -> None:
    back = stored(EventKind.RESTORED, at=NOW + timedelta(days=3))
    view = a_view(CardRow(stored(), link(), ended_by=back), acts=(act(ActKind.CLAIMED),))
    message = drawn.card(view)
    assert_message(message)
    assert message.text.startswith("Won back after 3 days: journal.example/tools links to")
    assert "actions" not in [block["type"] for block in message.blocks]
    alone = drawn.card(replace(view, acts=()))
    assert alone.text.startswith("Back after 3 days")


def test_a_link_that_is_good_again_is_shown_as_it_is_now() -> None:
    poor = replace(VALUE, followed=False)
    worse = stored(EventKind.DEVALUED, text="no longer followed")
    worse = replace(
        worse,
        event=replace(worse.event, before=VALUE, after=poor, rating=Rating(84, score_after=67)),
    )
    assert "quality 84, now 67, fair, not followed" in drawn.card(a_view(CardRow(worse))).text
    better = stored(EventKind.UPGRADED, text="now followed", at=NOW + timedelta(days=10))
    better = replace(
        better,
        event=replace(better.event, before=poor, after=VALUE, rating=Rating(67, score_after=84)),
    )
    text = drawn.card(a_view(CardRow(worse, ended_by=better))).text
    assert text.startswith("Good again after 10 days: ")
    assert "quality 67, now 84, strong, followed" in text


def test_a_group_is_one_sentence_with_its_rows_in_the_thread() -> None:
    footer = replace(VALUE, editorial=False)
    rows = []
    for number in range(140):
        event = stored(
            number=number, url=f"https://journal.example/{number}", text="journal.example"
        )
        rows.append(
            CardRow(replace(event, event=replace(event.event, before=footer)), link(id=number))
        )
    view = a_view(*rows)
    message = drawn.card(view)
    assert_message(message)
    assert message.text.startswith("Lost: 140 links from journal.example to site.example")
    assert "None was editorial." in message.text
    thread = drawn.thread(view)
    assert_message(thread)
    assert "and 90 more" in thread.text


@pytest.mark.parametrize("text", [*HOSTILE_TEXTS, *HOSTILE_URLS])
def test_watches_and_settings_are_harmless_whatever_they_quote(text: str) -> None:
    target = Target(DomainName("site.example"), text or None)
    watch = Watch("w", "C1", target, "U1", NOW, least_quality=40)
    how = ChannelSettings("C1", digest_at=time(9), muted=frozenset({text or "x.example"}))
    replayed = Replay(("a",) * 3, 2, (date(2026, 11, 23),) * 6)
    assert_message(watches_drawn.set_up(watch, how, replayed, tracked=0, by=text))
    assert_message(watches_drawn.ended(text, text))
    assert_message(watches_drawn.listed([watch] * 30, how))
    assert_message(settings_drawn.shown(how))
    assert_message(settings_drawn.changed(how, text))
    assert_message(drawn.notice(f"We suspect {text}"))
    assert_message(drawn.trouble("C1", text or "is_archived"))
    assert_view(settings_drawn.form(how, channel="C1"))
    for known in (watch, None):
        assert_view(watches_drawn.form(known, how, target=text[:200], channel="C1"))
    assert_view(drawn.owner_form(channel="C1", ts="1.2", current=None))


def test_the_preview_counts_messages_as_people_do() -> None:
    how = ChannelSettings("C1", digest_at=time(9))
    replayed = Replay(("a", "b", "c"), 0, tuple(date(2026, 11, day) for day in range(1, 7)))
    words = watches_drawn.preview_words(replayed, how)
    assert "9 messages (3 at once, 6 in digests with news)" in words
    off = watches_drawn.preview_words(replayed, replace(how, digest_at=None))
    assert "3 messages (3 at once, 0 in digests with news)" in off


@pytest.mark.parametrize(
    ("apart", "words"),
    [
        (timedelta(minutes=40), "23 Nov 2026 08:34 UTC> and <!date^1795425240^{time}|"),
        (timedelta(days=1), "22 Nov 2026 09:14 UTC> and <!date^1795425240^{date_short_pretty} at"),
    ],
    ids=["of one evening", "a day apart"],
)
def test_a_second_look_on_another_day_has_its_date(apart: timedelta, words: str) -> None:
    alarm = stored()
    event = replace(alarm.event, first_seen_at=alarm.event.at - apart)
    view = a_view(CardRow(replace(alarm, event=event), link()))
    assert words in str(drawn.card(view).blocks)
