"""Block Kit shapes, limits and escaping: the one place where text becomes Slack's.

Limits: https://docs.slack.dev/reference/block-kit/blocks and .../block-kit/block-elements.
Builders cut what is too long; they never raise because of what a stranger wrote.
"""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from typing import Final
from urllib.parse import quote

from bot.message import Block

MESSAGE_BLOCKS: Final = 50
VIEW_BLOCKS: Final = 100
SECTION_TEXT: Final = 3000
FIELD_TEXT: Final = 2000
HEADER_TEXT: Final = 150
BUTTON_TEXT: Final = 75
BUTTON_VALUE: Final = 2000
BUTTON_URL: Final = 3000
OPTION_TEXT: Final = 75
OPTION_VALUE: Final = 150
OVERFLOW_OPTIONS: Final = 5
SELECT_OPTIONS: Final = 100
VIEW_TITLE: Final = 24
PRIVATE_METADATA: Final = 3000
TABLE_ROWS: Final = 100
TABLE_COLUMNS: Final = 20
TABLE_CHARACTERS: Final = 10_000
CHART_TITLE: Final = 50
CHART_LABEL: Final = 20
CHART_POINTS: Final = 20
CHART_SERIES: Final = 12
MESSAGE_TEXT: Final = 4000
"""Slack cuts at 40,000 and advises 4,000: https://docs.slack.dev/reference/methods/chat.postMessage"""

_MARKS: Final = re.compile("[\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\u061c\u180e]")
_URL_SAFE: Final = "!#$%&'()*+,/:;=?@[]~-._"


def clean(text: str, limit: int) -> str:
    """Fold white space, drop control and direction-changing characters, cut with an ellipsis.

    >>> clean("  one\\n two\\u202e ", 7)
    'one two'
    >>> clean("abcdefgh", 5)
    'abcd…'
    """
    visible = _MARKS.sub("", text[: limit * 4 + 1000])
    visible = "".join(
        " " if c in "\t\n\r\f\v" else c for c in visible if c in "\t\n\r\f\v" or _is_printable(c)
    )
    return cut(" ".join(visible.split()), limit)


def _is_printable(character: str) -> bool:
    return unicodedata.category(character) not in {"Cc", "Cf", "Cs", "Co", "Cn"}


def cut(text: str, limit: int) -> str:
    """At most `limit` characters, an ellipsis where something was left out."""
    return text if len(text) <= limit else text[: limit - 1].rstrip() + "…"


def escape(text: str) -> str:
    """The three characters that mrkdwn treats as its own.

    https://docs.slack.dev/messaging/formatting-message-text#escaping

    >>> escape("<!channel> & co")
    '&lt;!channel&gt; &amp; co'
    """
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def outside(text: str, limit: int = 200) -> str:
    """Text of strangers for mrkdwn: cleaned, escaped, its marks of emphasis made harmless."""
    return re.sub(r"([*_~`])", "\\1\u200b", escape(clean(text, limit)))


def code(text: str, limit: int = 200) -> str:
    """Text of strangers in backticks, which also stops Slack from linking a bare domain."""
    inner = escape(clean(text.replace("`", "'"), limit))
    return f"`{inner or ' '}`"


def link(url: str, label: str, limit: int = 120) -> str:
    """A mrkdwn link; what is not http or https is shown as text instead."""
    shown = outside(label.replace("|", "/"), limit)
    if not is_web_url(url):
        return shown
    return f"<{escape(safe_url(url))}|{shown}>"


def is_web_url(url: str) -> bool:
    """Whether a URL may stand behind a link: http or https, and short enough for Slack."""
    return url.lower().startswith(("http://", "https://")) and len(safe_url(url)) <= BUTTON_URL


def safe_url(url: str) -> str:
    """Percent-encode what would end a mrkdwn link early."""
    return quote(url, safe=_URL_SAFE, errors="replace").replace("|", "%7C").replace(">", "%3E")


def when(moment: datetime, *, style: str = "{date_short_pretty} at {time}") -> str:
    """A time in each reader's own zone, with UTC as the fallback."""
    utc = moment.astimezone(UTC)
    return f"<!date^{int(utc.timestamp())}^{style}|{utc:%d %b %Y %H:%M} UTC>"


def day(moment: datetime) -> str:
    """A date in each reader's own zone, for after "on" and "since": never the word today."""
    return when(moment, style="{date_short}")


def count(number: int, one: str, many: str | None = None) -> str:
    """A number with its noun: `1 link`, `1,380 links`.

    >>> count(1380, "link"), count(1, "link"), count(2, "page of yours", "pages of yours")
    ('1,380 links', '1 link', '2 pages of yours')
    """
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def plain(text: str, limit: int) -> Block:
    return {"type": "plain_text", "text": clean(text, limit) or "-", "emoji": False}


def mrkdwn(text: str, limit: int = SECTION_TEXT) -> Block:
    """mrkdwn without automatic links and mentions. The caller has escaped what strangers wrote."""
    return {"type": "mrkdwn", "text": cut_mrkdwn(text, limit) or "-", "verbatim": True}


