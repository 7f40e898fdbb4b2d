"""However people type, paste and greet: what was meant is done, or the answer says what to type."""

import pytest

from bot.errors import InvalidInputError
from handlers.gap import read_targets
from handlers.pairs import read_pair
from handlers.verbs import tidied
from tests.handlers.conftest import Office

PAGE = "https://journal.example/tools"


@pytest.mark.parametrize(
    "typed",
    ["check\tsite.example", "check\u00a0site.example", "check\nsite.example", "check: site.example", "Check – site.example",
     "/backlinks check site.example", "backlinks site.example", "check <http://site.example|our own site>",
     "check “site.example”", "check\u3000site.example"],
)  # fmt: skip
async def test_odd_spaces_marks_and_labels_make_no_other_site(bot: Office, typed: str) -> None:
    await bot.here.command(f"/backlinks {typed}")
    await bot.here.wait_for(lambda m: "Nothing is known of site.example yet" in m["text"])


@pytest.mark.parametrize(
    "typed", ["?", "-h", "--help", "HELP", "Help!", "/backlinks", "/backlinks help"]
)
async def test_who_asks_for_help_in_any_way_gets_it(bot: Office, typed: str) -> None:
    await bot.here.command(f"/backlinks {typed}")
    await bot.here.wait_for(lambda m: "What I can do" in m["text"])


@pytest.mark.parametrize(
    "typed",
    ["check a.example b.example", "check " + "x" * 3_000 + ".example", "check " + "a." * 200 + "example",
     "check a\tb.example c", "check me@site.example", "check <mailto:me@site.example|me>", "check <@U123>"],
)  # fmt: skip
async def test_what_is_no_site_is_repeated_short_and_harmless(bot: Office, typed: str) -> None:
    await bot.here.command(f"/backlinks {typed}")
    answer = await bot.here.wait_for(lambda m: "is not a domain" in m["text"])
    assert len(answer["text"]) < 300
    assert "<@U123>" not in str(answer)


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("backlinks.example", "backlinks.example"),
        ("backlinks-tool.example", "backlinks-tool.example"),
        ("check <https://a.example/?x=1&amp;y=2|Tools we like>", "check <https://a.example/?x=1&amp;y=2>"),
        ("forget <mailto:ann@a.example|ann@a.example>", "forget <mailto:ann@a.example>"),
        (" \u00a0 ", ""),
    ],
)  # fmt: skip
def test_only_what_slack_and_habit_add_is_taken_off(typed: str, expected: str) -> None:
    assert tidied(typed) == expected


@pytest.mark.parametrize(
    "between", [" ", " -> ", " → ", " to ", ", ", " – ", " | ", "\n", "\u00a0"]
)
def test_a_pair_may_have_anything_between_its_two(between: str) -> None:
    page, target = read_pair(f"{PAGE}{between}site.example")
    assert (page, str(target)) == (PAGE, "site.example")


def test_what_is_missing_is_asked_for_by_the_verb_that_was_typed() -> None:
    with pytest.raises(InvalidInputError, match="`/backlinks quality https://"):
        read_pair(PAGE, verb="quality")


@pytest.mark.parametrize(
    "words", ["a.example vs b.example", "a.example, b.example", "a.example and b.example"]
)
def test_sites_are_compared_however_they_are_joined(words: str) -> None:
    ours, rivals = read_targets(words)
    assert (str(ours), [str(rival) for rival in rivals]) == ("a.example", ["b.example"])


async def test_a_day_may_be_written_with_long_dashes(bot: Office) -> None:
    await bot.here.command("/backlinks asof site.example 2026–11–01")
    await bot.here.wait_for(lambda m: "by 1 November 2026" in m["text"])
