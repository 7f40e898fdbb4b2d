"""Whether a page breaks off: its bytes end inside something that was opened and never closed."""

import re

from selectolax.lexbor import LexborNode

from bot.domain.documents import Document

# What swallows all that follows when its end is missing:
# https://html.spec.whatwg.org/multipage/parsing.html#parsing-main-inhtml
_COMMENT = "-comment"
_SWALLOWS = frozenset(
    {"script", "style", "title", "textarea", "iframe", "noframes", "noembed", "xmp", _COMMENT}
)
_BOXES = tuple(
    b"article main section div table ul ol header footer nav aside form".split()
)  # fmt: skip
# What is never closed is swallowed to the end: a search for its end from every beginning would be quadratic.
_UNREAD = re.compile(
    rb"<!--.*?(?:-->|\Z)|<(script|style|textarea|template)\b.*?(?:</\1|\Z)", re.DOTALL
)
_QUIET = (
    (b"<!--", (b"-->", b"--!>")),
    (b"<script", (b"</script",)),
    (b"<textarea", (b"</textarea",)),
)
"""Where an end tag is only text."""
_MOST_QUOTED = 20
_LEAST_OPEN = 2
"""Old pages forget one; a body that was cut off leaves the whole path to its middle open, `<body>` itself
among it where the page wrote that."""
_ENDS = (b"</body", b"</html")
# What PHP and WordPress print where a page's program stops, in the middle of what it has sent so far:
# https://www.php.net/manual/en/errorfunc.configuration.php#ini.html-errors
_FAULTS = (b"<b>fatal error</b>:", b"<b>parse error</b>:")
_FAULT_BYTES = 4_000  # it is the last thing that is printed; a stack trace may follow
_DEATH = b'class="wp-die-message"'
_DIED = "The page breaks off with an error of the program that makes it."


def how_it_breaks_off(document: Document) -> str | None:
    """The sentence that says where the body ends; None for a page that is whole.

    A page that was closed before is whole, whatever somebody appended to it.
    """
    html = document.html_in_lower_case
    if html.rstrip().endswith(b"</html>"):
        # All of it came: what a comment swallows that was never closed, no browser shows either.
        return _DIED if _DEATH in html else None
    opened = html.rfind(b"<")
    tail = html[opened + 1 : opened + 2]
    if opened > html.rfind(b">") and (tail.isalpha() or tail in (b"/", b"!", b"?")):
        return None if _is_closed(html, opened) else "The body ends in the middle of a tag."
    fault = max(html.rfind(mark, max(0, len(html) - _FAULT_BYTES)) for mark in _FAULTS)
    if fault >= 0 and not any(end in html[fault:] for end in _ENDS):
        return "The body ends in an error of the program that makes the page."
    if _DEATH in html:
        return _DIED
    last = _last_node(document)
    if last is None or last.tag not in _SWALLOWS:
        return _left_open(html)
    opened = _opened_at(html, last.tag)
    if opened < 0 or _is_closed(html, opened):
        return None
    what = "comment" if last.tag == _COMMENT else f"<{last.tag}>"
    return f"The body ends inside a {what} that was never closed."


def _left_open(html: bytes) -> str | None:
    """A body that just stops. Its last end tags may be left out; whoever does so still closes the boxes."""
    if _is_closed(html, len(html)):
        return None
    read = _UNREAD.sub(b" ", html)
    unclosed = sum(max(0, _count(read, b"<" + box) - _count(read, b"</" + box)) for box in _BOXES)
    if unclosed and unclosed + min(1, _count(read, b"<body")) >= _LEAST_OPEN:
        verb = "is" if unclosed == 1 else "are"
        return f"The body ends early: {unclosed} of its boxes {verb} never closed."
    return None


def _count(html: bytes, opened: bytes) -> int:
    return len(re.findall(re.escape(opened) + rb"[\s/>]", html))


def _opened_at(html: bytes, tag: str) -> int:
    """Where the element or comment that was never closed begins; -1 when the last one was closed."""
    if tag == _COMMENT:
        return html.find(b"<!--", max(html.rfind(b"-->"), html.rfind(b"--!>")) + 1)
    return html.find(b"<" + tag.encode(), html.rfind(b"</" + tag.encode()) + 1)


def _is_closed(html: bytes, before: int) -> bool:
    """Whether the page ends before there; an end tag that a script or a comment quotes ends nothing."""
    for _ in range(_MOST_QUOTED):
        at = max(html.rfind(end, 0, before) for end in _ENDS)
        if at < 0:
            return False
        quoted_from = [
            begin
            for opens, closes in _QUIET
            if opens in html
            and (begin := html.rfind(opens, 0, at)) >= 0
            and not any(html.find(end, begin, at) >= 0 for end in closes)
        ]
        if not quoted_from:
            return True
        before = min(quoted_from)
    return False


def _last_node(document: Document) -> LexborNode | None:
    """The last element or comment in document order; of the head where the body is empty."""
    body = document.tree.body
    if body is None:
        return None
    last = body if body.first_child is not None else document.tree.head or body
    while last.tag not in _SWALLOWS and (child := last.last_child) is not None:
        last = child
    return last
