"""A prospect's card: what we know, what is next, and the buttons for it."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from bot.domain.follow_ups import Duty
from bot.domain.promises import PromiseRecord
from bot.domain.prospect_guards import Caution, Guard
from bot.domain.prospect_lists import ProspectView
from bot.domain.prospect_moves import is_possible
from bot.domain.prospects import (
    CHECKER,
    Action,
    Kind,
    Move,
    Prospect,
    Status,
    is_user,
    shown_history,
)
from bot.message import Block, Message
from bot.slack.blocks import (
    actions,
    button,
    clean,
    code,
    context,
    count,
    day,
    fields,
    header,
    link,
    outside,
    said_block,
    section,
    select,
    when,
)
from bot.slack.verdict import short_url

MOVE: Final = "prospect.move"
"""Followed by a dot and the action: one button each."""
MENU: Final = "prospect.menu"
_YEAR: Final = timedelta(days=365)
OPEN: Final = "prospect.open"

MENU_EDIT, MENU_NOTE, MENU_OWNER, MENU_TAKE, MENU_HISTORY, MENU_SHARE, MENU_WHO = (
    "edit", "note", "give", "take", "history", "share", "who",
)  # fmt: skip

STATUS_WORDS: Final[Mapping[Status, str]] = {
    Status.NEW: "New",
    Status.CONTACTED: "Contacted",
    Status.REPLIED: "Replied",
    Status.NEGOTIATING: "Negotiating",
    Status.AGREED: "Agreed",
    Status.WON: "Won",
    Status.DECLINED: "Declined",
    Status.NO_REPLY: "No reply",
    Status.SNOOZED: "Snoozed",
    Status.DO_NOT_CONTACT: "Do not contact",
}
KIND_WORDS: Final[Mapping[Kind, str]] = {
    Kind.GUEST_POST: "guest post",
    Kind.BROKEN_LINK: "broken link",
    Kind.RESOURCE_PAGE: "resource page",
    Kind.DIRECTORY: "directory",
    Kind.RECLAIM: "reclaim",
    Kind.UNLINKED_MENTION: "unlinked mention",
    Kind.SOCIAL: "social",
    Kind.DIGITAL_PR: "digital PR",
    Kind.OTHER: "other",
}
ACTION_WORDS: Final[Mapping[Action, str]] = {
    Action.ADDED: "Added",
    Action.CONTACTED: "Contacted",
    Action.FOLLOWED_UP: "Followed up",
    Action.REPLIED: "Replied",
    Action.NEGOTIATING: "Negotiating",
    Action.AGREED: "Agreed",
    Action.DECLINED: "Declined",
    Action.NO_REPLY: "No reply",
    Action.SNOOZED: "Snoozed",
    Action.WOKE: "Awake again",
    Action.DO_NOT_CONTACT: "Do not contact",
    Action.REOPENED: "Reopened",
    Action.OWNER: "Owner",
    Action.NOTE: "Note",
    Action.DETAILS: "Details",
    Action.UNDONE: "Undone",
    Action.WON: "Won",
    Action.LINK_SEEN: "Link",
    Action.LINK_LOST: "Link lost",
    Action.ERASED: "Personal data erased",
}
_BUTTONS: Final[Mapping[Status, tuple[Action, ...]]] = {
    Status.NEW: (Action.CONTACTED,),
    Status.CONTACTED: (Action.REPLIED, Action.FOLLOWED_UP),
    Status.REPLIED: (Action.NEGOTIATING, Action.AGREED),
    Status.NEGOTIATING: (Action.AGREED, Action.DECLINED),
    Status.AGREED: (),
    Status.NO_REPLY: (Action.REPLIED, Action.REOPENED),
    Status.SNOOZED: (Action.CONTACTED, Action.REPLIED),
    Status.DECLINED: (Action.REOPENED,),
    Status.DO_NOT_CONTACT: (Action.REOPENED,),
    Status.WON: (),
}
_MENU_MOVES: Final = (
    Action.CONTACTED, Action.FOLLOWED_UP, Action.REPLIED, Action.NEGOTIATING, Action.AGREED,
    Action.DECLINED, Action.NO_REPLY, Action.SNOOZED, Action.DO_NOT_CONTACT, Action.REOPENED,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Seen:
    """What a button remembers: which prospect, as it was when it was drawn, and the warnings shown."""

    number: int
    version: int
    guards: frozenset[Guard] = frozenset()

    def __str__(self) -> str:
        """The button's value."""
        shown = ",".join(sorted(guard.value for guard in self.guards))
        return f"{self.number} {self.version} {shown}".rstrip()


