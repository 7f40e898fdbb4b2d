"""A link in its page as a few numbers, for the model that tells content from the rest."""

from math import log1p

from bot.domain.placement_outline import Outline

NAMES = (
    "inside",  # 1 in the box that holds the running text
    "box_share",  # how much of the page's running text that box holds
    "against",  # 1 below a box that is named or marked as no content
    "landmark",  # 1 below nav, header, footer, aside or a role of that meaning
    "weak",  # 1 below a name that templates use for small print, inside the box
    "strong",  # 1 below a name that templates use for content, inside the box
    "p",  # 1 in a paragraph
    "li",  # how many lists deep
    "heading",  # 1 in a heading
    "own_density",  # share of linked text in the link's own block
    "own_text",  # log of the text outside links in its own block
    "own_linked",  # log of the linked text in its own block
    "own_links",  # links in its own block, at most 10
    "density",  # highest share of linked text of a box around it with several links, inside the main box
    "piece_density",  # share of linked text in the child of the main box that holds it
    "piece_text",  # log of the text outside links in that child
    "piece_prose",  # log of the running text in that child
    "prose_after",  # share of the main box's running text that comes after it
)
_HEADINGS = frozenset(["h1", "h2", "h3", "h4", "h5", "h6"])


def features(outline: Outline, anchor: int, box: int) -> list[float]:
    """The numbers of one link, in the order of NAMES. `box` is the main box of the page."""
    inside = box <= anchor <= outline.last[box]
    way = _Way(outline, anchor, box)
    block = outline.blocks[anchor]
    own, own_linked = outline.own_text[block], outline.own_linked[block]
    piece_text, piece_linked = outline.text[way.piece], outline.linked[way.piece]
    total = outline.prose[box] or 1
    after = (outline.prose_before[box] + outline.prose[box] - outline.prose_before[anchor]) / total
    return [
        1.0 if inside else 0.0,
        outline.prose[box] / (outline.prose[0] or 1),
        way.against,
        way.landmark,
        way.weak,
        way.strong,
        way.paragraph,
        way.lists,
        way.heading,
        own_linked / (own + own_linked) if own + own_linked else 1.0,
        min(log1p(own), 6.0),
        min(log1p(own_linked), 5.0),
        min(float(outline.links[block]), 10.0),
        way.density,
        piece_linked / (piece_text + piece_linked) if piece_text + piece_linked else 1.0,
        min(log1p(piece_text), 8.0),
        min(log1p(outline.prose[way.piece]), 8.0),
        min(1.0, max(0.0, after)) if anchor <= outline.last[box] else 0.0,
    ]


class _Way:
    """What lies between a link and the main box, or, outside it, the first box that holds both."""

    __slots__ = (
        "against",
        "density",
        "heading",
        "landmark",
        "lists",
        "paragraph",
        "piece",
        "strong",
        "weak",
    )

    def __init__(self, outline: Outline, anchor: int, box: int) -> None:
        self.against = self.landmark = self.weak = self.strong = 0.0
        self.paragraph = self.lists = self.heading = self.density = 0.0
        self.piece = anchor
        tags, marks, parents = outline.tags, outline.marks, outline.parents
        i = anchor
        while i > 0 and not i <= box <= outline.last[i]:
            self._enter(outline, i, tags[i])
            i = parents[i]
        i = anchor
        while i > 0:
            mark = marks[i]
            if mark.kind:
                self.against = 1.0
                if mark.landmark:
                    self.landmark = 1.0
            i = parents[i]

    def _enter(self, outline: Outline, i: int, tag: str) -> None:
        self.piece = i
        if tag == "p":
            self.paragraph = 1.0
        elif tag == "li":
            self.lists += 1.0
        elif tag in _HEADINGS:
            self.heading = 1.0
        mark = outline.marks[i]
        if mark.weak:
            self.weak = 1.0
        if mark.strong:
            self.strong = 1.0
        if outline.links[i] > 1:
            whole = outline.text[i] + outline.linked[i]
            density = outline.linked[i] / whole if whole else 1.0
            if density > self.density:
                self.density = density
