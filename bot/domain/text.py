"""The text of a page's nodes as a reader sees it: white space folded, blocks apart, no scripts."""

from selectolax.lexbor import LexborNode

_UNREAD_TAGS = "script style template noscript textarea title select iframe head -comment"
_UNREAD = frozenset(_UNREAD_TAGS.split())
_BLOCK_TAGS = """
    address article aside blockquote body br center dd details dialog div dl dt fieldset figcaption
    figure footer form h1 h2 h3 h4 h5 h6 header hr li main nav ol option p pre section summary table
    tbody td tfoot th thead tr ul
"""
_BLOCKS = frozenset(_BLOCK_TAGS.split())
_MANY_NODES = 600
_LONG_PIECE = 20_000
_TEXT_TAG = "-text"
_BLOCK_EDGE = "\n"


def fold(text: str) -> str:
    """White space as one space, none at the ends.

    >>> fold(" a\\n\\t b\\u00a0c ")
    'a b c'
    """
    return " ".join(text.split())


def text_of(node: LexborNode, *, limit: int = 2_000) -> str:
    """The text inside a node, words of different blocks apart; cut at `limit` characters."""
    return fold("".join(_pieces(node, limit, _UNREAD)))[:limit]


def lines_of(node: LexborNode, *, limit: int, without: frozenset[str]) -> tuple[str, ...]:
    """The text inside a node, a block a line, without elements of some tags; about `limit` characters."""
    pieces = [
        # A line break of the source is white space; only blocks part lines.
        piece if piece == _BLOCK_EDGE else piece.replace("\n", " ")
        for piece in _pieces(node, limit, _UNREAD | without)
    ]
    return tuple(filter(None, map(fold, "".join(pieces).split(_BLOCK_EDGE))))


def _pieces(node: LexborNode, limit: int, unread: frozenset[str]) -> list[str]:
    """Pieces of text below a node in document order, a newline where a block begins or ends.

    It stops after `limit` characters. One loop, since it meets every node of a page that lost its link.
    """
    pieces: list[str] = []
    size = 0
    stack: list[LexborNode | None] = [node.first_child]
    while stack and size <= limit:
        child = stack.pop()
        if child is None:  # the end of a block
            pieces.append(_BLOCK_EDGE)
            size += 1
        while child is not None and size <= limit:
            tag = child.tag or ""
            if tag == _TEXT_TAG:
                text = child.text_content or ""
                pieces.append(text)
                size += len(text)
                child = child.next
                continue
            if tag in _BLOCKS:
                pieces.append(_BLOCK_EDGE)
                size += 1
            inner = None if tag in unread else child.first_child
            following = child.next
            if inner is not None and following is not None:
                stack.append(following)
            if inner is not None and tag in _BLOCKS:
                stack.append(None)
            child = following if inner is None else inner
    return pieces


def text_before(node: LexborNode, *, limit: int) -> str:
    """The text that stands before a node, up to its block's beginning; the last `limit` characters."""
    return _cut_start(fold("".join(reversed(_beside(node, limit, forward=False)))), limit)


def text_after(node: LexborNode, *, limit: int) -> str:
    """The text that stands after a node, up to its block's end; the first `limit` characters."""
    return _cut_end(fold("".join(_beside(node, limit, forward=True))), limit)


def _beside(node: LexborNode, limit: int, *, forward: bool) -> list[str]:
    """Pieces next to a node, nearest first, out to the block around it or until there is enough."""
    pieces: list[str] = []
    size = visited = 0
    here = node
    while size <= limit * 2 and visited < _MANY_NODES:
        sibling = here.next if forward else here.prev
        if sibling is None:
            parent = here.parent
            if parent is None or (parent.tag in _BLOCKS and size > 0):
                break
            if parent.tag in ("body", "html"):
                break
            pieces.append(" " if parent.tag in _BLOCKS else "")
            here = parent
            continue
        visited += 1
        piece = _piece(sibling, limit * 2 if forward else _LONG_PIECE)
        pieces.append(piece)
        size += len(piece.strip())
        here = sibling
    return pieces


def _piece(node: LexborNode, limit: int) -> str:
    tag = node.tag or ""
    if tag == _TEXT_TAG:
        return node.text_content or ""
    if tag in _UNREAD:
        return ""
    text = text_of(node, limit=limit)
    return f" {text} " if tag in _BLOCKS else _with_edges(node, text)


def _with_edges(node: LexborNode, text: str) -> str:
    """An inline element's folded text with the spaces at its ends that stand in the page."""
    raw = node.text(deep=True)
    left = " " if raw[:1].isspace() else ""
    right = " " if raw[-1:].isspace() else ""
    return f"{left}{text}{right}"


def _cut_start(text: str, limit: int) -> str:
    if len(text) <= limit:
        return text
    tail = text[-limit:]
    return "…" + (tail.partition(" ")[2] or tail)


def _cut_end(text: str, limit: int) -> str:
    if len(text) <= limit:
        return text
    head = text[:limit]
    return (head.rpartition(" ")[0] or head) + "…"
