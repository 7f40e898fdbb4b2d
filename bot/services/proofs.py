"""Finds the looks that a proof shows."""

from datetime import datetime
from typing import Final

from bot.domain.proofs import Exhibit
from bot.domain.verdicts import State
from bot.errors import NotFoundError
from bot.ports import ObservationStore

_LOOKS: Final = 2_000


async def exhibit(
    page: str, target: str, *, observations: ObservationStore, by: datetime | None = None
) -> Exhibit:
    """The newest verdict on a pair (or, with `by`, the one that stood then) and the last good look before it.

    Raises:
        NotFoundError: nobody had looked.
    """
    if by is None:
        newest = await observations.latest_observation(page, target)
        if newest is not None:
            return Exhibit(newest, await observations.last_live(page, target))
    else:
        looks = await observations.observations_of(page, target, limit=_LOOKS)
        earlier = [look for look in looks if look.checked_at <= by]
        if earlier:
            live = next((look for look in earlier if look.state is State.LIVE), None)
            return Exhibit(earlier[0], live)
    when = f" by {by:%Y-%m-%d %H:%M} UTC" if by else " yet"
    raise NotFoundError(f"Nobody looked at that link{when}; `/backlinks verify` does.")
