"""A card drawn: what happened to a link, how good it was, who is at it, and what can be done."""

import re
from typing import Final

from bot.domain.cards import SHOWN_ROWS, ActKind, CardRow, CardView
from bot.domain.events import EventKind
from bot.domain.verdicts import Observation
from bot.message import Block, Message
from bot.slack import card_words as words
from bot.slack.blocks import (
    actions,
    button,
    clean,
    code,
    context,
    count,
    outside,
    overflow,
    quote_block,
    said_block,
    section,
    when,
)
from bot.slack.inputs import input_block, select_user
from bot.slack.inputs import modal as modal_view
from bot.slack.tables import Cell, Column, table
from bot.slack.verdict import short_url
from bot.slack.words import SHORT_REASONS

WIN_BACK: Final = "card.win_back"
SHARE: Final = "card.share"
LOOK_AGAIN: Final = "card.look"
SNOOZE: Final = "card.snooze"
WAKE: Final = "card.wake"
MENU: Final = "card.menu"
OWNER_FORM: Final = "card.owner_form"
OWNER: Final = "owner"
MENU_WRONG: Final = "wrong"
MENU_IGNORE: Final = "ignore"
MENU_EVIDENCE: Final = "evidence"
MENU_OWNER: Final = "owner"
SNOOZE_DAYS: Final = 30
MENU_CSV: Final = "csv"
MENU_PROOF: Final = "proof"

_SLACK_DATE: Final = re.compile(r"<!date\^[^|>]*\|([^>]*)>")
_SLACK_USER: Final = re.compile(r"<@[A-Z0-9]+>")
_SLACK_LINK: Final = re.compile(r"<https?://[^|>]*\|([^>]*)>")


def card(view: CardView) -> Message:
    """The message, at any time of its life: the same blocks in the same order."""
    sentence = words.head(view)
    small = " · ".join([*words.facts(view), *words.status(view)])
    text = "\n".join([_plain(sentence), _plain(small)])
    blocks: list[Block] = [section(sentence), context(small)]
    if not view.is_over:
        blocks.append(_buttons(view))
    return Message(text, tuple(blocks))


def _plain(mrkdwn: str) -> str:
    """The text of our own mrkdwn for the fallback: no marks, no links, dates in UTC."""
    text = _SLACK_DATE.sub(r"\1", mrkdwn)
    text = _SLACK_USER.sub("a colleague", text)
    text = _SLACK_LINK.sub(r"\1", text).replace("*", "").replace("`", "").replace("\u200b", "")
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def _buttons(view: CardView) -> Block:
    first = view.rows[0]
    quiet = first.link and (
        first.link.ignored
        or (first.link.snoozed_until and view.now and first.link.snoozed_until > view.now)
    )
    claimed = view.newest(ActKind.CLAIMED)
    has_link = first.link is not None
    winnable = view.kind in words.WINNABLE and not claimed
    entries = [("Wrong alert", MENU_WRONG)]
    if has_link:
        entries += [
            ("Ignore for good", MENU_IGNORE),
            ("Evidence", MENU_EVIDENCE),
            ("Owner", MENU_OWNER),
        ]
    if len(view.rows) > 1:
        entries.append(("All rows as CSV", MENU_CSV))
    elif view.kind not in words.OWN_PAGE:
        entries.append(("Proof as a file", MENU_PROOF))
    can_share = view.kind is EventKind.GAINED and has_link
    return actions(
        button("Win back", WIN_BACK, style="primary") if winnable else None,
        button("Share", SHARE, label="Ready posts about this link, to copy") if can_share else None,
        button("Look again", LOOK_AGAIN) if has_link or view.kind in words.OWN_PAGE else None,
        _sleep_button(bool(quiet)) if has_link else None,
        overflow(MENU, entries),
        block_id="card",
    )


def _sleep_button(quiet: bool) -> Block:
    return button("Watch again", WAKE) if quiet else button(f"Snooze {SNOOZE_DAYS} days", SNOOZE)


def thread(view: CardView) -> Message:
    """The details under a card: the text before and after, or the rows of a group."""
    if view.kind in words.OWN_PAGE:
        return _leading(view)
    if len(view.rows) > 1:
        return _rows(view)
    row = view.rows[0]
    lines: list[str] = []
    blocks: list[Block] = []
    if row.last_live:
        lines.append(f"Last seen live {row.last_live.checked_at:%d %b %Y %H:%M} UTC.")
        blocks.append(section(f"*Before*, last seen live {when(row.last_live.checked_at)}:"))
        blocks.append(
            quote_block(
                row.last_live.evidence.before or "",
                row.last_live.anchor or "",
                row.last_live.evidence.after or "",
                row.last_live.href,
            )
        )
    if row.seen and row.seen is not row.last_live and row.seen != row.last_live:
        because = row.seen.evidence.because or words.seen_words(row.seen)
        lines.append(f"Now: {because}")
        blocks.append(section(f"*Now:* {outside(because, 900)}"))
        if row.seen.evidence.instead:
            lines.append(f"In its place: {row.seen.evidence.instead}")
            blocks.append(said_block("In its place", row.seen.evidence.instead))
        blocks.append(context(_how(row.seen)))
    rating = row.stored.event.rating
    if rating and rating.sum_line:
        line = f"Quality: {rating.sum_line}"
        lines.append(line)
        blocks.append(context(outside(line, 900)))
    if not blocks:
        text = "No look at the page is kept."
        return Message(text, (context(text),))
    return Message("\n".join(clean(line, 900) for line in lines), tuple(blocks))


