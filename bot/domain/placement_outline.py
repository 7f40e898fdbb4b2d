"""A page measured in one pass: how much text, prose and links each of its elements holds."""

from dataclasses import dataclass, field
from itertools import accumulate

from selectolax.lexbor import LexborHTMLParser, LexborNode

from bot.domain.placement_marks import NO_MARKS, Marks, marks_of

# What is inside them is not text of the page, or there is nothing inside.
_PASSED_OVER = frozenset(
    [
        "script",
        "style",
        "template",
        "textarea",
        "select",
        "svg",
        "math",
        "iframe",
        "title",
        "br",
        "img",
        "input",
        "hr",
        "wbr",
        "source",
        "link",
        "meta",
        "path",
        "use",
        "area",
        "param",
        "track",
        "embed",
        "col",
        "audio",
        "video",
        "canvas",
    ]
)
_INLINE = frozenset(
    [
        "a",
        "abbr",
        "acronym",
        "b",
        "bdi",
        "bdo",
        "big",
        "cite",
        "code",
        "del",
        "dfn",
        "em",
        "font",
        "i",
        "img",
        "ins",
        "kbd",
        "label",
        "mark",
        "nobr",
        "q",
        "s",
        "samp",
        "small",
        "span",
        "strike",
        "strong",
        "sub",
        "sup",
        "time",
        "tt",
        "u",
        "var",
        "wbr",
        "br",
        "ruby",
        "rb",
        "rt",
        "picture",
        "source",
        "noscript",
    ]
)
# Shorter runs of text are labels, dates and captions more often than sentences.
PROSE_LENGTH = 50
MOST = 0.5
_LINK_WORDS = 60
# What is nested deeper is not measured, as browsers flatten it, so every walk up a page is bounded:
# https://source.chromium.org/search?q=kMaximumHTMLParserDOMTreeDepth
_DEEPEST = 512
_TEXT_BOXES = frozenset(
    [
        "p",
        "li",
        "td",
        "blockquote",
        "pre",
        "dd",
        "ul",
        "ol",
        "dl",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
    ]
)


@dataclass(slots=True)
class Outline:
    """The elements of a body in document order, as parallel lists; positions are indexes into them.

    `text` and `linked` count the characters of a subtree outside and inside links (a letter of a script
    that writes words with one or two letters counts double); `prose` those of running text alone.
    `marked` are the positions of the elements that said something of themselves when the page was read.
    `last` is the position of the last element inside a subtree. Between `first_text` and `last_text` lies
    what the page says, in whose words ever.
    """

    nodes: list[LexborNode] = field(default_factory=list)
    tags: list[str] = field(default_factory=list)
    parents: list[int] = field(default_factory=list)
    last: list[int] = field(default_factory=list)
    blocks: list[int] = field(default_factory=list)
    marks: list[Marks] = field(default_factory=list)
    marked: list[int] = field(default_factory=list)
    own_text: list[int] = field(default_factory=list)
    own_linked: list[int] = field(default_factory=list)
    text: list[int] = field(default_factory=list)
    linked: list[int] = field(default_factory=list)
    links: list[int] = field(default_factory=list)
    prose: list[int] = field(default_factory=list)
    running: list[int] = field(default_factory=list)
    raw: list[int] = field(default_factory=list)
    headed: list[bool] = field(default_factory=list)
    link_words: list[str] = field(default_factory=list)
    prose_before: list[int] = field(default_factory=list)
    first_text: int = 0
    last_text: int = -1
    position_of: dict[int, int] = field(default_factory=dict)


def outline_of(tree: LexborHTMLParser) -> Outline:
    """Measure a page; the tree is only read."""
    outline = Outline()
    root = tree.body or tree.root
    if root is not None:
        _walk(root, outline)
        outline.marked = [i for i, mark in enumerate(outline.marks) if mark is not NO_MARKS]
        _add_up(outline)
    return outline


def _walk(root: LexborNode, outline: Outline) -> None:
    """Fill the lists in document order; written flat, since it runs for every node of every page."""
    position_of, parents, blocks = outline.position_of, outline.parents, outline.blocks
    nodes, tags, marks, links = outline.nodes, outline.tags, outline.marks, outline.links
    text, linked = outline.text, outline.linked
    in_link: list[bool] = []
    depths: list[int] = []
    # A node and the position of its parent; siblings are walked here, only children wait.
    waiting: list[tuple[LexborNode | None, int]] = [(root, -1)]
    while waiting:
        node, parent = waiting.pop()
        while node is not None:
            content = node.text_content
            if content is not None:
                if parent >= 0 and not content.isspace():
                    _count_text(outline, content, parent, linked=in_link[parent])
                node = node.next
                continue
            tag = node.tag
            if tag is None or tag in _PASSED_OVER or tag[0] in "-!":
                node = node.next
                continue
            depth = depths[parent] + 1 if parent >= 0 else 0
            if depth > _DEEPEST:
                node = node.next
                continue
            depths.append(depth)
            position = len(nodes)
            position_of[node.mem_id] = position
            attributes = node.attributes
            is_link = tag == "a" and "href" in attributes
            nodes.append(node)
            tags.append(tag)
            parents.append(parent)
            marks.append(marks_of(tag, attributes))
            text.append(0)
            linked.append(0)
            links.append(1 if is_link else 0)
            if parent < 0:
                blocks.append(position)
                in_link.append(is_link)
                node = node.first_child
            else:
                blocks.append(blocks[parent] if tag in _INLINE else position)
                in_link.append(is_link or in_link[parent])
                child = node.first_child
                if child is None:
                    node = node.next
                    continue
                following = node.next
                if following is not None:
                    waiting.append((following, parent))
                node = child
            parent = position


