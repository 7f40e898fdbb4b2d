"""Whether a body is HTML: by its declared type, else by its first bytes."""

import re

from bot.domain.pages import Page

_XHTML_TYPES = frozenset({"application/xhtml+xml", "application/vnd.wap.xhtml+xml"})
_HTML_TYPES = frozenset({"text/html", *_XHTML_TYPES})
_XML_TYPES = frozenset({"text/xml", "application/xml"})
_UNKNOWN_TYPES = frozenset(
    {"", "unknown/unknown", "application/unknown", "*/*", "application/octet-stream", "html"}
)
# https://mimesniff.spec.whatwg.org/#identifying-a-resource-with-an-unknown-mime-type
_LOOKS_LIKE_HTML = re.compile(
    rb"\A(?:\xef\xbb\xbf)?(?:\s|<!--.*?-->|<\?xml[^>]*>)*<(?:!doctype\s+html|html|head|script|iframe|h1|div|font|table"
    rb"|a|style|title|b|body|br|p|meta|link|main|section|article|header|nav|center|ul|span)[\s>/]",
    re.IGNORECASE | re.DOTALL,
)
_XHTML = re.compile(
    rb"\A(?:\xef\xbb\xbf)?(?:\s|<!--.*?-->|<\?[^>]*>|<!doctype[^>]*>)*<html[\s>]",
    re.IGNORECASE | re.DOTALL,
)
_FEED = re.compile(
    rb"\A(?:\xef\xbb\xbf)?(?:\s|<!--.*?-->|<\?[^>]*>)*<(?:rss|feed|rdf:rdf|urlset|sitemapindex|svg|opml)[\s>]",
    re.IGNORECASE | re.DOTALL,
)
# An XML document of another kind, whatever its type says: its root is no element of HTML.
_OTHER_XML = re.compile(
    rb"\A(?:\xef\xbb\xbf)?\s*<\?xml[^>]*>(?:\s|<!--.*?-->|<\?[^>]*>)*<(?!!|html\b|head\b|body\b|div\b|p\b|main\b|article\b)[a-z]",
    re.IGNORECASE | re.DOTALL,
)
_BINARY_STARTS = (
    b"%PDF-", b"\x89PNG", b"GIF8", b"\xff\xd8\xff", b"PK\x03\x04", b"RIFF", b"\x1f\x8b", b"Rar!",
    b"7z\xbc\xaf", b"\x00\x00\x01\x00", b"wOFF", b"wOF2", b"ID3", b"OggS", b"\x7fELF",
)  # fmt: skip
# JSON that a program sends as HTML: it may quote links, and is no page.
_LOOKS_LIKE_JSON = re.compile(rb"\A(?:\xef\xbb\xbf)?\s*(?:\{\s*[\"}]|\[\s*[\"{\[\]\d-])")
_JSON_ENDS = (b"}", b"]")
_ANY_TAG = re.compile(rb"<[a-zA-Z!/]|<\x00[a-zA-Z!/]\x00|\x00<\x00[a-zA-Z!/]")
_SNIFFED = 2_048


def why_not_html(page: Page) -> str | None:
    """The sentence that says why a body is no HTML page; None for HTML.

    An empty body is judged elsewhere: it has no type.
    """
    declared = _type_of(page.header("content-type"))
    head = page.body[:_SNIFFED]
    if head.lstrip().startswith(_BINARY_STARTS):
        return f"The answer is a file ({declared or 'of no declared type'}), not an HTML page."
    if _FEED.match(head) or _OTHER_XML.match(head):
        return "The answer is a feed or another XML document, not an HTML page."
    if _LOOKS_LIKE_JSON.match(head) and page.body.rstrip().endswith(_JSON_ENDS):
        return "The answer is data (JSON), not an HTML page."
    if declared in _HTML_TYPES:
        if _ANY_TAG.search(page.body):
            return None
        return "The answer has no HTML element in it, only text."
    if declared in _XML_TYPES:
        return None if _XHTML.match(head) else f"The answer is {declared}, not an HTML page."
    if declared in _UNKNOWN_TYPES or "/" not in declared:
        if _LOOKS_LIKE_HTML.match(head) or _looks_wide(head):
            return None
        return "The answer does not say what it is and does not look like an HTML page."
    return f"The answer is {declared}, not an HTML page."


def is_xml(content_type: str | None) -> bool:
    """Whether browsers read an answer of this type by the rules of XML."""
    return _type_of(content_type) in _XHTML_TYPES | _XML_TYPES


def _type_of(content_type: str | None) -> str:
    return (content_type or "").partition(";")[0].partition(",")[0].strip().lower()


def _looks_wide(head: bytes) -> bool:
    """UTF-16 text that looks like HTML once its zero bytes are out."""
    return head.count(0) * 3 > len(head) and bool(
        _LOOKS_LIKE_HTML.match(head.lstrip(b"\xff\xfe").replace(b"\0", b""))
    )
