"""Which page of ours fits a dead link, by words alone."""

import pytest

from bot.domain.own_pages import OwnPage, PageHealth
from bot.domain.suggestions import LinkWords, rank, suggest

NAME = " | Riverside Bakery"
PAGES = tuple(
    OwnPage(f"https://bakery.example/{path}", title + NAME)
    for path, title in (
        ("", "Riverside Bakery"),
        ("sourdough-starter", "How to keep a sourdough starter alive"),
        ("rye", "Rye bread: five loaves, one dough"),
        ("p/17", "Which flour for which cake"),
        ("ovens", "Bread ovens for small kitchens"),
        ("brot/roggenbrot", "Roggenbrot mit Sauerteig backen"),
        ("pan", "サワー種の育て方"),
    )
)


@pytest.mark.parametrize(
    ("url", "anchor", "fits"),
    [
        ("http://old.example/x", "keeping your sourdough starter", "sourdough-starter"),
        ("http://old.example/rye-breads.html", "this recipe", "rye"),
        ("http://old.example/?id=4", "Flours for cakes", "p/17"),
        ("http://old.example/wood_fired_oven", "ovens", "ovens"),
        ("http://old.example/rezepte/roggenbrot", "Rezept", "brot/roggenbrot"),
        ("http://old.example/a", "サワー種", "pan"),
    ],
    ids=["anchor", "path", "plural", "underscores", "german", "japanese"],
)
def test_the_page_about_the_same_thing_is_found(url: str, anchor: str, fits: str) -> None:
    found = suggest(LinkWords(url, anchor), PAGES)
    assert found is not None
    assert found.page.url == f"https://bakery.example/{fits}"
    assert found.words


@pytest.mark.parametrize(
    ("url", "anchor"),
    [
        ("http://old.example/tax-return-2019", "how to file your tax return"),
        ("http://old.example/", ""),
        ("http://old.example/12345", "here"),
        ("http://old.example/riverside", "Riverside"),
        ("http://old.example/computer", "click here for the computers"),
    ],
    ids=["another subject", "nothing said", "numbers", "our own name", "alike by letters alone"],
)
def test_where_nothing_fits_nothing_is_proposed(url: str, anchor: str) -> None:
    assert suggest(LinkWords(url, anchor), PAGES) is None


def test_a_page_that_is_not_well_is_never_proposed() -> None:
    gone = OwnPage("https://bakery.example/rye", "Rye bread", health=PageHealth.GONE)
    unclear = OwnPage("https://bakery.example/rye-2", "Rye bread", health=PageHealth.UNCLEAR)
    assert suggest(LinkWords("http://old.example/rye-bread", "Rye bread"), [gone, unclear]) is None


def test_the_text_beside_a_link_supports_but_does_not_speak_against() -> None:
    link = LinkWords("http://old.example/rye", "Rye bread", "a long note by somebody about trains")
    alone = LinkWords("http://old.example/rye", "Rye bread")
    assert rank(link, PAGES)[0].score == rank(alone, PAGES)[0].score


def test_hostile_words_cost_no_time_and_raise_nothing() -> None:
    link = LinkWords("http://[::1]/%ff%00" + "a-" * 50_000, "x" * 100_000, "y " * 100_000)
    assert suggest(link, PAGES) is None
