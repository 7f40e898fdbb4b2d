"""Inventing a small web: domains with believable names, and who links to whom."""

import random
import re
from collections.abc import Iterable
from dataclasses import dataclass, field

_SYLLABLE_LIST = (
    "al an ar ba be bo ca co da de di do el en er fa fi fo ga go ha he in is ka ko la le li lo ma me "
    "mi mo na ne no or pa pe po ra re ri ro sa se shop so sta su ta te ti to tra va ve vi wa web wi"
)
_WORD_LIST = (
    "best blog city club daily digital garden green guide health home house kitchen law media money "
    "my news online photo pro review shop smart sport studio tech the travel world"
)
_UNLUCKY = re.compile("anal|fag|pedo|rape")
"""What syllables make by chance and nobody wants to read."""
_SYLLABLES, _WORDS = _SYLLABLE_LIST.split(), _WORD_LIST.split()
_RARER = "ru it fr nl pl es info com.br in jp eu ch io cz co.jp com.au"
_ENDINGS = ["com"] * 46 + ["org", "net", "de"] * 6 + ["co.uk"] * 3 + _RARER.split()


@dataclass(slots=True)
class SmallWeb:
    """Domains with their numbers of hosts, and links (from, to)."""

    domains: list[tuple[str, int]] = field(default_factory=list)
    links: list[tuple[str, str]] = field(default_factory=list)


def invent_web(
    size: int,
    seed: int,
    *,
    also: Iterable[str] = (),
    also_links: Iterable[tuple[str, str]] = (),
) -> SmallWeb:
    """A web of `size` invented domains and those named in `also`, which get links like the others.

    Two thirds link to nobody, a few link to many; some are linked to by a large part of the web.
    """
    rng = random.Random(seed)  # noqa: S311 - invents a web, the same for the same seed
    names = _names(rng, size)
    extra = list(dict.fromkeys(also))
    everybody = names + extra
    popularity = [rng.paretovariate(0.8) for _ in names] + [30.0] * len(extra)
    links: list[tuple[str, str]] = []
    for name in names:
        if rng.random() < 0.36:
            count = min(len(everybody), int(rng.paretovariate(0.75)) + 2, 400)
            links += [(name, target) for target in rng.choices(everybody, popularity, k=count)]
    domains = [(name, min(60_000, int(rng.paretovariate(1.1)))) for name in everybody]
    return SmallWeb(domains, [*links, *also_links])


def next_month(web: SmallWeb, seed: int, *, churn: float = 0.1) -> SmallWeb:
    """The same web one release later: part of the links and of the domains went, others came."""
    rng = random.Random(seed)  # noqa: S311 - invents a web, the same for the same seed
    gone = {name for name, _ in web.domains if rng.random() < churn / 4}
    kept = [pair for pair in web.links if rng.random() >= churn and gone.isdisjoint(pair)]
    names = [name for name, _ in web.domains if name not in gone]
    fresh = _names(
        rng, max(1, int(len(names) * churn / 4)), taken={name for name, _ in web.domains}
    )
    linked = [target for _, target in kept] or names
    sources = names + fresh
    new = [(rng.choice(sources), rng.choice(linked)) for _ in range(int(len(web.links) * churn))]
    domains = [(name, hosts) for name, hosts in web.domains if name not in gone]
    return SmallWeb(domains + [(name, 1) for name in fresh], kept + new)


def invent_names(size: int, seed: int) -> list[str]:
    """`size` different domains."""
    return _names(random.Random(seed), size)  # noqa: S311 - the same for the same seed


def _names(rng: random.Random, size: int, *, taken: set[str] | None = None) -> list[str]:
    found: dict[str, None] = {}
    while len(found) < size:
        name = f"{_label(rng)}.{rng.choice(_ENDINGS)}"
        if name not in (taken or ()) and not _UNLUCKY.search(name):
            found[name] = None
    return list(found)


def _label(rng: random.Random) -> str:
    parts = ["".join(rng.choices(_SYLLABLES, k=rng.randrange(2, 5)))]
    if rng.random() < 0.5:
        parts.insert(rng.randrange(2), rng.choice(_WORDS))
    label = ("-" if rng.random() < 0.2 else "").join(parts)
    return f"{label}{rng.randrange(1, 1000)}" if rng.random() < 0.08 else label
