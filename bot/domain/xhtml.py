"""XHTML as XML means it: an element that ends with `/>` has no content."""

import re

# In HTML the slash says nothing, so `<script src="x"/>` would swallow the rest of the page and
# `<a id="top"/>` all text up to the next link:
# https://html.spec.whatwg.org/multipage/parsing.html#parse-error-non-void-html-element-start-tag-with-trailing-solidus
_EMPTY = re.compile(
    rb"<(script|style|title|textarea|iframe|noscript|noframes|noembed|xmp|template|a|button|select|option"
    rb"|div|span|p|li|td|h[1-6]|section|article|header|footer|nav|aside|ul|ol|table|form|b|i|em|strong)"
    rb"((?:\s[^<>]*)?)/>",
    re.IGNORECASE,
)


def with_end_tags(html: bytes) -> bytes:
    """The same page for an HTML parser: what XML closes at once is closed by an end tag.

    >>> with_end_tags(b'<title/><script src="a.js"/><br/>')
    b'<title></title><script src="a.js"></script><br/>'
    """
    return _EMPTY.sub(rb"<\1\2></\1>", html)
