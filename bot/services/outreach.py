"""Prospects: opened, moved, promised, won back; the one place that decides who is told."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from bot.domain.events import Phase
from bot.domain.follow_ups import FollowUpRules, due_of
from bot.domain.local_time import end_of_day
from bot.domain.names import Target, normalize_url
from bot.domain.promises import promise_record, won
from bot.domain.prospect_guards import Caution, Guard, guards
from bot.domain.prospect_lists import AddedProspects, ProspectFilter, ProspectView
from bot.domain.prospect_moves import Change, Edit, apply, edit
from bot.domain.prospects import (
    Action,
    Details,
    NewProspect,
    Prospect,
    Terms,
)
from bot.domain.tracking import NewLink, TrackedLink
from bot.errors import NotFoundError
from bot.ports import BacklinkStore, Clock, ProspectStore, TrackedLinkStore
from bot.services.await_links import await_link


async def create_prospects(
    new: Sequence[NewProspect], *, prospects: ProspectStore, clock: Clock
) -> AddedProspects:
    """Keep prospects that somebody or something found; those that are there already stay as they are."""
    return await prospects.add_prospects(new, now=clock())


@dataclass(frozen=True, slots=True)
class Opened:
    """A prospect that was asked for."""

    prospect: Prospect
    is_new: bool


async def open_prospect(
    page: str, target: Target | None, *, by: str, prospects: ProspectStore, clock: Clock
) -> Opened:
    """The prospect of a page, begun where there is none.

    Without a target the one that moved last is meant; a new one then has none yet.
    """
    if target is None:
        wanted = ProspectFilter(page=normalize_url(page))
        known = await prospects.find_prospects(wanted, limit=1)
        if known.prospects:
            return Opened(known.prospects[0], is_new=False)
    new = NewProspect(page, Details(target=target), by, owner=by)
    added = await prospects.add_prospects([new], now=clock())
    return Opened((added.new or added.known)[0], is_new=bool(added.new))


async def view_of(
    prospect: Prospect,
    *,
    person: str,
    today: date,
    prospects: ProspectStore,
    backlinks: BacklinkStore,
    tracked: TrackedLinkStore,
    clock: Clock,
    rules: FollowUpRules,
) -> ProspectView:
    """A prospect with what we know of its site, for the person who looks at it."""
    now = clock()
    site = await prospects.prospects_of_site(prospect.site)
    links = await _links_of(prospect, backlinks, tracked)
    return ProspectView(
        prospect=prospect,
        cautions=guards(prospect, site, person=person, links=links, now=now),
        links=links,
        due=due_of(prospect, today=today, now=now, rules=rules),
        promises=promise_record(site, now=now, late_after=rules.late_after),
        others=tuple(other for other in site if other.id != prospect.id),
        as_of=now,
        rules=rules,
    )


async def _links_of(prospect: Prospect, backlinks: BacklinkStore, tracked: TrackedLinkStore) -> int:
    """How many live links the site has to our target, as far as the sources and our own looks say."""
    target = prospect.details.target
    if target is None:
        return 0
    known = await backlinks.domain_of(Target(target.domain), prospect.site)
    if known:
        return known.backlinks
    link = await tracked.tracked_pair(prospect.page, target)
    return int(link is not None and link.standing.phase is Phase.LIVE)


@dataclass(frozen=True, slots=True)
class Moved:
    """What a click did."""

    prospect: Prospect
    before: Prospect
    held_back: tuple[Caution, ...] = ()
    """What the person should know first; nothing was changed then."""
    to_look_at: int | None = None
    """The tracked link that wants its first look now; None: none does."""

    @property
    def changed(self) -> bool:
        return self.prospect.version != self.before.version


async def move(
    number: int,
    change: Change,
    *,
    known: frozenset[Guard],
    prospects: ProspectStore,
    backlinks: BacklinkStore,
    tracked: TrackedLinkStore,
    clock: Clock,
    rules: FollowUpRules,
) -> Moved:
    """Do what somebody clicked, unless something speaks against writing that they were not shown.

    From the first letter on the link is awaited; the checker alone says that it came.

    Raises:
        ConflictError: somebody else moved it since the person looked.
        InvalidInputError: it is not possible from its status today.
        NotFoundError: there is no such prospect.
    """
    first = await prospects.prospect(number)
    if change.action in (Action.CONTACTED, Action.FOLLOWED_UP) and not _done(first, change):
        cautions = await _cautions(first, change.by, prospects, backlinks, tracked, clock)
        news = tuple(c for c in cautions if c.guard not in known and _matters(c, change.action))
        # Somebody may have moved it while we looked around: then `apply` tells that.
        today = await prospects.prospect(number)
        if news and not _done(today, change):
            return Moved(today, today, news)
    before = [first]

    def work(prospect: Prospect) -> Prospect:
        before[0] = prospect
        return apply(prospect, change, rules=rules)

    after = await prospects.change_prospect(number, work)
    awaited = await await_link(after, tracked=tracked, now=change.at)
    return Moved(after, before[0], to_look_at=awaited.id if awaited else None)


def _done(prospect: Prospect, change: Change) -> bool:
    """A double click: answered by what stands."""
    return change.seen is not None and prospect.version != change.seen


def _matters(caution: Caution, action: Action) -> bool:
    """Before a follow-up only what nobody may overlook; before a first letter everything."""
    return action is Action.CONTACTED or caution.guard is Guard.DO_NOT_CONTACT


async def _cautions(
    prospect: Prospect,
    person: str,
    prospects: ProspectStore,
    backlinks: BacklinkStore,
    tracked: TrackedLinkStore,
    clock: Clock,
) -> tuple[Caution, ...]:
    site = await prospects.prospects_of_site(prospect.site)
    links = await _links_of(prospect, backlinks, tracked)
    return guards(prospect, site, person=person, links=links, now=clock())


async def change_details(
    number: int,
    wanted: Edit,
    *,
    by: str,
    prospects: ProspectStore,
    tracked: TrackedLinkStore,
    clock: Clock,
) -> Prospect:
    """Keep what a person changed in the form; a link to a site of ours that was named now is awaited.

    Raises:
        ConflictError: somebody else changed the same thing meanwhile.
    """
    now = clock()
    after = await prospects.change_prospect(number, lambda p: edit(p, wanted, by=by, at=now))
    if wanted.after.target != wanted.before.target:
        await await_link(after, tracked=tracked, now=now)
    return after


async def agree(
    number: int,
    change: Change,
    terms: Terms,
    *,
    zone: str | None,
    prospects: ProspectStore,
    tracked: TrackedLinkStore,
    rules: FollowUpRules,
) -> Moved:
    """Note what was agreed and await the link; one that stands already wins at once.

    Raises:
        ConflictError, InvalidInputError, NotFoundError: as `move`.
    """
    promised = replace(terms, promised_at=end_of_day(terms.due_on, zone) or change.at)
    before = [await prospects.prospect(number)]

    def work(prospect: Prospect) -> Prospect:
        before[0] = prospect
        return apply(prospect, replace(change, terms=promised), rules=rules)

    after = await prospects.change_prospect(number, work)
    if after.version == before[0].version:
        return Moved(after, before[0])
    superseded = before[0].standing.agreed
    if superseded:
        await _stop_tracking(superseded, promised, number, tracked, even_if_seen=False)
    added = await tracked.track([_awaited(promised, number, change.by)], now=change.at)
    if added.new:
        after = await prospects.change_prospect(number, _began_tracking)
    standing = await tracked.tracked_pair(terms.page, terms.target)
    if standing and standing.standing.phase is Phase.LIVE:
        after = await prospects.change_prospect(number, lambda p: _already_live(p, standing))
    return Moved(after, before[0])


def _began_tracking(prospect: Prospect) -> Prospect:
    standing = prospect.standing
    if standing.agreed is None:
        return prospect
    agreed = replace(standing.agreed, began_tracking=True)
    return replace(prospect, standing=replace(standing, agreed=agreed))


def _already_live(prospect: Prospect, link: TrackedLink) -> Prospect:
    at = link.standing.last_live_at or link.added_at
    return won(
        prospect,
        page=link.referring_page,
        target=str(link.target),
        seen=link.standing.value,
        at=at,
        link_id=link.id,
    )


async def undo(
    number: int,
    change: Change,
    *,
    prospects: ProspectStore,
    tracked: TrackedLinkStore,
    rules: FollowUpRules,
) -> Moved:
    """Take the last move back; a link that was tracked only because of a promise is tracked no more.

    Raises:
        ConflictError: somebody else moved it since.
        InvalidInputError: there is nothing to undo.
    """
    before = [await prospects.prospect(number)]

    def work(prospect: Prospect) -> Prospect:
        before[0] = prospect
        return apply(prospect, change, rules=rules)

    after = await prospects.change_prospect(number, work)
    terms, kept = before[0].standing.agreed, after.standing.agreed
    if terms and terms != kept:
        await _stop_tracking(terms, kept, number, tracked, even_if_seen=terms.began_tracking)
    if kept and kept != terms:
        await tracked.track([_awaited(kept, number, change.by)], now=change.at)
    await await_link(after, tracked=tracked, now=change.at)
    return Moved(after, before[0])


async def _stop_tracking(
    terms: Terms, kept: Terms | None, number: int, tracked: TrackedLinkStore, *, even_if_seen: bool
) -> None:
    """Stop awaiting what was promised in terms that hold no more; `kept` are those that hold now."""
    if kept and (kept.page, kept.target) == (terms.page, terms.target):
        return
    link = await tracked.tracked_pair(terms.page, terms.target)
    awaited = link is not None and link.prospect_id == str(number)
    if link and (even_if_seen or (awaited and link.standing.last_live_at is None)):
        await tracked.untrack(terms.page, terms.target)


def _awaited(terms: Terms, number: int, by: str) -> NewLink:
    """The link that was promised, as it is tracked."""
    return NewLink(
        terms.page, terms.target, by, prospect_id=str(number), promised_at=terms.promised_at
    )


async def prospect_or_none(number: int, *, prospects: ProspectStore) -> Prospect | None:
    """One prospect; None: there is none (any more)."""
    try:
        return await prospects.prospect(number)
    except NotFoundError:
        return None
