"""Boxes that are what the heading above them says, in many languages."""

import re
from collections.abc import Iterator

from bot.domain.placement_marks import Marks
from bot.domain.placement_outline import Outline
from bot.domain.placement_words import HEADINGS

_HEADING_TAGS = {"h1": 1, "h2": 2, "h3": 3, "h4": 4, "h5": 5, "h6": 6}
_LABEL_TAGS = frozenset(["dt", "legend", "summary", "strong", "b", "th"])
_HEADING_LIKE = _LABEL_TAGS | _HEADING_TAGS.keys()
_LABEL_LENGTH = 64
_NOT_LETTERS = re.compile(r"[\W\d_]+")
_KIND_OF_HEADING = {
    phrase: kind for kind, phrases in HEADINGS.items() for phrase in phrases.split("|")
}
_LONG_HEADINGS: dict[str, list[tuple[str, str]]] = {}
for _phrase, _kind in _KIND_OF_HEADING.items():
    if " " in _phrase:
        _LONG_HEADINGS.setdefault(_phrase.split()[0], []).append((_phrase + " ", _kind))


def kind_of_heading(text: str) -> str:
    """The kind of box that people expect under a heading, or "".

    >>> kind_of_heading("3 Comments"), kind_of_heading("Das könnte dich auch interessieren:"), kind_of_heading("Results")
    ('comment', 'related', '')
    """
    words = _NOT_LETTERS.sub(" ", text).strip().lower()
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


def mark_headings(outline: Outline) -> None:
    for position, level in _headings(outline):
        text = outline.nodes[position].text()
        kind = kind_of_heading(text)
        if not kind:
            continue
        seen = f'under the heading "{" ".join(text.split())[:60]}"'
        for box in _scope(outline, position, level):
            if not outline.marks[box].against:
                outline.marks[box] = Marks(kind, seen=seen, post=outline.marks[box].post)


def _headings(outline: Outline) -> Iterator[tuple[int, int]]:
    """Positions and levels of what reads as a heading; 7 is a label without a heading's tag."""
    text, linked, links, marks = outline.text, outline.linked, outline.links, outline.marks
    candidates = {i for i, tag in enumerate(outline.tags) if tag in _HEADING_LIKE}
    candidates.update(i for i in outline.marked if marks[i].title)
    for i in sorted(candidates):
        tag = outline.tags[i]
        if tag in _HEADING_TAGS:
            if text[i] + linked[i] <= 2 * _LABEL_LENGTH:
                yield i, _HEADING_TAGS[tag]
        elif (
            0 < text[i] <= _LABEL_LENGTH and not links[i] and (tag in _LABEL_TAGS or marks[i].title)
        ) and (tag not in ("strong", "b") or _fills_its_block(outline, i)):
            yield i, 7


def _fills_its_block(outline: Outline, i: int) -> bool:
    block = outline.blocks[i]
    return outline.own_text[block] <= _LABEL_LENGTH and not outline.own_linked[block]


# A heading above more boxes than this is rather a page's than a box's.
_MOST_BOXES = 2_000


def _scope(outline: Outline, heading: int, level: int) -> list[int]:
    """The boxes that a heading stands above: what follows it, or what follows the small box that it fills."""
    box = heading
    for _ in range(3):
        parent = outline.parents[box]
        if parent < 0:
            return []
        following = list(_until_next_heading(outline, box, parent, level))
        if any(outline.links[i] or outline.text[i] for i in following):
            return [] if _holds_the_page(outline, following) else following
        box = parent
    return []


def _until_next_heading(outline: Outline, box: int, parent: int, level: int) -> Iterator[int]:
    i = outline.last[box] + 1
    for _ in range(_MOST_BOXES):
        if i > outline.last[parent]:
            return
        if _HEADING_TAGS.get(outline.tags[i], 9) <= level:
            return
        yield i
        i = outline.last[i] + 1


def _holds_the_page(outline: Outline, boxes: list[int]) -> bool:
    if any(outline.headed[box] for box in boxes):
        return True
    return sum(outline.raw[box] for box in boxes) > 0.8 * (outline.raw[0] or 1)
