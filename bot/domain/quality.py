"""How much a link is worth, from 0 to 100, with the sum that makes the number."""

from dataclasses import dataclass, replace
from math import isfinite, isnan, log1p

from bot.domain.placement import Placement
from bot.domain.quality_factors import FACTORS, Factor, LinkFacts, in_words, is_limited


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
        return in_words(facts.kind if facts.kind and is_limited(facts) else facts.placement)
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
