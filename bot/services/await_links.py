"""The link that a prospect may become: awaited from the first letter on, so that the checker can see it."""

from datetime import datetime
from typing import Final

from bot.domain.events import Phase
from bot.domain.names import same_page
from bot.domain.prospects import WRITTEN_TO, Prospect, Status
from bot.domain.tracking import NewLink, TrackedLink
from bot.ports import TrackedLinkStore

_OVER: Final = (Status.NEW, Status.DECLINED, Status.DO_NOT_CONTACT)
"""Nobody asks them for a link (any more)."""


async def await_link(
    prospect: Prospect, *, tracked: TrackedLinkStore, now: datetime
) -> TrackedLink | None:
    """Track what a prospect was asked for, or stop when nobody asks any more; safe to repeat.

    Returns the link that was not looked at yet, to be looked at now: a link that stood before anybody
    wrote is no success. None: nothing is to be looked at.
    """
    target = prospect.details.target
    if target is None:
        return None
    if prospect.status in _OVER:
        await _stop(prospect, tracked)
        return None
    if prospect.status not in WRITTEN_TO:
        return None
    by = prospect.owner or prospect.created_by
    await tracked.track([NewLink(prospect.page, target, by, prospect_id=str(prospect.id))], now=now)
    link = await tracked.tracked_pair(prospect.page, target)
    return link if link and link.standing.phase is Phase.NEW else None


async def stop_awaiting_others(prospect: Prospect, *, tracked: TrackedLinkStore) -> None:
    """A prospect that is won awaits its link on no other page any more."""
    if prospect.status is Status.WON:
        await _stop(prospect, tracked)


async def _stop(prospect: Prospect, tracked: TrackedLinkStore) -> None:
    """Only what was tracked for this prospect and was never seen: a link that stood is kept in sight."""
    terms, target = prospect.standing.agreed, prospect.details.target
    pairs = [(prospect.page, target)] if target else []
    pairs += [(terms.page, terms.target)] if terms else []
    won = prospect.standing.link
    for page, aim in pairs:
        if won and won.lost_at is None and same_page(won.page, page):
            continue
        link = await tracked.tracked_pair(page, aim)
        if link and link.prospect_id == str(prospect.id) and link.standing.last_live_at is None:
            await tracked.untrack(page, aim)
