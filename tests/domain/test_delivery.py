"""Who hears of what at once: decided from the events' own times, so that a replay says the same."""

from dataclasses import replace
from datetime import UTC, datetime, time, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.backlinks import DomainName
from bot.domain.cards import CardView, rows_of
from bot.domain.delivery import (
    CARD,
    ENDS,
    THREAD,
    LinkFacts,
    ToldCard,
    covers,
    is_at_once,
    is_for_digest,
    plan,
    worth,
)
from bot.domain.events import Event, EventKind, Value
from bot.domain.names import Target, parse_target
from bot.domain.replays import DueCard, choose, day_begins, due_cards, replay
from bot.domain.tracking import PlannedPost, StoredEvent
from bot.domain.verdicts import Reason
from bot.domain.watches import ChannelSettings, Watch, end_of_quiet

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
SITE = parse_target("site.example")
WATCH = Watch("w1", "C1", SITE, "U1", NOON)
HOW = ChannelSettings("C1")
GOOD = Value(True, True, False, True, False, "content", "guide", "https://site.example/guide")
POOR = replace(GOOD, followed=False)


def stored(
    kind: EventKind = EventKind.LOST,
    *,
    at: datetime = NOON,
    link: int | None = 1,
    site: str = "journal.example",
    before: Value | None = GOOD,
    target: Target = SITE,
    reason: Reason | None = Reason.LINK_REMOVED,
) -> StoredEvent:
    event = Event(kind, f"https://{site}/{link}", str(target), at, at, reason, None, before, before)
    key = f"{link}:{kind.value}:{at.isoformat()}"
    return StoredEvent(key, link, target.domain, DomainName(site), event)


def planned(
    *events: StoredEvent, watches: tuple[Watch, ...] = (WATCH,), **more: object
) -> list[PlannedPost]:
    given_: dict[str, object] = {"settings": {"C1": HOW}, "facts": {}, "told": {}, **more}
    return plan(events, watches=watches, **given_)  # type: ignore[arg-type]  # passed on as they are


def cards(posts: list[PlannedPost]) -> list[str]:
    return list(dict.fromkeys(post.payload["card"] for post in posts if post.kind == CARD))


@pytest.mark.parametrize(
    ("watched", "about", "expected"),
    [
        ("site.example", "site.example", True),
        ("site.example", "https://site.example/guide", True),
        ("https://site.example/guide", "https://site.example/guide", True),
        ("https://site.example/guide", "https://site.example/other", False),
        ("https://site.example/guide", "site.example", False),
        ("other.example", "site.example", False),
    ],
)
def test_a_watch_covers_its_site_or_its_page(watched: str, about: str, expected: bool) -> None:
    watch = replace(WATCH, target=parse_target(watched))
    assert covers(watch, stored(target=parse_target(about))) is expected


WORKED = LinkFacts(worked_for=True)


@pytest.mark.parametrize(
    ("event", "facts", "changes", "expected"),
    [
        pytest.param(stored(), LinkFacts(), {}, True, id="a valuable link"),
        pytest.param(stored(before=POOR), LinkFacts(), {}, False, id="a nofollow link"),
        pytest.param(stored(before=POOR), WORKED, {}, True, id="a nofollow link that was paid for"),
        pytest.param(stored(before=None), LinkFacts(), {}, False, id="nothing known of it"),
        pytest.param(
            stored(before=replace(GOOD, indexable=False)), LinkFacts(), {}, False, id="noindex"
        ),
        pytest.param(
            stored(before=replace(GOOD, editorial=False)), LinkFacts(), {}, False, id="a footer"
        ),
        pytest.param(
            stored(before=POOR), LinkFacts(), {"only_valuable": False}, True, id="every link asked for"
        ),
        pytest.param(stored(EventKind.GAINED), LinkFacts(), {}, False, id="not asked for at once"),
        pytest.param(
            stored(EventKind.TARGET_BROKEN, before=None), LinkFacts(), {}, True, id="ours to mend"
        ),
        pytest.param(
            stored(), LinkFacts(quality=30), {"least_quality": 40}, False, id="below the threshold"
        ),
        pytest.param(
            stored(), LinkFacts(quality=40), {"least_quality": 40}, True, id="at the threshold"
        ),
        pytest.param(
            stored(), LinkFacts(), {"least_quality": 40}, True, id="quality not known"
        ),
    ],
)  # fmt: skip
def test_at_once_is_what_is_valuable_paid_or_ours_to_mend(
    event: StoredEvent, facts: LinkFacts, changes: dict[str, object], expected: bool
) -> None:
    watch = replace(WATCH, **changes)  # type: ignore[arg-type]  # a table of changes
    assert is_at_once(watch, event, facts=facts, muted=frozenset()) is expected


