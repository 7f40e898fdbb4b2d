"""What a digest says: the order of its rows, what one cause did, what became of the last one."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from bot.domain.backlinks import DomainName
from bot.domain.digests import (
    RowClaim,
    chart_points,
    honesty,
    make_rows,
    outcome,
    settled,
    wanted_by,
)
from bot.domain.events import Event, EventKind, Phase, Standing, Value
from bot.domain.names import Target, parse_target
from bot.domain.ratings import Rating
from bot.domain.tracking import StoredEvent, TrackedLink
from bot.domain.watches import Watch

NOW = datetime(2026, 11, 23, 9, 14, tzinfo=UTC)
HOUR = timedelta(hours=1)
SITE = parse_target("site.example")
GOOD = Value(True, True, False, True, False, "content", "guide", "https://site.example/")
POOR = replace(GOOD, followed=False, editorial=False, placement="footer")


def happened(
    kind: EventKind,
    number: int,
    *,
    site: str | None = None,
    value: Value = GOOD,
    at: datetime = NOW,
    target: Target = SITE,
) -> StoredEvent:
    site = site or f"blog{number}.example"
    event = Event(kind, f"https://{site}/{number}", str(target), at, at, before=value, after=value)
    return StoredEvent(
        f"{number}:{kind}:{at.isoformat()}", number, target.domain, DomainName(site), event
    )


def link(number: int, phase: Phase = Phase.LOST, *, since: datetime = NOW) -> TrackedLink:
    return TrackedLink(
        number,
        f"https://blog{number}.example/{number}",
        SITE,
        f"blog{number}.example",
        DomainName(f"blog{number}.example"),
        "cli",
        NOW,
        NOW,
        standing=Standing(phase=phase, since=since),
    )


def rows(*events: StoredEvent, **more: object) -> list[tuple[EventKind, int]]:
    made = make_rows(events, links={}, claims={})
    return [(row.kind, len(row.events)) for row in made]


def test_what_is_ours_to_mend_comes_first_then_what_was_lost() -> None:
    kinds = [EventKind.GAINED, EventKind.CHANGED, EventKind.LOST, EventKind.TARGET_BROKEN]
    made = rows(*(happened(kind, n) for n, kind in enumerate(kinds)))
    assert [kind for kind, _ in made] == [
        EventKind.TARGET_BROKEN,
        EventKind.LOST,
        EventKind.GAINED,
        EventKind.CHANGED,
    ]


def test_the_best_of_a_kind_comes_first() -> None:
    events = [happened(EventKind.LOST, 1, value=POOR), happened(EventKind.LOST, 2)]
    made = make_rows(events, links={}, claims={})
    assert [row.events[0].link_id for row in made] == [2, 1]


def test_one_cause_is_one_row() -> None:
    footer = [happened(EventKind.LOST, n, site="example.org", value=POOR) for n in range(14)]
    broken = [happened(EventKind.TARGET_BROKEN, 20 + n) for n in range(9)]
    assert rows(*footer, *broken) == [(EventKind.TARGET_BROKEN, 9), (EventKind.LOST, 14)]


def test_lost_and_back_again_is_just_back() -> None:
    lost = happened(EventKind.LOST, 1)
    back = happened(EventKind.RESTORED, 1, at=NOW + HOUR)
    other = happened(EventKind.LOST, 2)
    changed = happened(EventKind.CHANGED, 1, at=NOW + HOUR)
    assert settled([lost, other, back, changed]) == [other, back, changed]
    again = happened(EventKind.LOST, 1, at=NOW + 2 * HOUR)
    assert settled([lost, back, again]) == [again]


def test_what_people_ignore_or_call_wrong_is_no_row() -> None:
    watch = Watch("w", "C1", SITE, "U1", NOW)
    wrong = replace(happened(EventKind.LOST, 1), wrong_by="U2")
    right = happened(EventKind.LOST, 2)
    assert wanted_by([watch], [wrong, right]) == [right]
    ignored = replace(link(2), ignored=True)
    assert make_rows([right], links={2: ignored}, claims={}) == ()


def test_a_watch_hears_of_its_target_and_its_kinds_alone() -> None:
    watch = Watch(
        "w",
        "C1",
        parse_target("https://site.example/guide"),
        "U1",
        NOW,
        at_once=frozenset(),
        in_digest=frozenset({EventKind.GAINED}),
    )
    page = happened(EventKind.GAINED, 1, target=watch.target)
    lost = happened(EventKind.LOST, 2, target=watch.target)
    elsewhere = happened(EventKind.GAINED, 3)
    assert wanted_by([watch], [page, lost, elsewhere]) == [page]


def test_the_outcome_counts_each_loss_once() -> None:
    losses = [happened(EventKind.LOST, n, at=NOW - n * 24 * HOUR) for n in range(1, 7)]
    links = {
        1: link(1, Phase.LIVE, since=NOW),
        2: link(2, Phase.LIVE, since=NOW),
        **{n: link(n) for n in range(3, 7)},
    }
    claims = {losses[2].key: RowClaim(losses[2].key, "U1", NOW)}
    told = outcome(date(2026, 11, 20), losses, links=links, claims=claims)
    assert told is not None
    assert (told.lost, told.won_back, told.claimed, told.unclaimed) == (6, 2, 1, 3)
    assert told.unclaimed_since == losses[5].event.at


def test_a_link_that_was_live_before_it_was_lost_is_not_back() -> None:
    loss = happened(EventKind.LOST, 1)
    before = link(1, Phase.LIVE, since=NOW - HOUR)
    told = outcome(date(2026, 11, 20), [loss], links={1: before}, claims={})
    assert told is not None
    assert told.won_back == 0


def test_an_outcome_without_losses_is_none() -> None:
    wrong = replace(happened(EventKind.LOST, 1), wrong_by="U2")
    assert outcome(date(2026, 11, 20), [], links={}, claims={}) is None
    assert outcome(date(2026, 11, 20), [wrong], links={}, claims={}) is None


def test_the_chart_has_every_day_of_thirty_in_local_time() -> None:
    zone = ZoneInfo("Pacific/Auckland")
    last_night = datetime(2026, 11, 22, 12, tzinfo=UTC)
    first_day = datetime(2026, 10, 25, 1, tzinfo=UTC)
    events = [
        happened(EventKind.GAINED, 1, at=last_night),
        happened(EventKind.RESTORED, 2, at=last_night),
        happened(EventKind.LOST, 3, at=last_night),
        happened(EventKind.LOST, 4, at=first_day),
        happened(EventKind.LOST, 5, at=first_day - 24 * HOUR),
        replace(happened(EventKind.LOST, 6, at=last_night), wrong_by="U1"),
        happened(EventKind.CHANGED, 7, at=last_night),
    ]
    points = chart_points(events, day=date(2026, 11, 23), zone=zone)
    assert len(points) == 15
    assert points[0] == (date(2026, 10, 25), 0, 1)
    assert points[-1] == (date(2026, 11, 22), 2, 1)
    assert sum(gained + lost for _, gained, lost in points) == 4


def test_honesty_counts_what_people_and_our_own_look_said() -> None:
    losses = [happened(EventKind.LOST, n) for n in range(5)]
    said = [
        replace(losses[0], wrong_by="U1"),
        replace(losses[1], was_wrong=True),
        replace(losses[2], was_wrong=False),
        *losses[3:],
        happened(EventKind.GAINED, 9),
    ]
    assert honesty(said) == (5, 2, 3)


def test_the_row_of_a_release_bears_the_name_of_its_best_site() -> None:
    ratings = {
        "a.example": None,
        "b.example": Rating(31),
        "c.example": Rating(69),
        "d.example": Rating(),
    }
    events = [
        StoredEvent(
            f"graph:R2:new_in_source:site.example:{site}",
            None,
            SITE.domain,
            DomainName(site),
            Event(EventKind.NEW_IN_SOURCE, f"https://{site}/", "site.example", NOW, NOW, rating=rating),
        )
        for site, rating in ratings.items()
    ]  # fmt: skip
    (row,) = make_rows(events, links={}, claims={})
    assert [stored.referring_domain for stored in row.events] == [
        "c.example", "b.example", "a.example", "d.example",
    ]  # fmt: skip
    assert row.rating is not None
    assert row.rating.score == 69


def test_a_page_of_ours_that_works_again_is_nothing_to_do_any_more() -> None:
    broken = happened(EventKind.TARGET_BROKEN, 1)
    for later, is_back in ((HOUR, True), (-HOUR, False)):
        (row,) = make_rows([broken], links={}, claims={}, mended={broken.subject: NOW + later})
        assert (row.is_back, row.can_be_claimed) == (is_back, not is_back)
    (row,) = make_rows([broken], links={}, claims={}, mended={"pair: another": NOW + HOUR})
    assert row.can_be_claimed
