"""A card drawn: what happened to a link, how good it was, who is at it, and what can be done."""

import re
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Final

from bot.domain.cards import ActKind, CardRow, CardView, is_back_unconfirmed
from bot.domain.events import EventKind, Value
from bot.domain.verdicts import Observation, State
from bot.message import Block, Message
from bot.slack.blocks import (
    Cell,
    Column,
    actions,
    button,
    clean,
    code,
    context,
    count,
    input_block,
    link,
    outside,
    overflow,
    quote_block,
    said_block,
    section,
    select_user,
    table,
    when,
)
from bot.slack.blocks import modal as modal_view
from bot.slack.verdict import short_url
from bot.slack.words import PLACES, REASON_WORDS, SHORT_REASONS, duration, short_date

WIN_BACK: Final = "card.win_back"
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
ROWS: Final = 50
"""Rows of a group in its thread; the rest is counted."""

_TITLES: Final[Mapping[EventKind, str]] = {
    EventKind.GAINED: "New",
    EventKind.LOST: "Lost",
    EventKind.RESTORED: "Back",
    EventKind.DEVALUED: "Worth less",
    EventKind.UPGRADED: "Worth more",
    EventKind.CHANGED: "Changed",
    EventKind.UNREACHABLE: "Cannot tell",
    EventKind.TARGET_BROKEN: "Your page is broken",
    EventKind.NEW_IN_SOURCE: "New in a source",
    EventKind.ABSENT_IN_SOURCE: "Not in a source's newest data",
    EventKind.OVERDUE: "Overdue",
}
_ONE_EVENING: Final = timedelta(hours=6)
"""Looks this close need the date once."""
_SLACK_DATE: Final = re.compile(r"<!date\^[^|>]*\|([^>]*)>")
_SLACK_USER: Final = re.compile(r"<@[A-Z0-9]+>")
_SLACK_LINK: Final = re.compile(r"<https?://[^|>]*\|([^>]*)>")
_WINNABLE: Final = frozenset(
    {EventKind.LOST, EventKind.DEVALUED, EventKind.OVERDUE, EventKind.UNREACHABLE}
)


def card(view: CardView) -> Message:
    """The message, at any time of its life: the same blocks in the same order."""
    head = _head(view)
    facts = _facts(view)
    status = _status(view)
    small = " · ".join([*facts, *status])
    text = "\n".join([_plain(head), _plain(small)])
    blocks: list[Block] = [section(head), context(small)]
    if not view.is_over:
        blocks.append(_buttons(view))
    return Message(text, tuple(blocks))


def _plain(mrkdwn: str) -> str:
    """The text of our own mrkdwn for the fallback: no marks, no links, dates in UTC."""
    text = _SLACK_DATE.sub(r"\1", mrkdwn)
    text = _SLACK_USER.sub("a colleague", text)
    text = _SLACK_LINK.sub(r"\1", text).replace("*", "").replace("`", "").replace("\u200b", "")
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def _head(view: CardView) -> str:
    if len(view.rows) > 1:
        return _group_head(view)
    row = view.rows[0]
    event = row.stored.event
    page = link(event.referring_page, short_url(event.referring_page))
    target = code(short_url(event.target))
    ended = row.ended_by
    if ended:
        won = view.newest(ActKind.CLAIMED)
        word = "Won back" if won and event.kind is EventKind.LOST else _TITLES[ended.event.kind]
        after = duration(ended.event.at - event.first_seen_at)
        return f"*{word} after {after}:* {page} links to {target} again{_good(row)}"
    return f"*{_TITLES[event.kind]}:* {_sentence(row, page, target)}{_good(row)}"


