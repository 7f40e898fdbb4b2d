"""How many referring domains exist in all, judged by how far several sources know the same ones.

Two sources: Chapman's estimator with Chao's log-normal interval (Chao 1987, Biometrics 43:783). Three and
more: Chao's estimator from the domains that one and that two sources know (Chao2, with its own interval).
Both assume that sources find domains independently. They seldom do, so the interval allows for it:
- the unseen part of two sources is n10 * n01 / n11 times their odds ratio, which is 1 when they are
  independent. Two sources cannot tell it, so the interval spans a range of odds ratios, and the answer says so;
- with three or more, the odds ratio of a pair is read off the domains that the others know, and the interval
  spans the estimates of all pairs, corrected by it;
- some domains are easier to find than others, for every source. Where pairs agree more than chance, the interval
  also spans what each pair says of the domains that no other source knows: with the same odds ratio there as
  among the others' (no interaction of three; Fienberg 1972, Biometrika 59:591).
"""

from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from itertools import combinations
from math import exp, log, sqrt

_SAYS_NOTHING = 90
"""Percentage points between the ends of a range that is as good as none."""


@dataclass(frozen=True, slots=True)
class Coverage:
    """`known` domains out of an estimated `total`, which lies from `low` to `high` (95 in 100 by intent).

    `dependent`: the sources are seen to find the same domains more often than chance. `alone` says for each
    source how many domains it alone knows. `adds_most` names what would add most, "" when nothing is missing.
    """

    known: int
    total: int
    low: int
    high: int
    dependent: bool
    alone: dict[str, int]
    adds_most: str
    method: str
    note: str

    @property
    def share(self) -> float:
        """The part that we know, from 0 to 1."""
        return self.known / self.total if self.total else 0.0

    def sentence(self) -> str:
        """For people: we know about 62 % (48 to 75) of them; a Search Console export would add most."""
        low, high = (100 * self.known / bound for bound in (self.high, self.low))
        more = f"; {self.adds_most} would add most" if self.adds_most else ""
        if high - low >= _SAYS_NOTHING:
            return (
                f"we know {self.known:,} referring domains; what the sources share does not tell"
                f" how many there are in all{more}."
            )
        text = f"we know about {100 * self.share:.0f} % ({low:.0f} to {high:.0f}) of an estimated {self.total:,} referring domains"
        return f"{text}{more}. {self.note}".strip()


_SAME_INDEX: dict[str, str] = {"ahrefs_api": "ahrefs"}
"""Two ways to the same knowledge are one source here: of what the one misses the other tells nothing."""
# Sources of one family look in the same way and miss the same things, so a new family adds most.
FAMILIES: dict[str, str] = {
    "search_console": "search engine",
    "bing": "search engine",
    "ahrefs": "crawler",
    "dataforseo_api": "crawler",
    "semrush": "crawler",
    "majestic": "crawler",
    "moz": "crawler",
    "webgraph": "web graph",
    "own_looks": "own looks",
}
# A search engine's own export shows what that engine counts; crawlers follow; the graph sees a sample.
_ORDER = ("search engine", "crawler", "web graph", "own looks")
_SHOWN = {
    "search_console": "a Search Console export",
    "bing": "a Bing Webmaster export",
    "ahrefs": "an Ahrefs export",
    "semrush": "a Semrush export",
    "majestic": "a Majestic export",
    "moz": "a Moz export",
    "webgraph": "the web graph",
}
_Z = 1.96
_Z_ONE_SIDED = 1.64
_LEAST_SHARED = 7
"""With fewer common domains two sources say hardly more than that there is much to find."""


