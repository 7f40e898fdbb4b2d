"""Every card, list, form, reminder and home view: Slack takes it, and no stranger's text acts."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from bot.domain.backlinks import DomainName
from bot.domain.follow_ups import Due, Duty, FollowUpRules
from bot.domain.names import Target
from bot.domain.outreach_figures import report
from bot.domain.promises import promise_record
from bot.domain.prospect_guards import Caution, Guard
from bot.domain.prospect_lists import AddedProspects, FoundProspects, ProspectView
from bot.domain.prospects import (
    Action,
    Cost,
    Details,
    Kind,
    LostText,
    Move,
    Prospect,
    Standing,
    Status,
    Terms,
    Undoable,
    WonLink,
    parse_cost,
)
from bot.domain.site_facts import SiteFacts
from bot.domain.site_worth import SiteWorth
from bot.domain.watches import ChannelSettings, Watch
from bot.slack import home, prospect_list, prospect_words, prospects, reminders, who
from bot.slack import prospect_forms as forms
from tests.blockkit import assert_message, assert_view
from tests.hostile import HOSTILE_TEXTS, HOSTILE_URLS

NOW = datetime(2026, 11, 23, 9, 14, tzinfo=UTC)
TODAY = NOW.date()
SITE = Target(DomainName("site.example"), "https://site.example/guide")
RULES = FollowUpRules()


def prospect(
    status: Status = Status.NEW,
    text: str = "words",
    url: str = "https://blog.example/tools",
    number: int = 1,
) -> Prospect:
    """A prospect with everything that can be in it."""
    terms = Terms(url, SITE, text, "followed", TODAY, parse_cost("120 EUR"), NOW)
    link = WonLink(url, str(SITE), NOW, 7, differences=(text, text))
    standing = Standing(status, NOW, "U0ANA", TODAY, 2, Status.NEW, TODAY, text, terms, link)
    moves = tuple(
        Move(n, action, "U0ANA", NOW, Status.NEW, status, text) for n, action in enumerate(Action)
    )
    return Prospect(
        id=number,
        page=url,
        site=DomainName("blog.example"),
        details=Details(Kind.GUEST_POST, SITE, text, text),
        standing=standing,
        created_by="U0ANA",
        created_at=NOW,
        version=30,
        moves=moves * 4,
        previous=Undoable(30, standing),
        lost_text=LostText(text, text),
        worth=SiteWorth(71, text, (DomainName(f"{text}.example"),) * 5, TODAY),
    )


def view(one: Prospect) -> ProspectView:
    cautions = tuple(Caution(guard, "U0BEN", NOW, 3) for guard in Guard)
    record = promise_record([one], now=NOW + timedelta(days=400), late_after=RULES.late_after)
    due = Due(one, Duty.FOLLOW_UP, TODAY)
    return ProspectView(one, cautions, 3, due, record, (one,), NOW, RULES)


@pytest.mark.parametrize("status", Status)
@pytest.mark.parametrize("text", HOSTILE_TEXTS, ids=lambda text: repr(text[:12]))
def test_a_card_is_harmless_in_every_status(status: Status, text: str) -> None:
    one = prospect(status, text)
    assert_message(prospects.card(view(one), said="Look again."))
    assert_message(prospects.history(one))
    assert_message(reminders.redrawn([one], now=NOW, rules=RULES, said="Done."))


@pytest.mark.parametrize("url", HOSTILE_URLS, ids=lambda url: repr(url[:16]))
def test_a_hostile_page_is_harmless(url: str) -> None:
    one = prospect(url=url)
    found = FoundProspects((one,), 1, {Status.NEW: 1})
    assert_message(prospects.card(view(one)))
    assert_message(prospect_list.prospect_list(found, prospect_list.ListPlace()))
    assert_message(reminders.reminder([Due(one, Duty.LATE_PROMISE, TODAY)]))
    facts = SiteFacts(one.site, (), (one,), (), view(one).promises)
    assert_message(who.who(facts))


@pytest.mark.parametrize("duty", Duty)
def test_every_duty_has_words(duty: Duty) -> None:
    assert prospect_words.duty_words(duty)


@pytest.mark.parametrize("text", HOSTILE_TEXTS, ids=lambda text: repr(text[:12]))
def test_forms_are_ones_that_slack_takes(text: str) -> None:
    one = prospect(text=text)
    memory = forms.Memory(prospects.Seen(1, 2), "agreed", "https://hooks.example/x", "C1")
    assert forms.read_memory(str(memory)) == memory
    assert_view(forms.agreed_form(one, memory, today=TODAY))
    assert_view(forms.details_form(one, memory))
    assert_view(forms.owner_form(one, memory))
    assert_view(forms.declined_form(memory))
    assert_view(forms.snooze_form(memory, today=TODAY))
    assert_view(forms.note_form(memory))
    assert_view(forms.open_form(target=text))
    assert_view(forms.add_form(target=text, pairs=text))
    assert_message(prospect_list.ask_to_forget(text or "x"))
    assert_message(prospect_list.added(AddedProspects((one,), ()), [(1, text)] * 40))


def home_of(number: int, text: str = "words") -> home.HomeView:
    mine = tuple(prospect(list(Status)[n % 10], text, number=n + 1) for n in range(number))
    counts = {status: max(1, number // 10) for status in Status} if number else {}
    watch = Watch("w1", "C0SEO", SITE, "U0ANA", NOW)
    return home.HomeView(
        user="U0ANA",
        counts=counts,
        newest=mine[: home.SHOWN],
        due=tuple(Due(one, Duty.FOLLOW_UP, TODAY) for one in mine),
        watches=(watch,) * 60,
        settings={"C0SEO": ChannelSettings("C0SEO")},
        started_at=NOW - timedelta(days=2),
        failures=1,
        as_of=NOW,
    )


@pytest.mark.parametrize("number", [0, 1, 1000])
def test_home_is_one_that_slack_takes(number: int) -> None:
    assert_view(home.home(home_of(number)), "home")


@pytest.mark.parametrize("text", HOSTILE_TEXTS, ids=lambda text: repr(text[:12]))
def test_home_is_harmless(text: str) -> None:
    assert_view(home.home(home_of(12, text)), "home")


def test_a_thousand_prospects_are_listed_and_reported() -> None:
    many = [prospect(list(Status)[n % 10], number=n + 1) for n in range(1000)]
    counts = dict.fromkeys(Status, 100)
    found = FoundProspects(tuple(many[:20]), 1000, counts)
    place = prospect_list.ListPlace(Status.NEW, "U0ANA", 20)
    assert_message(prospect_list.prospect_list(found, place))
    assert prospect_list.read_place(str(place)) == place
    assert_message(reminders.reminder([Due(one, Duty.FOLLOW_UP, TODAY) for one in many]))
    shown = report(many, now=NOW, late_after=RULES.late_after)
    assert_message(prospect_list.weekly(shown, day=date(2026, 11, 23)))


def test_a_lost_won_link_offers_win_back() -> None:
    one = prospect(Status.WON)
    assert one.standing.link is not None
    lost = replace(one.standing.link, lost_at=NOW)
    one = replace(one, standing=replace(one.standing, link=lost))
    assert "Win back" in str(prospects.card(view(one)).blocks)


def test_menu_values_stay_within_slack_s_limit() -> None:
    one = replace(prospect(), id=10**9, version=10**6)
    menu = prospects.card(view(one)).blocks[-1]["elements"][-1]
    assert all(len(option["value"]) < 150 for option in menu["options"])


def test_costs_are_read_as_people_type_them() -> None:
    assert [str(parse_cost(text)) for text in ("120 EUR", "€ 1.250,50", "usd 99")] == [
        "120 EUR",
        "1250.5 EUR",
        "99 USD",
    ]
    assert isinstance(parse_cost("1 EUR"), Cost)
