"""Every message, window and home of outreach with a thousand prospects and hostile names: Slack takes all."""

from dataclasses import replace

import pytest

from bot.domain.backlinks import DomainName
from bot.domain.directories import Listing, ListKind
from bot.domain.follow_ups import Due, Duty
from bot.domain.list_pages import ListLook, ListPages
from bot.domain.names import parse_target
from bot.domain.outreach_figures import report
from bot.domain.prospect_lists import FoundProspects, Sort
from bot.domain.prospects import Kind, Prospect, Status
from bot.domain.verdicts import Reason
from bot.slack import ask_form, directories, home, prospect_list, prospects, reminders
from bot.slack.help import HelpEntry
from handlers import VERBS
from tests.blockkit import assert_message, assert_view
from tests.hostile import HOSTILE_TEXTS, HOSTILE_URLS
from tests.slack.test_prospect_messages import NOW, RULES, TODAY, home_of, prospect, view

TEXTS = [text for text in HOSTILE_TEXTS if len(text) < 3_000]


def a_thousand() -> list[Prospect]:
    """Each with another hostile name, page and status."""
    return [
        prospect(
            list(Status)[n % 10],
            TEXTS[n % len(TEXTS)],
            HOSTILE_URLS[n % len(HOSTILE_URLS)],
            number=n + 1,
        )
        for n in range(1000)
    ]


def test_a_thousand_cards_are_ones_that_slack_takes() -> None:
    for one in a_thousand():
        assert_message(prospects.card(view(one), said="Look again."))


def test_every_page_of_a_list_of_a_thousand_and_every_filter() -> None:
    many = a_thousand()
    counts = dict.fromkeys(Status, 100)
    places = [
        prospect_list.ListPlace(offset=offset, sort=list(Sort)[offset // 20 % 4])
        for offset in range(0, 1000, 20)
    ]
    places += [prospect_list.ListPlace(kind=kind, owner="U0ANA") for kind in Kind]
    places += [prospect_list.ListPlace(status=status, quality_from=60) for status in Status]
    long_name = DomainName("x" * 60 + ".example" * 24)
    places += [prospect_list.ListPlace(site=long_name), prospect_list.ListPlace(owner="<!here>")]
    for place in places:
        shown = tuple(many[place.offset : place.offset + 20])
        found = FoundProspects(shown, 1000, counts)
        assert_message(prospect_list.prospect_list(found, place))
    assert_message(
        prospect_list.prospect_list(FoundProspects((), 0, {}), prospect_list.ListPlace())
    )


def test_home_reminders_and_the_week_of_a_thousand() -> None:
    many = a_thousand()
    due = [Due(one, list(Duty)[n % len(Duty)], TODAY) for n, one in enumerate(many)]
    assert_message(reminders.reminder(due, said="Look again."))
    assert_message(reminders.redrawn(many[:15], now=NOW, rules=RULES, said="Done."))
    assert_message(reminders.nothing_due())
    for text in HOSTILE_TEXTS:
        drawn = replace(home_of(1000, text), newest=tuple(many[:10]), due=tuple(due))
        assert_view(home.home(drawn), "home")
    shown = report(many, now=NOW, late_after=RULES.late_after)
    assert_message(prospect_list.weekly(shown, day=TODAY))


@pytest.mark.parametrize("text", HOSTILE_TEXTS, ids=range(len(HOSTILE_TEXTS)))
def test_lists_of_sites_are_harmless_whatever_they_say(text: str) -> None:
    for url in ("https://a.example/x", *HOSTILE_URLS):
        kinds = [ListKind.DIRECTORY, ListKind.RESOURCES]
        looks = [
            ListLook(url, text, Listing(kind, text, url, text, text), 9, links_to_us=ours)
            for kind in kinds
            for ours in (False, True)
        ]
        unread = ListLook(url, reason=Reason.BLOCKED)
        target = parse_target("site.example")
        found = ListPages(target, NOW, (*looks * 20, unread), 7, (text,) * 9)
        assert_message(directories.directories(found, asked=f"site.example {url}"))
    assert_message(directories.directories(ListPages(None, NOW), asked="site.example"))
    assert_message(directories.looking(3, 9))


def test_the_window_of_every_verb_is_one_that_slack_takes() -> None:
    assert_view(ask_form.ask_form([verb.help for verb in VERBS], verb="watch"))
    many = [HelpEntry(f"verb{n} site.com", "does " * 50) for n in range(150)]
    assert_view(ask_form.ask_form(many))


def test_what_was_forgotten_is_told_in_numbers() -> None:
    for prospects_, measured in ((0, 0), (1, 0), (0, 2), (3, 4_000)):
        assert_message(prospect_list.forgotten(prospects_, measured))
