"""One assertion for every message, modal and home view: Slack would take it, and it is harmless."""

import re
from typing import Any, Final

from bot.message import Block, Message
from bot.playground.blockkit import check

_UNWANTED: Final = re.compile(r"<!(?:channel|here|everyone|subteam)|<@U123>|<#C123>|\|click me>")
_MARKS: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\u202a-\u202e\u2066-\u2069]")


def assert_message(message: Message) -> None:
    """Slack takes it, the text alone says something, and nothing that strangers wrote acts."""
    assert message.text.strip(), "a message needs a text for screen readers"
    assert len(message.fallback) <= 4000
    assert_harmless(message.fallback, mrkdwn=True)
    assert len(message.blocks) <= 50
    assert not check(list(message.blocks), "message"), check(list(message.blocks), "message")
    assert_harmless(list(message.blocks))
    assert not check(list(message.plainer().blocks), "message")


def assert_view(view: Block, surface: str = "modal") -> None:
    """Slack takes the modal or home view, and nothing that strangers wrote acts."""
    problems = check(view, "home" if surface == "home" else "modal")
    assert not problems, problems
    assert_harmless(view)


def assert_harmless(value: Any, *, mrkdwn: bool = False) -> None:
    """No mention, no disguised link in mrkdwn; no control or direction-changing character anywhere."""
    if isinstance(value, dict):
        for inner in value.values():
            assert_harmless(inner, mrkdwn=mrkdwn or value.get("type") == "mrkdwn")
    elif isinstance(value, list):
        for inner in value:
            assert_harmless(inner, mrkdwn=mrkdwn)
    elif isinstance(value, str):
        assert not _MARKS.search(value), repr(value)
        if mrkdwn:
            assert not _UNWANTED.search(value), value