def _count_text(outline: Outline, content: str, parent: int, *, linked: bool) -> None:
    stripped = content.strip()
    if not stripped:
        return
    length = len(stripped)
    if not stripped.isascii():
        length = (length + len(stripped.encode())) // 2
    block = outline.blocks[parent]
    if not linked:
        outline.text[block] += length
        return
    outline.linked[block] += length
    if length < _LINK_WORDS:
        outline.link_words.append(stripped)


def _add_up(outline: Outline) -> None:
    """Sum what each block holds itself over its subtree."""
    parents, text, linked, links = outline.parents, outline.text, outline.linked, outline.links
    outline.own_text = text.copy()
    outline.own_linked = linked.copy()
    count = len(parents)
    last = outline.last = list(range(count))
    outline.running = [
        own if own >= PROSE_LENGTH and own > in_links else 0
        for own, in_links in zip(text, linked, strict=True)
    ]
    raw = outline.raw = outline.running.copy()
    headed = outline.headed = [tag == "h1" for tag in outline.tags]
    for i in range(count - 1, 0, -1):
        parent = parents[i]
        text[parent] += text[i]
        linked[parent] += linked[i]
        links[parent] += links[i]
        raw[parent] += raw[i]
        if headed[i]:
            headed[parent] = True
        if last[i] > last[parent]:
            last[parent] = last[i]


def count_prose(outline: Outline) -> None:
    """Count running text outside what is marked as no content; a mark on most of the page is void."""
    parents, marks, _raw, running = outline.parents, outline.marks, outline.raw, outline.running
    count = len(parents)
    against = [False] * count
    prose = outline.prose = [0] * count
    before = outline.prose_before = [0] * count
    total = 0
    outline.first_text, outline.last_text = count, -1
    for i in range(count):
        mark = marks[i]
        kind = mark.kind
        parent = parents[i]
        before[i] = total
        if kind or mark.hidden:
            if is_void(outline, i, mark):
                marks[i] = NO_MARKS
                kind = ""
            else:
                against[i] = True
        if parent >= 0 and against[parent]:
            against[i] = True
        if not running[i] and not kind:
            continue
        if running[i] or kind in _WRITTEN:
            outline.first_text = min(outline.first_text, i)
            outline.last_text = outline.last[i] if kind in _WRITTEN else max(outline.last_text, i)
        if running[i] and not against[i]:
            prose[i] = running[i]
            total += running[i]
    for i in range(count - 1, 0, -1):
        prose[parents[i]] += prose[i]


_WRITTEN = frozenset({"comment", "forum_post", "directory"})


def is_void(outline: Outline, position: int, mark: Marks) -> bool:
    """A mark on a box that holds most of the page's text says nothing of the text.

    People's words may well be most of a page, and a landmark is meant; but not around the page's title.
    """
    share = outline.raw[position] / (outline.raw[0] or 1)
    if share <= MOST:
        return False
    if mark.kind in ("forum_post", "directory"):
        return False
    if outline.headed[position] or (mark.hidden and not mark.kind):
        return True
    if mark.kind == "comment":
        return False
    return not (mark.landmark and share < 0.9)


def main_box(outline: Outline, share: float = 0.7, price: float = 0.5, sure: float = 0.85) -> int:
    """The deepest box that holds the running text together.

    From the body inwards: a child is entered when it holds nearly all of the text, or most of it and what
    is left outside is rather links than text.
    """
    prose, linked = outline.prose, outline.linked
    rows = list(accumulate(int(tag == "tr") for tag in outline.tags))
    box = 0
    child = 1
    while child <= outline.last[box]:
        if (
            prose[child] >= share * prose[box]
            and prose[child] > 0
            and not _is_text(outline, child, rows)
        ):
            lost = prose[box] - prose[child]
            if prose[child] >= sure * prose[box] or lost <= price * (linked[box] - linked[child]):
                box = child
                child = box + 1
                continue
        child = outline.last[child] + 1
    return box


def _is_text(outline: Outline, position: int, rows: list[int]) -> bool:
    """True for what holds text itself: paragraphs, lists, and tables of data rather than of layout."""
    if outline.tags[position] == "table":
        return rows[outline.last[position]] - rows[position] > _LAYOUT_ROWS
    return outline.tags[position] in _TEXT_BOXES


_LAYOUT_ROWS = 8