def test_a_muted_site_is_not_told_at_once_but_counts_in_the_digest() -> None:
    muted = frozenset({"journal.example"})
    assert not is_at_once(WATCH, stored(), facts=WORKED, muted=muted)
    assert is_for_digest(WATCH, stored())
    ours = stored(EventKind.TARGET_BROKEN)
    assert is_at_once(WATCH, ours, facts=LinkFacts(), muted=muted)


def test_what_is_ours_to_mend_comes_before_paid_before_valuable() -> None:
    ours = worth(stored(EventKind.TARGET_BROKEN, before=None), LinkFacts())
    paid = worth(stored(before=POOR), WORKED)
    good = worth(stored(), LinkFacts(quality=90))
    poor = worth(stored(before=POOR), LinkFacts(quality=100))
    assert ours > paid > poor
    assert ours > good > poor


def test_one_cause_on_one_day_is_one_card_with_one_thread() -> None:
    posts = planned(*(stored(link=n, at=NOON + timedelta(minutes=n)) for n in range(14)))
    assert len(cards(posts)) == 1
    assert sum(post.kind == THREAD for post in posts) == 1
    assert len({post.dedup_key for post in posts}) == 15


@pytest.mark.parametrize(
    "other",
    [
        stored(link=2, site="other.example"),
        stored(EventKind.TARGET_BROKEN, link=2),
        stored(link=2, reason=Reason.PAGE_GONE),
        stored(link=2, at=NOON + timedelta(days=1)),
    ],
    ids=["site", "kind", "reason", "day"],
)
def test_another_cause_is_another_card(other: StoredEvent) -> None:
    assert len(cards(planned(stored(), other))) == 2


def test_each_channel_has_its_own_card_and_two_watches_of_one_are_one() -> None:
    page = replace(WATCH, id="w2", target=parse_target("https://site.example/guide"))
    elsewhere = replace(WATCH, id="w3", channel="C2")
    event = stored(target=parse_target("https://site.example/guide"))
    assert len(cards(planned(event, watches=(WATCH, page, elsewhere)))) == 2


@pytest.mark.parametrize(
    ("hour", "expected"),
    [(6, NOON.replace(hour=7)), (7, NOON.replace(hour=7)), (21, NOON.replace(hour=21)),
     (22, NOON.replace(day=24, hour=7)), (23, NOON.replace(day=24, hour=7))],
)  # fmt: skip
def test_the_night_waits_for_the_morning(hour: int, expected: datetime) -> None:
    (row, _) = planned(stored(at=NOON.replace(hour=hour)))
    assert row.not_before == expected


def test_a_night_s_losses_of_one_site_are_one_card_in_the_morning() -> None:
    night = NOON.replace(hour=23)
    assert len(cards(planned(stored(), stored(link=2, at=night)))) == 2
    morning = stored(link=3, at=night + timedelta(hours=9))
    assert len(cards(planned(stored(link=2, at=night), morning))) == 1


def test_good_news_goes_into_the_message_of_the_bad_news_at_any_hour() -> None:
    back = stored(EventKind.RESTORED, at=NOON.replace(hour=23), reason=None)
    (card,) = cards(planned(stored()))
    (row,) = planned(back, told={("C1", "link:1", EventKind.LOST): ToldCard(card, NOON)})
    assert row.payload["card"] == card
    assert row.not_before == back.event.at
    assert planned(back) == []