def _how(seen: Observation) -> str:
    parts = [f"looked {when(seen.checked_at)}"]
    if seen.http_status is not None:
        parts.append(f"answer {seen.http_status}")
    parts += [f"{hop.status} {code(short_url(hop.url))}" for hop in seen.redirects[:5]]
    return " · ".join(parts)


def _leading(view: CardView) -> Message:
    """The links that a broken page of ours wastes."""
    page = short_url(view.rows[-1].stored.event.target)
    if not view.leading:
        text = f"No tracked link leads to {page} now."
        return Message(text, (context(outside(text, 300)),))
    lead = f"{count(len(view.leading), 'tracked link leads', 'tracked links lead')} to it"
    cells: list[list[Cell | str]] = [
        [
            Cell(short_url(link.referring_page), link.referring_page),
            clean(link.standing.value.anchor or "", 60) if link.standing.value else "",
        ]
        for link in view.leading[:SHOWN_ROWS]
    ]
    drawn = table((Column("Page"), Column("Anchor")), cells, cell_limit=60)
    more = len(view.leading) - len(drawn["rows"]) + 1
    tail = [context(f"and {more:,} more")] if more else []
    lines = [short_url(link.referring_page) for link in view.leading[:SHOWN_ROWS]]
    text = "\n".join([f"{lead}:", *lines])[:3800]
    return Message(text, (section(f"{lead}:"), drawn, *tail))


def _rows(view: CardView) -> Message:
    """The best rows of a group; the file beside it has all of them."""
    shown = sorted(view.rows, key=_score, reverse=True)[:SHOWN_ROWS]
    columns = (
        Column("Page"),
        Column("Link to"),
        Column("Quality", "right"),
        Column("Why"),
        Column("State"),
    )
    cells: list[list[Cell | str]] = [
        [
            Cell(short_url(row.stored.event.referring_page), row.stored.event.referring_page),
            short_url(row.stored.event.target),
            str(_score(row)) if _score(row) >= 0 else "-",
            _why(row),
            "back" if row.ended_by else words.TITLES[row.stored.event.kind].lower(),
        ]
        for row in shown
    ]
    lines = [f"{short_url(row.stored.event.referring_page)}: {_why(row)}" for row in shown]
    blocks: list[Block] = [table(columns, cells, cell_limit=50)]
    drawn = len(blocks[0]["rows"]) - 1
    if len(view.rows) > drawn:
        more = f"and {len(view.rows) - drawn:,} more; the file has them all."
        blocks.append(context(more))
        lines.append(more)
    return Message("\n".join(lines)[:3800], tuple(blocks))


def _score(row: CardRow) -> int:
    """-1: not known."""
    rating = row.stored.event.rating
    return -1 if rating is None or rating.best is None else rating.best


def _why(row: CardRow) -> str:
    event = row.stored.event
    if event.reason:
        return SHORT_REASONS[event.reason]
    return clean(event.in_words, 60) or "-"


def owner_form(*, channel: str, ts: str, current: str | None) -> Block:
    """Who looks after it."""
    return modal_view(
        OWNER_FORM,
        "Owner",
        [input_block(OWNER, "Who looks after it?", select_user(OWNER, initial=current))],
        submit="Set",
        private_metadata=f"{channel} {ts}",
    )


def notice(text: str) -> Message:
    """One line about ourselves."""
    return Message(text, (section(outside(text, 1000)),))


_TROUBLES: Final = {
    "is_archived": "is archived",
    "channel_is_archived": "is archived",
    "not_in_channel": "no longer has me in it. Type `/invite @Backlinks` there",
    "channel_not_found": "can no longer be seen by me. Type `/invite @Backlinks` there",
}


def trouble(channel: str, error: str) -> Message:
    """A direct message: a channel cannot be posted to; nothing is lost."""
    what = _TROUBLES.get(error, f"refuses my messages ({outside(error, 60)})")
    where = f"<#{channel}>" if channel.startswith(("C", "G")) else "A conversation"
    rest = (
        "What it watches is still checked, and its messages are kept: they are posted when it "
        "can be posted to again."
    )
    text = f"A channel that you set up {what.replace('`', '')}. {rest.replace('`', '')}"
    return Message(text, (section(f"{where} {what}. {rest}"),))
