"""Boxes that are what the heading above them says, in many languages."""

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import islice

from selectolax.lexbor import LexborNode

from bot.domain.placement_box import Box
from bot.domain.placement_marks import Marks
from bot.domain.placement_measure import PASSED_OVER, letters
from bot.domain.placement_outline import LABEL_LENGTH, Outline
from bot.domain.placement_prose import holds_the_title
from bot.domain.placement_words import HEADINGS, SOURCE_HEADINGS

_HEADING_TAGS = {"h1": 1, "h2": 2, "h3": 3, "h4": 4, "h5": 5, "h6": 6}
_LABEL_TAGS = frozenset(["dt", "legend", "summary", "strong", "b", "th"])
# Boxes without a name read as a label when nothing but the words of a heading stands in them.
_PLAIN_TAGS = frozenset(["div", "p", "span", "font", "center", "td"])
_NOT_LETTERS = re.compile(r"[\W\d_]+")


def _words_of(text: str) -> str:
    """Lower case, without digits and signs; the vowel signs of Indic and Thai letters count as such."""
    return _NOT_LETTERS.sub(" ", text).strip().lower()


_PHRASES = {phrase: kind for kind, phrases in HEADINGS.items() for phrase in phrases.split("|")}
_KIND_OF_HEADING = {_words_of(phrase): kind for phrase, kind in _PHRASES.items()}
_SOURCES = frozenset(map(_words_of, SOURCE_HEADINGS))
# Of several words, for a single one may be a cell, a tab or a button.
_PLAIN_HEADINGS = frozenset(
    phrase
    for phrase, kind in _KIND_OF_HEADING.items()
    if kind in ("author_bio", "related") and (" " in phrase or not phrase.isascii())
)
_LONG_HEADINGS: dict[str, list[tuple[str, str]]] = {}
for _phrase, _kind in _KIND_OF_HEADING.items():
    if " " in _phrase:
        _LONG_HEADINGS.setdefault(_phrase.split()[0], []).append((_phrase + " ", _kind))


def kind_of_heading(text: str) -> str:
    """The kind of box that people expect under a heading, or "".

    >>> kind_of_heading("3 Comments"), kind_of_heading("Das könnte dich auch interessieren:"), kind_of_heading("Results")
    ('comment', 'related', '')
    """
    words = _words_of(text)
    if not words:
        return ""
    kind = _KIND_OF_HEADING.get(words)
    if kind:
        return kind
    longer = words + " "
    return next(
        (
            kind
            for phrase, kind in _LONG_HEADINGS.get(words.split()[0], ())
            if longer.startswith(phrase)
        ),
        "",
    )


_FIRST_WORDS = {phrase.split()[0] for phrase in (*_PHRASES, *SOURCE_HEADINGS)}
_NUMBERING = " \t\n0123456789.,:;!?()[]«»\"'“”-–—#*|•→"
# A heading above more boxes than this is rather a page's than a box's.
_MOST_BOXES = 2_000
# No page that people read has more headings of these kinds.
_MOST_HEADINGS = 60


def mark_headings(outline: Outline, labels: list[tuple[LexborNode, str]]) -> None:
    """`labels` are the elements with a few words of their own: only some of them read as headings."""
    found = 0
    for node, words in labels:
        first = words.split(None, 1)[0].lower()
        if first not in _FIRST_WORDS:
            if first[0] not in _NUMBERING and first[-1] not in _NUMBERING:
                continue
            rest = words.lower().strip(_NUMBERING).split(None, 1)
            if not rest or rest[0].strip(_NUMBERING) not in _FIRST_WORDS:
                continue
        if kind_of_heading(node.text()):
            _mark_below(outline, node)
        elif _words_of(node.text()) in _SOURCES:
            _mark_sources(outline, node)
        else:
            continue
        found += 1
        if found == _MOST_HEADINGS:
            break


def _mark_below(outline: Outline, label: LexborNode) -> None:
    """Mark what stands below a heading, if the label is one and its words name a kind."""
    found = _heading_of(outline, label)
    if found is None:
        return
    heading, level = found
    text = heading.node.text()
    kind = kind_of_heading(text)
    if not kind:
        return
    seen = f'under the heading "{" ".join(text.split())[:60]}"'
    for box in _scope(outline, heading, level):
        if not box.marks.against:
            box.marks = Marks(kind, seen=seen, post=box.marks.post)


_LISTS = frozenset(["ul", "ol", "dl", "p", "table", "blockquote"])


def _mark_sources(outline: Outline, label: LexborNode) -> None:
    """Mark the list of sources right below a heading, and no more: what follows it is not the author's."""
    found = _heading_of(outline, label)
    if found is None or found[0].tag not in _HEADING_TAGS:
        return
    for number, box in enumerate(_scope(outline, *found)):
        if not _says_anything(box.node):
            continue
        if box.marks.against or (number and box.tag not in _LISTS):
            break
        box.marks = replace(box.marks, cited=True)


def _heading_of(outline: Outline, label: LexborNode) -> tuple[Box, int] | None:
    """The heading that a label stands in, with its level; 7 is a label without a heading's tag."""
    box = outline.box_of(label)
    if box is None:
        return None
    for heading in islice(box.way_up(), 4):
        if heading.tag in _HEADING_TAGS:
            short = letters(heading.node.text()) <= 2 * LABEL_LENGTH
            return (heading, _HEADING_TAGS[heading.tag]) if short else None
        named = heading.marks.title or (
            heading.tag in _PLAIN_TAGS and _is_exactly(heading.node.text())
        )
        if heading.tag in _LABEL_TAGS or named:
            figures = heading.figures
            if 0 < figures.text <= LABEL_LENGTH and not figures.links:
                bold = heading.tag in ("strong", "b") and not named
                if not bold or _fills_its_block(heading):
                    return heading, 7
        if heading.block is heading:
            break
    return None


def _is_exactly(text: str) -> bool:
    """True for a whole heading of these kinds, and not only the beginning of one."""
    return _words_of(text) in _PLAIN_HEADINGS


def _fills_its_block(label: Box) -> bool:
    own = label.block.own
    return own.text <= LABEL_LENGTH and not own.linked


def _scope(outline: Outline, heading: Box, level: int) -> list[Box]:
    """The boxes that a heading stands above: what follows it, or what follows the small box that it fills."""
    box = heading
    for _ in range(3):
        if box.parent is None:
            return []
        following = list(_until_next_heading(box.node, level))
        if any(_says_anything(node) for node in following):
            boxes = [found for node in following if (found := outline.box_of(node)) is not None]
            return [] if _hold_the_page(outline, boxes) else boxes
        box = box.parent
    return []


def _until_next_heading(box: LexborNode, level: int) -> Iterator[LexborNode]:
    node = box.next
    for _ in range(_MOST_BOXES):
        if node is None:
            return
        tag = node.tag or "-"
        if _HEADING_TAGS.get(tag, 9) <= level:
            return
        if tag[0] not in "-!" and tag not in PASSED_OVER:
            yield node
        node = node.next


def _says_anything(node: LexborNode) -> bool:
    return bool(node.text().strip()) or node.css_first("a[href]") is not None


def _hold_the_page(outline: Outline, boxes: list[Box]) -> bool:
    if outline.root is not None and sum(box.raw for box in boxes) > 0.8 * (outline.root.raw or 1):
        return True
    return any(holds_the_title(box) for box in boxes)
