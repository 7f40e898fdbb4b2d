"""What people filled into a prospect's windows: a move with its terms, or new details."""

import json
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from bot.deps import Deps
from bot.domain.names import parse_page_url, parse_target
from bot.domain.prospect_moves import Edit
from bot.domain.prospects import Action, Details, Kind, Prospect, Terms, parse_cost
from bot.errors import ConflictError, InvalidInputError
from bot.prospecting import (
    tell_changed,
)
from bot.services import outreach
from bot.slack import prospect_forms as forms
from handlers.asks import Ask
from handlers.listeners import Values, choice_of, text_of
from handlers.prospect_places import back_to
from handlers.prospect_steps import carry_out, change_of, show


@dataclass(frozen=True, slots=True)
class Filled:
    """The window of a move, filled in."""

    memory: forms.Memory
    note: str
    reason: str
    until: date | None
    owner: str | None
    terms: Terms | None


def read_move(values: Values, metadata: str) -> Filled:
    memory = forms.read_memory(metadata)
    until = choice_of(values, forms.UNTIL, forms.UNTIL)
    return Filled(
        memory,
        note=text_of(values, forms.NOTE, forms.NOTE)[:2000],
        reason=choice_of(values, forms.REASON, forms.REASON),
        until=date.fromisoformat(until) if until else None,
        owner=choice_of(values, forms.OWNER, forms.OWNER) or None,
        terms=_read_terms(values) if memory.action == Action.AGREED else None,
    )


def _read_terms(values: Values) -> Terms:
    due = choice_of(values, forms.DUE, forms.DUE)
    return Terms(
        page=at_field(forms.PAGE, parse_page_url, text_of(values, forms.PAGE, forms.PAGE)),
        target=at_field(forms.TARGET, parse_target, text_of(values, forms.TARGET, forms.TARGET)),
        anchor=text_of(values, forms.ANCHOR, forms.ANCHOR)[:300],
        rel=choice_of(values, forms.REL, forms.REL),
        due_on=date.fromisoformat(due) if due else None,
        cost=at_field(forms.COST, parse_cost, text_of(values, forms.COST, forms.COST)),
    )


def at_field(field: str, parse: Any, text: str) -> Any:
    """Parse what was typed; what is wrong is said at its field."""
    try:
        return parse(text)
    except InvalidInputError as error:
        raise InvalidInputError(str(error), field=field) from error


async def submitted_move(ask: Ask, deps: Deps, filled: Filled) -> None:
    memory = filled.memory
    change = await change_of(ask, deps, Action(memory.action), memory.seen)
    change = replace(
        change, note=filled.note, reason=filled.reason, until=filled.until,
        owner=filled.owner, terms=filled.terms,
    )  # fmt: skip
    await carry_out(back_to(ask, memory), deps, change, memory.seen)


def as_shown(prospect: Prospect) -> str:
    """What the details form shows, short enough to remember."""
    details, day = prospect.details, prospect.standing.follow_up_on
    kept = [details.kind.value, str(details.target or ""), details.contact, details.notes[:1500]]
    return json.dumps([*kept, day.isoformat() if day else ""])


@dataclass(frozen=True, slots=True)
class Edited:
    """The window of the details: what it showed, and what it shows now."""

    memory: forms.Memory
    edit: Edit


def read_details(values: Values, metadata: str) -> Edited:
    memory = forms.read_memory(metadata)
    kind, target, contact, notes, day = json.loads(memory.more)
    typed = text_of(values, forms.TARGET, forms.TARGET)
    until = choice_of(values, forms.UNTIL, forms.UNTIL)
    before = Details(Kind(kind), parse_target(target) if target else None, contact, notes)
    after = Details(
        Kind(choice_of(values, forms.KIND, forms.KIND) or kind),
        at_field(forms.TARGET, parse_target, typed) if typed else None,
        text_of(values, forms.CONTACT, forms.CONTACT)[:500],
        text_of(values, forms.NOTES, forms.NOTES)[:1500],
    )
    wanted = Edit(
        before, after,
        date.fromisoformat(day) if day else None, date.fromisoformat(until) if until else None,
    )  # fmt: skip
    return Edited(memory, wanted)


async def submitted_details(ask: Ask, deps: Deps, edited: Edited) -> None:
    back, number = back_to(ask, edited.memory), edited.memory.seen.number
    said = ""
    try:
        prospect = await outreach.change_details(
            number,
            edited.edit,
            by=ask.user,
            prospects=deps.prospects,
            tracked=deps.tracked_links,
            clock=deps.clock,
        )
    except ConflictError as error:
        prospect, said = await deps.prospects.prospect(number), str(error)
    await show(back, deps, prospect, said=said, over=True)
    await tell_changed(deps, prospect, by=ask.user)