def estimate_coverage(sources: Mapping[str, Collection[str]]) -> Coverage | None:
    """Estimate from the sets of referring domains of each source; None with fewer than two that know any."""
    sets: dict[str, set[str]] = {}
    for name, domains in sources.items():
        if domains:
            sets.setdefault(_SAME_INDEX.get(name, name), set()).update(domains)
    if len(sets) < 2:
        return None
    known = set().union(*sets.values())
    counts = Counter(domain for domains in sets.values() for domain in domains)
    alone = {
        name: sum(1 for domain in domains if counts[domain] == 1) for name, domains in sets.items()
    }
    found = (
        _two(*sets.values())
        if len(sets) == 2
        else _several(list(sets.values()), Counter(counts.values()))
    )
    total = max(found.total, float(len(known)))
    low, high = max(found.low, len(known)), max(found.high, total)
    return Coverage(
        len(known),
        round(total),
        min(max(len(known), int(low)), round(total)),
        max(round(high), round(total)),
        found.dependent,
        alone,
        _would_add_most(sets),
        found.method,
        _note(len(sets), found),
    )


@dataclass(frozen=True, slots=True)
class _Estimate:
    total: float
    low: float
    high: float
    method: str
    thin: bool = False
    dependent: bool = False


# Odds ratios that an interval of two sources allows for: from rather different to much alike. Where one
# source holds most of the other, it may be for the reason that it copies.
# So many shared domains may stand for no more than these (the lower 95 in 100 of a Poisson count; of none, a guess).
_FEWEST = (0.1, 0.05, 0.36, 0.82, 1.37, 1.97, 2.61)
_LEAST_ODDS, _MOST_ODDS, _MOST_ODDS_ALIKE = 0.3, 4.0, 18.0
_ALIKE = 0.6


def _two(one: set[str], other: set[str]) -> _Estimate:
    plain = _chapman(one, other)
    shared, known = len(one & other), len(one | other)
    alike = shared / min(len(one), len(other)) > _ALIKE
    low = known + (plain.low - known) * _LEAST_ODDS
    high = max(plain.high, known + (plain.total - known) * _MOST_ODDS)
    if shared < _LEAST_SHARED:
        high = max(high, known + len(one - other) * len(other - one) / _FEWEST[shared])
    if alike:
        high = known + (plain.high - known) * _MOST_ODDS_ALIKE
    return _Estimate(plain.total, low, high, "Chapman", shared < _LEAST_SHARED, dependent=False)


def _chapman(one: set[str], other: set[str]) -> _Estimate:
    shared, known = len(one & other), len(one | other)
    total = (len(one) + 1) * (len(other) + 1) / (shared + 1) - 1
    spread = (len(one) + 1) * (len(other) + 1) * (len(one) - shared) * (len(other) - shared)
    variance = spread / ((shared + 1) ** 2 * (shared + 2))
    low, high = _log_normal(known, total, variance)
    return _Estimate(total, low, high, "Chapman")


def _several(sets: list[set[str]], frequencies: Mapping[int, int]) -> _Estimate:
    chao = _chao(len(sets), frequencies)
    known = sum(frequencies.values())
    pairs = [_corrected(sets, i, j) for i, j in combinations(range(len(sets)), 2)]
    low = min([chao.low, *(pair.low for pair in pairs)])
    high = max([chao.high, *(pair.high for pair in pairs)])
    once, twice = frequencies.get(1, 0), frequencies.get(2, 0)
    if twice < _LEAST_SHARED:
        high = max(high, known + once**2 / (2 * _FEWEST[twice]))
    hidden = max(_hard_to_find(sets, i, j) for i, j in combinations(range(len(sets)), 2))
    high = max(high, known + min(hidden, _MOST_HIDDEN * (high - known)))
    dependent = any(pair.dependent for pair in pairs)
    return _Estimate(max(chao.total, known), low, high, "Chao", twice < _LEAST_SHARED, dependent)


_MOST_HIDDEN = 6.0
"""How many times the unseen part that plain estimates allow for, where few domains are known."""


def _hard_to_find(sets: list[set[str]], i: int, j: int) -> float:
    """How many domains no source may know, by what a pair says of those that no other knows; 0: no hint of any."""
    one, other = sets[i], sets[j]
    others: set[str] = set().union(*(sets[k] for k in range(len(sets)) if k not in (i, j)))
    odds, doubt = _odds_ratio(one & others, other & others, others)
    if log(odds) < doubt:
        return 0.0
    cells = [len(part - others) + 0.5 for part in (one & other, one - other, other - one)]
    unseen = cells[1] * cells[2] / cells[0] * odds
    return unseen * exp(_Z_ONE_SIDED * sqrt(doubt**2 + sum(1 / cell for cell in cells)))


