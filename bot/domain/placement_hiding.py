"""Is an element drawn where a reader can see it? Read from attributes and inline styles alone."""

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache

_DECLARATION = re.compile(r"([a-z-]+)\s*:\s*([^;]+)", re.IGNORECASE)
_NUMBER = re.compile(r"-?\d*\.?\d+")
_OFF_SCREEN = 400.0
"""Pixels (or half as many em) by which a box must be moved to be out of sight."""

# Utility names of the common CSS frameworks; one that shows the box again at some width voids them.
_HIDING_CLASSES = frozenset(["hidden", "d-none", "is-hidden", "display-none", "u-hidden"])
_SHOWN_AGAIN = re.compile(
    r"(^|[\s:_-])(xs|sm|md|lg|xl|2xl|xxl|print|mobile|desktop|tablet)([\s:_-]|$)", re.IGNORECASE
)

_COLOURS = {
    "white": "#ffffff",
    "black": "#000000",
    "red": "#ff0000",
    "silver": "#c0c0c0",
    "gray": "#808080",
}


def hidden_by(attributes: Mapping[str, str | None]) -> str:
    """What hides an element, in words for people, or "" if nothing of its own does.

    `aria-hidden` and closed `<details>` hide nothing from a reader's eye.
    https://html.spec.whatwg.org/multipage/interaction.html#the-hidden-attribute
    """
    if "hidden" in attributes and (attributes["hidden"] or "").lower() != "until-found":
        return "the attribute hidden"
    style = attributes.get("style")
    if style:
        seen = hidden_by_style(style)
        if seen:
            return f'style="{seen}"'
    classes = attributes.get("class")
    return hidden_by_names(classes) if classes else ""


@lru_cache(maxsize=2048)
def hidden_by_names(classes: str) -> str:
    """The class name that hides, in words for people, or ""."""
    names = classes.lower().split()
    for name in names:
        if name in _HIDING_CLASSES and not any(_SHOWN_AGAIN.search(other) for other in names):
            return f'class="{name}"'
    return ""


@lru_cache(maxsize=2048)
def hidden_by_style(style: str) -> str:
    """The declaration that hides, or ""."""
    declared = {name.lower(): value.strip().lower() for name, value in _DECLARATION.findall(style)}
    for name, value in _hiding(declared):
        return f"{name}: {value}"
    return ""


def _hiding(declared: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    for name, written in declared.items():
        value = written.removesuffix("!important").strip()
        if (name, value) in _PLAIN or (name in _LENGTHS and _LENGTHS[name](value, declared)):
            yield name, value
    colour = _colour(declared.get("color", ""))
    if colour and colour in (
        _colour(declared.get("background-color", "")),
        _colour(declared.get("background", "")),
    ):
        yield "color", f"{declared['color']} on the same background"


_PLAIN = {
    ("display", "none"),
    ("visibility", "hidden"),
    ("visibility", "collapse"),
    ("color", "transparent"),
    ("content-visibility", "hidden"),
}


def _is_far_off(value: str, declared: Mapping[str, str]) -> bool:
    return (
        declared.get("position") in ("absolute", "fixed", "relative")
        and _pixels(value) <= -_OFF_SCREEN
    )


def _is_indented_away(value: str, _declared: Mapping[str, str]) -> bool:
    return _pixels(value) <= -_OFF_SCREEN or (value.endswith("%") and _first(value) <= -100)


def _is_zero(value: str, _declared: Mapping[str, str]) -> bool:
    return _first(value, otherwise=1.0) == 0


def _is_tiny_letter(value: str, _declared: Mapping[str, str]) -> bool:
    return ("px" in value and _first(value, otherwise=9.0) <= 1) or _first(
        value, otherwise=9.0
    ) == 0


def _is_tiny_box(value: str, declared: Mapping[str, str]) -> bool:
    return (
        _first(value, otherwise=9.0) <= 1
        and "%" not in value
        and declared.get("overflow") in ("hidden", "clip")
    )


def _is_clipped(value: str, _declared: Mapping[str, str]) -> bool:
    numbers = [float(number) for number in _NUMBER.findall(value)]
    if value.startswith("inset"):
        return bool(numbers) and numbers[0] >= 50
    return (
        value.startswith(("rect", "circle")) and bool(numbers) and max(numbers) - min(numbers) <= 1
    )


def _is_scaled_away(value: str, _declared: Mapping[str, str]) -> bool:
    return re.search(
        r"scale[xy]?\(\s*0(\.0+)?\s*[,)]", value
    ) is not None or "translatex(-999" in value.replace(" ", "")


_LENGTHS = {
    "text-indent": _is_indented_away,
    "left": _is_far_off,
    "top": _is_far_off,
    "right": _is_far_off,
    "bottom": _is_far_off,
    "margin-left": lambda value, _declared: _pixels(value) <= -_OFF_SCREEN,
    "margin-top": lambda value, _declared: _pixels(value) <= -_OFF_SCREEN * 2,
    "opacity": _is_zero,
    "font-size": _is_tiny_letter,
    "width": _is_tiny_box,
    "height": _is_tiny_box,
    "max-height": _is_tiny_box,
    "clip": _is_clipped,
    "clip-path": _is_clipped,
    "transform": _is_scaled_away,
}


def _first(value: str, *, otherwise: float = 0.0) -> float:
    found = _NUMBER.match(value)
    return float(found[0]) if found else otherwise


def _pixels(value: str) -> float:
    number = _first(value)
    return number * 16 if value.endswith("em") else number if not value.endswith("%") else 0.0


def _colour(value: str) -> str:
    """A colour as #rrggbb, or "" for what is none or not understood."""
    value = _COLOURS.get(value, value).split()[0] if value else ""
    value = _COLOURS.get(value, value)
    if re.fullmatch(r"#[0-9a-f]{3}", value):
        return "#" + "".join(digit * 2 for digit in value[1:])
    if re.fullmatch(r"#[0-9a-f]{6}", value):
        return value
    channels = re.fullmatch(r"rgb\((\d+),(\d+),(\d+)\)", value)
    return "#" + "".join(f"{int(channel):02x}" for channel in channels.groups()) if channels else ""
