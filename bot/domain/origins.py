"""Natural or manual: did a link come by itself, or did somebody of ours bring it about?"""

from dataclasses import dataclass
from datetime import datetime

from bot.domain.link_types import LinkType, Origin
from bot.domain.origin_clues import CLUES, OriginFacts
from bot.domain.placement import Placement


@dataclass(frozen=True, slots=True)
class Overrule:
    """What a person decided with a button. It stands from then on, whatever is seen later."""

    origin: Origin
    by: str
    at: datetime
    type: LinkType | None = None


@dataclass(frozen=True, slots=True)
class OriginDecision:
    """`confidence` from 0 to 1; `assumed` when nothing proves it and natural is only the default."""

    origin: Origin
    type: LinkType
    confidence: float
    evidence: tuple[str, ...]
    assumed: bool = False
    overruled_by: Overrule | None = None

    def sentence(self) -> str:
        """For people: `manual (guest post), because a prospect of ours covers the page`."""
        kind = self.type.value.replace("_", " ")
        if self.overruled_by is not None:
            return f"{self.origin.value} ({kind}), as {self.overruled_by.by} decided"
        why = "; ".join(self.evidence)
        return f"{self.origin.value} ({kind}), {'assumed: ' if self.assumed else 'because '}{why}"


def decide_origin(facts: OriginFacts, overrule: Overrule | None = None) -> OriginDecision:
    """Every clue that fits is evidence; the surest one decides. A person's decision stands above all."""
    found = [clue for look in CLUES if (clue := look(facts)) is not None]
    found.sort(key=lambda clue: -clue.confidence)
    if overrule is not None:
        seen = tuple(clue.seen for clue in found)
        type_ = overrule.type or next(
            (clue.type for clue in found if clue.origin is overrule.origin), LinkType.REFERENCE
        )
        return OriginDecision(overrule.origin, type_, 1.0, seen, overruled_by=overrule)
    if not found or found[0].confidence < _LEAST:
        return _assumed(facts, tuple(clue.seen for clue in found))
    best = found[0]
    agreeing = [clue for clue in found if clue.origin is best.origin]
    doubt = 1.0
    for clue in agreeing:
        doubt *= 1 - clue.confidence
    evidence = tuple(clue.seen for clue in agreeing)
    return OriginDecision(best.origin, best.type, round(1 - doubt, 3), evidence)


_LEAST = 0.5
"""Below this a clue is said, but natural is still assumed."""

_TYPE_OF_PLACE = {
    Placement.COMMENT: LinkType.COMMENT,
    Placement.FORUM_POST: LinkType.FORUM,
    Placement.FOOTER: LinkType.TEMPLATE,
    Placement.SIDEBAR: LinkType.TEMPLATE,
    Placement.HEADER: LinkType.TEMPLATE,
    Placement.NAVIGATION: LinkType.TEMPLATE,
    Placement.WIDGET: LinkType.TEMPLATE,
    Placement.HIDDEN: LinkType.TEMPLATE,
    Placement.RELATED: LinkType.TEMPLATE,
}


def _assumed(facts: OriginFacts, clues: tuple[str, ...]) -> OriginDecision:
    type_ = (
        _TYPE_OF_PLACE.get(facts.placement, LinkType.REFERENCE)
        if facts.placement
        else LinkType.REFERENCE
    )
    evidence = ("nothing shows that anybody of ours asked for it", *clues)
    return OriginDecision(Origin.NATURAL, type_, 0.5, evidence, assumed=True)
