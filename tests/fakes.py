"""Fakes that keep the promises of `bot/ports` and record what was asked of them."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import TypeVar

from bot.domain.backlinks import (
    Backlink,
    DomainName,
    Fact,
    MergedLink,
    ReferringDomain,
    SourceAge,
    TargetSummary,
    authority_of,
    merge,
    restate,
)
from bot.domain.findings import LookCounts
from bot.domain.imports import ImportCounts, NewImport, StartedImport
from bot.domain.names import Target, host_of, normalize_url, registrable_domain
from bot.domain.pages import Page, Validators
from bot.domain.verdicts import Observation, State
from bot.errors import FetchError

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class FetchCall:
    """One call of a `PageFetcher`."""

    url: str
    validators: Validators | None
    fresh: bool


@dataclass(slots=True)
class FakeFetcher:
    """A `PageFetcher` over a table: a URL leads to a page, or to the error that it raises.

    A URL that is not in the table is a name that does not exist.
    """

    answers: Mapping[str, Page | FetchError] = field(default_factory=dict)
    calls: list[FetchCall] = field(default_factory=list)

    async def fetch(
        self, url: str, *, validators: Validators | None = None, fresh: bool = False
    ) -> Page:
        """Answer from the table."""
        self.calls.append(FetchCall(url, validators, fresh))
        answer = self.answers.get(url)
        if answer is None:
            raise FetchError("dns_error", "No such name in this test.", url=url, name_exists=False)
        if isinstance(answer, FetchError):
            raise answer
        return answer

    @property
    def urls(self) -> list[str]:
        """What was asked for, in order."""
        return [call.url for call in self.calls]


def _same(url: str | None) -> str:
    """One spelling for each page; a bare domain stays as it is."""
    return normalize_url(url) if url and "://" in url else url or ""


@dataclass(slots=True)
class FakeLinkStore:
    """`ImportStore` and `BacklinkStore` in memory, by the domain's own functions and nothing else."""

    started: dict[tuple[str, str], tuple[NewImport, StartedImport]] = field(default_factory=dict)
    finished: dict[int, ImportCounts] = field(default_factory=dict)
    claims: dict[tuple[str, str, str], dict[tuple[str, str], Backlink]] = field(
        default_factory=dict
    )
    """By (target, page or domain, page of the target), then by (source, anchor)."""

    async def begin_import(self, new: NewImport) -> StartedImport:
        """Keep the first import of the same content."""
        key = (new.fingerprint, new.target)
        fresh = StartedImport(len(self.started) + 1, new.as_of)
        return self.started.setdefault(key, (new, fresh))[1]

    async def import_rows(self, started: StartedImport, rows: Sequence[Backlink]) -> int:
        """Restate row by row."""
        nothing_new = 0
        for row in rows:
            place = _same(row.referring_page) or f"domain {row.referring_domain}"
            link = self.claims.setdefault((row.target_domain, place, _same(row.target_url)), {})
            key = (row.source, row.anchor or "")
            old = link.get(key)
            link[key] = restate(old, row) if old else row
            nothing_new += old is not None and (link[key] == old or old.as_of == row.as_of)
        return nothing_new

    async def count_known(self, rows: Sequence[Backlink]) -> int:
        """By page and page of the target, whoever says it."""
        places = (_same(row.referring_page) or f"domain {row.referring_domain}" for row in rows)
        return sum(
            bool(self.claims.get((row.target_domain, place, _same(row.target_url))))
            for row, place in zip(rows, places, strict=True)
        )

    async def finish_import(
        self, started: StartedImport, counts: ImportCounts, at: datetime
    ) -> None:
        """Remember the sums of the first finish."""
        self.finished.setdefault(started.id, counts)

    def _merged(self, target: Target) -> list[MergedLink]:
        merged = []
        for (domain, place, to), told in self.claims.items():
            of_page = [key for key in self.claims if key[:2] == (domain, place)]
            if domain != target.domain or (not to and len(of_page) > 1):
                continue
            if target.page and to != _same(target.page):
                continue
            unplaced = self.claims.get((domain, place, ""), {}) if to else {}
            merged.append(merge([*told.values(), *unplaced.values()]))
        return merged

    async def summary(self, target: Target, *, today: date) -> TargetSummary:
        """Count the merged links one by one."""
        since = today - timedelta(days=30)
        links = self._merged(target)
        pages = [link for link in links if link.referring_page]
        live = [link for link in pages if not _says(link.lost)]
        lost = [link for link in pages if _says(link.lost)]
        return TargetSummary(
            referring_domains=len({li.referring_domain for li in links if not _says(li.lost)}),
            backlinks=len(live),
            followed=sum(_says(link.followed) is True for link in live),
            not_followed=sum(_says(link.followed) is False for link in live),
            new_30_days=sum((_says(link.first_seen) or date.min) >= since for link in pages),
            lost_30_days=sum((_says(link.lost_on) or date.min) >= since for link in lost),
            lost=len(lost),
            sources=(),
            newest_as_of=max((link.as_of for link in links if link.as_of), default=None),
        )

    async def links_for(
        self, target: Target, *, limit: int, after: int = 0
    ) -> tuple[tuple[MergedLink, ...], int | None]:
        """A slice of the merged links."""
        links = self._merged(target)
        return tuple(links[after : after + limit]), (
            after + limit if len(links) >= after + limit else None
        )

    async def best_domains(
        self, target: Target, *, limit: int, offset: int = 0
    ) -> tuple[ReferringDomain, ...]:
        """Group the merged links by site."""
        sites: dict[DomainName, list[MergedLink]] = {}
        for link in self._merged(target):
            sites.setdefault(link.referring_domain, []).append(link)
        known = [_site(name, links) for name, links in sites.items()]
        known = [
            site
            for site in known
            if site.backlinks or any(not _says(link.lost) for link in sites[site.name])
        ]
        known.sort(
            key=lambda s: (
                not s.followed,
                s.authority is None,
                -(s.authority or 0),
                -s.backlinks,
                s.name,
            )
        )
        return tuple(known[offset : offset + limit])

    async def domain_of(self, target: Target, site: DomainName) -> ReferringDomain | None:
        """That site among all."""
        known = await self.best_domains(target, limit=1_000_000)
        return next((one for one in known if one.name == site), None)

    async def pages_to_verify(self, target: Target, *, limit: int) -> tuple[str, ...]:
        """One page of each site, then the others."""
        live = [li for li in self._merged(target) if li.referring_page and not _says(li.lost)]
        first = {link.referring_domain: link for link in reversed(live)}
        ranked = [*sorted(first.values(), key=live.index), *live]
        return tuple(dict.fromkeys(str(link.referring_page) for link in ranked))[:limit]

    async def anchors(self, target: Target, *, limit: int) -> tuple[tuple[str, int], ...]:
        """Count the anchors that stand."""
        live = [li for li in self._merged(target) if li.referring_page and not _says(li.lost)]
        counted = Counter(anchor for link in live if (anchor := _says(link.anchor)))
        return tuple(sorted(counted.items(), key=lambda item: (-item[1], item[0]))[:limit])

    async def metrics_of_page(self, page: str, target: Target) -> Mapping[str, tuple[float, str]]:
        """The newest claim of each source."""
        claims = [
            claim
            for (domain, place, _), told in self.claims.items()
            for claim in told.values()
            if (domain, place) == (target.domain, _same(page))
        ]
        found: dict[str, tuple[float, str]] = {}
        for claim in sorted(claims, key=lambda claim: str(claim.as_of or "")):
            found |= {name: (figure, claim.source) for name, figure in claim.metrics.items()}
        return found

    async def domains_with_anchor(self, target: Target, anchor: str) -> int:
        """Count the sites of the anchors that stand."""
        live = [li for li in self._merged(target) if li.referring_page and not _says(li.lost)]
        return len({li.referring_domain for li in live if _says(li.anchor) == anchor})

    async def new_domains_by_day(self, target: Target, *, last: date, days: int) -> tuple[int, ...]:
        """Count the first days of all sites, lost ones too."""
        first: dict[str, date] = {}
        for link in self._merged(target):
            if seen := _says(link.first_seen):
                first[link.referring_domain] = min(seen, first.get(link.referring_domain, seen))
        counted = Counter(first.values())
        return tuple(counted[last - timedelta(days=back)] for back in reversed(range(days)))

    async def anchors_of_new_domains(self, target: Target, day: date) -> Mapping[str, int]:
        """Sort all links by site, then count the anchors of the sites that began on the day."""
        by_site: dict[str, list[MergedLink]] = {}
        for link in self._merged(target):
            by_site.setdefault(link.referring_domain, []).append(link)
        counted: Counter[str] = Counter()
        for links in by_site.values():
            days = [seen for link in links if (seen := _says(link.first_seen))]
            if days and min(days) == day:
                counted.update({text for link in links if (text := _says(link.anchor))})
        return counted

    async def targets(self) -> tuple[DomainName, ...]:
        """The domains of the claims."""
        return tuple(sorted({DomainName(domain) for domain, _, _ in self.claims}))

    async def sources(self) -> tuple[SourceAge, ...]:
        """Sum the imports by source."""
        by_name: dict[str, list[tuple[NewImport, StartedImport]]] = {}
        for new, begun in self.started.values():
            by_name.setdefault(new.source, []).append((new, begun))
        return tuple(
            SourceAge(
                name,
                max(new.as_of for new, _ in files),
                max(new.started_at for new, _ in files),
                len(files),
                sum(self.finished[b.id].kept for _, b in files if b.id in self.finished),
            )
            for name, files in sorted(by_name.items())
        )

    async def domains_by_source(self, target: Target) -> Mapping[str, frozenset[str]]:
        """Group what each source says."""
        found: dict[str, set[str]] = {}
        for (domain, _, to), told in self.claims.items():
            if domain != target.domain or (target.page and to != _same(target.page)):
                continue
            for claim in told.values():
                if not claim.lost:
                    found.setdefault(claim.source, set()).add(claim.referring_domain)
        return {source: frozenset(domains) for source, domains in found.items()}

    async def domains_by_month(self, target: Target, *, since: date) -> Mapping[date, int]:
        """Count the sites of today by the first of the month."""
        days = [site.first_seen for site in await self.best_domains(target, limit=10**9)]
        before = since - timedelta(days=1)
        return Counter(before if day < since else day.replace(day=1) for day in days if day)


