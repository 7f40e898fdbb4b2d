"""Which kind of place a link stands in that no mark names, from its position and the shape around it."""

import re
from collections import Counter
from collections.abc import Callable
from functools import cached_property
from itertools import islice

from selectolax.lexbor import LexborHTMLParser, LexborNode

from bot.domain.placement_box import Box
from bot.domain.placement_kinds import Finding, inside, is_main
from bot.domain.placement_measure import HEADINGS, PASSED_OVER

_HOST = re.compile(r"\s*(?:https?:)?//([^/?#]*)", re.IGNORECASE)
_FEWEST_OWN = 3


class Shapes:
    """What tables and columns of one page look like, each looked at once whatever number of links it holds."""

    def __init__(self, tree: LexborHTMLParser) -> None:
        self._tree = tree
        self._data: dict[int, bool] = {}
        self._headed: dict[int, bool] = {}

    def leads_elsewhere(self, href: str) -> bool:
        """True for an address with a host, unless most links with one lead there, which is the page's own then."""
        found = _HOST.match(href)
        return found is not None and found[1].lower() != self._own_host

    @cached_property
    def _own_host(self) -> str:
        hosts = Counter(
            found[1].lower()
            for link in self._tree.css("a[href]")
            if (found := _HOST.match(link.attributes.get("href") or ""))
        )
        host, count = hosts.most_common(1)[0] if hosts else ("", 0)
        return host if count >= _FEWEST_OWN and 2 * count > hosts.total() else ""

    def is_data(self, table: Box) -> bool:
        """True for a table of data rather than of layout."""
        key = table.node.mem_id
        if key not in self._data:
            self._data[key] = _holds_data(table)
        return self._data[key]

    def is_headed(self, box: Box) -> bool:
        """True for what holds a heading, but not the page's."""
        key = box.node.mem_id
        if key not in self._headed:
            self._headed[key] = box.node.css_first("h2, h3, h4, h5, h6") is not None
        return self._headed[key]


_LITTLE_TEXT = 400


def is_in_bare_main(link: Box, root: Box, shapes: Shapes, href: str) -> bool:
    """Whether a link that may lead elsewhere stands in the `<main>` of a page with hardly any running text.

    Text can then not tell content from the rest, and the page itself has said which part is its content.
    Menus of the site stand there too, but they lead to its own pages.
    """
    if root.raw >= _LITTLE_TEXT or not shapes.leads_elsewhere(href):
        return False
    for box in link.way_up():
        if box.marks.weak or box.tag in HEADINGS:
            return False
        if box is not link and is_main(box):
            return True
    return False


def is_in_data(link: Box, main: Box, shapes: Shapes) -> bool:
    """True in a table of data inside the main box, where links stand close too."""
    if not main.prose:
        return False
    return any(box.tag == "table" and shapes.is_data(box) for box in inside(main, link))


_FEWEST_ROWS, _MOST_ROWS = 3, 50


def _holds_data(table: Box) -> bool:
    """A table with headings, or with several rows of cells that say something beside their links.

    https://www.w3.org/WAI/tutorials/tables/: tables of layout have no headings.
    """
    if table.node.css_first("th") is not None:
        return table.node.css_first("table table") is None
    if table.figures.density > 0.5:
        return False
    rows = islice(table.node.css("tr"), _MOST_ROWS)
    return sum(_says_several_things(row) for row in rows) >= _FEWEST_ROWS


def _says_several_things(row: LexborNode) -> bool:
    return sum(bool(cell.text().strip()) for cell in row.iter() if cell.tag == "td") > 1


_ARCHIVE = re.compile(
    r"/(tags?|tagged|category|categories|label|labels|archives?|topics?|feed|rss|hashtags?|taxonomy/term|hubs?)/"
    r"|[?&](tags?|q|cat|category)=",
    re.IGNORECASE,
)


_ARROWS = frozenset("/›»>→⟩▸▶＞")
_SEPARATORS = _ARROWS | frozenset(" \t\r\n\xa0\u3000|·•:-")


def _is_crumb(link: Box) -> bool:
    """True in a line of links with arrows or slashes between them, which says how deep the page lies."""
    for box in (link.block, link.block.parent):
        if box is not None and box.parent is not None and 2 <= box.figures.links <= _MOST_STEPS:
            between = set(_between_the_links(box.node))
            return between <= _SEPARATORS and not between.isdisjoint(_ARROWS)
    return False


_MOST_STEPS = 8


