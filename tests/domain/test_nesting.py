"""A page that is nested without an end costs no more than a page."""

from datetime import UTC, datetime

import pytest

from bot.domain.judging import judge
from bot.domain.names import parse_target
from bot.domain.nesting import sound_length
from bot.domain.pages import Page
from bot.domain.verdicts import Observation, Reason, State

SITE = parse_target("site.example")
LINK = b'<p>Some words <a href="https://site.example/">here</a> and more.</p>'


def look(body: bytes) -> Observation:
    url = "https://journal.example/"
    headers = (("content-type", "text/html"),)
    return judge(Page(url, url, 200, headers, body, datetime(2026, 11, 23, tzinfo=UTC)), SITE)


@pytest.mark.parametrize(
    "tag", [b"div", b"ul", b"section", b"blockquote", b"menu", b"dialog", b"DIV"]
)
@pytest.mark.parametrize("closed", [True, False])
def test_endless_nesting_is_not_a_lost_link(tag: bytes, *, closed: bool) -> None:
    body = b"<" + tag + b">"
    seen = look(body * 200_000 + (b"</" + tag + b">") * (200_000 if closed else 0))
    assert (seen.state, seen.reason) == (State.UNVERIFIED, Reason.TOO_LARGE)


def test_a_link_before_the_deep_part_counts() -> None:
    assert look(LINK + b"<div>" * 200_000).state is State.LIVE


def test_a_long_page_of_closed_blocks_is_read_to_its_end() -> None:
    body = b"<div><ul><li>a</ul></div>" * 50_000 + LINK
    assert sound_length(body) == len(body)
    assert look(body).state is State.LIVE
