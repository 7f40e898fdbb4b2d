"""A page as its boxes: those that hold running text, and those around the links that are asked for.

To look at each element costs several times what parsing does. So only elements that can hold text are asked for
their own, and only those that have some, and what stands around them or around a link, become boxes. The figures
of a box are worked out when they are needed. Nothing here depends on which links are asked for, or in which order.
"""

from collections.abc import Callable
from dataclasses import dataclass

from selectolax.lexbor import LexborHTMLParser, LexborNode

from bot.domain.placement_box import Box
from bot.domain.placement_marks import Marks, marks_of
from bot.domain.placement_measure import OF_LINES, PASSED_OVER, letters

# Shorter runs of text are labels, dates and captions more often than sentences.
PROSE_LENGTH = 50
LABEL_LENGTH = 64
# No letter counts for more than two.
_MAYBE_PROSE = PROSE_LENGTH // 2
# Dots and bars between links are words of one letter.
_WORD_LENGTH = 3
# What is nested deeper is not looked at, as browsers flatten it, so every walk up a page is bounded:
# https://source.chromium.org/search?q=kMaximumHTMLParserDOMTreeDepth
_DEEPEST = 512
# All but the elements that hold nothing, and links: one walk of the page, in which a shorter list is faster.
_TEXT_HOLDERS = ":not(script, :empty, :not(h2, h3) > a)"
_NOT_ASKED = frozenset(["i", "iframe", "ul"])


@dataclass(frozen=True, slots=True)
class Texts:
    """What the elements of a page say themselves: what may be running text, and what may be a heading."""

    long: list[tuple[LexborNode, str]]
    short: list[tuple[LexborNode, str]]
    sheets: list[str]


def texts_of(tree: LexborHTMLParser) -> Texts:
    """One walk of the page; each list in document order."""
    long, short, sheets = [], [], []
    said = [
        (node, text) for node in tree.css(_TEXT_HOLDERS) if (text := node.text(deep=False).strip())
    ]
    for node, text in said:
        length = len(text)
        tag = node.tag
        if tag in _NOT_ASKED:
            continue
        if tag == "style" and "{" in text:
            sheets.append(text)
            continue
        if length <= LABEL_LENGTH:
            short.append((node, text))
        if length >= _MAYBE_PROSE:
            long.append((node, text))
    return Texts(long, short, sheets)


class Outline:
    """The boxes of a page; `made` holds all of them, each after those around it.

    `marking` says what an element's box says of itself, given the boxes around it.
    """

    def __init__(
        self,
        tree: LexborHTMLParser,
        marking: Callable[[LexborNode, str, dict[str, str | None]], Marks],
    ) -> None:
        self._marking = marking
        self._boxes: dict[int, Box] = {}
        self.tree = tree
        self.made: list[Box] = []
        node = tree.body or tree.root
        self.root = (
            Box(node, node.tag or "", None, _marks_of_root(node), silent=False) if node else None
        )
        if node and self.root:
            self._boxes[node.mem_id] = self.root
            self.made.append(self.root)

    def box_of(self, node: LexborNode) -> Box | None:
        """The box of an element, made where there was none; None outside of the body.

        For what is nested too deep it is the deepest box around it.
        """
        passed = []
        above: LexborNode | None = node
        boxes = self._boxes
        while above is not None:
            found = boxes.get(above.mem_id)
            if found is not None:
                break
            passed.append(above)
            above = above.parent
        else:
            return None
        for inner in reversed(passed):
            if found.depth < _DEEPEST:
                found = self._add(inner, found)
            boxes[inner.mem_id] = found
        return found

    def _add(self, node: LexborNode, parent: Box) -> Box:
        tag = node.tag or ""
        attributes = node.attributes
        marks = self._marking(node, tag, attributes)
        box = Box(
            node,
            tag,
            parent,
            marks,
            silent=tag in PASSED_OVER or (tag == "a" and "href" in attributes),
        )
        self.made.append(box)
        return box

    def add_running(self, texts: list[tuple[LexborNode, str]]) -> None:
        """Make the boxes of the running text, and sum it up."""
        for node, text in texts:
            length = letters(text)
            if length < PROSE_LENGTH:
                continue
            box = self.box_of(node)
            if box is not None and not box.silent and _is_rather_text(box, text, length):
                box.block.running += length
        children: dict[Box, list[Box]] = {}
        for box in reversed(self.made):
            box.raw += box.running
            if box.parent is not None and box.raw:
                box.parent.raw += box.raw
                children.setdefault(box.parent, []).append(box)
        for box, inside in children.items():
            box.children = inside[::-1]

    def let_go(self) -> None:
        """Untie the boxes, which are of no use afterwards.

        Python would keep them, and with them the page's tree of some megabytes, until it looks for cycles.
        """
        for box in self.made:
            box.children = ()
            del box.block


def _marks_of_root(node: LexborNode) -> Marks:
    """What a body says of its page; nothing that it says is about one part of it."""
    marks = marks_of("body", node.attributes)
    return Marks(forum=marks.forum, listing=marks.listing)


def _is_rather_text(box: Box, text: str, length: int) -> bool:
    """True for sentences, and not for what stands between the links of a list."""
    if len(box.node.text()) <= 2 * length:
        return True
    if box.tag in OF_LINES:
        return sum(len(link.text()) for link in box.node.css("a[href]")) < length
    return length >= _WORD_LENGTH * len(text.split())