def read_seen(value: str) -> Seen:
    """The value of a button, also of an old one."""
    words = [*value.split(), "", "", ""]
    known = {guard.value for guard in Guard}
    guards = frozenset(Guard(word) for word in words[2].split(",") if word in known)
    return Seen(_number(words[0]), _number(words[1]), guards)


def _number(word: str) -> int:
    return int(word) if word.isdecimal() else 0


def card(view: ProspectView, *, said: str = "") -> Message:
    """The card. `said` comes first: what just happened, or why nothing did."""
    prospect = view.prospect
    title = _title(prospect)
    sentence = status_sentence(view)
    notes = tuple(caution_words(caution) for caution in view.cautions)
    blocks: list[Block] = [header(title)]
    if said:
        blocks.append(section(f"*{said}*"))
    blocks.append(section(sentence))
    blocks.append(fields(_facts(view)))
    lost = _lost_words(prospect)
    blocks += [said_block(label, words) for label, words in lost]
    if notes:
        blocks.append(context(*notes))
    blocks.append(context(*_small_print(view)))
    blocks.append(_buttons(view))
    told = [f"{label}: {clean(words, 300)}" for label, words in lost]
    text = "\n".join([title, *(spoken(line) for line in (said, sentence, *notes) if line), *told])
    return Message(text, tuple(blocks))


def _lost_words(prospect: Prospect) -> list[tuple[str, str]]:
    """The text before the link was lost and what stands there since, each with its label."""
    lost = prospect.lost_text
    if lost is None or (prospect.status is Status.WON and not _is_lost(prospect)):
        return []
    words = (("Before the link was lost", lost.before), ("Since then", lost.after))
    return [(label, text) for label, text in words if text.strip()]


def _is_lost(prospect: Prospect) -> bool:
    return prospect.standing.link is not None and prospect.standing.link.lost_at is not None


_DATE: Final = re.compile(r"<!date\^[^|>]*\|([^>]*)>")
_MENTION: Final = re.compile(r"<@[^>]*>")
_LINK: Final = re.compile(r"<[^|>]*\|([^>]*)>")


def spoken(mrkdwn: str) -> str:
    """Our own mrkdwn as a screen reader says it.

    >>> spoken("*Won* by <@U1> &amp; co on <!date^1^{date}|23 Nov 2026>")
    'Won by a colleague & co on 23 Nov 2026'
    """
    text = _LINK.sub(r"\1", _MENTION.sub("a colleague", _DATE.sub(r"\1", mrkdwn)))
    text = re.sub("[*`\u200b]", "", text)
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def _title(prospect: Prospect) -> str:
    target = prospect.details.target
    aim = f" · for {target}" if target else ""
    return f"{prospect.site} · {KIND_WORDS[prospect.details.kind]}{aim}"


def status_sentence(view: ProspectView) -> str:
    """Who did what when, and what is to be done: one line."""
    prospect, standing = view.prospect, view.prospect.standing
    who = f" by {person(standing.owner)}" if standing.owner else ", nobody's yet"
    words = STATUS_WORDS[prospect.status]
    if prospect.status is Status.NEW:
        text = f"New{f', {person(standing.owner)} has it' if standing.owner else who}. Nobody wrote yet."
        if prospect.standing.agreed:
            text += f" Agreed before: {_terms_words(prospect)}"
        return text + _due_words(view)
    since = day(standing.since)
    match prospect.status:
        case Status.WON:
            text = _won_words(prospect)
        case Status.SNOOZED:
            until = short_day(standing.snoozed_until)
            text = f"Snoozed until {until} (was {STATUS_WORDS[standing.snoozed_from or Status.NEW].lower()})."
        case Status.AGREED:
            text = f"Agreed on {since}{who}: {_terms_words(prospect)}"
        case Status.DECLINED:
            reason = f": {outside(standing.reason, 200)}" if standing.reason else ""
            text = f"Declined on {since}{reason}."
        case Status.CONTACTED:
            sent = (
                f", followed up {count(standing.follow_ups, 'time')}" if standing.follow_ups else ""
            )
            text = f"Contacted{who} on {since}{sent}, no answer yet."
        case _:
            text = f"{words} since {since}, with {person(standing.owner)}."
    return text + _due_words(view)


