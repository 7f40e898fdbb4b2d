"""How much text and how many links an element holds, counted without a look at each node inside."""

from typing import NamedTuple

from selectolax.lexbor import LexborNode

# What is inside them is not text of the page, or there is nothing inside.
PASSED_OVER = frozenset(
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
INLINE = frozenset(
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
        "svg",
    ]
)
HEADINGS = frozenset(["h1", "h2", "h3", "h4", "h5", "h6"])
# They hold lines of text and no blocks.
OF_LINES = frozenset(["p", "h1", "h2", "h3", "h4", "h5", "h6", "dt"])
# Nobody reads more lines beside a link; the rest of a block is not counted.
_MOST_CHILDREN = 2_000
_INSIDE = "a[href], script, style, textarea, select"


class Figures(NamedTuple):
    """Letters outside and inside links, and the number of links."""

    text: int
    linked: int
    links: int

    @property
    def density(self) -> float:
        """The share of the text that is linked; all of it where there is none."""
        whole = self.text + self.linked
        return self.linked / whole if whole else 1.0


def letters(text: str) -> int:
    """Characters with white space folded; those of scripts that write words with one or two count double.

    >>> letters("  two   words "), letters("日本")
    (9, 4)
    """
    folded = text.strip()
    if "\n" in folded or "  " in folded or "\t" in folded:
        folded = " ".join(folded.split())
    return len(folded) if folded.isascii() else (len(folded) + len(folded.encode())) // 2


def figures_of(node: LexborNode) -> Figures:
    """Of an element with all that is inside."""
    text = letters(node.text())
    linked = links = 0
    for inner in node.css(_INSIDE):
        count = letters(inner.text())
        text -= count
        if inner.tag == "a":
            linked += count
            links += 1
    return Figures(max(text, 0), linked, links)


def linked_in(node: LexborNode) -> int:
    """Letters inside the links of an element."""
    return sum(letters(link.text()) for link in node.css("a[href]"))


def own_figures_of(node: LexborNode, tag: str) -> Figures:
    """Of the lines of an element, without the blocks inside it."""
    if tag in OF_LINES:
        return figures_of(node)
    text = linked = links = 0
    child = node.first_child
    for _ in range(_MOST_CHILDREN):
        if child is None:
            break
        content = child.text_content
        if content is not None:
            text += letters(content)
        else:
            inner = child.tag or ""
            if inner in INLINE and inner not in PASSED_OVER:
                figures = figures_of(child)
                text, linked, links = (
                    text + figures.text,
                    linked + figures.linked,
                    links + figures.links,
                )
        child = child.next
    return Figures(text, linked, links)
