"""The answer to `reclaim`, drawn: our wasted pages with the redirects that mend them, links to ask for."""

from typing import Final

from bot.domain.own_pages import PageHealth
from bot.domain.reclaim import LostLink, Reclaim, ReclaimProgress, WastedPage
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
from bot.slack.broken_links import copy_box
from bot.slack.found import shown_note
from bot.slack.tables import Cell, Column, table
from bot.slack.verdict import short_url
from bot.slack.words import REASON_WORDS, short_date

AGAIN: Final = "reclaim.again"
PROSPECTS: Final = "reclaim.prospects"
ROWS: Final = 15
LINES: Final = 8

_PAGES: Final = (
    Column("Your page"),
    Column("Now"),
    Column("Links", "right"),
    Column("Sites", "right"),
    Column("Redirect it to"),
)
_LINKS: Final = (
    Column("Page"),
    Column("Quality", "right"),
    Column("What happened"),
    Column("Since"),
)


def looking(target: str, progress: ReclaimProgress | None) -> Message:
    """How far it is, in the answer's place."""
    text = (
        f"Looking at the pages of {target} that others link to, and at links that are called lost."
    )
    if progress is not None and progress.total:
        text += f" {progress.done:,} of {progress.total:,} looked at."
    return Message(text, (section(outside(text, 500)),))


def reclaim(found: Reclaim) -> Message:
    """The whole answer."""
    if found.is_empty:
        return _nothing_known(str(found.target))
    title, notes = _headline(found), _notes(found)
    redirects = [page.redirect for page in found.wasted[:ROWS] if page.redirect]
    blocks: list[Block | None] = [
        header(title),
        section(outside(_first(found), 600)),
        table(_PAGES, [_page_row(page) for page in found.wasted[:ROWS]]) if found.wasted else None,
        section("These redirects mend them, at no cost:") if redirects else None,
        copy_box("\n".join(redirects)) if redirects else None,
        *_lost(found),
        context(*(outside(note, 700) for note in notes), f"Looked at {when(found.as_of)}"),
        _buttons(found),
    ]
    lines = [_page_line(page) for page in found.wasted[:ROWS]]
    lines += [_link_line(one) for one in found.lost[:ROWS]]
    text = "\n".join([title, _first(found), *lines, *notes])
    return Message(text[:3900], tuple(block for block in blocks if block))


def _nothing_known(target: str) -> Message:
    text = f"No link to {target} is known yet, so nothing can be reclaimed. `/backlinks import` reads an export."
    drawn = outside(f"No link to {target} is known yet, so nothing can be reclaimed.", 300)
    return Message(text, (section(f"{drawn} `/backlinks import` reads an export."),))


def _headline(found: Reclaim) -> str:
    if not found.wasted and not found.lost:
        return f"{found.target.domain}: nothing to reclaim"
    parts = []
    if found.wasted:
        parts.append(
            count(len(found.wasted), "page of yours wastes links", "pages of yours waste links")
        )
    if found.lost:
        parts.append(
            count(len(found.lost), "lost link worth asking for", "lost links worth asking for")
        )
    return f"{found.target.domain}: {', '.join(parts)}"  # fmt: skip


def _first(found: Reclaim) -> str:
    if found.wasted:
        links = count(found.wasted_links, "link leads", "links lead")
        return f"{links} to pages of yours that are gone or send readers to the home page. A redirect saves them."
    looked = count(
        found.looked_pages,
        "page of yours that others link to is",
        "pages of yours that others link to are",
    )
    if found.looked_pages:
        return f"{looked} where they should be."
    return "No source says which of your pages are linked."  # fmt: skip


def _notes(found: Reclaim) -> list[str]:
    notes = []
    if found.called_lost:
        notes.append(
            f"{count(found.called_lost, 'link')} called lost {'was' if found.called_lost == 1 else 'were'} "
            f"looked at now: {found.alive:,} of them {'is' if found.alive == 1 else 'are'} alive, "
            f"{found.unclear:,} cannot be told."
        )
    if found.with_their_pages:
        notes.append(f"{found.with_their_pages:,} lost with the whole page or site: nobody to ask.")
    if found.not_looked_at:
        notes.append(
            f"{found.not_looked_at:,} more that are called lost were not looked at this time."
        )
    if found.unclear_pages:
        notes.append(f"{count(found.unclear_pages, 'page')} of yours could not be looked at.")
    if found.linked_pages > found.looked_pages:
        notes.append(
            f"Looked at the {found.looked_pages:,} most linked of {found.linked_pages:,} pages of yours."
        )
    for what, rows in (("pages", found.wasted), ("links", found.lost)):
        notes += shown_note(len(rows), shown=ROWS, what=what)
    return notes  # fmt: skip


def _now(page: WastedPage) -> str:
    if page.seen.health is PageHealth.SENT_HOME:
        return "leads to your home page"
    if page.seen.http_status in (404, 410):
        return f"answers {page.seen.http_status}"
    return "says that it is gone"


def _page_row(page: WastedPage) -> list[Cell | str]:
    fits = page.suggestion.page if page.suggestion else None
    return [
        Cell(short_url(page.linked.url), page.linked.url),
        _now(page),
        f"{page.linked.links:,}",
        f"{len(page.linked.domains):,}",
        Cell(short_url(fits.url), fits.url) if fits else "no page fits: bring it back",
    ]


def _page_line(page: WastedPage) -> str:
    fix = f"redirect {page.redirect}" if page.redirect else "no page of yours fits: bring it back"
    return f"{clean(page.linked.url, 200)} {_now(page)}, {count(page.linked.links, 'link')} from {count(len(page.linked.domains), 'site')}; {clean(fix, 300)}"


def _link_row(one: LostLink) -> list[Cell | str]:
    return [
        Cell(short_url(one.referring_page), one.referring_page),
        one.shown_score or "-",
        REASON_WORDS[one.reason],
        short_date(one.since),
    ]


def _lost(found: Reclaim) -> list[Block]:
    """Slack takes one table a message: beside the pages' table the links are lines."""
    if not found.lost:
        return []
    if not found.wasted:
        return [table(_LINKS, [_link_row(one) for one in found.lost[:ROWS]])]
    lines = [_drawn_line(one) for one in found.lost[:LINES]]
    if len(found.lost) > LINES:
        lines.append(f"and {len(found.lost) - LINES:,} more")
    return [section("*Lost links worth asking for*"), section("\n".join(lines))]


def _drawn_line(one: LostLink) -> str:
    quality = f" · quality {one.shown_score}" if one.shown_score else ""
    shown = short_url(one.referring_page)
    page = (
        link(one.referring_page, shown, 60)
        if len(one.referring_page) <= 200
        else outside(shown, 60)
    )
    since = f" · since {short_date(one.since)}" if one.since else ""
    return f"• {page}{quality} · {REASON_WORDS[one.reason]}{since}"


def _link_line(one: LostLink) -> str:
    quality = f"quality {one.shown_score or 'not known'}"
    return f"{clean(one.referring_page, 200)}: {REASON_WORDS[one.reason]}; {quality}"


def _buttons(found: Reclaim) -> Block | None:
    value = str(found.target)
    if len(value) > BUTTON_VALUE:
        return None
    many = len(found.lost) > 1
    return actions(
        button("Make them prospects" if many else "Make it a prospect", PROSPECTS, value)
        if found.lost
        else None,
        button("Look again", AGAIN, value),
    )
