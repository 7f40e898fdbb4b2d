"""Where on a page a link stands, and whether the author of the content chose it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from selectolax.lexbor import LexborHTMLParser, LexborNode

from bot.domain.placement_marks import Mark, mark_of


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


def decide_placements(
    tree: LexborHTMLParser, anchors: Sequence[LexborNode] | None = None
) -> list[PlacementDecision]:
    """Decide where each link stands, from the tree alone.

    Without `anchors`: every `a[href]` in document order; with them: just those, in their order, cheaper.
    The tree is only read.
    """
    wanted = tree.css("a[href]") if anchors is None else anchors
    return [_decide(anchor) for anchor in wanted]


def _decide(anchor: LexborNode) -> PlacementDecision:
    for mark, _node in _marks_above(anchor):
        placement = Placement(mark.kind)
        return PlacementDecision(placement, placement.editorial, (mark.seen,))
    return PlacementDecision(Placement.CONTENT, True, ("no mark of a template around it",))


def _marks_above(anchor: LexborNode) -> Iterator[tuple[Mark, LexborNode]]:
    """The marks around an anchor, nearest first; one on a box that holds the whole page says nothing."""
    node: LexborNode | None = anchor
    while node is not None and node.tag not in ("body", "html"):
        mark = mark_of(node)
        if mark is not None and node.css_first("main, h1") is None:
            yield mark, node
        node = node.parent
