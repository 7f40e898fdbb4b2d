"""The rules of outreach: moves, working days, guards, promises, figures."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.backlinks import DomainName
from bot.domain.events import Event, EventKind, Value
from bot.domain.follow_ups import Duty, FollowUpRules, add_working_days, due_of
from bot.domain.names import Target
from bot.domain.outreach_figures import figures
from bot.domain.promises import hear, promise_record, whose
from bot.domain.prospect_guards import Guard, guards
from bot.domain.prospect_moves import Change, Edit, apply, edit, is_possible
from bot.domain.prospects import Action, Details, Prospect, Standing, Status, Terms
from bot.domain.tracking import StoredEvent
from bot.errors import ConflictError, InvalidInputError

NOW = datetime(2026, 11, 23, 9, 14, tzinfo=UTC)
SITE = Target(DomainName("site.example"))
PAGE = "https://blog.example/tools"
RULES = FollowUpRules()


def begun(**changes: object) -> Prospect:
    one = Prospect(
        1, PAGE, DomainName("blog.example"), Details(target=SITE), Standing(Status.NEW, NOW), "U0ANA", NOW
    )  # fmt: skip
    return replace(one, **changes)  # type: ignore[arg-type]  # names of its own fields


def do(
    one: Prospect, action: Action, *, by: str = "U0ANA", at: datetime = NOW, seen: int | None = -1
) -> Prospect:
    """`seen` -1: what stands now."""
    terms = Terms(PAGE, SITE, "garden guide", "followed", at.date(), promised_at=at)
    version = one.version if seen == -1 else seen
    until = at.date() + timedelta(days=9) if action is Action.SNOOZED else None
    change = Change(
        action, by, at, at.date(), seen=version, until=until,
        terms=terms if action is Action.AGREED else None,
    )  # fmt: skip
    return apply(one, change, rules=RULES)


def event(
    kind: EventKind, at: datetime, page: str = PAGE, anchor: str = "garden guide"
) -> StoredEvent:
    value = Value(True, True, False, True, False, "content", anchor, "https://site.example/")
    told = Event(kind, page, "site.example", at, at, after=value)
    key = f"1:{kind.value}:{at.isoformat()}"
    return StoredEvent(key, 1, SITE.domain, DomainName("blog.example"), told)


def test_follow_ups_are_due_after_three_then_seven_working_days_then_no_reply_is_suggested() -> (
    None
):
    one = do(begun(), Action.CONTACTED)
    days = [one.standing.follow_up_on]
    for _ in range(2):
        one = do(one, Action.FOLLOWED_UP)
        days.append(one.standing.follow_up_on)
    assert days == [date(2026, 11, 26), date(2026, 12, 2), date(2026, 12, 7)]
    later = datetime(2026, 12, 7, 9, tzinfo=UTC)
    due = due_of(one, today=later.date(), now=later, rules=RULES)
    assert due is not None
    assert due.duty is Duty.GIVE_UP


@given(st.dates(date(2000, 1, 1), date(2100, 1, 1)), st.integers(1, 60))
def test_a_working_day_is_never_a_weekend_and_counts_no_weekend(start: date, days: int) -> None:
    end = add_working_days(start, days)
    between = [start + timedelta(days=n) for n in range(1, (end - start).days + 1)]
    assert end.weekday() < 5
    assert sum(day.weekday() < 5 for day in between) == days


@given(st.lists(st.sampled_from(list(Action)), max_size=30))
def test_whatever_is_clicked_the_history_tells_the_status(actions: list[Action]) -> None:
    one = begun()
    for action in actions:
        try:
            one = do(one, action)
        except (InvalidInputError, KeyError):
            continue
        assert one.moves[-1].after is one.status
        assert one.moves[-1].version == one.version
        assert one.status is not Status.WON
    assert [move.version for move in one.moves] == list(range(2, len(one.moves) + 2))


@pytest.mark.parametrize("action", [Action.CONTACTED, Action.AGREED, Action.FOLLOWED_UP])
def test_do_not_contact_stands_until_it_is_reopened(action: Action) -> None:
    one = do(begun(), Action.DO_NOT_CONTACT)
    assert not is_possible(action, one.status)
    with pytest.raises(InvalidInputError, match="do not contact"):
        do(one, action)
    assert do(one, Action.REOPENED).status is Status.NEW


def test_an_old_button_works_when_only_notes_came_since() -> None:
    one = begun()
    noted = do(one, Action.NOTE, by="U0BEN")
    assert do(noted, Action.CONTACTED, seen=one.version).status is Status.CONTACTED


def test_a_move_of_a_colleague_is_never_overruled_unseen_and_one_s_own_double_click_is_one() -> (
    None
):
    one = begun()
    moved = do(one, Action.CONTACTED)
    assert do(moved, Action.CONTACTED, seen=one.version) is moved
    with pytest.raises(ConflictError):
        do(moved, Action.DECLINED, by="U0BEN", seen=one.version)


def test_undo_brings_back_all_of_it_and_is_no_way_to_unwin() -> None:
    one = do(begun(), Action.CONTACTED)
    snoozed = do(one, Action.SNOOZED)
    assert do(snoozed, Action.UNDONE).standing == one.standing
    won = hear(one, event(EventKind.GAINED, NOW))
    with pytest.raises(InvalidInputError, match="nothing to undo"):
        do(won, Action.UNDONE)


def test_two_people_s_edits_of_different_things_both_stand() -> None:
    one = begun()
    before = one.details
    hers = Edit(before, replace(before, contact="ann@blog.example"), None, None)
    his = Edit(before, replace(before, notes="kind people"), None, None)
    both = edit(edit(one, hers, by="U0ANA", at=NOW), his, by="U0BEN", at=NOW)
    assert (both.details.contact, both.details.notes) == ("ann@blog.example", "kind people")
    late = Edit(before, replace(before, contact="bob@blog.example"), None, None)
    with pytest.raises(ConflictError):
        edit(both, late, by="U0BEN", at=NOW)


def test_guards_name_the_gravest_first_and_are_silent_when_their_time_is_over() -> None:
    contacted = do(begun(), Action.CONTACTED)
    declined = do(begun(id=2), Action.DECLINED)
    site = (contacted, declined)

    def named(days: int) -> list[Guard]:
        now = NOW + timedelta(days=days)
        found = guards(None, site, person="U0BEN", links=2, now=now)
        return [caution.guard for caution in found]

    all_ = [Guard.COLLEAGUE, Guard.CONTACTED, Guard.DECLINED, Guard.LINKS_ALREADY]
    assert named(99) == all_
    assert named(101) == [Guard.COLLEAGUE, Guard.DECLINED, Guard.LINKS_ALREADY]
    assert named(366) == [Guard.COLLEAGUE, Guard.LINKS_ALREADY]


def test_what_differs_from_the_promise_is_said_and_what_does_not_is_not() -> None:
    agreed = do(begun(), Action.AGREED)
    same = hear(
        agreed, event(EventKind.GAINED, NOW, "http://www.blog.example/tools/", "Garden  Guide")
    )
    assert same.status is Status.WON
    assert same.standing.link is not None
    assert same.standing.link.differences == ()
    other = hear(
        agreed, event(EventKind.GAINED, NOW + timedelta(days=3), "https://blog.example/b", "x")
    )
    assert other.standing.link is not None
    assert len(other.standing.link.differences) == 3


def test_an_event_heard_twice_is_heard_once() -> None:
    agreed = do(begun(), Action.AGREED)
    gained = event(EventKind.GAINED, NOW)
    won = hear(agreed, gained)
    assert hear(won, gained) is won


def test_a_link_of_a_site_that_nobody_wrote_to_wins_nothing() -> None:
    assert hear(begun(), event(EventKind.GAINED, NOW)).status is Status.NEW


def test_of_several_prospects_the_one_with_that_page_is_meant() -> None:
    other = do(begun(id=2, page="https://blog.example/other"), Action.NEGOTIATING)
    mine = do(begun(), Action.CONTACTED)
    assert whose([other, mine], event(EventKind.GAINED, NOW)) is mine
    assert whose([other, mine], event(EventKind.GAINED, NOW, "https://blog.example/new")) is other
    elsewhere = replace(other, details=Details(target=Target(DomainName("rival.example"))))
    assert whose([elsewhere], event(EventKind.GAINED, NOW, "https://blog.example/new")) is None


def test_promises_are_late_after_48_hours_and_kept_links_are_counted_after_30_days() -> None:
    agreed = do(begun(), Action.AGREED)

    def late(hours: float) -> int:
        now = NOW + timedelta(hours=hours)
        return promise_record([agreed], now=now, late_after=RULES.late_after).late

    assert [late(47), late(48)] == [0, 1]
    won = hear(agreed, event(EventKind.GAINED, NOW))
    lost = hear(won, event(EventKind.LOST, NOW + timedelta(days=40)))
    found = promise_record([lost], now=NOW + timedelta(days=400), late_after=RULES.late_after)
    assert [(kept.days, kept.old_enough, kept.stood) for kept in found.after] == [
        (30, 1, 1),
        (90, 1, 0),
        (365, 1, 0),
    ]


def test_the_publish_rate_counts_each_contacted_prospect_once() -> None:
    first = do(begun(), Action.CONTACTED)
    won = hear(do(first, Action.FOLLOWED_UP), event(EventKind.GAINED, NOW + timedelta(days=4)))
    taken_back = do(do(begun(id=3), Action.CONTACTED), Action.UNDONE)
    found = figures([won, do(begun(id=2), Action.CONTACTED), taken_back, begun(id=4)])
    assert (found.contacted, found.won, found.live, found.days) == (2, 1, 1, 4.0)
    assert found.publish_rate == 0.5


def test_an_answer_counts_when_somebody_was_asked_before_it() -> None:
    straight = do(begun(), Action.AGREED)
    asked_later = do(do(straight, Action.REPLIED), Action.CONTACTED)
    answered = do(do(begun(id=2), Action.CONTACTED), Action.AGREED)
    found = figures([straight, asked_later, answered])
    assert (found.contacted, found.replied) == (2, 1)
    assert figures([straight]).reply_rate is None, "nobody wrote to them"
