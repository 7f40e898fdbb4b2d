"""What people type behind `digest on` is understood in any order, and refused with the way out."""

from datetime import time

import pytest

from bot.domain.watches import ALL_DAY, WORKDAYS
from bot.errors import InvalidInputError
from handlers.digest import Wish, days_in_words, parse_wish
from tests.handlers.conftest import Office

WISHES = [
    ("", Wish()),
    ("09:00", Wish()),
    ("9", Wish()),
    ("at 9.30", Wish(time(9, 30))),
    ("8h15", Wish(time(8, 15))),
    ("9am", Wish()),
    ("12 am", Wish(time(0))),
    ("12pm", Wish(time(12))),
    ("9:30 PM", Wish(time(21, 30))),
    ("weekdays 09:00", Wish(days=WORKDAYS)),
    ("09:00 Mon-Fri", Wish(days=WORKDAYS)),
    ("10:00 fri-mon", Wish(time(10), frozenset({4, 5, 6, 0}))),
    ("8:30 mon,thursday", Wish(time(8, 30), frozenset({0, 3}))),
    ("08:00 mondays", Wish(time(8), frozenset({0}))),
    ("every day 07:00 Europe/Berlin", Wish(time(7), ALL_DAY, "Europe/Berlin")),
    ("07:00 europe/berlin, weekdays", Wish(time(7), WORKDAYS, "Europe/Berlin")),
    ("07:00 utc", Wish(time(7), ALL_DAY, "UTC")),
]


@pytest.mark.parametrize(("words", "wish"), WISHES, ids=[words or "nothing" for words, _ in WISHES])
def test_a_wish_is_understood(words: str, wish: Wish) -> None:
    assert parse_wish(words.replace("europe/berlin,", "europe/berlin")) == wish


@pytest.mark.parametrize(
    "words", ["25:00", "9:75", "13pm", "0am", "noonish", "Europe/Atlantis", "mon-", "../etc/passwd"]
)
def test_what_is_not_understood_is_named(words: str) -> None:
    with pytest.raises(InvalidInputError, match=r"^`.+`"):
        parse_wish(words)


def test_days_are_said_as_people_say_them() -> None:
    assert days_in_words(ALL_DAY) == "every day"
    assert days_in_words(WORKDAYS) == "Monday to Friday"
    assert days_in_words(frozenset({3, 0})) == "Monday, Thursday"


async def test_a_wrong_word_gets_the_way_out_and_the_bare_verb_the_state(bot: Office) -> None:
    await bot.here.command("/backlinks digest sometimes")
    await bot.here.wait_for(lambda m: "digest on 09:00" in m["text"])
    await bot.here.command("/backlinks digest")
    await bot.here.wait_for(lambda m: "This channel has no digest." in m["text"])
    await bot.here.command("/backlinks digest 08:30 weekdays America/New_York")
    answer = await bot.here.wait_for(lambda m: "Digest on" in m["text"])
    assert "Monday to Friday at 08:30, America/New_York" in answer["text"]
    assert "watches no site yet" in answer["text"]
    await bot.here.command("/backlinks digest now")
    await bot.here.wait_for(lambda m: "nothing to tell" in m["text"])