def _won_words(prospect: Prospect) -> str:
    link_ = prospect.standing.link
    if link_ is None:
        return "Won."
    if link_.lost_at:
        return f"Won on {day(link_.won_at)}, and the link was lost on {day(link_.lost_at)}. Win back opens it again."
    differs = (
        f" Not as agreed: {outside('; '.join(link_.differences), 600)}."
        if link_.differences
        else ""
    )
    return f"Won: the link is live since {day(link_.won_at)}.{differs}"


def _terms_words(prospect: Prospect) -> str:
    terms = prospect.standing.agreed
    if terms is None:
        return "terms not known."
    parts = [f"on {code(short_url(terms.page), 120)}", f"to {code(str(terms.target), 120)}"]
    if terms.anchor:
        parts.append(f"anchor {code(terms.anchor, 80)}")
    if terms.rel:
        parts.append(terms.rel)
    if terms.due_on:
        parts.append(f"by {short_day(terms.due_on)}")
    if terms.cost:
        parts.append(str(terms.cost))
    awaited = " The checker sets won when it sees the link."
    return ", ".join(parts) + "." + (awaited if prospect.status is Status.AGREED else "")


_DUTY_WORDS: Final[Mapping[Duty, str]] = {
    Duty.FOLLOW_UP: "Follow up today",
    Duty.GIVE_UP: "No answer to all follow-ups: no reply, it seems",
    Duty.ANSWER: "It is our turn today",
    Duty.LATE_PROMISE: "The promised link is late",
    Duty.FIRST_LETTER: "Write to them today",
    Duty.WAKE: "Due again today",
}


def duty_words(duty: Duty) -> str:
    return _DUTY_WORDS[duty]


def _due_words(view: ProspectView) -> str:
    if view.due:
        return f" *{_DUTY_WORDS[view.due.duty]}.*"
    day_ = view.prospect.standing.follow_up_on
    return f" Next: {short_day(day_)}." if day_ else ""


def short_day(value: date | None) -> str:
    """A day in the owner's own calendar, so without a time zone.

    >>> short_day(date(2026, 11, 25))
    'Wed 25 Nov'
    """
    return f"{value:%a} {value.day} {value:%b}" if value else "-"


def person(user: str | None) -> str:
    """A person in mrkdwn; what is no user's ID is shown as a word."""
    if not user:
        return "nobody"
    if user == CHECKER:
        return "the checker"
    return f"<@{user}>" if is_user(user) else outside(user, 40)


def _facts(view: ProspectView) -> list[tuple[str, str]]:
    prospect = view.prospect
    facts = [("Page", link(prospect.page, short_url(prospect.page), 80))]
    facts.append(("Owner", person(prospect.owner)))
    facts.append(
        ("Contact", code(prospect.details.contact, 120) if prospect.details.contact else "-")
    )
    facts.append(("Kind", KIND_WORDS[prospect.details.kind]))
    facts.append(("Quality of the site", _worth_words(prospect)))
    if prospect.details.notes:
        facts.append(("Notes", outside(prospect.details.notes, 200)))
    return facts


def quality_words(prospect: Prospect) -> str:
    """The site's quality as a number; `-` where nothing is known."""
    worth = prospect.worth
    return "-" if worth is None or worth.score is None else str(worth.score)


def _worth_words(prospect: Prospect) -> str:
    worth = prospect.worth
    if worth is None or worth.score is None:
        return "not known yet"
    return f"{worth.score} ({outside(worth.score_from, 120)})"


def _rival_words(prospect: Prospect) -> str:
    rivals = prospect.worth.rivals if prospect.worth else ()
    if not rivals:
        return ""
    names = ", ".join(code(name, 60) for name in rivals[:3])
    more = f" and {len(rivals) - 3} more" if len(rivals) > 3 else ""
    return f"They link to {count(len(rivals), 'rival')} of yours: {names}{more}"


def _silence_words(view: ProspectView) -> str:
    """Said only while it matters: before the first letter."""
    wrote = [one.contacted_at for one in (view.prospect, *view.others) if one.contacted_at]
    if view.prospect.status is not Status.NEW or any(view.as_of - at < _YEAR for at in wrote):
        return ""
    return "Nobody wrote to them in the last year"


