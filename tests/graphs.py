"""A `WebGraph` over a table, for tests of what people read of it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from bot.domain.backlinks import DomainName
from bot.domain.webgraph import DomainAuthority, GraphDiff, InlinkReport, Presence, Referrer
from bot.errors import SourceError

OLDER, NEWER = "cc-main-2026-jul-aug-sep", "cc-main-2026-aug-sep-oct"


@dataclass(slots=True)
class FakeGraph:
    """Releases by name, the oldest first: each says of a domain who links to it."""

    releases: dict[str, Mapping[str, Sequence[str]]] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    """The domains that two releases were compared for."""
    fails: bool = False

    async def built(self) -> Sequence[str]:
        """Newest first."""
        return list(reversed(self.releases))

    async def latest(self) -> str | None:
        """The newest."""
        return next(iter(reversed(self.releases)), None)

    async def inlinks(self, domain: str, *, limit: int, release: str | None = None) -> InlinkReport:
        """From the table."""
        name = release or await self.latest() or ""
        sites = self._sites(name, domain)
        rows = tuple(_referrer(site) for site in sites[:limit])
        presence = Presence.FOUND if sites else Presence.ABSENT
        complete = len(rows) == len(sites)
        return InlinkReport(name, DomainName(domain), presence, len(sites), complete, rows)

    async def degree(
        self, domains: Iterable[str], *, release: str | None = None
    ) -> Mapping[str, int]:
        """Nothing is known of the others."""
        return {}

    async def authority(self, domain: str, *, release: str | None = None) -> DomainAuthority | None:
        """How many sites link to it, from the table; no other figure."""
        name = release or await self.latest() or ""
        sites = self._sites(name, domain)
        return (
            DomainAuthority(name, DomainName(domain), len(sites), None, None, 100)
            if sites
            else None
        )

    async def diff(self, older: str, newer: str, domain: str, *, limit: int) -> GraphDiff:
        """From the table; cut at the limit."""
        self.asked.append(domain)
        before, after = self._sites(older, domain), self._sites(newer, domain)
        gained = [site for site in after if site not in before]
        lost = [site for site in before if site not in after]
        return GraphDiff(
            DomainName(domain),
            older,
            newer,
            Presence.FOUND if before else Presence.ABSENT,
            Presence.FOUND if after else Presence.ABSENT,
            len(before),
            len(after),
            len(gained),
            len(lost),
            tuple(_referrer(site) for site in gained[:limit]),
            tuple(_referrer(site) for site in lost[:limit]),
            complete=len(gained) <= limit and len(lost) <= limit,
        )

    def _sites(self, release: str, domain: str) -> Sequence[str]:
        if self.fails:
            raise SourceError("webgraph", "The server of the web graph does not answer.")
        return self.releases.get(release, {}).get(domain, ())


def _referrer(site: str) -> Referrer:
    return Referrer(DomainName(site), None, None)
