"""What it means that there was no answer: not a loss, except for a name that stays gone."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from bot.domain.names import Target
from bot.domain.pages import Hop
from bot.domain.verdicts import Evidence, Observation, Reason, State
from bot.errors import FetchError

NAME_GONE_AFTER = timedelta(days=3)


def judge_failure(
    error: FetchError,
    target: Target,
    *,
    referring_page: str,
    checked_at: datetime,
    earlier: Iterable[Observation] = (),
) -> Observation:
    """The observation of a look that brought no page.

    `earlier` are observations of the same referring page, in any order: a name that did not exist in
    any of them since three days ago is gone, not out of reach.
    """
    reason = _reason_of(error)
    since = _missing_since(earlier, checked_at) if error.name_exists is False else checked_at
    because = str(error)
    if reason is Reason.DNS_ERROR and checked_at - since >= NAME_GONE_AFTER:
        reason = Reason.DOMAIN_GONE
        because = f"{because} It has been so since {since:%-d %B %Y}."
    return Observation(
        referring_page=referring_page,
        target=str(target),
        state=reason.state,
        reason=reason,
        checked_at=checked_at,
        final_url=error.url or None,
        redirects=tuple(Hop(url, status) for url, status in error.hops),
        evidence=Evidence(because=because, name_exists=error.name_exists),
    )


def judge_bad_row(
    referring_page: str, target: str, *, why: str, checked_at: datetime
) -> Observation:
    """The observation of a pair that names no page or no target; both are repeated as typed."""
    return Observation(
        referring_page=referring_page,
        target=target,
        state=State.UNVERIFIED,
        reason=Reason.BAD_URL,
        checked_at=checked_at,
        evidence=Evidence(because=why),
    )


def _reason_of(error: FetchError) -> Reason:
    """A loss is never concluded from an exception, whatever its reason says."""
    try:
        reason = Reason(error.reason)
    except ValueError:
        return Reason.CONNECTION_ERROR
    return reason if reason.state is State.UNVERIFIED else Reason.CONNECTION_ERROR


def _missing_since(earlier: Iterable[Observation], now: datetime) -> datetime:
    """Since when every look that the resolver answered found no such name."""
    since = now
    for observation in sorted(earlier, key=lambda one: one.checked_at, reverse=True):
        if observation.checked_at > now:
            continue
        if observation.evidence.name_exists is False:
            since = observation.checked_at
        elif observation.reason is not Reason.DNS_ERROR or observation.evidence.name_exists:
            break
    return since