def _between_the_links(node: LexborNode) -> str:
    """What stands between the first link of an element and its last, without the links' own words."""
    links = [link.text() for link in node.css("a[href]")]
    text = node.text()
    text = text[text.find(links[0]) + len(links[0]) : text.rfind(links[-1])]
    for words in links[1:-1]:
        text = text.replace(words, "", 1)
    return text


# Titles of articles are longer than the labels of a footer.
_TITLE_LENGTH = 18


def _below_the_text(link: Box, main: Box, shapes: Shapes, *, several: bool) -> Finding:
    """A footer is what comes last; before it stand columns beside the text, and lists of other articles."""
    if _is_in_last_part(link):
        return Finding("footer", "below all text")
    row = link.meeting(main)
    piece = _piece_below(row, link)
    figures = piece.figures
    if several and figures.linked >= _TITLE_LENGTH * figures.links:
        return Finding("related", "in a list of titles below the text")
    in_line = link.block.own.links > 1
    headed = row.parent is not None or shapes.is_headed(piece)
    if headed and figures.links > 1 and not in_line:
        return Finding("sidebar", "in a column beside the text")
    return Finding("footer", "below all text")


def _are_titles(link: Box) -> bool:
    """True where the box around a link and others holds titles rather than labels."""
    box = next((box for box in link.way_up() if box.figures.links > 1), link)
    return box.figures.linked >= _TITLE_LENGTH * box.figures.links


def _piece_below(around: Box, link: Box) -> Box:
    piece = link
    for box in link.way_up():
        if box is around:
            break
        piece = box
    return piece


# The front page of a site, which its name or logo leads to.
_HOME = re.compile(r"(https?://[^/]+)?(\./|/)?(index\.\w+)?$", re.IGNORECASE)


def fallback_kind(link: Box, root: Box, main: Box, shapes: Shapes, href: str) -> Finding:
    """Where a link stands that no mark names and that is not in the running text."""
    links, in_list = _links_beside(link)
    several = links >= 3 or (in_list and links == 2)
    if link.node.text().strip().isdigit() and links >= 2:
        return Finding("navigation", "in a row of page numbers")
    sides = link.sides
    if _is_in_main_without_text(link):
        # The main part of such a page is its links: they are what its author wrote.
        return Finding("content", "in the main part of a page that is a list of links")
    if not root.raw and _is_in_last_part(link):
        return Finding("footer", "in the last part of a page without running text")
    if _is_crumb(link):
        return Finding("navigation", "in a line of steps to the page")
    if not sides.before:
        if _HOME.match(href) and link.block.own.links == 1 and link.block.tag != "li":
            return Finding("header", "leads home, above the text")
        if href.startswith("#"):
            return Finding("navigation", "a jump within the page, above the text")
        return (
            Finding("navigation", "in a row of links above the text")
            if several
            else Finding("header", "above the text")
        )
    if _ARCHIVE.search(href):
        return Finding("navigation", "leads to an archive of the site")
    if not sides.after:
        return _below_the_text(link, main, shapes, several=several)
    if several or (links > 1 and _are_titles(link)):
        return Finding("related", "in a list of links beside the text")
    return Finding("widget", "beside the running text")


def _is_in_main_without_text(link: Box) -> bool:
    """Whether the link stands in a `<main>` or `<article>` that has no running text of its own."""
    for box in link.way_up():
        if box is not link and is_main(box):
            return not box.raw and not (box.sides.before and box.sides.after)
    return False


def _is_in_last_part(link: Box) -> bool:
    """Whether nothing follows the part of the body that the link stands in."""
    for box in reversed(list(link.way_up())):
        if _has_beside(box.node, lambda node: node.next):
            return False
        if _has_beside(box.node, lambda node: node.prev):
            return True
    return True


def _has_beside(node: LexborNode, step: Callable[[LexborNode], LexborNode | None]) -> bool:
    """Whether another element that shows something stands on one side of an element."""
    beside = step(node)
    while beside is not None:
        tag = beside.tag or "-"
        if tag[0] not in "-!" and tag not in PASSED_OVER:
            return True
        beside = step(beside)
    return False


def _links_beside(link: Box) -> tuple[int, bool]:
    """Links in the nearest boxes around a link that hold little else, and whether it is a list."""
    best, in_list = 1, False
    box = link.parent
    for _ in range(4):
        if box is None or box.parent is None or box.figures.text > box.figures.linked:
            break
        best = box.figures.links
        in_list = in_list or box.tag in ("ul", "ol", "menu")
        box = box.parent
    return best, in_list