def cut_mrkdwn(text: str, limit: int) -> str:
    """Cut without leaving half an escape or half a link behind."""
    if len(text) <= limit:
        return text
    shortened = text[: limit - 1]
    for opening, closing in (("<", ">"), ("&", ";")):
        start = shortened.rfind(opening)
        if start > shortened.rfind(closing) and (opening == "<" or len(shortened) - start < 6):
            shortened = shortened[:start]
    return shortened.rstrip() + "…"


def header(text: str) -> Block:
    return {"type": "header", "text": plain(text, HEADER_TEXT)}


def section(text: str, *, accessory: Block | None = None) -> Block:
    block: Block = {"type": "section", "text": mrkdwn(text)}
    return block | {"accessory": accessory} if accessory else block


def fields(pairs: Iterable[tuple[str, str]]) -> Block:
    """Up to ten short facts: the name in bold, the value as given (already escaped)."""
    return {
        "type": "section",
        "fields": [mrkdwn(f"*{name}*\n{value}", FIELD_TEXT) for name, value in list(pairs)[:10]],
    }


def context(*texts: str) -> Block:
    """Small print: up to ten texts, a dash when there is nothing to say."""
    elements = [mrkdwn(text, 2000) for text in texts[:10] if text.strip()]
    return {"type": "context", "elements": elements or [mrkdwn("-")]}


def divider() -> Block:
    return {"type": "divider"}


def actions(*elements: Block | None, block_id: str | None = None) -> Block:
    block: Block = {"type": "actions", "elements": [e for e in elements if e][:25]}
    return block | {"block_id": block_id} if block_id else block


def button(
    text: str,
    action_id: str,
    value: str = "",
    *,
    style: str | None = None,
    confirm: Block | None = None,
    label: str | None = None,
) -> Block:
    """A button. `value` is what comes back with a click; one over 2,000 characters does not, since half
    of it would mean something else.
    """
    element: Block = {
        "type": "button",
        "text": plain(text, BUTTON_TEXT),
        "action_id": action_id,
    }
    if value := sendable(value, BUTTON_VALUE):
        element["value"] = value
    if style:
        element["style"] = style
    if confirm:
        element["confirm"] = confirm
    if label:
        element["accessibility_label"] = clean(label, 75)
    return element


def confirm(title: str, text: str, yes: str, no: str = "Cancel") -> Block:
    return {
        "title": plain(title, 100),
        "text": plain(text, 300),
        "confirm": plain(yes, 30),
        "deny": plain(no, 30),
    }


def option(text: str, value: str) -> Block:
    """An entry of a menu; a value over 150 characters comes back as a dash, which means nothing."""
    return {"text": plain(text, OPTION_TEXT), "value": sendable(value, OPTION_VALUE) or "-"}


def sendable(value: str, limit: int) -> str:
    """A value as it was, without what JSON cannot carry; empty when it is too long to come back whole.

    >>> sendable("https://site.example/\\ud800 site.example", 60), sendable("x" * 61, 60)
    ('https://site.example/ site.example', '')
    """
    whole = value.encode("utf-8", "ignore").decode("utf-8")
    return whole if len(whole) <= limit else ""


def overflow(action_id: str, options: Sequence[tuple[str, str]]) -> Block:
    """The menu behind the dots: at most five (text, value) pairs."""
    return {
        "type": "overflow",
        "action_id": action_id,
        "options": [option(text, value) for text, value in options[:OVERFLOW_OPTIONS]],
    }


def select(
    action_id: str,
    placeholder: str,
    options: Sequence[tuple[str, str]],
    *,
    initial: str | None = None,
) -> Block:
    """A menu of (text, value) pairs, at most 100, at least one."""
    drawn = [option(text, value) for text, value in options[:SELECT_OPTIONS]]
    element: Block = {
        "type": "static_select",
        "action_id": action_id,
        "placeholder": plain(placeholder, 150),
        "options": drawn,
    }
    chosen = next((o for o in drawn if o["value"] == initial), None)
    return element | {"initial_option": chosen} if chosen else element


def quote_block(before: str, linked: str, after: str, url: str | None) -> Block:
    """The text around a link as a rich-text quote: carries strangers' words without any parsing."""
    middle: Block = {
        "type": "text",
        "text": clean(linked, 300) or "[no text]",
        "style": {"bold": True},
    }
    if url and is_web_url(url):
        middle = {
            "type": "link",
            "url": safe_url(url),
            "text": clean(linked, 300) or "[no text]",
            "style": {"bold": True},
        }
    parts: list[Block] = []
    if before.strip():
        parts.append({"type": "text", "text": "… " + clean(before, 400) + " "})
    parts.append(middle)
    if after.strip():
        parts.append({"type": "text", "text": " " + clean(after, 400) + " …"})
    return {"type": "rich_text", "elements": [{"type": "rich_text_quote", "elements": parts}]}


def said_block(label: str, words: str) -> Block:
    """Strangers' words as a quote under a label of ours, without any parsing."""
    title = {"type": "text", "text": label, "style": {"bold": True}}
    quote = {"type": "text", "text": clean(words, 1000) or "-"}
    return {
        "type": "rich_text",
        "elements": [
            {"type": "rich_text_section", "elements": [title]},
            {"type": "rich_text_quote", "elements": [quote]},
        ],
    }
