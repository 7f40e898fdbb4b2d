"""What a link's quality is made of: one table of factors, each with its weight, its reason and its evidence."""

from collections.abc import Callable
from dataclasses import dataclass
from math import log1p

from bot.domain.link_types import LinkType
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


def is_limited(facts: LinkFacts) -> bool:
    """Whether it is the kind of link, and not its place, that says what its place is worth."""
    return facts.placement is not None and _limit(facts) < PLACEMENT_VALUES[facts.placement]


def _where(facts: LinkFacts) -> str:
    if facts.placement is None:
        return ""
    kind = f", but {in_words(facts.kind)}" if facts.kind and is_limited(facts) else ""
    return f"in the {in_words(facts.placement)}{kind}"


def in_words(name: str) -> str:
    """A place or a kind as people read it."""
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
