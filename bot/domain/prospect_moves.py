"""What can be done to a prospect, from which status, and what happens when two people do it at once."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Final

from bot.domain.follow_ups import FollowUpRules, add_working_days, next_follow_up
from bot.domain.prospects import (
    CHECKER,
    OPEN,
    Action,
    Details,
    Move,
    Prospect,
    Standing,
    Status,
    Terms,
    Undoable,
)
from bot.errors import ConflictError, InvalidInputError

MOST_MOVES: Final = 500
"""Of one prospect: the oldest lines but the first are dropped beyond it."""
_CLOSED: Final = frozenset(Status) - frozenset(OPEN)
_UNWON: Final = frozenset(Status) - {Status.WON, Status.DO_NOT_CONTACT}

LEADS_TO: Final[Mapping[Action, Status]] = {
    Action.CONTACTED: Status.CONTACTED,
    Action.FOLLOWED_UP: Status.CONTACTED,
    Action.REPLIED: Status.REPLIED,
    Action.NEGOTIATING: Status.NEGOTIATING,
    Action.AGREED: Status.AGREED,
    Action.DECLINED: Status.DECLINED,
    Action.NO_REPLY: Status.NO_REPLY,
    Action.SNOOZED: Status.SNOOZED,
    Action.DO_NOT_CONTACT: Status.DO_NOT_CONTACT,
    Action.REOPENED: Status.NEW,
}
_FROM: Final[Mapping[Action, frozenset[Status]]] = {
    Action.FOLLOWED_UP: frozenset({Status.CONTACTED, Status.SNOOZED, Status.NO_REPLY}),
    Action.NO_REPLY: frozenset({Status.CONTACTED, Status.SNOOZED}),
    Action.SNOOZED: frozenset(OPEN),
    Action.REOPENED: _CLOSED,
    Action.DO_NOT_CONTACT: frozenset(Status),
}
"""Elsewhere: from every status but won and do_not_contact."""
_STATUS_ACTIONS: Final = frozenset(LEADS_TO) | {
    Action.UNDONE,
    Action.WON,
    Action.LINK_LOST,
    Action.WOKE,
}


@dataclass(frozen=True, slots=True)
class Change:
    """What somebody wants done."""

    action: Action
    by: str
    at: datetime
    today: date
    """In the zone of the person who does it."""
    seen: int | None = None
    """The version that they looked at; None: they looked at none, as on the command line."""
    note: str = field(default="", repr=False)
    reason: str = ""
    until: date | None = None
    """For snoozing, and for a follow-up date by hand."""
    owner: str | None = None
    terms: Terms | None = None


def is_possible(action: Action, status: Status) -> bool:
    """Whether a person may do it now."""
    return status in _FROM.get(action, _UNWON) and not (
        action in LEADS_TO
        and LEADS_TO[action] is status
        and action is not Action.FOLLOWED_UP
        and action not in (Action.SNOOZED, Action.AGREED)
    )


def apply(prospect: Prospect, change: Change, *, rules: FollowUpRules) -> Prospect:
    """The prospect after `change`; the same one when a double click repeats what was just done.

    Raises:
        ConflictError: somebody else moved it since; nothing is overwritten.
        InvalidInputError: it is not possible from its status today.
    """
    if _is_repeated(prospect, change):
        return prospect
    _refuse_what_others_moved(prospect, change)
    if change.action is Action.UNDONE:
        return _undo(prospect, change)
    if change.action in (Action.NOTE, Action.OWNER):
        return _aside(prospect, change)
    if not is_possible(change.action, prospect.status):
        raise InvalidInputError(_impossible(change.action, prospect.status))
    after = _moved(prospect.standing, change, rules)
    return record(prospect, after, change.action, by=change.by, at=change.at, note=change.note)


def record(
    prospect: Prospect,
    after: Standing,
    action: Action,
    *,
    by: str,
    at: datetime,
    note: str = "",
    undoes: int | None = None,
) -> Prospect:
    """The prospect with its new standing and one more line of history."""
    version = prospect.version + 1
    move = Move(version, action, by, at, prospect.status, after.status, note, undoes)
    moves = (*prospect.moves, move)
    if len(moves) > MOST_MOVES:
        moves = (moves[0], *moves[-(MOST_MOVES - 1) :])
    by_hand = by != CHECKER and undoes is None
    previous = Undoable(version, prospect.standing) if by_hand else None
    return replace(prospect, standing=after, version=version, moves=moves, previous=previous)


def _is_repeated(prospect: Prospect, change: Change) -> bool:
    """Whether the move right after the one that the person saw was their own and the same."""
    if change.seen is None or change.action is Action.NOTE:
        return False
    after = [move for move in prospect.moves if move.version == change.seen + 1]
    return any(move.by == change.by and move.action is change.action for move in after)


def _refuse_what_others_moved(prospect: Prospect, change: Change) -> None:
    """Notes of others do not get in the way; moves of others do, so that nobody is overruled unseen."""
    if change.seen is None or change.action is Action.NOTE:
        return
    watched = _STATUS_ACTIONS | ({Action.OWNER} if change.action is Action.OWNER else set())
    since = [m for m in prospect.moves if m.version > change.seen and m.action in watched]
    others = [move for move in since if move.by != change.by]
    if others:
        raise ConflictError(_what_happened(others[-1]))


def _what_happened(move: Move) -> str:
    who = "the checker" if move.by == CHECKER else f"<@{move.by}>"
    done = move.action.value.replace("_", " ")
    return f"Since you saw this, {who} set it: {done}. Look again, then decide."


def _impossible(action: Action, status: Status) -> str:
    now = status.value.replace("_", " ")
    if status is Status.DO_NOT_CONTACT:
        return "Nobody may write to them: the prospect is marked do not contact. Reopen it first."
    if status is Status.WON:
        return "The link is won. When it is lost, Win back opens the prospect again."
    return f"It is {now} now, so that is not possible: {action.value.replace('_', ' ')}."


def _moved(standing: Standing, change: Change, rules: FollowUpRules) -> Standing:
    status = LEADS_TO[change.action]
    after = replace(
        standing,
        status=status,
        since=change.at,
        follow_up_on=None,
        snoozed_from=None,
        snoozed_until=None,
        owner=standing.owner or change.by,
    )
    match change.action:
        case Action.CONTACTED:
            day = change.until or next_follow_up(0, change.today, rules)
            return replace(after, follow_ups=0, follow_up_on=day)
        case Action.FOLLOWED_UP:
            sent = standing.follow_ups + 1
            day = change.until or next_follow_up(sent, change.today, rules)
            return replace(after, follow_ups=sent, follow_up_on=day, since=standing.since)
        case Action.REPLIED | Action.NEGOTIATING:
            day = change.until or add_working_days(change.today, rules.working_days[0])
            return replace(after, follow_up_on=day)
        case Action.SNOOZED:
            before = standing.snoozed_from or standing.status
            return replace(after, snoozed_from=before, snoozed_until=_later(change))
        case Action.AGREED:
            if change.terms is None:
                raise InvalidInputError("What was agreed? Page, target and date are needed.")
            return replace(after, agreed=change.terms)
        case Action.DECLINED:
            return replace(after, reason=change.reason)
        case Action.REOPENED:
            return replace(after, follow_ups=0, reason="")
    return after


def _later(change: Change) -> date:
    if change.until is None or change.until <= change.today:
        raise InvalidInputError("Until when? Choose a day after today.")
    return change.until


def _aside(prospect: Prospect, change: Change) -> Prospect:
    """A note or an owner: the status stays."""
    if change.action is Action.OWNER:
        after = replace(prospect.standing, owner=change.owner)
        note = f"<@{change.owner}>" if change.owner else "nobody"
        return record(prospect, after, Action.OWNER, by=change.by, at=change.at, note=note)
    noted = record(
        prospect, prospect.standing, Action.NOTE, by=change.by, at=change.at, note=change.note
    )
    return replace(noted, previous=prospect.previous)


def _undo(prospect: Prospect, change: Change) -> Prospect:
    if prospect.previous is None:
        raise InvalidInputError("There is nothing to undo.")
    return record(
        prospect,
        prospect.previous.standing,
        Action.UNDONE,
        by=change.by,
        at=change.at,
        undoes=prospect.previous.version,
    )


def wake(prospect: Prospect, *, today: date, at: datetime) -> Prospect:
    """A snoozed prospect whose day has come goes back to where it was, due today."""
    standing = prospect.standing
    if prospect.status is not Status.SNOOZED or not standing.snoozed_until:
        return prospect
    if standing.snoozed_until > today:
        return prospect
    after = replace(
        standing,
        status=standing.snoozed_from or Status.NEW,
        follow_up_on=today,
        snoozed_from=None,
        snoozed_until=None,
    )
    return record(prospect, after, Action.WOKE, by=CHECKER, at=at)


@dataclass(frozen=True, slots=True)
class Edit:
    """What a person changed in the form: as it was when the form opened, and as they left it."""

    before: Details
    after: Details
    follow_up_before: date | None
    follow_up_after: date | None


def edit(prospect: Prospect, wanted: Edit, *, by: str, at: datetime) -> Prospect:
    """Only what the person changed is changed; what somebody else changed meanwhile is never overwritten.

    Raises:
        ConflictError: both changed the same thing.
    """
    now, changed = prospect.details, []
    for name, words in (
        ("kind", "kind"),
        ("target", "site"),
        ("contact", "contact"),
        ("notes", "notes"),
    ):
        was, new = getattr(wanted.before, name), getattr(wanted.after, name)
        if was == new or getattr(now, name) == new:
            continue
        if getattr(now, name) != was:
            raise ConflictError(
                f"Somebody changed the {words} while you did. Open the form again to see it."
            )
        now = replace(now, **{name: new})
        changed.append(words)
    standing = prospect.standing
    if wanted.follow_up_after != wanted.follow_up_before and prospect.status in OPEN:
        standing = replace(standing, follow_up_on=wanted.follow_up_after)
        changed.append("next follow-up")
    if not changed:
        return prospect
    moved = record(
        prospect, standing, Action.DETAILS, by=by, at=at, note="changed: " + ", ".join(changed)
    )
    return replace(moved, details=now, previous=prospect.previous)
