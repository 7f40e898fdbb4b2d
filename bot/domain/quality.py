"""How much a link is worth, from 0 to 100, with the sum that makes the number."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from math import isfinite, isnan, log1p

from bot.domain.origins import LinkType
from bot.domain.placement import Placement
from bot.domain.spam_facts import SpamSign


@dataclass(frozen=True, slots=True)
class LinkFacts:
    """What is known of one link. None always means: we do not know; it is left out of the score.

    `authority` and `page_authority` run from 0 to 100; `authority_from` names where the figure comes from.
    `topic` runs from 0 (another world) to 1. `outbound_links` counts the page's links to other sites.
    `kind` is what the link is by its origin: one that nobody chose is worth less wherever it stands.
    `domain_links` counts the links to the target from the same domain. `visits` are those of the last
    30 days that came through the link or its page.
    """

    authority: float | None = None
    authority_from: str = ""
    page_authority: float | None = None
    page_authority_from: str = ""
    placement: Placement | None = None
    kind: LinkType | None = None
    followed: bool | None = None
    indexable: bool | None = None
    topic: float | None = None
    topic_from: str = ""
    outbound_links: int | None = None
    age_days: int | None = None
    visits: int | None = None
    domain_links: int | None = None
    spam_signs: tuple[SpamSign, ...] | None = None


@dataclass(frozen=True, slots=True)
class Factor:
    """One row of the table: what it is called, what it may add, why, and how a fact becomes 0 to 1."""

    name: str
    weight: float
    reason: str
    value: Callable[[LinkFacts], float | None]
    evidence: Callable[[LinkFacts], str]


@dataclass(frozen=True, slots=True)
class ScoreLine:
    """One line of the sum. `points` of all lines add up to the score; `most` is what it could have been."""

    name: str
    points: int
    most: int
    evidence: str
    reason: str


_MIDDLING = 40


@dataclass(frozen=True, slots=True)
class Quality:
    """`score` is None when nothing is known. `known` is the share of the weights that could be judged."""

    score: int | None
    lines: tuple[ScoreLine, ...]
    missing: tuple[str, ...]
    known: float

    @property
    def rough(self) -> bool:
        """True when less than half of what counts is known."""
        return self.known < 0.5

    @property
    def standing(self) -> float:
        """The score for ordering. Of a rough one what could not be judged counts as middling: a guess is not first.

        >>> Quality(100, (), (), 0.4).standing, Quality(76, (), (), 0.5).standing
        (64.0, 76.0)
        """
        score = float(self.score or 0)
        return score * self.known + _MIDDLING * (1 - self.known) if self.rough else score

    def sum_line(self) -> str:
        """The number as a sum: "72 = authority 31 + content 18 - sitewide 2"."""
        if self.score is None:
            return "No score: nothing is known of this link yet."
        parts = [
            f"{'-' if line.points < 0 else '+'} {line.name} {abs(line.points)}"
            for line in self.lines
            if line.points
        ]
        return f"{self.score} = " + (" ".join(parts).removeprefix("+ ") or "0")

    def explanation(self) -> tuple[str, ...]:
        """The sum, then a line a factor with its evidence, then what is not known."""
        lines = [self.sum_line()]
        for line in self.lines:
            bound = f" of {line.most}" if line.most else ""
            lines.append(f"{line.name} {line.points:+d}{bound}: {line.evidence}. {line.reason}")
        if self.missing:
            lines.append(
                f"Not known, so left out and the rest scaled: {', '.join(self.missing)}"
                f" ({self.known:.0%} of the weights could be judged)."
            )
        return tuple(lines)


# What a place is worth beside a link that the author chose inside the content.
PLACEMENT_VALUES: dict[Placement, float] = {
    Placement.CONTENT: 1.0,
    Placement.AUTHOR_BIO: 0.4,
    Placement.FORUM_POST: 0.3,
    Placement.DIRECTORY: 0.2,
    Placement.RELATED: 0.2,
    Placement.SIDEBAR: 0.15,
    Placement.NAVIGATION: 0.15,
    Placement.HEADER: 0.15,
    Placement.COMMENT: 0.15,
    Placement.FOOTER: 0.12,
    Placement.WIDGET: 0.12,
    Placement.HIDDEN: 0.0,
}

# What a place is worth at most when the author did not choose the link for its own sake.
KIND_LIMITS: dict[LinkType, float] = {
    LinkType.SPONSORED: 0.4,
    LinkType.PRESS_RELEASE: 0.4,
    LinkType.SCRAPER: 0.1,
    LinkType.GENERATED: 0.1,
}

_MANY_OUTBOUND, _FEW_OUTBOUND = 500, 10
_OLD_DAYS, _MANY_VISITS = 730, 500


def _share(value: float | None) -> float | None:
    return None if value is None else value / 100


def _truth(value: bool | None) -> float | None:
    return None if value is None else float(value)


def _growing(value: int | None, enough: int) -> float | None:
    return None if value is None else min(1.0, log1p(value) / log1p(enough))


def _counted(number: int | None, thing: str) -> str:
    """
    >>> _counted(1, "link"), _counted(1200, "link")
    ('1 link', '1,200 links')
    """
    return f"{number or 0:,} {thing}{'' if number == 1 else 's'}"


def _outbound(facts: LinkFacts) -> float | None:
    if facts.outbound_links is None:
        return None
    over = log1p(max(facts.outbound_links, _FEW_OUTBOUND)) - log1p(_FEW_OUTBOUND)
    return max(0.0, 1.0 - over / (log1p(_MANY_OUTBOUND) - log1p(_FEW_OUTBOUND)))


def _placement(facts: LinkFacts) -> float | None:
    if facts.placement is None:
        return None
    return min(PLACEMENT_VALUES[facts.placement], _limit(facts))


def _limit(facts: LinkFacts) -> float:
    return KIND_LIMITS.get(facts.kind, 1.0) if facts.kind else 1.0


def _is_limited(facts: LinkFacts) -> bool:
    """Whether it is the kind of link, and not its place, that says what its place is worth."""
    return facts.placement is not None and _limit(facts) < PLACEMENT_VALUES[facts.placement]


def _where(facts: LinkFacts) -> str:
    if facts.placement is None:
        return ""
    kind = f", but {_words(facts.kind)}" if facts.kind and _is_limited(facts) else ""
    return f"in the {_words(facts.placement)}{kind}"


def _words(name: str) -> str:
    return name.replace("_", " ")


def _from(figure: float | None, source: str) -> str:
    return (
        f"{figure:.0f} of 100" + (f" by {source}" if source else "") if figure is not None else ""
    )


FACTORS: tuple[Factor, ...] = (
    Factor(
        "authority",
        34,
        "A site that many sites trust passes most on.",
        lambda facts: _share(facts.authority),
        lambda facts: _from(facts.authority, facts.authority_from),
    ),
    Factor(
        "page authority",
        6,
        "A page with links of its own passes on more than a forgotten one of the same site.",
        lambda facts: _share(facts.page_authority),
        lambda facts: _from(facts.page_authority, facts.page_authority_from),
    ),
    Factor(
        "placement",
        22,
        "A link that an author chose inside the text is read and meant; a template's is neither.",
        _placement,
        _where,
    ),
    Factor(
        "followed",
        13,
        "nofollow, ugc and sponsored ask search engines not to count it.",
        lambda facts: _truth(facts.followed),
        lambda facts: "followed" if facts.followed else "nofollow, ugc or sponsored",
    ),
    Factor(
        "indexable",
        4,
        "What a search engine may not show it hardly counts.",
        lambda facts: _truth(facts.indexable),
        lambda facts: (
            "may be indexed" if facts.indexable else "noindex, or its canonical is another page"
        ),
    ),
    Factor(
        "topic",
        12,
        "A link from a page about the same thing brings readers who care.",
        lambda facts: facts.topic,
        lambda facts: (
            (facts.topic_from or f"closeness {facts.topic:.0%}") if facts.topic is not None else ""
        ),
    ),
    Factor(
        "few other links",
        3,
        "What a page gives is shared among all that it links to.",
        _outbound,
        lambda facts: f"{_counted(facts.outbound_links, 'link')} to other sites on the page",
    ),
    Factor(
        "age",
        3,
        "A link that has stayed will stay.",
        lambda facts: _growing(facts.age_days, _OLD_DAYS),
        lambda facts: f"known for {_counted(facts.age_days, 'day')}",
    ),
    Factor(
        "visits",
        3,
        "People really come through it.",
        lambda facts: _growing(facts.visits, _MANY_VISITS),
        lambda facts: f"{_counted(facts.visits, 'visit')} in 30 days",
    ),
)

SPAM_COST, SPAM_MOST = 15.0, 45.0
"""What one sign at full strength takes away, and what all together may: none condemns alone."""
HIDDEN_COST = 30.0
SITEWIDE_FROM, SITEWIDE_MOST = 20, 10.0
"""From this many links of one domain on, a link is a template's; what that takes away at a thousand."""


