"""What ties us to a page that links to us makes its link manual, and nothing else does."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from bot.domain.backlinks import DomainName
from bot.domain.documents import Document
from bot.domain.names import parse_target
from bot.domain.pages import Page
from bot.domain.prospects import Action, Details, Kind, Move, Prospect, Standing, Status, Terms
from bot.domain.ties import asked_prospect, links_back, shared_account
from tests.looks import a_page

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)
PAGE = "https://blog.example/tools"
SITE = DomainName("site.example")


def prospect(page: str = PAGE, *actions: Action, target: str | None = "site.example") -> Prospect:
    moves = tuple(
        Move(n, action, "U0ANA", NOW, Status.NEW, Status.CONTACTED)
        for n, action in enumerate((Action.ADDED, *actions), start=1)
    )
    details = Details(Kind.GUEST_POST, parse_target(target) if target else None)
    domain = DomainName("blog.example")
    standing = Standing(Status.CONTACTED, NOW)
    return Prospect(1, page, domain, details, standing, "U0ANA", NOW, moves=moves)


def document(html: str) -> Document:
    headers = (("content-type", "text/html"),)
    return Document(Page(PAGE, PAGE, 200, headers, html.encode(), NOW))


@pytest.mark.parametrize(
    "page",
    [PAGE, "http://www.blog.example/tools/", "https://blog.example/"],
    ids=["its page", "the same page, written otherwise", "the whole site"],
)
def test_a_prospect_that_was_written_to_covers_its_page(page: str) -> None:
    assert asked_prospect([prospect(page, Action.CONTACTED)], PAGE, SITE)


def test_a_prospect_covers_the_page_that_was_agreed() -> None:
    asked = prospect("https://blog.example/write-for-us", Action.AGREED)
    assert asked_prospect([asked], PAGE, SITE) is None
    terms = Terms(PAGE, parse_target("site.example"))
    agreed = replace(asked, standing=replace(asked.standing, agreed=terms))
    assert asked_prospect([agreed], PAGE, SITE)


@pytest.mark.parametrize(
    "one",
    [
        prospect(PAGE),
        prospect(PAGE, Action.NOTE),
        prospect(PAGE, Action.CONTACTED, target="elsewhere.example"),
        prospect("https://blog.example/about", Action.CONTACTED),
        prospect(PAGE, Action.WON),
    ],
    ids=["nobody wrote", "a note", "another site of ours", "another page", "won without asking"],
)
def test_what_nobody_asked_for_is_no_tie(one: Prospect) -> None:
    assert asked_prospect([one], PAGE, SITE) is None


def test_a_contact_that_was_taken_back_was_none() -> None:
    asked = prospect(PAGE, Action.CONTACTED)
    undo = Move(3, Action.UNDONE, "U0ANA", NOW, Status.CONTACTED, Status.NEW, undoes=2)
    assert asked_prospect([replace(asked, moves=(*asked.moves, undo))], PAGE, SITE) is None


def test_of_several_the_won_one_speaks() -> None:
    won = replace(prospect(PAGE, Action.CONTACTED), id=2, standing=Standing(Status.WON, NOW))
    newer = replace(prospect(PAGE, Action.CONTACTED), created_at=NOW + timedelta(days=1))
    assert asked_prospect([won, newer], PAGE, SITE) is won


def test_a_link_back_is_seen_wherever_it_leads_on_their_site() -> None:
    assert links_back(document('<a href="//www.Blog.example/x">'), DomainName("blog.example"))
    away = document('<a href="https://other.example/?u=blog.example">')
    assert not links_back(away, DomainName("blog.example"))


@pytest.mark.parametrize(
    ("one", "other", "found"),
    [
        ("gtag('config','UA-1234567-1')", "ga('create','UA-1234567-9')", "UA-1234567"),
        ("G-ABCDEF1234", "GTM-ABC1234 G-ABCDEF1234", "G-ABCDEF1234"),
        ("ca-pub-1234567890123456", "ca-pub-1234567890123456", "ca-pub-1234567890123456"),
        ('fbq("init", "123456789")', "fbq('init','123456789')", "Meta pixel 123456789"),
        ("ym(12345678, 'init')", 'ym(12345678, "init")', "Yandex Metrica 12345678"),
        ("UA-1234567-1", "UA-7654321-1", None),
        ("a text about G-POINTS", "a text about G-POINTS", None),
        ("", "", None),
    ],
)
def test_one_account_on_both_pages_is_one_owner(one: str, other: str, found: str | None) -> None:
    pages = [document(f"<script>{text}</script><p>words") for text in (one, other)]
    assert shared_account(*pages) == found


@pytest.mark.parametrize(
    "script",
    [
        "ttq.load('C9ABCDEFGHIJKLMNOPQR')",
        '_linkedin_partner_id = "123456"',
        "h._hjSettings={hjid:1234567,hjsv:6}",
        '(window, document, "clarity", "script", "abcdefghij")',
        "https://www.clarity.ms/tag/abcdefghij",
    ],
)
def test_accounts_of_smaller_services_show_one_owner_too(script: str) -> None:
    one, other = (Document(a_page(f"<script>{script}</script><p>{n}</p>")) for n in "ab")
    assert shared_account(one, other)
    assert shared_account(one, Document(a_page("<p>nothing</p>"))) is None