def test_the_best_are_posted_when_they_come_together_and_the_first_when_not() -> None:
    due = [DueCard(f"k{n}", NOON, n) for n in range(5)]
    assert choose(due, left=2).post == ("k4", "k3")
    assert choose(due, left=0).leave == ("k4", "k3", "k2", "k1", "k0")
    assert choose(due, left=-1).post == ()
    early = DueCard("early", NOON - timedelta(minutes=1), 0)
    assert choose([*due, early], left=1).post == ("early",)


def test_a_channel_s_day_begins_at_its_own_midnight() -> None:
    how = replace(HOW, zone="America/New_York")
    assert day_begins(how, NOON) == datetime(2026, 11, 23, 5, tzinfo=UTC)
    assert how.day_of(NOON.replace(hour=3)).day == 22


def test_a_replay_counts_cards_overflow_and_days_with_news() -> None:
    how = replace(HOW, budget=2, digest_at=time(9))
    events = [stored(link=n, site=f"s{n}.example") for n in range(5)]
    events.append(stored(EventKind.GAINED, link=9, at=NOON + timedelta(days=1)))
    found = replay(events, watch=WATCH, settings=how, facts={})
    assert (len(found.at_once), found.over_budget, len(found.digest_days)) == (2, 3, 2)


def test_what_was_good_again_before_the_morning_is_no_news() -> None:
    night = NOON.replace(hour=23)
    gone = stored(at=night)
    back = stored(EventKind.RESTORED, at=night + timedelta(hours=2), reason=None)
    assert replay([gone, back], watch=WATCH, settings=HOW, facts={}).at_once == ()
    late = stored(EventKind.RESTORED, at=night + timedelta(hours=20), reason=None)
    assert len(replay([gone, late], watch=WATCH, settings=HOW, facts={}).at_once) == 1


_LINKS = [1, 2, 3, 5, 9]
_HISTORY = st.lists(
    st.builds(
        lambda kind, minute, link, good: stored(
            kind,
            at=NOON + timedelta(minutes=minute),
            link=link,
            site=f"s{link % 4}.example",
            before=GOOD if good else POOR,
        ),
        st.sampled_from([EventKind.LOST, EventKind.RESTORED, EventKind.TARGET_BROKEN,
                         EventKind.TARGET_MENDED, EventKind.GAINED]),
        # Few moments, most of them of one night: links go, come and go again within it.
        st.one_of(st.integers(0, 3 * 24 * 60), st.integers(40, 76).map(lambda n: n * 15)),
        st.sampled_from(_LINKS),
        st.booleans(),
    ),
    max_size=40,
    unique_by=lambda event: event.key,
)  # fmt: skip


