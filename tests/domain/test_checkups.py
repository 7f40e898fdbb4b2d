"""What the doctor says of what was seen."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.domain.checkups import (
    LEAST_FREE_BYTES,
    Check,
    SlackLook,
    StoreLook,
    WebLook,
    judge_clock,
    judge_python,
    judge_slack,
    judge_store,
    judge_web,
)

_NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)
_WANTED = ("chat:write", "commands")


def _problems(checks: list[Check]) -> dict[str, str]:
    return {check.name: f"{check.said} {check.mend}" for check in checks if not check.ok}


def _slack(**seen: object) -> SlackLook:
    whole: dict[str, object] = {
        "bot_set": True,
        "socket_set": True,
        "team": "Demo",
        "scopes": frozenset({"chat:write", "commands", "users:read"}),
        **seen,
    }
    return SlackLook(**whole)  # type: ignore[arg-type] # a table of fields, each test names its own


def test_good_tokens_with_more_scopes_than_needed_are_well() -> None:
    checks = judge_slack(_slack(), _WANTED)
    assert [check.name for check in checks] == ["bot token", "app token", "scopes"]
    assert _problems(checks) == {}
    assert all(check.mend is None for check in checks)


@pytest.mark.parametrize(
    ("seen", "name", "words"),
    [
        ({"bot_set": False}, "bot token", "not set"),
        ({"bot_error": "invalid_auth"}, "bot token", "does not know it"),
        ({"bot_error": "token_revoked"}, "bot token", "revoked"),
        ({"bot_error": "something_new"}, "bot token", "something_new"),
        ({"socket_set": False}, "app token", "connections:write"),
        ({"socket_error": "not_allowed_token_type"}, "app token", "wrong kind"),
        ({"scopes": frozenset({"commands"})}, "scopes", "lacks chat:write"),
        ({"unreachable": "no connection to slack.com"}, "slack", "SLACK_API_URL"),
    ],
)
def test_each_fault_of_the_tokens_is_named_with_its_mending(
    seen: dict[str, object], name: str, words: str
) -> None:
    problems = _problems(judge_slack(_slack(**seen), _WANTED))
    assert list(problems) == [name]
    assert words in problems[name]


def test_a_token_that_does_not_work_is_not_blamed_for_scopes_as_well() -> None:
    look = _slack(bot_error="invalid_auth", scopes=frozenset())
    assert list(_problems(judge_slack(look, _WANTED))) == ["bot token"]


@pytest.mark.parametrize(
    ("off", "ok", "words"),
    [
        (timedelta(0), True, "Within"),
        (timedelta(seconds=59), True, "59"),
        (timedelta(seconds=61), False, "61 seconds ahead of"),
        (timedelta(hours=-1), False, "3,600 seconds behind"),
    ],
)
def test_a_clock_that_is_off_by_more_than_a_minute_is_a_problem(
    off: timedelta, ok: bool, words: str
) -> None:
    check = judge_clock(_NOW, _NOW + off)
    assert check.ok is ok
    assert words in check.said


def test_a_clock_that_cannot_be_compared_is_no_problem() -> None:
    assert judge_clock(None, _NOW).ok


@pytest.mark.parametrize(
    ("look", "name", "words"),
    [
        (StoreLook("/data", problem="permission denied"), "storage", "DATA_DIR"),
        (StoreLook("/data", free_bytes=LEAST_FREE_BYTES - 1), "space", "Make room"),
        (StoreLook("/data", damage="malformed"), "database", "backup"),
        (StoreLook("/data", journal_mode="delete"), "database", "network file systems"),
    ],
)
def test_each_fault_of_the_storage_is_named_with_its_mending(
    look: StoreLook, name: str, words: str
) -> None:
    problems = _problems(judge_store(look))
    assert list(problems) == [name]
    assert words in problems[name]


def test_a_running_bot_is_no_problem_and_is_named() -> None:
    checks = judge_store(StoreLook("/data", free_bytes=10**12, held_by="4711", journal_mode="wal"))
    assert _problems(checks) == {}
    assert "4711" in checks[-1].said


def test_the_network_is_only_needed_for_the_web_graph_and_it_says_so() -> None:
    problems = _problems([judge_web(WebLook("https://data.example", "No answer"))])
    assert "Only the web graph needs it" in problems["network"]
    assert judge_web(WebLook("https://data.example")).ok


@pytest.mark.parametrize(("version", "ok"), [((3, 10), False), ((3, 11), True), ((4, 0), True)])
def test_an_old_python_is_a_problem(version: tuple[int, int], ok: bool) -> None:
    assert judge_python(version).ok is ok
