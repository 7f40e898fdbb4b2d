"""A link that stood in a comment is not lost by a look that did not read the comments."""

from datetime import UTC, datetime

import pytest

from bot.domain.comparisons import held_against
from bot.domain.judging import judge
from bot.domain.names import parse_target
from bot.domain.pages import Page
from bot.domain.verdicts import Observation, Reason, State

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)
URL = "https://blog.example/spades"
SITE = parse_target("site.example")
TEXT = "<p>" + "A spade that fits the soil saves the back of whoever digs all day. " * 30 + "</p>"
COMMENT = (
    "<section id='comments' class='comments-area'><h2>2 comments</h2><ol class='comment-list'>"
    "<li class='comment'><p>We use <a rel='ugc' href='https://site.example/'>these</a> ourselves.</p></li>"
    "<li class='comment'><p>Thank you for the hint, the handles are good.</p></li></ol></section>"
)


def seen(rest: str, *, article: str = TEXT) -> Observation:
    body = f"<!doctype html><title>Spades</title><main><article>{article}</article></main>{rest}"
    headers = (("content-type", "text/html; charset=utf-8"),)
    return judge(Page(URL, URL, 200, headers, body.encode(), NOW), SITE)


@pytest.mark.parametrize(
    "loader",
    [
        '<div id="disqus_thread"></div>',
        "<script src='https://giscus.app/client.js' async></script>",
        '<button class="more">Load more comments</button>',
        '<nav><a href="/spades/comment-page-1/#comments">Older comments</a></nav>',
        '<div class="fb-comments" data-href="https://blog.example/spades"></div>',
    ],
    ids=["Disqus", "giscus", "a button", "WordPress' pages", "Facebook"],
)
def test_comments_that_are_loaded_later_prove_no_loss(loader: str) -> None:
    before = seen(COMMENT)
    assert (before.state, before.placement) == (State.LIVE, "comment")
    now = seen(loader)
    assert now.reason is Reason.LINK_REMOVED, (
        "without an earlier look nobody knows where the link stood"
    )
    assert "comments" in now.evidence.unread
    doubted = held_against(now, before)
    assert (doubted.state, doubted.reason) == (State.UNVERIFIED, Reason.NEEDS_JAVASCRIPT)


def test_a_comment_that_is_gone_from_the_comments_is_lost() -> None:
    others = COMMENT.replace("<a rel='ugc' href='https://site.example/'>these</a>", "these")
    assert held_against(seen(others), seen(COMMENT)).reason is Reason.LINK_REMOVED


def test_a_link_of_the_article_is_lost_whatever_becomes_of_the_comments() -> None:
    linked = TEXT.replace("spade", "<a href='https://site.example/'>spade</a>", 1)
    before = seen("", article=linked)
    assert before.placement == "content"
    assert (
        held_against(seen('<div id="disqus_thread"></div>'), before).reason is Reason.LINK_REMOVED
    )


def test_a_next_page_that_nobody_read_is_said() -> None:
    now = seen("<a rel='next' href='?page=2'>Next</a>")
    assert now.evidence.unread == ("next page",)
    assert "next page" in now.evidence.because
