"""When a tracked link is looked at next."""

from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.backlinks import DomainName
from bot.domain.events import Phase, Policy, Standing, Step
from bot.domain.names import parse_target
from bot.domain.tracking import TrackedLink, first_look, next_look, pair_key, place_in_day

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)
SITE = parse_target("site.example")
POLICY = Policy()
DAY = timedelta(days=1)


def link(number: int = 1, **changes: object) -> TrackedLink:
    made = TrackedLink(
        id=number,
        referring_page=f"https://journal{number}.example/a",
        target=SITE,
        host=f"journal{number}.example",
        referring_domain=DomainName(f"journal{number}.example"),
        added_by="U1",
        added_at=NOW,
        next_look_at=NOW,
        standing=Standing(phase=Phase.LIVE, since=NOW),
    )
    return replace(made, **changes)  # type: ignore[arg-type]  # the tests below name fields


def test_a_pair_is_the_same_however_it_is_spelled() -> None:
    one = pair_key("https://www.journal.example/a/?utm_source=x", SITE)
    assert one == pair_key("http://journal.example/a", SITE)
    assert one != pair_key("http://journal.example/b", SITE)


def test_looks_are_spread_over_the_day() -> None:
    hours = Counter(int(place_in_day(str(n)) / timedelta(hours=1)) for n in range(24_000))
    assert len(hours) == 24
    assert max(hours.values()) < 1.3 * min(hours.values())


def test_the_baseline_is_taken_within_an_hour() -> None:
    for among, most in ((1, 1), (200, 200), (50_000, 3_600)):
        looks = [first_look(str(n), NOW, among=among) - NOW for n in range(200)]
        assert min(looks) >= timedelta(0)
        assert timedelta(seconds=most * 0.9) < max(looks) <= timedelta(seconds=most)


@given(st.integers(0, 10_000), st.integers(0, 86_400))
def test_the_daily_look_comes_at_the_link_s_own_hour(number: int, second: int) -> None:
    seen_at = NOW + timedelta(seconds=second)
    after = next_look(link(number), Step(Standing()), seen_at, policy=POLICY)
    assert timedelta(hours=12) <= after - seen_at <= timedelta(hours=36)
    midnight = after.replace(hour=0, minute=0, second=0, microsecond=0)
    assert after - midnight == place_in_day(pair_key(link(number).referring_page, SITE))


def test_a_day_after_its_own_hour_comes_its_own_hour() -> None:
    first = next_look(link(), Step(Standing()), NOW, policy=POLICY)
    assert next_look(link(), Step(Standing()), first, policy=POLICY) == first + DAY


def test_a_miss_is_looked_at_again_when_it_can_confirm() -> None:
    step = Step(Standing(), next_look_in=timedelta(minutes=30))
    assert next_look(link(), step, NOW, policy=POLICY) == NOW + timedelta(minutes=30)


def test_a_page_that_has_not_changed_for_months_is_looked_at_weekly() -> None:
    quiet = link(unchanged_since=NOW - 200 * DAY, standing=Standing(Phase.LIVE, NOW - 300 * DAY))
    after = next_look(quiet, Step(quiet.standing), NOW, policy=POLICY) - NOW
    assert 6 * DAY <= after <= 8 * DAY


def test_a_lost_link_is_looked_at_daily_however_quiet() -> None:
    gone = link(unchanged_since=NOW - 200 * DAY, standing=Standing(Phase.LOST, NOW - 300 * DAY))
    assert next_look(gone, Step(gone.standing), NOW, policy=POLICY) - NOW <= 1.5 * DAY


@pytest.mark.parametrize(
    ("waited", "promised", "least", "most"),
    [(3, None, 0, 2), (44, None, 0, 2), (46, None, 6, 8), (179, None, 6, 8), (200, None, 29, 31), (200, 10, 0, 2)],
)  # fmt: skip
def test_a_link_that_never_came_is_looked_at_less_and_less(
    waited: int, promised: int | None, least: int, most: int
) -> None:
    at = NOW - promised * DAY if promised else None
    standing = Standing(Phase.AWAITED, NOW - waited * DAY, promised_at=at)
    after = next_look(link(standing=standing), Step(standing), NOW, policy=POLICY) - NOW
    assert least * DAY <= after <= most * DAY
