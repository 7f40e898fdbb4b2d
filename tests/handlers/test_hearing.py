"""What the checker saw moves prospects, however much of it there is at once."""

from datetime import datetime, timedelta

import pytest

from bot.domain.backlinks import Backlink, DomainName
from bot.domain.events import Event, EventKind
from bot.domain.follow_ups import FollowUpRules
from bot.domain.prospect_moves import Change, apply
from bot.domain.prospects import Action, Details, Kind, NewProspect, Status
from bot.domain.source_news import ImportNews, news_events
from bot.domain.tracking import StoredEvent
from bot.services import prospect_loop
from jobs.remind_owners import hear_checker
from tests.handlers.conftest import NOW, Office
from tests.handlers.test_digesting import SITE
from tests.handlers.test_verifying import LINK, page

OURS = DomainName("site.example")


async def contacted(bot: Office, pages: list[str]) -> None:
    """A prospect for each page, written to a month ago."""
    wrote = Change(
        Action.CONTACTED, "U1", NOW - timedelta(days=30), NOW.date() - timedelta(days=30)
    )
    for url in pages:
        new = NewProspect(url, Details(Kind.RESOURCE_PAGE, SITE), "U1", owner="U1")
        added = await bot.deps.prospects.add_prospects([new], now=wrote.at)
        await bot.deps.prospects.change_prospect(
            added.new[0].id, lambda p: apply(p, wrote, rules=FollowUpRules())
        )


async def statuses(bot: Office) -> list[Status]:
    return [one.status for one in await bot.deps.prospects.all_prospects()]


async def test_pages_for_which_no_look_was_left_are_looked_at_by_a_later_run(
    bot: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(prospect_loop, "_LOOKS_AT_ONCE", 2)
    pages = [f"https://blog{n}.example/links" for n in range(7)]
    await contacted(bot, pages)
    bot.pages.answers = {url: page(url, LINK) for url in pages}
    named = tuple(
        Backlink("ahrefs", DomainName(f"blog{n}.example"), OURS, NOW.date(), referring_page=url)
        for n, url in enumerate(pages)
    )
    happened = ImportNews(7, "ahrefs", named)
    await bot.deps.events.add_events(news_events(happened, now=bot.time.now))
    for _ in range(4):
        await hear_checker(bot.deps)
        bot.time.now += timedelta(hours=3)
    assert await statuses(bot) == [Status.WON] * 7


async def test_one_event_among_thousands_of_the_same_moment_is_heard(bot: Office) -> None:
    url = "https://blog.example/links"
    await contacted(bot, [url])
    at = bot.time.now
    many = [
        happened(f"https://s{n}.example/", f"s{n}.example", at, f"a{n:05}") for n in range(5_100)
    ]
    await bot.deps.events.add_events([*many, happened(url, "blog.example", at, "z")])
    await hear_checker(bot.deps)
    assert await statuses(bot) == [Status.WON]


def happened(url: str, site: str, at: datetime, key: str) -> StoredEvent:
    event = Event(EventKind.GAINED, url, str(SITE), at, at)
    return StoredEvent(key, None, SITE.domain, DomainName(site), event)


async def test_what_was_heard_by_a_clock_that_ran_ahead_does_not_deafen_it(bot: Office) -> None:
    url = "https://blog.example/links"
    await contacted(bot, [url])
    await bot.deps.reminders.hear_until(bot.time.now + timedelta(days=900))
    await bot.deps.events.add_events([happened(url, "blog.example", bot.time.now, "z")])
    await hear_checker(bot.deps)
    assert await statuses(bot) == [Status.WON]
