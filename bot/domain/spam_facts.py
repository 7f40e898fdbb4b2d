"""What signs of spam are looked for in, and what one is."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.domain.placement import Placement


@dataclass(frozen=True, slots=True)
class SpamSign:
    """`strength` from 0 to 1; `seen` is a fact for people, to be reviewed by one."""

    name: str
    seen: str
    strength: float


@dataclass(frozen=True, slots=True)
class SpamFacts:
    """What is known of a link and its page. None: not known, so no sign is looked for."""

    text: str | None = None
    """All that a reader sees of the page."""
    prose: Sequence[str] | None = None
    """The blocks of the page's text outside of code and lists; `text` stands in for them."""
    subject: str = ""
    """What the page says that it is about: its title, its first headings, its host."""
    anchor: str | None = None
    placement: Placement | None = None
    outbound_domains: Sequence[str] | None = None
    """The registrable domains of the page's links to other sites, one a link."""
    outbound_anchors: Sequence[str] | None = None
    """The words of the same links."""
    comment: str | None = None
    """The whole comment or post in which the link stands."""
    comment_sites: int | None = None
    """How many other sites that comment links to."""
    target_text: str | None = None
    target_titles: Sequence[str] = ()
    """The titles of the page that is linked to: people link with them."""
    same_anchor_domains: int | None = None
    """How many domains link to the target with this very anchor."""
    parked: bool | None = None
    domain_links: int | None = None
    new_domains_a_day: Sequence[int] | None = None
    """The target's new referring domains, oldest day first; the last one is the day of this link's site."""
    burst_alike: float | None = None
    """Which part of the last day's new domains use one and the same anchor that says neither name nor title."""
    brand_words: frozenset[str] = frozenset()
    same_owner: bool | None = None
