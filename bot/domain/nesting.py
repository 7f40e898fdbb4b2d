"""How deep a page is nested, before it is parsed.

Lexbor's time grows with the square of the depth of open blocks: 60,000 open `<div>`, 300 kB, take twenty
seconds. No page that people read comes near the bound.
"""

from typing import Final

DEEPEST: Final = 3_000
_CHUNK: Final = 8_192
_BLOCKS: Final = tuple(
    name.encode()
    for name in [
        "div",
        "menu",
        "dialog",
        "dir",
        "figcaption",
        "hgroup",
        "search",
        "listing",
        "ul",
        "ol",
        "section",
        "article",
        "main",
        "aside",
        "header",
        "footer",
        "nav",
        "blockquote",
        "center",
        "dl",
        "figure",
        "details",
        "summary",
        "pre",
        "address",
        "fieldset",
    ]
)
_LEAST_TAGS: Final = 3 * DEEPEST


def sound_length(html: bytes) -> int:
    """How many bytes from the start can be parsed: all of them, or those before it is nested too deep.

    Blocks that were opened and not closed are counted piece by piece, so the bound is a rough one.

    >>> sound_length(b"<div>" * 10), sound_length(b"<div>" * 100_000) < 50_000
    (50, True)
    """
    if html.count(b"<") < _LEAST_TAGS:
        return len(html)
    open_blocks = 0
    for start in range(0, len(html), _CHUNK):
        piece = html[start : start + _CHUNK].lower()
        open_blocks += sum(piece.count(b"<" + name) - piece.count(b"</" + name) for name in _BLOCKS)
        open_blocks = max(open_blocks, 0)
        if open_blocks > DEEPEST:
            return start
    return len(html)