def _sentence(row: CardRow, page: str, target: str) -> str:
    event = row.stored.event
    why = REASON_WORDS[event.reason] if event.reason else ""
    details = "; ".join(outside(detail, 300).rstrip(".") for detail in event.details)
    if event.kind is EventKind.LOST:
        return (
            f"{page} no longer links to {target}: {why}"
            if why
            else f"{page} no longer links to {target}"
        )
    if event.kind is EventKind.TARGET_BROKEN:
        return f"{target}. {details or why}"
    if event.kind is EventKind.OVERDUE:
        return f"{page} was to link to {target} and does not yet. Promised for {when(event.first_seen_at, style='{date_short_pretty}')}"
    if event.kind is EventKind.UNREACHABLE:
        length = duration(event.at - event.first_seen_at)
        return f"{page} could not be read for {length}, so nobody knows whether it links to {target}: {why}"
    if event.kind is EventKind.NEW_IN_SOURCE:
        return f"{page} links to {target}. {details}"
    if event.kind is EventKind.ABSENT_IN_SOURCE:
        return f"{page} to {target}: {details}"
    if details:
        return f"{page} to {target}: {details}"
    return f"{page} links to {target}"


def _good(row: CardRow) -> str:
    """How good the link is, or was; empty where nothing is known of it."""
    event = row.stored.event
    value = event.after if event.kind in (EventKind.GAINED, EventKind.RESTORED) else event.before
    words = _worth_words(value)
    if event.live_since:
        words.append(f"live since {short_date(event.live_since)}")
    return f" ({outside(', '.join(words))})" if words else ""


def _worth_words(value: Value | None) -> list[str]:
    if value is None:
        return []
    words = [] if value.followed is None else ["followed" if value.followed else "not followed"]
    if value.placement:
        words.append(PLACES.get(value.placement, value.placement))
    return words


def _group_head(view: CardView) -> str:
    first = view.rows[0].stored
    site = code(str(first.referring_domain or first.event.target))
    number, over = len(view.rows), sum(bool(row.ended_by) for row in view.rows)
    links = count(number, "link")
    target = code(str(first.target_domain))
    kind = view.kind
    if view.is_over:
        return f"*Back:* all {links} from {site} to {target}"
    back = f", {over:,} of them back" if over else ""
    if kind is EventKind.LOST:
        why = f": {REASON_WORDS[first.event.reason]}" if first.event.reason else ""
        return f"*Lost:* {links} from {site} to {target}{back}{why}. {_editorial(view)}"
    return f"*{_TITLES[kind]}:* {links} from {site} to {target}{back}"


def _editorial(view: CardView) -> str:
    values = [row.stored.event.before for row in view.rows]
    known = [value.editorial for value in values if value and value.editorial is not None]
    if len(known) < len(values):
        return ""
    number = sum(known)
    return "None was editorial." if not number else f"{number:,} of them editorial."


def _facts(view: CardView) -> list[str]:
    events = [row.stored.event for row in view.rows]
    first, last = min(e.first_seen_at for e in events), max(e.at for e in events)
    if view.kind is EventKind.LOST:
        second = when(last, style="{time}") if last - first < _ONE_EVENING else when(last)
        return [f"Seen twice, {when(first)} and {second}"]
    return [f"Seen {when(last)}"]


def _status(view: CardView) -> list[str]:
    """What people did, newest state first; who and when stand beside it."""
    lines = []
    row = view.rows[0]
    if is_back_unconfirmed(row) and row.link and row.link.standing.back_since:
        lines.append(f"seen again {when(row.link.standing.back_since)}, a second look follows")
    if wrong := view.newest(ActKind.WRONG):
        lines.append(f"called a wrong alert by <@{wrong.by}> {when(wrong.at)}")
    if (quiet := view.newest(ActKind.SNOOZED, ActKind.IGNORED)) and not view.is_over:
        lines.append(_quiet_words(view, quiet.kind, quiet.by, quiet.at))
    looked = view.newest(ActKind.LOOKED)
    if looked and row.seen and not view.is_over:
        lines.append(f"looked again {when(row.seen.checked_at)}: {_seen_words(row.seen)}")
    lines.append(_owner_words(view))
    return [line for line in lines if line]