class _Channel:
    """A channel told by hand as the jobs do: planned batch by batch, sent moment by moment."""

    def __init__(self, how: ChannelSettings) -> None:
        self.how = how
        self.told: dict[tuple[str, str, EventKind], ToldCard] = {}
        self.rows: dict[str, list[StoredEvent]] = {}
        self.waiting: list[PlannedPost] = []
        self.posted: list[str] = []
        self.left: set[str] = set()
        self.spent: dict[object, int] = {}

    def tick(self, now: datetime, happened: list[StoredEvent]) -> None:
        new = plan(happened, watches=[WATCH], settings={"C1": self.how}, facts={}, told=self.told)
        events = {event.key: event for event in happened}
        for row in (row for row in new if row.kind == CARD):
            event = events[row.payload["event"]]
            self.rows.setdefault(row.payload["card"], []).append(event)
            self.waiting.append(row)
            self._remember(event, row)
        due = [row for row in self.waiting if row.not_before <= now]
        if end_of_quiet(self.how, now) == now:
            self._open(now, [r for r in due if r.payload["card"] not in {*self.posted, *self.left}])
        self.waiting = [
            r for r in self.waiting if r.payload["card"] not in {*self.posted, *self.left}
        ]

    def _remember(self, event: StoredEvent, row: PlannedPost) -> None:
        """As `Planning` reads it back from the outbox."""
        card, due = row.payload["card"], datetime.fromisoformat(row.payload["due"])
        kind = event.event.kind
        begun = self.told.get(("C1", event.subject, ENDS.get(kind, kind)))
        if kind in ENDS and begun and begun.card == card:
            self.told["C1", event.subject, ENDS[kind]] = replace(begun, is_over=True)
        else:
            self.told["C1", event.subject, kind] = ToldCard(card, due)

    def _open(self, now: datetime, rows: list[PlannedPost]) -> None:
        over = {row.payload["card"] for row in rows if self._is_over(row.payload["card"])}
        self.waiting = [r for r in self.waiting if r.payload["card"] not in over]
        fresh = [row for row in rows if row.payload["card"] not in over]
        day = self.how.day_of(now)
        choice = choose(due_cards(fresh), left=self.how.budget - self.spent.get(day, 0))
        self.spent[day] = self.spent.get(day, 0) + len(choice.post)
        self.posted += choice.post
        self.left |= set(choice.leave)

    def _is_over(self, card: str) -> bool:
        return CardView(card, rows_of(self.rows[card], {}, {})).is_over


@settings(max_examples=600, deadline=None)
@given(_HISTORY, st.integers(0, 4), st.sampled_from(["UTC", "Asia/Kolkata", "America/New_York"]))
def test_a_replay_says_what_batches_really_post(
    events: list[StoredEvent], budget: int, zone: str
) -> None:
    """Whatever goes, comes and goes again, by night or by day, in batches or alone."""
    how = replace(HOW, budget=budget, zone=zone)
    events = sorted(events, key=lambda e: (e.event.at, e.key))
    channel = _Channel(how)
    for now in sorted(
        {e.event.at for e in events} | {end_of_quiet(how, e.event.at) for e in events}
    ):
        channel.tick(now, [e for e in events if e.event.at == now])
    told = replay(events, watch=WATCH, settings=how, facts={}).at_once
    assert sorted(told) == sorted(channel.posted)
    assert len(channel.posted) == len(set(channel.posted))


def night(*kinds: EventKind, hour: int = 23, link: int = 1) -> list[StoredEvent]:
    """One thing after the other, an hour apart."""
    begin = NOON.replace(hour=hour)
    return [
        stored(kind, at=begin + timedelta(hours=n), link=link, reason=None)
        for n, kind in enumerate(kinds)
    ]


LOST, BACK = EventKind.LOST, EventKind.RESTORED


def test_what_went_came_and_went_again_in_one_night_is_one_message_in_the_morning() -> None:
    (card,) = replay(night(LOST, BACK, LOST), watch=WATCH, settings=HOW, facts={}).at_once
    rows = rows_of(night(LOST, BACK, LOST), {}, {})
    assert len(rows) == 1
    assert not CardView(card, rows).is_over
    assert replay(night(LOST, BACK, LOST, BACK), watch=WATCH, settings=HOW, facts={}).at_once == ()


def test_what_was_told_made_good_and_goes_again_is_a_message_of_its_own() -> None:
    day = night(LOST, BACK, LOST, BACK, LOST, hour=12)
    told = replay(day, watch=WATCH, settings=HOW, facts={}).at_once
    assert len(told) == 3
    both = sorted([*day, *night(LOST, BACK, LOST, hour=12, link=2)], key=lambda e: e.event.at)
    assert replay(both, watch=WATCH, settings=HOW, facts={}).at_once == told


def test_a_loss_after_a_night_that_came_to_nothing_is_told_on_its_own_day() -> None:
    later = stored(at=NOON + timedelta(days=1), link=2, reason=None)
    (card,) = replay([*night(LOST, BACK), later], watch=WATCH, settings=HOW, facts={}).at_once
    assert ":2026-11-24:" in card
