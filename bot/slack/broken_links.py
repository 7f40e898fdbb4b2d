"""The answer to `broken`, drawn: the dead links of a page, what fits in their place, a text to copy."""

from typing import Final

from bot.domain.broken_links import (
    BrokenLinks,
    BrokenProgress,
    CheckedLink,
    letter,
    say_failure,
)
from bot.domain.directories import Listing, ListKind
from bot.message import Block, Message
from bot.slack.blocks import (
    BUTTON_VALUE,
    actions,
    button,
    clean,
    context,
    count,
    header,
    link,
    outside,
    section,
    when,
)
from bot.slack.found import reason_words, shown_note
from bot.slack.tables import Cell, Column, table
from bot.slack.verdict import short_url
from bot.slack.words import PLACES

PROSPECT: Final = "broken.prospect"
TEXT: Final = "broken.text"
AGAIN: Final = "broken.again"
ROWS: Final = 30
_COPIED: Final = 2_900

_COLUMNS: Final = (
    Column("Broken link"),
    Column("How"),
    Column("Where"),
    Column("Your page that fits"),
)


def looking(page: str, progress: BrokenProgress | None) -> Message:
    """How far it is, in the answer's place."""
    shown = short_url(page)
    if progress is None:
        text = f"Reading {shown} and its links. Each site is asked at its own pace."
    else:
        of = f"{progress.done:,} of {count(progress.total, 'link')}"
        text = f"Looked at {of} of {shown}: {progress.broken:,} broken so far."
    return Message(text, (section(outside(text, 500)),))


def broken_links(found: BrokenLinks, *, asked: str) -> Message:
    """The whole answer. `asked` is the page as it was asked for."""
    title = _headline(found)
    said, notes = _said(found), _notes(found)
    blocks: list[Block | None] = [
        header(title),
        section("\n".join([f"Page: {link(found.page, found.title or short_url(found.page), 150)}", *(outside(line, 500) for line in said)])),
        table(_COLUMNS, [_row(one) for one in found.broken[:ROWS]], cell_limit=60)
        if found.broken
        else None,
        context(*(outside(note, 700) for note in notes), f"Looked at {when(found.looked_at)}"),
        _buttons(found, asked),
    ]  # fmt: skip
    lines = [_line(one) for one in found.broken[:ROWS]]
    text = "\n".join([title, f"Page: {found.page}", *said, *lines, *notes])
    return Message(text[:3900], tuple(block for block in blocks if block))


def _headline(found: BrokenLinks) -> str:
    site = short_url(found.page).partition("/")[0]
    if not found.checked:
        return f"{site}: the page has no links to other sites"
    of = count(found.checked, "link to another site", "links to other sites")
    if not found.broken:
        return f"{site}: none of {of} is broken"
    return (
        f"{site}: {len(found.broken):,} of {of} {'is' if len(found.broken) == 1 else 'are'} broken"
    )


def _said(found: BrokenLinks) -> list[str]:
    """What matters before the table."""
    lines = []
    if found.target and found.links_to_us:
        lines.append(
            f"It links to {found.target.domain} already ({count(found.links_to_us, 'link')})."
        )
    ours = sum(one.is_ours for one in found.broken)
    if ours:
        lines.append(
            f"{count(ours, 'broken link leads', 'broken links lead')} to your own site: mend it there."
        )
    if found.listing.kind is not ListKind.NONE:
        lines.append(listing_words(found.listing))
    return lines  # fmt: skip


def listing_words(listing: Listing) -> str:
    """What sort of list a page is, and how one gets in, in its own words."""
    kind = "directory" if listing.kind is ListKind.DIRECTORY else "list of resources"
    if listing.submit_url:
        how = f'To get in: "{clean(listing.submit_words, 200)}", {clean(listing.submit_url, 200)}'
    elif listing.submit_words:
        how = f'To get in: "{clean(listing.submit_words, 300)}"'
    else:
        how = "It does not say how to get in."
    return f"The page is a {kind}. {how}"


def _notes(found: BrokenLinks) -> list[str]:
    notes = []
    if found.sent_home:
        first = ", ".join(short_url(one.link.url) for one in found.sent_home[:3])
        leads = count(len(found.sent_home), "link leads", "links lead")
        notes.append(f"{leads} to a home page instead of what was promised: {first}.")
    if found.unclear:
        why = reason_words(one.seen.reason for one in found.unclear if one.seen.reason)
        notes.append(f"Cannot tell for {len(found.unclear):,}, so not counted as broken ({why}).")
    if found.left_out:
        notes.append(
            f"{count(found.left_out, 'link')} more on the page {'was' if found.left_out == 1 else 'were'} not looked at."
        )
    notes += shown_note(len(found.broken), shown=ROWS)
    if found.target is None:
        notes.append("Name your site behind the page, and I say which page of yours fits.")
    elif found.to_offer:
        fits = sum(one.suggestion is not None for one in found.to_offer)
        notes.append(
            f"{fits:,} fit one of {count(found.own_pages, 'page')} of {found.target.domain} that I read."
        )
    return notes  # fmt: skip


def _row(one: CheckedLink) -> list[Cell | str]:
    shown = one.link.anchor or short_url(one.link.url)
    fitting = one.suggestion.page if one.suggestion else None
    return [
        Cell(shown, one.link.url),
        say_failure(one.seen),
        PLACES.get(one.link.placement, one.link.placement),
        "your own page"
        if one.is_ours
        else Cell(fitting.title or short_url(fitting.url), fitting.url)
        if fitting
        else "-",
    ]


def _line(one: CheckedLink) -> str:
    fits = f"; fits: {one.suggestion.page.url}" if one.suggestion else ""
    return f"{clean(one.link.anchor, 60) or '[no text]'}, {clean(one.link.url, 150)}: {say_failure(one.seen)}{fits}"


def _buttons(found: BrokenLinks, asked: str) -> Block | None:
    value = f"{asked} {found.target or ''}".strip()
    if len(value) > BUTTON_VALUE:
        return None
    return actions(
        button("Open a prospect", PROSPECT, value, style="primary") if found.to_offer else None,
        button("Text to copy", TEXT, value) if found.to_offer else None,
        button("Look again", AGAIN, value),
    )


def text_to_copy(found: BrokenLinks) -> Message:
    """The paragraph for the page's keeper, in a box from which it can be copied whole."""
    text = letter(found)
    if not text:
        nothing = "There is nothing to offer: no link of the page to another site is broken."
        return Message(nothing, (section(nothing),))
    said = "To copy. Change it into your own words: people answer people."
    return Message(f"{said}\n\n{text}"[:3900], (section(said), copy_box(text)))


def copy_box(text: str) -> Block:
    """Text of any origin in a box that Slack neither parses nor links."""
    lines = [clean(line, 600) for line in text.splitlines()]
    shown = "\n".join(lines)[:_COPIED] or "-"
    element = {"type": "rich_text_preformatted", "elements": [{"type": "text", "text": shown}]}
    return {"type": "rich_text", "elements": [element]}