def _quiet_words(view: CardView, kind: ActKind, by: str, at: datetime) -> str:
    link_ = view.rows[0].link
    if kind is ActKind.IGNORED:
        return f"ignored for good by <@{by}> {when(at)}" if not link_ or link_.ignored else ""
    until = link_.snoozed_until if link_ else None
    if until is None or (view.now and until <= view.now):
        return ""
    return f"asleep until {when(until, style='{date_short_pretty}')}, by <@{by}>"


def _seen_words(seen: Observation) -> str:
    if seen.state is State.LIVE:
        return "the link is there"
    if seen.state is State.LOST:
        return "still no link"
    return f"cannot tell, {SHORT_REASONS[seen.reason]}" if seen.reason else "cannot tell"


def _owner_words(view: CardView) -> str:
    act = view.newest(ActKind.CLAIMED, ActKind.OWNER)
    if act and act.kind is ActKind.CLAIMED:
        return f"<@{act.by}> wins it back, since {when(act.at)}"
    link_ = view.rows[0].link
    owner = (act.about if act else "") or (link_.owner if link_ else "")
    if owner:
        return f"owner: <@{owner}>"
    return "owner: nobody yet" if view.kind in _WINNABLE else ""


def _buttons(view: CardView) -> Block:
    first = view.rows[0]
    quiet = first.link and (
        first.link.ignored
        or (first.link.snoozed_until and view.now and first.link.snoozed_until > view.now)
    )
    claimed = view.newest(ActKind.CLAIMED)
    has_link = first.link is not None
    winnable = view.kind in _WINNABLE and not claimed
    entries = [("Wrong alert", MENU_WRONG)]
    if has_link:
        entries += [
            ("Ignore for good", MENU_IGNORE),
            ("Evidence", MENU_EVIDENCE),
            ("Owner", MENU_OWNER),
        ]
    return actions(
        button("Win back", WIN_BACK, style="primary") if winnable else None,
        button("Look again", LOOK_AGAIN) if has_link else None,
        _sleep_button(bool(quiet)) if has_link else None,
        overflow(MENU, entries),
        block_id="card",
    )


def _sleep_button(quiet: bool) -> Block:
    return button("Watch again", WAKE) if quiet else button(f"Snooze {SNOOZE_DAYS} days", SNOOZE)


def thread(view: CardView) -> Message:
    """The details under a card: the text before and after, or the rows of a group."""
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
        because = row.seen.evidence.because or _seen_words(row.seen)
        lines.append(f"Now: {because}")
        blocks.append(section(f"*Now:* {outside(because, 900)}"))
        if row.seen.evidence.instead:
            lines.append(f"In its place: {row.seen.evidence.instead}")
            blocks.append(said_block("In its place", row.seen.evidence.instead))
        blocks.append(context(_how(row.seen)))
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


def _rows(view: CardView) -> Message:
    shown = view.rows[:ROWS]
    columns = (Column("Page"), Column("Link to"), Column("Why"), Column("State"))
    cells: list[list[Cell | str]] = [
        [
            Cell(short_url(row.stored.event.referring_page), row.stored.event.referring_page),
            short_url(row.stored.event.target),
            _why(row),
            "back" if row.ended_by else _TITLES[row.stored.event.kind].lower(),
        ]
        for row in shown
    ]
    lines = [f"{short_url(row.stored.event.referring_page)}: {_why(row)}" for row in shown]
    blocks: list[Block] = [table(columns, cells, cell_limit=50)]
    drawn = len(blocks[0]["rows"]) - 1
    if len(view.rows) > drawn:
        more = f"and {len(view.rows) - drawn:,} more"
        blocks.append(context(f"{more}; `/backlinks links` lists them all."))
        lines.append(more)
    return Message("\n".join(lines)[:3800], tuple(blocks))


def _why(row: CardRow) -> str:
    event = row.stored.event
    if event.reason:
        return SHORT_REASONS[event.reason]
    return clean("; ".join(event.details), 60) or "-"


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
