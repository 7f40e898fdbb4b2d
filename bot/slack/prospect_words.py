"""A prospect in words: its status, what is due, who, and what speaks against writing."""

import re
from collections.abc import Mapping
from datetime import date
from typing import Final

from bot.domain.follow_ups import Duty
from bot.domain.promises import PromiseRecord
from bot.domain.prospect_guards import Caution, Guard
from bot.domain.prospect_lists import ProspectView
from bot.domain.prospects import (
    CHECKER,
    Action,
    Kind,
    Move,
    Prospect,
    Status,
    is_user,
)
from bot.slack.blocks import (
    code,
    count,
    day,
    outside,
    when,
)
from bot.slack.verdict import short_url

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


def quality_words(prospect: Prospect) -> str:
    """The site's quality as a number; `-` where nothing is known."""
    worth = prospect.worth
    return "-" if worth is None or worth.score is None else str(worth.score)


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