def _look_rank(look: Observation) -> tuple[str, float]:
    """Live before lost before unverified, then the newest."""
    return look.state.value, -look.checked_at.timestamp()


def _says(fact: Fact[T] | None) -> T | None:
    return fact.value if fact else None


def _site(name: DomainName, links: Sequence[MergedLink]) -> ReferringDomain:
    pages = [link for link in links if link.referring_page]
    live = [link for link in pages if not _says(link.lost)]
    counted = max((_says(link.links) or 0 for link in links if not link.referring_page), default=0)
    authorities = [
        figure
        for link in links
        if (figure := authority_of({k: f.value for k, f in link.metrics.items()})) is not None
    ]
    return ReferringDomain(
        name,
        backlinks=len(live) or counted,
        followed=sum(_says(link.followed) is True for link in live),
        not_followed=sum(_says(link.followed) is False for link in live),
        lost=len(pages) - len(live),
        first_seen=min((d for li in links if (d := _says(li.first_seen))), default=None),
        last_seen=max((d for li in links if (d := _says(li.last_seen))), default=None),
        authority=max(authorities, default=None),
    )


@dataclass(slots=True)
class FakeObservationStore:
    """An `ObservationStore` in memory."""

    looks: list[Observation] = field(default_factory=list)

    async def save_observations(self, observations: Sequence[Observation]) -> None:
        """Keep each look once."""
        for look in observations:
            pair = (_same(look.referring_page), _same(look.target), look.checked_at)
            known = {(_same(o.referring_page), _same(o.target), o.checked_at) for o in self.looks}
            if pair not in known:
                self.looks.append(look)

    async def latest_observation(self, referring_page: str, target: str) -> Observation | None:
        """The newest, or None."""
        return next(iter(await self.observations_of(referring_page, target, limit=1)), None)

    async def observations_of(
        self, referring_page: str, target: str, *, limit: int
    ) -> tuple[Observation, ...]:
        """Newest first."""
        pair = (_same(referring_page), _same(target))
        found = [o for o in self.looks if (_same(o.referring_page), _same(o.target)) == pair]
        return tuple(sorted(found, key=lambda o: o.checked_at, reverse=True)[:limit])

    async def last_live(self, referring_page: str, target: str) -> Observation | None:
        """The newest that saw the link."""
        looks = await self.observations_of(referring_page, target, limit=len(self.looks) or 1)
        return next((look for look in looks if look.state is State.LIVE), None)

    async def newest_by_domain(self, target: Target) -> Mapping[DomainName, Observation]:
        """Of the newest looks at a site's pages the one that speaks for it."""
        newest: dict[tuple[str, str], Observation] = {}
        for look in sorted(self.looks, key=lambda o: o.checked_at):
            if target.page in (None, look.target) and str(target.domain) in look.target:
                newest[_same(look.referring_page), _same(look.target)] = look
        found: dict[DomainName, Observation] = {}
        for look in sorted(newest.values(), key=_look_rank):
            domain = registrable_domain(host_of(look.referring_page))
            if domain:
                found.setdefault(domain, look)
        return found

    async def count_looks(self, target: Target) -> Mapping[DomainName, LookCounts]:
        """Count each pair's newest look."""
        newest: dict[tuple[str, str], Observation] = {}
        for look in sorted(self.looks, key=lambda o: o.checked_at):
            if target.page in (None, look.target) and str(target.domain) in look.target:
                newest[_same(look.referring_page), _same(look.target)] = look
        counted: dict[DomainName, Counter[str]] = {}
        for look in newest.values():
            if domain := registrable_domain(host_of(look.referring_page)):
                counted.setdefault(domain, Counter())[look.state.value] += 1
        return {domain: LookCounts(**counts) for domain, counts in counted.items()}