def caution_words(caution: Caution) -> str:
    """A guard as a sentence."""
    who, at = person(caution.who), day(caution.when) if caution.when else ""
    match caution.guard:
        case Guard.DO_NOT_CONTACT:
            return f"Do not contact: {who} said so on {at}."
        case Guard.COLLEAGUE:
            return f"A colleague has it: {who}, since {at}."
        case Guard.CONTACTED:
            return f"{who} wrote to this site on {at}."
        case Guard.DECLINED:
            return f"They declined on {at}."
        case Guard.LINKS_ALREADY:
            return f"They link to you already: {count(caution.number, 'link')}."


def promise_words(record: PromiseRecord) -> str:
    """The ledger of promises in a line; empty when nothing was promised."""
    if not record.promised:
        return ""
    stood = [
        f"{k.stood} of {k.old_enough} stood after {k.days} days"
        for k in record.after
        if k.old_enough
    ]
    late = f", {record.late} late" if record.late else ""
    return "; ".join([f"{count(record.promised, 'promise')}, {record.kept} kept{late}", *stood])


def _small_print(view: ProspectView) -> list[str]:
    prospect = view.prospect
    last = prospect.moves[-1] if prospect.moves else None
    lines = [history_line(last)] if last else []
    lines += [words for words in (_rival_words(prospect), _silence_words(view)) if words]
    if view.others:
        lines.append(f"{count(len(view.others), 'other prospect')} of this site")
    if promises := promise_words(view.promises):
        lines.append(promises)
    return lines


def history_line(move: Move) -> str:
    """One line of a history, in mrkdwn."""
    change = (
        f" ({STATUS_WORDS[move.before]} → {STATUS_WORDS[move.after]})"
        if move.before is not move.after
        else ""
    )
    note = f": {_note(move)}" if move.note else ""
    return f"{when(move.at)} {person(move.by)}: {ACTION_WORDS[move.action]}{change}{note}"


def _note(move: Move) -> str:
    """Our own note of a new owner is a mention; everything else is what people typed."""
    if move.action is Action.OWNER and move.note.startswith("<@") and move.note.endswith(">"):
        return person(move.note[2:-1])
    return outside(move.note, 300)


def _buttons(view: ProspectView) -> Block:
    prospect = view.prospect
    seen = Seen(prospect.id, prospect.version, frozenset(c.guard for c in view.cautions))
    wanted = list(_BUTTONS[prospect.status])
    link_ = prospect.standing.link
    if prospect.status is Status.WON and link_ and link_.lost_at:
        wanted = [Action.REOPENED]
    drawn = [
        button(
            _button_words(action, view),
            f"{MOVE}.{action.value}",
            str(seen),
            style="primary" if n == 0 else None,
            label=f"{_button_words(action, view)}: {prospect.site}",
        )
        for n, action in enumerate(wanted)
        if is_possible(action, prospect.status)
    ]
    if prospect.previous:
        drawn.append(button("Undo", f"{MOVE}.{Action.UNDONE.value}", str(seen)))
    return actions(*drawn, select(MENU, "More", _menu(view, seen, wanted)))


def _button_words(action: Action, view: ProspectView) -> str:
    if action is Action.REOPENED:
        return "Win back" if view.prospect.status is Status.WON else "Reopen"
    anyway = action is Action.CONTACTED and view.cautions
    return "Contacted anyway" if anyway else ACTION_WORDS[action]


def _menu(view: ProspectView, seen: Seen, shown: Sequence[Action]) -> list[tuple[str, str]]:
    """The other moves, then what is no move; values stay under 150 characters."""
    status = view.prospect.status
    moves = [
        (_button_words(action, view), f"{action.value} {seen}")
        for action in _MENU_MOVES
        if action not in shown and is_possible(action, status)
    ]
    others = [
        ("Edit details", MENU_EDIT), ("Note", MENU_NOTE), ("Owner", MENU_OWNER),
        ("I take it", MENU_TAKE), ("History", MENU_HISTORY), ("Who are they", MENU_WHO),
        ("Share in channel", MENU_SHARE),
    ]  # fmt: skip
    return [*moves, *((words, f"{name} {seen}") for words, name in others)]


def history(prospect: Prospect) -> Message:
    """The newest 40 lines of a history."""
    lines = [history_line(move) for move in shown_history(prospect.moves, newest=40)]
    title = f"History of {prospect.site}, newest first"
    blocks: list[Block] = [section(f"*{outside(title)}*")]
    blocks += [section("\n".join(lines[n : n + 8])) for n in range(0, len(lines), 8)]
    plain = [f"{ACTION_WORDS[move.action]} {move.note}" for move in reversed(prospect.moves[-40:])]
    return Message("\n".join([title, *plain])[:3500], tuple(blocks))