def score_link(facts: LinkFacts) -> Quality:
    """Add up what is known. More of something good never lowers the score.

    A figure that is no number is not known; one outside of its range counts, and is shown, as the nearest in it.
    """
    facts = _sound(facts)
    known = [(factor, value) for factor in FACTORS if (value := factor.value(facts)) is not None]
    missing = tuple(factor.name for factor in FACTORS if factor.value(facts) is None)
    weights = sum(factor.weight for factor, _ in known)
    share = weights / sum(factor.weight for factor in FACTORS)
    if not known:
        return Quality(None, (), missing, 0.0)
    gained = [
        (factor, 100 * factor.weight * value / weights, 100 * factor.weight / weights)
        for factor, value in known
    ]
    earned = sum(points for _, points, _ in gained)
    costs = _costs(facts)
    asked = sum(cost for _, cost, _, _ in costs)
    # A sum that would go below zero stops there, and its lines still add up.
    scale = min(1.0, earned / asked) if asked else 0.0
    raw = [points for _, points, _ in gained] + [-cost * scale for _, cost, _, _ in costs]
    score = min(100, max(0, round(sum(raw) + 1e-9)))
    points = _whole(raw, score)
    lines = [
        ScoreLine(
            _shown(factor, facts),
            whole,
            max(whole, round(most)),
            factor.evidence(facts),
            factor.reason,
        )
        for (factor, _, most), whole in zip(gained, points, strict=False)
    ]
    lines += [
        ScoreLine(name, whole, 0, seen, reason)
        for (name, _, seen, reason), whole in zip(costs, points[len(gained) :], strict=True)
    ]
    return Quality(score, tuple(lines), missing, share)


