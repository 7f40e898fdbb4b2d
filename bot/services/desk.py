"""What a terminal asks of what people decide, as one order and one answer: the same inside the bot and without it."""

from dataclasses import dataclass, field, replace
from enum import StrEnum

from bot.domain.backlinks import DomainName
from bot.domain.follow_ups import FollowUpRules
from bot.domain.prospect_guards import Guard
from bot.domain.prospect_moves import Change
from bot.domain.prospects import Action, NewProspect, Prospect
from bot.ports import BacklinkStore, Clock, Erasure, ProspectStore, RivalStore, TrackedLinkStore
from bot.services import outreach


class Task(StrEnum):
    """What is to be done."""

    ADD = "add"
    MOVE = "move"
    FORGET = "forget"
    RIVALS = "rivals"
    """Remember whom we were compared with."""


@dataclass(frozen=True, slots=True)
class Order:
    """One thing to do; what belongs to other tasks is left empty."""

    task: Task
    new: tuple[NewProspect, ...] = ()
    number: int = 0
    change: Change | None = None
    known: frozenset[Guard] = frozenset()
    """Warnings that the person knows of."""
    what: str = field(default="", repr=False)
    """To be forgotten: an address or a site."""
    by: str = ""
    ours: DomainName | None = None
    rivals: tuple[DomainName, ...] = ()


@dataclass(frozen=True, slots=True)
class Done:
    """What became of an order."""

    prospects: tuple[Prospect, ...] = ()
    """As they are now: the new ones first, then those that were there already."""
    added: int = 0
    held_back: tuple[Guard, ...] = ()
    """What speaks against it and was not known; nothing was changed then."""
    erased: int = 0
    """Prospects that held what was to be forgotten."""
    measured: int = 0
    """Other rows that did: posts that wait, looks, events, imported anchors."""
    changed: tuple[Prospect, ...] = ()
    """Those whose messages are to be drawn anew."""
    to_look_at: int | None = None
    """The tracked link that wants its first look; None: none does."""


async def carry_out(
    order: Order,
    *,
    prospects: ProspectStore,
    backlinks: BacklinkStore,
    tracked: TrackedLinkStore,
    erasure: Erasure,
    rivals: RivalStore,
    clock: Clock,
    rules: FollowUpRules,
) -> Done:
    """Do it.

    Raises:
        ConflictError, InvalidInputError, NotFoundError: as the same move in Slack.
    """
    if order.task is Task.ADD:
        added = await outreach.create_prospects(order.new, prospects=prospects, clock=clock)
        return Done((*added.new, *added.known), added=len(added.new))
    if order.task is Task.FORGET:
        return await forget(
            order.what, by=order.by, prospects=prospects, erasure=erasure, clock=clock
        )
    if order.task is Task.RIVALS:
        assert order.ours is not None  # such an order names whose rivals they are
        await rivals.remember_rivals(order.ours, order.rivals)
        return Done()
    moved = await _moved(
        order, prospects=prospects, backlinks=backlinks, tracked=tracked, clock=clock, rules=rules
    )
    return Done(
        (moved.prospect,),
        held_back=tuple(caution.guard for caution in moved.held_back),
        changed=(moved.prospect,) if moved.changed else (),
        to_look_at=moved.to_look_at,
    )


async def forget(
    what: str, *, by: str, prospects: ProspectStore, erasure: Erasure, clock: Clock
) -> Done:
    """Erase an address, or the contacts and notes of a site with all its addresses, wherever it is kept."""
    before = {one.id: one.version for one in await prospects.all_prospects()}
    erased = await prospects.erase_contacts(what, by=by, at=clock())
    measured = await erasure.erase(what)
    every = await prospects.all_prospects()
    return Done(
        erased=erased,
        measured=measured,
        changed=tuple(one for one in every if one.version != before.get(one.id)),
    )


async def _moved(
    order: Order,
    *,
    prospects: ProspectStore,
    backlinks: BacklinkStore,
    tracked: TrackedLinkStore,
    clock: Clock,
    rules: FollowUpRules,
) -> outreach.Moved:
    assert order.change is not None  # a move says what is to be moved
    change = replace(order.change, at=clock())
    if change.action is Action.UNDONE:
        return await outreach.undo(
            order.number, change, prospects=prospects, tracked=tracked, rules=rules
        )
    if change.terms is not None:
        return await outreach.agree(
            order.number,
            change,
            change.terms,
            zone=None,
            prospects=prospects,
            tracked=tracked,
            rules=rules,
        )
    return await outreach.move(
        order.number,
        change,
        known=order.known,
        prospects=prospects,
        backlinks=backlinks,
        tracked=tracked,
        clock=clock,
        rules=rules,
    )
