"""Our name in somebody's text, without a link to us."""

from datetime import UTC, datetime

import pytest

from bot.domain.backlinks import DomainName
from bot.domain.mentions import look_for, names_of
from bot.domain.names import Target
from bot.domain.own_pages import OwnPage
from bot.domain.pages import Page
from bot.domain.verdicts import Reason

NOW = datetime(2026, 11, 23, 9, 14, tzinfo=UTC)
TARGET = Target(DomainName("bakery.example"))
NAMES = ("Rye & Shine", "bakery.example")
URL = "https://news.example/story"
FILLER = "The town council met on Monday and spoke about bread for an hour. " * 8


def page(text: str, *, status: int = 200) -> Page:
    body = f"<!doctype html><title>Story</title><article><p>{FILLER}{text}</p></article>"
    headers = (("content-type", "text/html; charset=utf-8"),)
    return Page(URL, URL, status, headers, body.encode(), NOW)


@pytest.mark.parametrize(
    "text",
    [
        "We like Rye &amp; Shine a lot.",
        "We like Rye &amp; Shine's rolls.",
        "RYE &amp; SHINE won.",
        "Go to Bakery.example today.",
        "Rye\n&amp;\nShine",
        'by <a href="https://social.example/ryeshine">Rye &amp; Shine</a>',
    ],
    ids=["name", "possessive", "capitals", "domain", "white space", "linked elsewhere"],
)
def test_a_name_without_a_link_is_a_mention_with_its_text(text: str) -> None:
    look = look_for(page(text), NAMES, TARGET)
    assert look.mention is not None
    assert look.mention.times == 1


@pytest.mark.parametrize(
    "text",
    [
        "rye &amp; shine, said the miller of his grain.",
        "Write to hello@bakery.example or see shop.bakery.example.org.",
        "Rye &amp; Shiner",
        "<script>Rye &amp; Shine</script>",
        "Only bread.",
    ],
    ids=["common words", "addresses", "longer word", "script", "nothing"],
)
def test_what_only_looks_like_the_name_is_none(text: str) -> None:
    look = look_for(page(text), NAMES, TARGET)
    assert look.mention is None
    assert not look.links


def test_a_page_that_links_to_us_anywhere_is_no_mention() -> None:
    look = look_for(
        page('Rye &amp; Shine, <a href="//www.bakery.example/x">here</a>'), NAMES, TARGET
    )
    assert look.links
    assert look.mention is None


def test_a_page_that_cannot_be_read_says_why() -> None:
    look = look_for(page("Rye &amp; Shine", status=403), NAMES, TARGET)
    assert (look.mention, look.reason) == (None, Reason.BLOCKED)


def test_a_name_in_a_script_without_spaces_is_found_inside_a_sentence() -> None:
    look = look_for(page("昨日はパン屋工房で食べた。"), ("パン屋工房",), TARGET)
    assert look.mention is not None


def test_names_come_from_the_team_or_else_from_the_home_page() -> None:
    home = OwnPage("https://bakery.example/", "Welcome | Bread", names_itself="Rye & Shine")
    assert names_of(TARGET, home) == NAMES
    assert names_of(TARGET, home, ["R&S GmbH"]) == ("R&S GmbH", "bakery.example")
    assert names_of(TARGET, None) == ("bakery.example",)


def test_a_hostile_name_is_text_and_no_pattern() -> None:
    assert look_for(page("aaaa"), ("(a+)+$", "[", "\\"), TARGET).mention is None
