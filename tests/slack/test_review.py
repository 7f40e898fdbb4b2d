"""Marks for review, drawn within Slack's limits."""

from dataclasses import replace
from datetime import UTC, datetime

from bot.domain.backlinks import DomainName
from bot.domain.disavow import disavow_file
from bot.domain.review_marks import ReviewMark
from bot.slack.review import SHOWN, file_form, file_words, marked, marks
from tests.blockkit import assert_message, assert_view

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
    assert_view(file_form("site.example", channel="C1"))


def test_the_words_above_the_file_say_what_became_of_the_one_before() -> None:
    before = "domain:old.example\n" + "".join(f"no line {n}\n" for n in range(7))
    words = file_words("site.example", disavow_file(["bad.example"], before=before))
    assert "1 site added, 8 lines of the file before kept" in words
    assert "it is your own site: no line 4" in words
    assert "and 2 more lines like that" in words
