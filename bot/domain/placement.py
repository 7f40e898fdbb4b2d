"""Where on a page a link stands, and whether the author of the content chose it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from selectolax.lexbor import LexborHTMLParser, LexborNode

from bot.domain.placement_directory import mark_directory
from bot.domain.placement_features import features
from bot.domain.placement_headings import mark_headings
from bot.domain.placement_kinds import Finding, fallback_kind, is_cited, kind_above, kind_of_link
from bot.domain.placement_model import content_probability
from bot.domain.placement_outline import Outline, count_prose, main_box, outline_of
from bot.domain.placement_styles import mark_styled_away
from bot.domain.placement_threads import mark_threads, settle_bylines


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
    outline, box = read_page(tree)
    return [decide_one(outline, box, anchor) for anchor in wanted]


def read_page(tree: LexborHTMLParser) -> tuple[Outline, int]:
    """The page measured and marked, and the position of the box that holds its running text."""
    outline = outline_of(tree)
    if not outline.nodes:
        return outline, 0
    mark_styled_away(tree, outline)
    mark_headings(outline)
    mark_threads(tree, outline)
    mark_directory(tree, outline)
    settle_bylines(outline)
    count_prose(outline)
    return outline, main_box(outline)


def decide_one(
    outline: Outline,
    box: int,
    anchor: LexborNode,
    *,
    content: Callable[[Sequence[float]], float] = content_probability,
) -> PlacementDecision:
    """Decide one link of a page that `read_page` measured; `content` may be another model, to measure it."""
    position = _position_of(outline, anchor)
    if position is None:
        return _decision(Finding("content", "outside the body"))
    above = kind_above(outline, position, box)
    if above is not None and above.kind in _DECISIVE:
        return _decision(above)
    itself = kind_of_link(anchor.attributes)
    if above is not None and above.sure:
        return _decision(itself if itself is not None and itself.seen in _SURE else above)
    if above is None and itself is None and is_cited(outline, position, box):
        return _decision(Finding("content", "in a list of sources"))
    probability = content(features(outline, position, box)) if itself is None else 0.0
    if probability >= _CONTENT:
        return _decision(Finding("content", f"in the running text ({probability:.0%} sure)"))
    if above is not None and not (itself is not None and itself.seen in _SURE):
        finding = above
    else:
        finding = itself or fallback_kind(
            outline, position, (anchor.attributes.get("href") or "").strip()
        )
    return _decision(
        finding, f"not in the running text ({1 - probability:.0%} sure)" if itself is None else ""
    )


def _position_of(outline: Outline, anchor: LexborNode) -> int | None:
    """Of the anchor, or of the nearest element around it that was measured: a drawing's inside is not."""
    passed = []
    node: LexborNode | None = anchor
    while node is not None and node.mem_id not in outline.position_of:
        passed.append(node.mem_id)
        node = node.parent
    if node is None:
        return None
    position = outline.position_of[node.mem_id]
    # The next link of a deep page need not climb the same way again.
    outline.position_of.update(dict.fromkeys(passed, position))
    return position


def _decision(finding: Finding, more: str = "") -> PlacementDecision:
    placement = Placement(finding.kind)
    return PlacementDecision(
        placement, placement.editorial, (finding.seen, more) if more else (finding.seen,)
    )
