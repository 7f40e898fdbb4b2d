"""Lost links worth asking for: how good each was, and which comes first."""

from datetime import UTC, date, datetime

from bot.domain.backlinks import DomainName
from bot.domain.quality import Quality
from bot.domain.reclaim import LostLink, best_lost_first, score_lost
from bot.domain.verdicts import Reason
from bot.domain.webgraph import DomainAuthority
from tests.domain.test_events import look

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)


def lost(name: str, quality: Quality | None) -> LostLink:
    page = f"https://{name}.example/"
    return LostLink(
        page, DomainName(f"{name}.example"), page, Reason.LINK_REMOVED, NOW, quality=quality
    )


def test_a_guess_does_not_stand_before_what_is_known_and_the_unknown_come_last() -> None:
    guess = lost("guess", Quality(100, (), (), 0.2))
    sure = lost("sure", Quality(80, (), (), 0.9))
    unknown = lost("unknown", None)
    assert best_lost_first([unknown, guess, sure]) == (sure, guess, unknown)
    assert [one.shown_score for one in (sure, guess, unknown)] == ["80", "100?", ""]


def test_a_link_of_which_only_its_rel_is_known_has_a_number_that_is_marked() -> None:
    seen = look(NOW - datetime(2026, 3, 1, tzinfo=UTC))
    quality = score_lost(None, seen, today=date(2026, 11, 23))
    assert quality.score is not None
    graph = DomainAuthority(
        "cc-main-2026-apr-may-jun", DomainName("journal.example"), 500, 1_000, 1_000, 100_000
    )
    better_known = score_lost(None, seen, graph, today=date(2026, 11, 23))
    assert better_known.known > quality.known
