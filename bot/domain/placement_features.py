"""A link in its page as a few numbers, for the model that tells content from the rest."""

from math import log1p

from bot.domain.placement_box import Box
from bot.domain.placement_measure import letters

NAMES = (
    "inside",  # 1 in the box that holds the running text
    "box_share",  # how much of the page's running text that box holds
    "against",  # 1 below a box that is named or marked as no content
    "landmark",  # 1 below nav, header, footer, aside or a role of that meaning
    "weak",  # 1 below a name that templates use for small print, inside the box
    "strong",  # 1 below a name that templates use for content, inside the box
    "p",  # 1 in a paragraph
    "li",  # how many lists deep
    "own_density",  # share of linked text in the link's own block
    "own_text",  # log of the text outside links in its own block
    "own_linked",  # log of the linked text in its own block
    "density",  # highest share of linked text of a box around it with several links, inside the main box
    "piece_density",  # share of linked text in the child of the main box that holds it
    "piece_text",  # log of the text outside links in that child
    "piece_prose",  # log of the running text in that child
    "wrappers",  # boxes like div between it and the main box: text stands in none, what is inserted in several
    "table",  # 1 in a table, inside the box
    "prose_after",  # share of the main box's running text that comes after it
    "before",  # 1 where running text comes before it, in whose words ever
    "steps",  # boxes from it to the nearest one with running text, at most 8
    "beside",  # log of the running text beside its own block, in the box around that
    "image",  # 1 for a link that is a picture and no words
    "letters",  # log of its own words
)
_WRAPPERS = frozenset(
    [
        "div",
        "section",
        "aside",
        "header",
        "footer",
        "nav",
        "form",
        "table",
        "article",
        "main",
    ]
)
_PICTURES = "img, picture, amp-img, svg"
# Boxes further out than these are as dense as the page.
_NEAR = 12


def features(root: Box, main: Box, link: Box) -> list[float]:
    """The numbers of one link, in the order of NAMES. `main` is the main box of the page."""
    meeting = link.meeting(main)
    way = _Way(meeting, link)
    block, piece = link.block, way.piece.figures
    own = block.own
    sides = link.sides
    total = main.prose or 1
    following = (main.sides.prose + main.prose - sides.prose) / total
    beside = block.parent.raw - block.raw if block.parent is not None else 0
    words = letters(link.node.text())
    return [
        1.0 if meeting is main else 0.0,
        main.prose / (root.prose or 1),
        way.against,
        way.landmark,
        way.weak,
        way.strong,
        way.paragraph,
        way.lists,
        own.density,
        min(log1p(own.text), 6.0),
        min(log1p(own.linked), 5.0),
        way.density,
        piece.density,
        min(log1p(piece.text), 8.0),
        min(log1p(way.piece.prose), 8.0),
        min(way.wrappers, 6.0),
        way.table,
        min(1.0, max(0.0, following)),
        1.0 if sides.before else 0.0,
        min(way.steps, 8.0),
        log1p(max(0, beside)),
        1.0 if not words and link.node.css_first(_PICTURES) is not None else 0.0,
        min(log1p(words), 5.0),
    ]


class _Way:
    """What lies between a link and the main box, or, outside it, the first box that holds both."""

    __slots__ = (
        "against", "density", "landmark", "lists", "paragraph", "piece", "steps", "strong", "table", "weak", "wrappers",
    )  # fmt: skip

    def __init__(self, meeting: Box, link: Box) -> None:
        self.against = self.landmark = self.weak = self.strong = 0.0
        self.table = self.wrappers = self.steps = 0.0
        self.paragraph = self.lists = self.density = 0.0
        self.piece = link
        near, below, silent = _NEAR, True, True
        for box in link.way_up():
            below = below and box is not meeting
            silent = silent and not box.raw
            if silent:
                self.steps += 1.0
            if below:
                self._enter(box)
                near -= 1
                if near > 0:
                    self._weigh(box)
            if box.marks.kind:
                if not box.marks.seen.startswith("under"):
                    self.against = 1.0
                if box.marks.landmark:
                    self.landmark = 1.0

    def _enter(self, box: Box) -> None:
        self.piece = box
        tag, mark = box.tag, box.marks
        if tag == "p":
            self.paragraph = 1.0
        elif tag == "li":
            self.lists += 1.0
        elif tag == "table":
            self.table = 1.0
        elif tag in _WRAPPERS:
            self.wrappers += 1.0
        if mark.weak:
            self.weak = 1.0
        if mark.strong:
            self.strong = 1.0

    def _weigh(self, box: Box) -> None:
        if box.tag != "a":
            figures = box.figures
            if figures.links > 1 and figures.density > self.density:
                self.density = figures.density
