"""What a page hides by a style sheet of its own or by the colour of its letters."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import lru_cache

from selectolax.lexbor import LexborNode

from bot.domain.placement_hiding import hidden_by_style
from bot.domain.placement_marks import Marks, marks_of

_RULE = re.compile(r"(?:^|[}\s])([.#])([\w-]+)\s*\{([^{}]*)\}")
# What holds for paper or for some widths only; one level of rules inside is all that such blocks have.
_CONDITIONAL = re.compile(r"@[\w-]+[^{};]*\{(?:[^{}]*\{[^{}]*\})*[^{}]*\}")
# Larger sheets are a framework's, whose menus and tabs open on demand.
_MAXIMAL_STYLE = 8_000
# More than any honest page has of either; the rest is not looked at.
_SHEETS, _HIGHEST = 20, 100

Names = Mapping[tuple[str, str], str]
"""The declaration that hides, by "." or "#" and the class or id that it is written for."""


class Marking:
    """Marks of the elements of one page: what each says of itself, and what the page's own sheets say of it."""

    def __init__(self, sheets: Sequence[str]) -> None:
        self._names = names_hidden_by(sheets)
        self._words = {name for _, name in self._names}

    def __call__(self, node: LexborNode, tag: str, attributes: Mapping[str, str | None]) -> Marks:
        marks = marks_of(tag, attributes)
        if self._words and attributes and self._may_be_styled(attributes):
            hidden = styled_away(self._names, attributes)
            marks = replace(marks, hidden=hidden) if hidden else marks
        if tag == "font":
            hidden = coloured_away(node, attributes)
            marks = replace(marks, hidden=hidden) if hidden else marks
        return marks

    def _may_be_styled(self, attributes: Mapping[str, str | None]) -> bool:
        classes = attributes.get("class")
        if classes and not self._words.isdisjoint(classes.split()):
            return True
        return attributes.get("id") in self._words


def names_hidden_by(sheets: Sequence[str]) -> Names:
    """Names that a style sheet of the page itself hides.

    A name that the sheet mentions twice is one that it may show again, so only single rules count.
    """
    sheet = "".join(text for text in sheets[:_SHEETS] if len(text) <= _MAXIMAL_STYLE)
    return _hidden_names(sheet) if sheet else {}


@lru_cache(maxsize=64)
def _hidden_names(sheet: str) -> Names:
    """What a sheet hides; the pages of a site share theirs."""
    hiding = {}
    sheet = _CONDITIONAL.sub("", sheet)
    for sign, name, rule in _RULE.findall(sheet):
        seen = hidden_by_style(rule)
        if seen and len(re.findall(rf"[.#]{re.escape(name)}\b", sheet)) == 1:
            hiding[sign, name] = seen
    return hiding


def styled_away(names: Names, attributes: Mapping[str, str | None]) -> str:
    """What in the page's own sheets hides an element, in words for people, or ""."""
    own = [(".", name) for name in (attributes.get("class") or "").split()]
    own.append(("#", attributes.get("id") or ""))
    for key in own:
        if key in names:
            return f'the style "{"".join(key)} {{{names[key]}}}"'
    return ""


def coloured_away(node: LexborNode, attributes: Mapping[str, str | None]) -> str:
    """Says so when the letters of a `<font>` have the colour of what is behind them, or ""."""
    colour = (attributes.get("color") or "").lower()
    if colour and colour == _background(node):
        return f"letters in the colour of the background, {colour}"
    return ""


def _background(node: LexborNode) -> str:
    above: LexborNode | None = node
    for _ in range(_HIGHEST):
        if above is None or above.tag == "-document":
            break
        if "bgcolor" in above.attributes:
            return (above.attributes["bgcolor"] or "").lower()
        above = above.parent
    return ""
