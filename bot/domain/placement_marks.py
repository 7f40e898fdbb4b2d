"""What one element says of itself: its tag, role, class, id and schema.org words, and whether it is hidden."""

import itertools
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from bot.domain.placement_hiding import hidden_by, hidden_by_names
from bot.domain.placement_words import (
    CITED_WORDS,
    DIRECTORY_WORDS,
    FORUM_WORDS,
    KIND_PAIRS,
    KIND_WORDS,
    POST_WORDS,
    STRONG_WORDS,
    TITLE_WORDS,
    TYPES,
    VOID_PARTS,
    WEAK_WORDS,
)


@dataclass(frozen=True, slots=True)
class Marks:
    """What an element says of itself.

    `kind` is a value of `Placement` or "" when no kind is named. `landmark`: a tag or role says so, not a
    mere word. `weak` words speak against content without naming a kind, `strong` ones for it. `forum`, `post`
    and `listing` words say something together with the shape of the page, `title` ones together with the text;
    `cited` ones name a list of sources.
    `hidden` and `seen` are what was
    seen, in words for people.
    """

    kind: str = ""
    landmark: bool = False
    weak: bool = False
    strong: bool = False
    forum: bool = False
    post: bool = False
    listing: bool = False
    title: bool = False
    cited: bool = False
    hidden: str = ""
    seen: str = ""

    @property
    def against(self) -> bool:
        """True when text inside is not the page's own content."""
        return bool(self.kind or self.hidden)


NO_MARKS = Marks()

# https://html.spec.whatwg.org/multipage/sections.html
TAG_KINDS = {
    "nav": "navigation",
    "menu": "navigation",
    "header": "header",
    "footer": "footer",
    "aside": "sidebar",
    "dialog": "widget",
    "amp-sidebar": "navigation",
    "shreddit-comment": "comment",
    "shreddit-post": "forum_post",
}
# https://www.w3.org/TR/wai-aria-1.2/#landmark_roles
ROLE_KINDS = {
    "navigation": "navigation",
    "menu": "navigation",
    "menubar": "navigation",
    "menuitem": "navigation",
    "tablist": "navigation",
    "banner": "header",
    "contentinfo": "footer",
    "complementary": "sidebar",
    "search": "widget",
    "dialog": "widget",
    "alertdialog": "widget",
    "toolbar": "widget",
}
_KIND_OF_WORD = {word: kind for kind, words in KIND_WORDS.items() for word in words.split()}
_RANK = {
    kind: rank
    for rank, kind in enumerate(
        (
            "forum_post",
            "comment",
            "directory",
            "author_bio",
            "related",
            "navigation",
            "footer",
            "header",
            "sidebar",
            "widget",
        )
    )
}
_PARTS = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|[^\W\d_a-zA-Z]+")
_INLINE_LABELS = frozenset(["span", "a", "time", "small", "em", "strong", "b", "i", "abbr"])
# A landmark names a place; these kinds name the purpose, and win on the same element.
_PURPOSES = frozenset({"comment", "forum_post", "author_bio", "related", "widget", "directory"})


def marks_of(tag: str, attributes: Mapping[str, str | None]) -> Marks:
    """All that an element says of itself."""
    if not attributes:
        kind = TAG_KINDS.get(tag)
        return Marks(kind, landmark=True, seen=f"inside <{tag}>") if kind else _plain(tag)
    get = attributes.get
    if _TELLING.isdisjoint(attributes):
        # Nine in ten elements: a class, an id or neither, seen on every page of a site.
        return _marks_of_names(tag, get("class") or "", get("id") or "")
    return _marks(
        tag,
        get("class") or "",
        get("id") or "",
        get("role") or "",
        get("itemtype") or "",
        get("itemprop") or "",
        hidden_by(attributes),
    )


_TELLING = frozenset({"role", "itemtype", "itemprop", "style", "hidden"})


@lru_cache(maxsize=16_384)
def _marks_of_names(tag: str, classes: str, name: str) -> Marks:
    return _marks(tag, classes, name, "", "", "", hidden_by_names(classes) if classes else "")


def _plain(tag: str) -> Marks:
    if tag == "address":
        return _CONTACT
    return _MAIN if tag in ("article", "main") else NO_MARKS


_MAIN = Marks(strong=True)
# Whom to write to about the page: https://html.spec.whatwg.org/multipage/sections.html#the-address-element
_CONTACT = Marks(weak=True)


