"""Who hears of what at once: decided from the events' own times, so that a replay says the same."""

from dataclasses import replace
from datetime import UTC, datetime, time, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.backlinks import DomainName
from bot.domain.delivery import (
    CARD,
    THREAD,
    DueCard,
    LinkFacts,
    choose,
    covers,
    day_begins,
    due_cards,
    is_at_once,
    is_for_digest,
    local_day,
    plan,
    replay,
    worth,
)
from bot.domain.events import Event, EventKind, Value
from bot.domain.names import Target, parse_target
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
    (row,) = planned(back, told={("C1", 1, EventKind.LOST): card})
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
    assert local_day(how, NOON.replace(hour=3)).day == 22


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


_KINDS = st.sampled_from(
    [EventKind.LOST, EventKind.RESTORED, EventKind.TARGET_BROKEN, EventKind.GAINED]
)
_EVENTS = st.lists(
    st.builds(
        lambda kind, minute, link, good: stored(
            kind,
            at=NOON + timedelta(minutes=minute),
            link=link,
            site=f"s{link % 4}.example",
            before=GOOD if good else POOR,
        ),
        _KINDS,
        st.integers(0, 3 * 24 * 60),
        st.integers(1, 9),
        st.booleans(),
    ),
    max_size=40,
    # Two looks confirm each change of a link, so one link does not go, come and go within a night.
    unique_by=lambda event: (event.link_id, event.event.kind),
)


@settings(max_examples=200, deadline=None)
@given(_EVENTS, st.integers(0, 4), st.sampled_from(["UTC", "Asia/Kolkata", "America/New_York"]))
def test_a_replay_says_what_batches_really_post(
    events: list[StoredEvent], budget: int, zone: str
) -> None:
    """The same history, planned batch by batch and sent minute by minute as the jobs do."""
    how = replace(HOW, budget=budget, zone=zone)
    events = sorted(events, key=lambda e: (e.event.at, e.key))
    told: dict[tuple[str, int, EventKind], str] = {}
    waiting: list[PlannedPost] = []
    rows: list[PlannedPost] = []
    posted: list[str] = []
    left_out: set[str] = set()
    spent: dict[object, int] = {}
    moments = sorted({e.event.at for e in events} | {end_of_quiet(how, e.event.at) for e in events})
    for now in moments:
        batch = [e for e in events if e.event.at == now]
        new = plan(batch, watches=[WATCH], settings={"C1": how}, facts={}, told=told)
        for row in (row for row in new if row.kind == CARD):
            rows.append(row)
            waiting.append(row)
            told["C1", row.payload["link"], EventKind(row.payload["event_kind"])] = row.payload[
                "card"
            ]
        due = [row for row in waiting if row.not_before <= now]
        fresh = [r for r in due if r.payload["card"] not in {*posted, *left_out}]
        opening = [c for c in due_cards(fresh) if end_of_quiet(how, now) == now]
        over = {c.key for c in opening if _is_over(c.key, rows)}
        day = local_day(how, now)
        choice = choose([c for c in opening if c.key not in over], left=budget - spent.get(day, 0))
        spent[day] = spent.get(day, 0) + len(choice.post)
        posted += choice.post
        left_out |= {*choice.leave, *over}
        waiting = [r for r in waiting if r.payload["card"] not in {*posted, *left_out}]
    assert sorted(replay(events, watch=WATCH, settings=how, facts={}).at_once) == sorted(posted)


def _is_over(card: str, rows: list[PlannedPost]) -> bool:
    """As `CardView.is_over`: every loss of the card was followed by its end."""
    mine = [row.payload for row in rows if row.payload["card"] == card]
    kinds = {(p["link"], p["event_kind"]): p["due"] for p in mine}
    lost = [link for link, kind in kinds if kind == "lost"]
    return bool(lost) and all((link, "restored") in kinds for link in lost)