def _odds_ratio(one: set[str], other: set[str], whole: set[str]) -> tuple[float, float]:
    """How much more often both sets hold a member of `whole` than by chance, and the standard error of its logarithm.

    Half a domain in each cell keeps an empty one from meaning infinity (Haldane, Anscombe).
    """
    counts = (len(one & other), len(one - other), len(other - one), len(whole - one - other))
    cells = [count + 0.5 for count in counts]
    return cells[0] * cells[3] / (cells[1] * cells[2]), sqrt(sum(1 / cell for cell in cells))


def _chao(sources: int, frequencies: Mapping[int, int]) -> _Estimate:
    once, twice = frequencies.get(1, 0), frequencies.get(2, 0)
    known = sum(frequencies.values())
    part = (sources - 1) / sources
    unseen: float
    if twice:
        ratio = once / twice
        unseen = part * once**2 / (2 * twice)
        variance = twice * (part / 2 * ratio**2 + part**2 * ratio**3 + part**2 / 4 * ratio**4)
    else:
        unseen = part * (once * (once - 1)) / 2
        variance = part * once * (once - 1) / 2 + part**2 * once * (2 * once - 1) ** 2 / 4
    low, high = _log_normal(known, known + unseen, variance)
    return _Estimate(known + unseen, low, high, "Chao")


_MOST_SHIFT = 30.0
_PROVEN = 3.3
"""Standard errors from which on dependence is called seen: once in a thousand pairs by chance."""


def _corrected(sets: list[set[str]], i: int, j: int) -> _Estimate:
    """Chapman's interval of two sources, its unseen part corrected by their odds ratio among the others' domains."""
    one, other = sets[i], sets[j]
    others: set[str] = set().union(*(sets[k] for k in range(len(sets)) if k not in (i, j)))
    odds, doubt = _odds_ratio(one & others, other & others, others)
    pair = _chapman(one, other)
    seen = len(one | other)
    lowest = max(odds * exp(-_Z * doubt), 1 / _MOST_SHIFT)
    highest = min(odds * exp(_Z * 0.8 * doubt), _MOST_SHIFT)
    low = seen + (pair.low - seen) * min(1.0, max(lowest, _LEAST_ODDS))
    high = seen + (pair.total - seen) * max(1.0, highest)
    return _Estimate(pair.total, low, high, "Chapman", dependent=abs(log(odds)) > _PROVEN * doubt)


def _log_normal(known: int, total: float, variance: float) -> tuple[float, float]:
    """Chao's interval: the unseen part is log-normal, so the lower end never falls below what is known."""
    unseen = total - known
    if unseen <= 0 or variance <= 0:
        return float(known), float(max(total, known))
    spread = exp(_Z * sqrt(log(1 + variance / unseen**2)))
    return known + unseen / spread, known + unseen * spread


def _would_add_most(sets: Mapping[str, set[str]]) -> str:
    """The source that is not connected, of a family that is not, in the order of what families know."""
    families = {FAMILIES.get(name, "") for name in sets}
    missing = [name for name in _SHOWN if name not in sets]
    missing.sort(key=lambda name: (FAMILIES[name] in families, _ORDER.index(FAMILIES[name])))
    return _SHOWN[missing[0]] if missing else ""


def _note(sources: int, found: _Estimate) -> str:
    notes = []
    if found.thin:
        notes.append("The sources share so few domains that this is a rough guess.")
    if found.dependent:
        notes.append(
            "Some sources do not find domains independently of each other: there may be more than that."
        )
    elif sources == 2:
        notes.append(
            "Two sources cannot show whether they depend on each other, so the range is wide."
        )
    return " ".join(notes)
