"""What one element says of itself: its tag, role, class and id words, and whether it is hidden."""

import re
from dataclasses import dataclass
from functools import lru_cache

from selectolax.lexbor import LexborNode


@dataclass(frozen=True, slots=True)
class Mark:
    """A kind (a value of `Placement`) and what was seen, in words for people."""

    kind: str
    seen: str


# https://html.spec.whatwg.org/multipage/sections.html and https://www.w3.org/TR/wai-aria-1.2/#landmark_roles
TAGS = {
    "nav": "navigation",
    "header": "header",
    "footer": "footer",
    "aside": "sidebar",
    "menu": "navigation",
}
ROLES = {
    "navigation": "navigation",
    "menu": "navigation",
    "menubar": "navigation",
    "banner": "header",
    "contentinfo": "footer",
    "complementary": "sidebar",
    "search": "widget",
}

# Words of class and id attributes, split at hyphens, underscores and capitals. First listed wins.
WORDS = {
    "comment": "comment comments commentlist disqus dsq kommentar kommentare comentario comentarios commentaire commentaires reacties yorum yorumlar komentarz komentarze commenti",
    "forum_post": "phpbb vbulletin postbody postbit viewtopic topicpost",
    "author_bio": "bio authorbox authorbio aboutauthor vcard",
    "related": "related recommended recommendations similar readmore outbrain taboola zergnet morelikethis jprelatedposts",
    "navigation": "nav navbar navigation menu submenu breadcrumb breadcrumbs pagination pager skiplink",
    "footer": "footer foot colophon copyright",
    "header": "masthead topbar banner",
    "sidebar": "sidebar sidebars blogroll",
    "widget": "widget widgets tagcloud sharedaddy sharing social",
    "directory": "directory listings",
}
_KIND_OF_WORD = {word: kind for kind, words in WORDS.items() for word in words.split()}
_RANK = {kind: rank for rank, kind in enumerate(WORDS)}
_PARTS = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|[^\W\d_a-zA-Z]+")
_STYLE_HIDES = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*hidden|text-indent\s*:\s*-\d{3,}", re.IGNORECASE
)


def mark_of(node: LexborNode) -> Mark | None:
    """The strongest thing that an element says of itself, or None if it says nothing."""
    attributes = node.attributes
    hidden = _hiding(attributes)
    if hidden:
        return Mark("hidden", hidden)
    role = (attributes.get("role") or "").strip().lower()
    if role in ROLES:
        return Mark(ROLES[role], f'role="{role}"')
    for name in ("class", "id"):
        value = attributes.get(name)
        mark = _mark_of_words(name, value) if value else None
        if mark:
            return mark
    tag = node.tag or ""
    return Mark(TAGS[tag], f"inside <{tag}>") if tag in TAGS else None


def _hiding(attributes: dict[str, str | None]) -> str:
    if "hidden" in attributes and attributes["hidden"] != "until-found":
        return "the attribute hidden"
    style = attributes.get("style")
    found = _STYLE_HIDES.search(style) if style else None
    return f'style="{found[0]}"' if found else ""


@lru_cache(maxsize=4096)
def _mark_of_words(name: str, value: str) -> Mark | None:
    kinds = {
        _KIND_OF_WORD[word.lower()]
        for word in _PARTS.findall(value)
        if word.lower() in _KIND_OF_WORD
    }
    if not kinds:
        return None
    return Mark(min(kinds, key=_RANK.__getitem__), f'{name}="{value[:60]}"')
