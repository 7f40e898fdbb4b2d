"""What a page names and does not hold: comments that its scripts load, further pages of a list."""

from collections.abc import Mapping
from itertools import pairwise
from typing import Final

from bot.domain.documents import Document

COMMENTS: Final = "comments"
NEXT_PAGE: Final = "next page"
NOT_READ: Final[Mapping[str, str]] = {
    COMMENTS: " Its comments are loaded by a script or stand on other pages, which was not read.",
    NEXT_PAGE: " It names a next page, which was not read.",
}
"""What a verdict says of each, behind its own sentence."""

# What the common systems write where comments are to appear: each vendor's own embedding code, such as
# https://help.disqus.com/en/articles/1717112-universal-embed-code, https://giscus.app, https://utteranc.es,
# https://developers.facebook.com/docs/plugins/comments.
# By the word that they hold: one search for it finds them all.
_LOADERS: Final[Mapping[bytes, tuple[bytes, ...]]] = {
    b"comment": (
        b'class="fb-comments"', b'id="commento"', b"<hyvor-talk-comments", b'id="graphcomment"', b'id="vuukle-comments"',
        b'id="viafoura-comments"', b'id="facebook-comments"', b'id="hypercomments_widget"', b'id="vk_comments"',
        b"load more comments", b"show more comments", b"view more comments", b"older comments", b"newer comments",
        b"previous comments",
    ),
    b"thread": (
        b'id="disqus_thread"', b"id='disqus_thread'", b"id=disqus_thread", b'id="cusdis_thread"', b'id="isso-thread"',
        b'id="coral_thread"',
    ),
    b"client.js": (b"giscus.app/client.js", b"utteranc.es/client.js"),
}  # fmt: skip
_OTHER_LOADERS: Final = (
    b'id="hyvor-talk-view"', b'id="remark42"', b'id="idc-container"', b"data-spotim-module", b"<vf-conversations",
)  # fmt: skip
_LONGEST: Final = 24
# WordPress' pages of comments: https://developer.wordpress.org/reference/functions/get_comments_pagenum_link/
_PAGES_OF_COMMENTS: Final = ("/comment-page-", "?cpage=", "&cpage=")


def unread_of(document: Document) -> tuple[str, ...]:
    """Which parts of a page were not in what was read; empty for a page that is whole."""
    parts = (COMMENTS,) if _loads_comments(document) else ()
    following = document.tree.css_first("link[rel='next' i][href], a[rel='next' i][href]")
    return (*parts, NEXT_PAGE) if following is not None else parts


def _loads_comments(document: Document) -> bool:
    html = document.html_in_lower_case
    return (
        any(mark in document.hrefs_in_one for mark in _PAGES_OF_COMMENTS)
        or any(mark in html for mark in _OTHER_LOADERS)
        or any(_holds_one(html, word, marks) for word, marks in _LOADERS.items())
    )


def _holds_one(html: bytes, word: bytes, marks: tuple[bytes, ...]) -> bool:
    """Whether one of the marks, each with the word in it, is in the page: only what stands around the word is read."""
    pieces = html.split(word)
    around = b"\n".join(
        before[-_LONGEST:] + word + after[:_LONGEST] for before, after in pairwise(pieces)
    )
    return any(mark in around for mark in marks)
