"""Where on a page a link stands, and whether the author of the content chose it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from selectolax.lexbor import LexborHTMLParser, LexborNode

from bot.domain.placement_box import Box
from bot.domain.placement_directory import Directories
from bot.domain.placement_features import features
from bot.domain.placement_headings import mark_headings
from bot.domain.placement_kinds import (
    Finding,
    is_cited,
    kind_above,
    kind_of_link,
)
from bot.domain.placement_model import content_probability
from bot.domain.placement_outline import Outline, texts_of
from bot.domain.placement_position import Shapes, fallback_kind, is_in_bare_main, is_in_data
from bot.domain.placement_prose import count_prose, main_box
from bot.domain.placement_styles import Marking
from bot.domain.placement_threads import mark_messages, mark_threads


class Placement(StrEnum):
    """One place on a page; only `content` is where an author chooses a link."""

    CONTENT = "content"
    NAVIGATION = "navigation"
    HEADER = "header"
    FOOTER = "footer"
    SIDEBAR = "sidebar"
    COMMENT = "comment"
    FORUM_POST = "forum_post"
    DIRECTORY = "directory"
    AUTHOR_BIO = "author_bio"
    RELATED = "related"
    WIDGET = "widget"
    HIDDEN = "hidden"

    @property
    def editorial(self) -> bool:
        """True when the author of the content chose the link inside the content."""
        return self is Placement.CONTENT


@dataclass(frozen=True, slots=True)
class PlacementDecision:
    """A placement with what was seen that decided it, strongest first, in words for people."""

    placement: Placement
    editorial: bool
    evidence: tuple[str, ...]


# A reader mode would keep these too, but not the author of the page wrote them.
_DECISIVE = frozenset({"hidden", "comment", "forum_post", "directory", "author_bio"})
# What a link says of itself so clearly that the box around it does not matter.
_SURE = frozenset({"a share button", 'rel="prev"', 'rel="next"'})
# From here on the model calls a link content.
_CONTENT = 0.4


@dataclass(frozen=True, slots=True)
class PageRead:
    """A page measured and marked; `main` is the box that holds its running text."""

    outline: Outline
    root: Box
    main: Box
    directories: Directories
    shapes: Shapes


def decide_placements(
    tree: LexborHTMLParser, anchors: Sequence[LexborNode] | None = None
) -> list[PlacementDecision]:
    """Decide where each link stands, from the tree alone.

    Without `anchors`: every `a[href]` in document order; with them: just those, in their order, cheaper.
    The tree is only read. A node that is not in the body is judged as content of an empty page.
    """
    wanted = tree.css("a[href]") if anchors is None else anchors
    if not wanted:
        return []
    page = read_page(tree)
    decisions = [decide_one(page, anchor) for anchor in wanted]
    if page is not None:
        page.outline.let_go()
    return decisions


def read_page(tree: LexborHTMLParser) -> PageRead | None:
    """The page measured and marked; None for one that has no elements at all."""
    texts = texts_of(tree)
    outline = Outline(tree, Marking(texts.sheets))
    root = outline.root
    if root is None:
        return None
    outline.add_running(texts.long)
    mark_headings(outline, texts.short)
    mark_threads(outline, texts.short)
    mark_messages(outline)
    count_prose(outline)
    return PageRead(outline, root, main_box(root), Directories(tree), Shapes(tree))


def decide_one(
    page: PageRead | None,
    anchor: LexborNode,
    *,
    content: Callable[[Sequence[float]], float] = content_probability,
) -> PlacementDecision:
    """Decide one link of a page that `read_page` measured; `content` may be another model, to measure it."""
    link = page.outline.box_of(anchor) if page is not None else None
    if page is None or link is None:
        return _decision(Finding("content", "outside the body"))
    above = kind_above(link, page.main)
    if above is not None and above.kind in _DECISIVE:
        return _decision(above)
    itself = kind_of_link(anchor.attributes)
    href = (anchor.attributes.get("href") or "").strip()
    if above is not None and above.sure:
        return _decision(itself if itself is not None and itself.seen in _SURE else above)
    if above is None:
        if itself is None and is_cited(link, page.main):
            return _decision(Finding("content", "in a list of sources or facts"))
        entry = page.directories.around(link)
        if entry is not None:
            return _decision(entry)
        if itself is None and is_in_data(link, page.main, page.shapes):
            return _decision(Finding("content", "in a table of data in the text"))
        if itself is None and is_in_bare_main(link, page.root, page.shapes, href):
            return _decision(
                Finding("content", "in the main part of a page with hardly any running text")
            )
    probability = content(features(page.root, page.main, link)) if itself is None else 0.0
    if probability >= _CONTENT:
        return _decision(Finding("content", f"in the running text ({probability:.0%} sure)"))
    if above is not None and not (itself is not None and itself.seen in _SURE):
        finding = above
    else:
        finding = itself or fallback_kind(link, page.root, page.main, page.shapes, href)
    return _decision(
        finding, f"not in the running text ({1 - probability:.0%} sure)" if itself is None else ""
    )


def _decision(finding: Finding, more: str = "") -> PlacementDecision:
    placement = Placement(finding.kind)
    return PlacementDecision(
        placement, placement.editorial, (finding.seen, more) if more else (finding.seen,)
    )
