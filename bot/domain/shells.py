"""Pages whose content comes after the HTML: application shells and frames."""

from selectolax.lexbor import LexborNode

from bot.domain.documents import Document
from bot.domain.sign_walls import (
    DRAWING_SCRIPTS,
    MEASURING_SCRIPTS,
    NEEDS_SCRIPTS_WORDS,
    SHELL_ROOTS,
)
from bot.domain.signs import Sign
from bot.domain.verdicts import Reason

_HARDLY_ANY = 400
_NEXT_TO_NOTHING = 60
_SOME_PROSE = 900
# Boxes that a script of their kind fills from another address: Turbo, GitHub's elements, htmx, Unpoly, ESI.
_FILLED_LATER = (
    "turbo-frame[src], include-fragment[src], [hx-get][hx-trigger*='load'], [data-hx-get][data-hx-trigger*='load'],"
    "[up-defer], esi\\:include, [ic-src]"
)
_SCRIPT_CHARACTERS = 20_000


def shell_of(document: Document) -> Sign | None:
    """A page that shows its content only when scripts run or frames are filled."""
    framed = _frames(document)
    if framed:
        return Sign(Reason.NEEDS_JAVASCRIPT, framed)
    if document.is_long or document.prose_length > _SOME_PROSE:
        return None
    scripts = [node for node in document.tree.css("script") if _draws(node)]
    hollow = _hollow(document, scripts)
    if hollow:
        return Sign(Reason.NEEDS_JAVASCRIPT, hollow)
    if document.text_length > _HARDLY_ANY or not scripts:
        return None
    why = _why_a_shell(document, scripts)
    if why is None:
        return None
    return Sign(
        Reason.NEEDS_JAVASCRIPT,
        f"The page as it is sent has {document.text_length} characters of text, and {why}.",
    )


def _hollow(document: Document, scripts: list[LexborNode]) -> str | None:
    """The frame of a site around a main part that is empty as it is sent: scripts fill it."""
    mains = document.tree.css("main, [role='main' i]") or document.tree.css(
        "#main, #content, #main-content, .main-content"
    )
    if not mains or any(not _is_empty_box(main) for main in mains):
        return None
    fills = any(main.css_first(_FILLED_LATER) is not None for main in mains)
    if fills or any(node.attributes.get("src") or _says_that_it_draws(node) for node in scripts):
        return "The main part of the page is empty as it is sent; scripts fill it."
    return None


def _is_empty_box(box: LexborNode) -> bool:
    has_more = box.css_first("a[href], p, li, td, img, video, iframe, object") is not None
    return not has_more and len(box.text(deep=True).strip()) <= _NEXT_TO_NOTHING


def _why_a_shell(document: Document, scripts: list[LexborNode]) -> str | None:
    for root in document.tree.css(SHELL_ROOTS):
        if len(root.text(deep=True).strip()) <= _NEXT_TO_NOTHING:
            return "an empty box that scripts fill"
    told = " ".join(node.text(deep=True) for node in document.tree.css("noscript"))
    if NEEDS_SCRIPTS_WORDS.search(told) or NEEDS_SCRIPTS_WORDS.search(document.text):
        return "it says that it needs JavaScript"
    says = any(_says_that_it_draws(node) for node in scripts)
    loads = any(node.attributes.get("src") for node in scripts)
    if (says and not document.hrefs) or (
        document.text_length <= _NEXT_TO_NOTHING and (says or loads)
    ):
        return "scripts that would draw it"
    return None


def _draws(script: LexborNode) -> bool:
    """A script that may draw: not data, not one that counts visitors."""
    attributes = script.attributes
    kind = (attributes.get("type") or "").lower()
    source = attributes.get("src") or ""
    if kind and "javascript" not in kind and kind not in ("module", "text/babel"):
        return "__NEXT_DATA__" in (attributes.get("id") or "")
    if source:
        return not MEASURING_SCRIPTS.search(source)
    text = script.text(deep=True)[:_SCRIPT_CHARACTERS]
    return bool(text.strip()) and not (
        MEASURING_SCRIPTS.search(text) and not DRAWING_SCRIPTS.search(text)
    )


def _says_that_it_draws(script: LexborNode) -> bool:
    attributes = script.attributes
    if (attributes.get("type") or "").lower() == "module" or attributes.get(
        "id"
    ) == "__NEXT_DATA__":
        return True
    return bool(DRAWING_SCRIPTS.search(script.text(deep=True)[:_SCRIPT_CHARACTERS]))


def _frames(document: Document) -> str | None:
    if document.tree.css_first("frameset") is not None:
        return "The page is a set of frames; what they show is on other pages."
    if not document.is_long and document.text_length <= _NEXT_TO_NOTHING:
        frames = [node for node in document.tree.css("iframe") if node.attributes.get("src")]
        if frames and not document.hrefs:
            return "The page shows nothing but a frame; what it shows is on another page."
    return None
