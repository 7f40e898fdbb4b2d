"""A card put together from the stores: its events, their links, looks, and what people did."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from bot.domain.cards import Act, ActKind, CardView, rows_of
from bot.domain.tracking import StoredEvent, TrackedLink
from bot.domain.verdicts import Observation
from bot.ports import (
    CardActs,
    CardLog,
    Clock,
    EventStore,
    ObservationStore,
    RowClaimStore,
    TrackedLinkStore,
)

MOST_ROWS: Final = 500
"""Events of one card that are drawn; more of one cause on one day are counted by the digest."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CardReader:
    """Reads cards as they are now."""

    cards: CardLog
    events: EventStore
    links: TrackedLinkStore
    observations: ObservationStore
    acts: CardActs
    claims: RowClaimStore
    clock: Clock

    async def view(self, card: str) -> CardView | None:
        """All that a card's message is drawn from; None: nothing is known of its events."""
        place = await self.cards.place_of(card)
        told = await self._events(place.event_keys[:MOST_ROWS])
        if not told:
            return None
        links = await self._links(told)
        looks = {link.id: await self._looks(link) for link in links.values()}
        acts = await self._acts([stored.key for stored in told])
        return CardView(card, rows_of(told, links, looks), acts, self.clock())

    async def _acts(self, keys: Sequence[str]) -> tuple[Act, ...]:
        claims = (await self.claims.claims_of(keys)).values()
        claimed = [Act(claim.key, ActKind.CLAIMED, claim.by, claim.at) for claim in claims]
        acts = [*await self.acts.acts_of(keys), *claimed]
        return tuple(sorted(acts, key=lambda act: act.at))

    async def _events(self, keys: Sequence[str]) -> list[StoredEvent]:
        found = [await self.events.event(key) for key in keys]
        return [stored for stored in found if stored]

    async def _links(self, told: Sequence[StoredEvent]) -> dict[int, TrackedLink]:
        ids = dict.fromkeys(stored.link_id for stored in told if stored.link_id is not None)
        found = [await self.links.tracked_by_id(link_id) for link_id in ids]
        return {link.id: link for link in found if link}

    async def _looks(self, link: TrackedLink) -> tuple[Observation | None, Observation | None]:
        page, target = link.referring_page, str(link.target)
        newest = await self.observations.latest_observation(page, target)
        return newest, await self.observations.last_live(page, target)
