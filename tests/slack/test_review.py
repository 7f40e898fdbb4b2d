"""Marks for review, drawn within Slack's limits."""

from dataclasses import replace
from datetime import UTC, datetime

from bot.domain.backlinks import DomainName
from bot.domain.disavow import disavow_file
from bot.domain.review_marks import ReviewMark
from bot.slack.review import SHOWN, file_sent, marked, marks
from tests.blockkit import assert_message

NOW = datetime(2026, 11, 23, tzinfo=UTC)
MARK = ReviewMark(DomainName("bad.example"), DomainName("site.example"), "U1", NOW)


def test_every_message_of_a_review_is_taken_by_slack() -> None:
    many = [replace(MARK, site=DomainName(f"{'x' * 60}{n}.example")) for n in range(SHOWN * 3)]
    agreed = [replace(mark, agreed_by="U2", agreed_at=NOW) for mark in many]
    for listed in ([], [MARK], many, agreed):
        for message in (
            marks("site.example", listed),
            marks("site.example", listed, asked_by="U1"),
        ):
            assert_message(message)
            assert "toxic" not in str(message).lower()
    assert_message(marked(MARK))
    assert_message(file_sent("site.example", disavow_file(["bad.example"])))
