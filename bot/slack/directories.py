"""The answer to `directories`, drawn: lists of sites in which we could stand, and how to get in."""

from typing import Final

from bot.domain.directories import ListKind
from bot.domain.list_pages import ListLook, ListPages
from bot.message import Message
from bot.slack.blocks import clean, count, section
from bot.slack.found import answer, prospects_button, reading_notes, shown_note
from bot.slack.tables import Cell, Column, table
from bot.slack.verdict import short_url

PROSPECTS: Final = "directories.prospects"
ROWS: Final = 15
_COLUMNS: Final = (
    Column("Page"),
    Column("What"),
    Column("Sites", "right"),
    Column("How to get in", wrapped=True),
)
_KINDS: Final = {ListKind.DIRECTORY: "directory", ListKind.RESOURCES: "list of resources"}


def looking(done: int, total: int) -> Message:
    """How far it is, in the answer's place."""
    text = "Reading pages for lists of sites."
    if total:
        text += f" {done:,} of {total:,} read."
    return Message(text, (section(text),))


def directories(found: ListPages, *, asked: str) -> Message:
    """The whole answer. `asked` is the question as it can be asked again."""
    rows = found.found
    title = f"{count(len(rows), 'directory or list of resources', 'directories and lists of resources')}"
    if not found.looks:
        title = "No page to read"
    lines = [
        f"{clean(one.page, 200)}: {_KINDS[one.listing.kind]}. {how_words(one, 150)}"
        for one in rows[:ROWS]
    ]
    return answer(
        title,
        _said(found),
        drawn=table(_COLUMNS, [_row(one) for one in rows[:ROWS]], cell_limit=160) if rows else None,
        lines=lines,
        notes=_notes(found),
        as_of=found.as_of,
        buttons=prospects_button(PROSPECTS, asked, found=len(rows)),
    )


def _said(found: ListPages) -> str:
    if not found.looks:
        return (
            "Name pages: `/backlinks directories site.com PAGE`. Without pages I read those that link to your "
            "rivals: `/backlinks gap site.com rival.com` names them, and an export of a rival brings the pages."
        )
    whose = f" that link to {', '.join(found.rivals[:5])}" if found.rivals else ""
    says = sum(one.listing.says_how for one in found.found)
    ours = f" {len(found.with_us):,} more list you already." if found.with_us else ""
    return (
        f"Read {count(len(found.looks), 'page')}{whose}: {len(found.found):,} list other sites and not you, "
        f"{says:,} of them say how to get in.{ours}"
    )


def _notes(found: ListPages) -> list[str]:
    return [
        *reading_notes((look.reason for look in found.looks), left_out=found.left_out),
        *shown_note(len(found.found), shown=ROWS),
    ]


def how_words(one: ListLook, limit: int) -> str:
    """How one gets in, in the page's own words."""
    listing = one.listing
    if listing.submit_url:
        return clean(f"{listing.submit_words}: {listing.submit_url}", limit)
    return clean(listing.submit_words, limit) or "it does not say"


def _row(one: ListLook) -> list[Cell | str]:
    return [
        Cell(clean(one.title, 60) or short_url(one.page), one.page),
        _KINDS[one.listing.kind],
        f"{one.sites:,}",
        how_words(one, 150),
    ]
