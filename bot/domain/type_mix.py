"""How the types of links to a target were mixed over time."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final

MOST_POINTS: Final = 12
_STEPS: Final = (timedelta(days=1), timedelta(days=7), timedelta(days=30))


@dataclass(frozen=True, slots=True)
class TypeMix:
    """Live links by placement, as the looks up to one moment know them."""

    at: datetime
    links: Mapping[str, int] = field(default_factory=dict)


def moments_between(first: datetime, now: datetime) -> tuple[datetime, ...]:
    """At most 12 moments up to now, days, weeks or months apart as the history allows, oldest first.

    >>> from datetime import UTC
    >>> now = datetime(2026, 11, 23, tzinfo=UTC)
    >>> [f"{day:%d %b}" for day in moments_between(datetime(2026, 11, 20, 9, tzinfo=UTC), now)]
    ['21 Nov', '22 Nov', '23 Nov']
    """
    age = now - first
    step = next((step for step in _STEPS if step * MOST_POINTS > age), _STEPS[-1])
    points = min(MOST_POINTS, age // step + 1)
    return tuple(now - step * back for back in reversed(range(points)))


def series(mixes: Sequence[TypeMix], *, most: int = 6) -> dict[str, list[int]]:
    """By type its links at each moment, the most frequent ones first, the rest as `other`.

    >>> day = datetime(2026, 11, 23)
    >>> series([TypeMix(day, {"content": 3, "footer": 1}), TypeMix(day, {"content": 4})])
    {'content': [3, 4], 'footer': [1, 0]}
    """
    totals: dict[str, int] = {}
    for mix in mixes:
        for name, number in mix.links.items():
            totals[name] = totals.get(name, 0) + number
    ranked = sorted(totals, key=lambda name: (-totals[name], name))
    shown = ranked if len(ranked) <= most else ranked[: most - 1]
    found = {name: [mix.links.get(name, 0) for mix in mixes] for name in shown}
    if len(shown) < len(ranked):
        rest = ranked[len(shown) :]
        found["other"] = [sum(mix.links.get(name, 0) for name in rest) for mix in mixes]
    return found
