"""A card put together from the stores: its events, their links, looks, and what people did."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from bot.domain.cards import Act, ActKind, CardView, rows_of
from bot.domain.names import Target, normalize_url
from bot.domain.promises import same_link
from bot.domain.prospects import is_user
from bot.domain.tracking import StoredEvent, TrackedLink
from bot.domain.verdicts import Observation
from bot.errors import DeliveryError
from bot.ports import (
    CardActs,
    CardLog,
    Clock,
    EventStore,
    ObservationStore,
    People,
    ProspectStore,
    RowClaimStore,
    TargetPageStore,
    TrackedLinkStore,
)

_PAGE: Final = 1_000
_LOOKED: Final = 50
"""Rows of a group whose looks are read; nothing shows those of the others."""


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
    pages: TargetPageStore | None = None
    """Of our own pages; None: nothing is said of looks at them."""
    prospects: ProspectStore | None = None
    people: People | None = None
    """To name who asked for a link; None, like no prospects: nobody is named."""

    async def view(self, card: str) -> CardView | None:
        """All that a card's message is drawn from; None: nothing is known of its events."""
        place = await self.cards.place_of(card)
        told = await self._events(place.event_keys)
        if not told:
            return None
        links = await self._links(told)
        looks = {stored.subject: await self._looks(stored, links) for stored in told[:_LOOKED]}
        acts = await self._acts([stored.key for stored in told])
        rows = rows_of(told, links, looks)
        newest = told[-1]
        own = None if newest.event.referring_page else newest.event.target
        standing = await self.pages.standing_of(own) if own and self.pages else None
        return CardView(
            card,
            rows,
            acts,
            self.clock(),
            await self._leading(newest),
            standing,
            await self._asked_by(newest),
        )

    async def _asked_by(self, stored: StoredEvent) -> str:
        """What the owner of its prospect is called; empty: there is none, or it cannot be told."""
        site = stored.referring_domain
        if site is None or self.prospects is None or self.people is None:
            return ""
        prospect = same_link(await self.prospects.prospects_of_site(site), stored)
        if prospect is None or not is_user(prospect.owner):
            return ""
        try:
            return await self.people.name_of(prospect.owner or "")
        except DeliveryError:
            return ""

    async def _acts(self, keys: Sequence[str]) -> tuple[Act, ...]:
        claims = (await self.claims.claims_of(keys)).values()
        claimed = [Act(claim.key, ActKind.CLAIMED, claim.by, claim.at) for claim in claims]
        acts = [*await self.acts.acts_of(keys), *claimed]
        return tuple(sorted(acts, key=lambda act: act.at))

    async def _events(self, keys: Sequence[str]) -> list[StoredEvent]:
        return list(await self.events.events_of(keys))

    async def _leading(self, stored: StoredEvent) -> tuple[TrackedLink, ...]:
        """The live links that lead to a page of ours, if the event is about one."""
        if stored.event.referring_page:
            return ()
        page, found, offset = normalize_url(stored.event.target), [], 0
        aim = Target(stored.target_domain)
        while some := await self.links.tracked(aim, limit=_PAGE, offset=offset, state="live"):
            found += [link for link in some if _leads_to(link, page)]
            offset += len(some)
        return tuple(found)

    async def _links(self, told: Sequence[StoredEvent]) -> Mapping[int, TrackedLink]:
        return await self.links.tracked_by_ids(
            dict.fromkeys(stored.link_id for stored in told if stored.link_id is not None)
        )

    async def _looks(
        self, stored: StoredEvent, links: Mapping[int, TrackedLink]
    ) -> tuple[Observation | None, Observation | None]:
        link = links.get(stored.link_id) if stored.link_id is not None else None
        page = link.referring_page if link else stored.event.referring_page
        target = str(link.target) if link else stored.event.target
        if not page:
            return None, None
        newest = await self.observations.latest_observation(page, target)
        return newest, await self.observations.last_live(page, target)


def _leads_to(link: TrackedLink, page: str) -> bool:
    value = link.standing.value
    return value is not None and bool(value.href) and normalize_url(value.href or "") == page