def _sound(facts: LinkFacts) -> LinkFacts:
    signs = facts.spam_signs
    return replace(
        facts,
        authority=_bounded(facts.authority, 100.0),
        page_authority=_bounded(facts.page_authority, 100.0),
        topic=_bounded(facts.topic, 1.0),
        outbound_links=_at_least_none(facts.outbound_links),
        age_days=_at_least_none(facts.age_days),
        visits=_at_least_none(facts.visits),
        domain_links=_at_least_none(facts.domain_links),
        spam_signs=None if signs is None else tuple(s for s in signs if isfinite(s.strength)),
    )


def _bounded(value: float | None, most: float) -> float | None:
    # Plus zero, since nobody should read "-0 of 100".
    return None if value is None or isnan(value) else min(max(value, 0.0), most) + 0.0


def _at_least_none(value: int | None) -> int | None:
    """A count below zero is none: a date in the future, a column of something else."""
    return None if value is None or not isfinite(value) else max(value, 0)


def _shown(factor: Factor, facts: LinkFacts) -> str:
    """A placement is called by its own name in the sum: "content 20" says more than "placement 20".

    Where the kind of the link limits it, that is named instead: "sponsored 10".
    """
    if factor.name == "placement" and facts.placement is not None:
        return _words(facts.kind if facts.kind and _is_limited(facts) else facts.placement)
    return factor.name


def _costs(facts: LinkFacts) -> list[tuple[str, float, str, str]]:
    """What lowers the score: name, points, what was seen, why."""
    costs: list[tuple[str, float, str, str]] = []
    if facts.placement is Placement.HIDDEN:
        costs.append(
            (
                "hidden",
                HIDDEN_COST,
                "readers cannot see it",
                "Search engines treat hidden links as deceit.",
            )
        )
    if facts.domain_links is not None and facts.domain_links >= SITEWIDE_FROM:
        part = min(1.0, log1p(facts.domain_links / SITEWIDE_FROM) / log1p(1000 / SITEWIDE_FROM))
        seen = f"{facts.domain_links:,} links from this domain"
        costs.append(
            (
                "sitewide",
                SITEWIDE_MOST * part,
                seen,
                "The same link on every page counts about once.",
            )
        )
    # The hidden link is counted above already.
    signs = [
        (sign, SPAM_COST * min(max(sign.strength, 0.0), 1.0))
        for sign in facts.spam_signs or ()
        if sign.name != "hidden_link" or facts.placement is not Placement.HIDDEN
    ]
    whole = sum(cost for _, cost in signs)
    part = min(1.0, SPAM_MOST / whole) if whole else 0.0
    costs += [
        (
            sign.name.replace("_", " "),
            cost * part,
            sign.seen,
            "A reason to review it, no verdict alone.",
        )
        for sign, cost in signs
    ]
    return costs


def _whole(raw: list[float], total: int) -> list[int]:
    """Whole numbers that add up to `total`, each less than one from its raw value (largest remainders)."""
    whole = [int(value // 1) for value in raw]
    order = sorted(range(len(raw)), key=lambda i: whole[i] - raw[i])
    for i in order[: total - sum(whole)]:
        whole[i] += 1
    return whole


_LARGEST_IN_DEGREE = 1_000_000


def authority_of_graph(
    referring_domains: int, rank: int | None = None, domains: int | None = None
) -> float:
    """Authority from 0 to 100 out of a web graph: referring domains on a log scale, and the centrality rank.

    `rank` is the place by harmonic centrality (1 is best) among `domains`; where it is known both count half.
    """
    by_degree = 100 * min(1.0, log1p(max(referring_domains, 0)) / log1p(_LARGEST_IN_DEGREE))
    if rank is None or domains is None or domains < 2:
        return by_degree
    by_rank = 100 * (1 - log1p(min(max(rank, 1), domains) - 1) / log1p(domains - 1))
    return (by_degree + by_rank) / 2
