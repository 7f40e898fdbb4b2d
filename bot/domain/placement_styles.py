"""What a page hides by a style sheet of its own or by the colour of its letters."""

import re
from dataclasses import replace
from functools import lru_cache

from selectolax.lexbor import LexborHTMLParser, LexborNode

from bot.domain.placement_hiding import hidden_by_style
from bot.domain.placement_outline import Outline

_RULE = re.compile(r"(?:^|[}\s])([.#])([\w-]+)\s*\{([^{}]*)\}")
# Larger sheets are a framework's, whose menus and tabs open on demand.
_MAXIMAL_STYLE = 8_000
# More than any honest page has of either; the rest is not looked at.
_SHEETS, _LETTERS, _HIGHEST = 20, 500, 100


def mark_styled_away(tree: LexborHTMLParser, outline: Outline) -> None:
    """Names that a style sheet of the page itself hides, and letters in the colour of their background.

    A name that the sheet mentions twice is one that it may show again, so only single rules count.
    """
    sheet = "".join(
        text for node in tree.css("style")[:_SHEETS] if len(text := node.text()) <= _MAXIMAL_STYLE
    )
    for (sign, name), seen in _hidden_names(sheet) if sheet else ():
        for node in tree.css(f'[{"class" if sign == "." else "id"}~="{name}"]'):
            _hide(
                outline,
                outline.position_of.get(node.mem_id),
                f'the style "{sign}{name} {{{seen}}}"',
            )
    coloured = tree.css("font[color]")[:_LETTERS] if tree.css_first("[bgcolor]") else []
    for node in coloured:
        colour = (node.attributes["color"] or "").lower()
        if colour and colour == _background(node):
            _hide(
                outline,
                outline.position_of.get(node.mem_id),
                f"letters in the colour of the background, {colour}",
            )


@lru_cache(maxsize=64)
def _hidden_names(sheet: str) -> tuple[tuple[tuple[str, str], str], ...]:
    """What a sheet hides; the pages of a site share theirs."""
    hiding = {}
    for sign, name, rule in _RULE.findall(sheet):
        seen = hidden_by_style(rule)
        if seen and len(re.findall(rf"[.#]{re.escape(name)}\b", sheet)) == 1:
            hiding[sign, name] = seen
    return tuple(hiding.items())


def _hide(outline: Outline, position: int | None, seen: str) -> None:
    if position is not None:
        outline.marks[position] = replace(outline.marks[position], hidden=seen)


def _background(node: LexborNode) -> str:
    above: LexborNode | None = node
    for _ in range(_HIGHEST):
        if above is None or above.tag == "-document":
            break
        if "bgcolor" in above.attributes:
            return (above.attributes["bgcolor"] or "").lower()
        above = above.parent
    return ""