@lru_cache(maxsize=8192)
def _marks(
    tag: str, classes: str, name: str, role: str, itemtype: str, itemprop: str, hidden: str
) -> Marks:
    """Everything but style is seen again and again on a page, so the answer is kept."""
    names = [*classes.split(), name] if name else classes.split()
    words = {part.lower() for part in _PARTS.findall(f"{classes} {name}")}
    role = role.strip().lower()
    landmark_kind = ROLE_KINDS.get(role) or TAG_KINDS.get(tag, "")
    word_kind, seen = _kind_of_names(tag, names)
    type_kind = TYPES.get(itemtype.rstrip("/").rsplit("/", 1)[-1].lower(), "") if itemtype else ""
    if itemprop in ("comment", "review", "articleBody"):
        type_kind = "comment" if itemprop != "articleBody" else type_kind
    kind = word_kind if word_kind == "forum_post" else type_kind
    if type_kind and kind == type_kind:
        seen = f"marked as {itemtype.rsplit('/', 1)[-1] or itemprop}"
    elif not kind and (word_kind in _PURPOSES or not landmark_kind):
        kind = word_kind
    if not kind and landmark_kind:
        kind, seen = landmark_kind, f'role="{role}"' if role in ROLE_KINDS else f"inside <{tag}>"
    if tag in ("body", "html"):
        kind = ""
    marks = Marks(
        kind,
        landmark=bool(kind) and kind == landmark_kind,
        weak=not words.isdisjoint(WEAK_WORDS) or tag == "address",
        strong=not words.isdisjoint(STRONG_WORDS)
        or tag in ("article", "main")
        or itemprop == "articleBody",
        forum=not words.isdisjoint(FORUM_WORDS),
        post=not words.isdisjoint(POST_WORDS),
        listing=not words.isdisjoint(DIRECTORY_WORDS),
        cited=not words.isdisjoint(CITED_WORDS),
        title=not words.isdisjoint(TITLE_WORDS),
        hidden=hidden,
        seen=seen if kind else "",
    )
    # One object for all that say nothing: whoever asks then asks no more than "is it this one?".
    return NO_MARKS if marks == NO_MARKS else marks


def _kind_of_names(tag: str, names: list[str]) -> tuple[str, str]:
    """The kind that class and id names say, and the name that said it."""
    best, seen = "", ""
    for name in names:
        kind = _kind_of_name(tag, name)
        if kind and (not best or _RANK[kind] < _RANK[best]):
            best, seen = kind, f'named "{name[:60]}"'
    return best, seen


@lru_cache(maxsize=8192)
def _kind_of_name(tag: str, name: str) -> str:
    parts = [part.lower() for part in _PARTS.findall(name)]
    kinds = [_KIND_OF_WORD[part] for part in parts if part in _KIND_OF_WORD]
    pairs = [KIND_PAIRS[pair] for pair in itertools.pairwise(parts) if pair in KIND_PAIRS]
    if pairs and ("comment" not in kinds or ("ips", "comment") in itertools.pairwise(parts)):
        return pairs[0]
    if not kinds or (len(parts) > 1 and _is_void(tag, parts)):
        return ""
    return min(kinds, key=_RANK.__getitem__)


def _is_void(tag: str, parts: list[str]) -> bool:
    """True for names such as `has-sidebar`, `comments-open`, `comments-link`, `content-sidebar-wrap`."""
    void = [part for part in parts if part in VOID_PARTS]
    if not void:
        return False
    return parts[0] in _STATES or parts[-1] in _STATES or tag in _INLINE_LABELS or _spans(parts)


_STATES = frozenset(
    [
        "no",
        "has",
        "with",
        "without",
        "hide",
        "show",
        "for",
        "is",
        "open",
        "opened",
        "closed",
        "enabled",
        "disabled",
        "off",
        "on",
        "toggle",
        "trigger",
        "count",
        "number",
        "num",
        "counter",
        "icon",
        "link",
        "button",
        "btn",
        "active",
        "offset",
        "js",
        "left",
        "right",
        "none",
    ]
)


def _spans(parts: list[str]) -> bool:
    return (
        parts[-1] in _WRAPS
        and not {"content", "main", "site", "page", "body"}.isdisjoint(parts)
        and {"header", "footer"}.isdisjoint(parts)
    )


_WRAPS = frozenset(
    ["wrap", "wrapper", "container", "inner", "outer", "layout", "grid", "row", "area", "holder"]
)
