"""How surely a link stands in the content, by the trees of `placement_table`."""

from collections.abc import Sequence
from functools import lru_cache
from math import exp

from bot.domain.placement_features import NAMES
from bot.domain.placement_table import BIAS, TREES, Tree

_Node = tuple[int, float, "_Node | float", "_Node | float"]


def content_probability(numbers: Sequence[float]) -> float:
    """From 0 to 1; `numbers` are in the order of `placement_features.NAMES`."""
    total = BIAS
    for tree in _indexed():
        node = tree
        while not isinstance(node, float):
            node = node[2] if numbers[node[0]] <= node[1] else node[3]
        total += node
    return 1.0 / (1.0 + exp(-total))


@lru_cache(maxsize=1)
def _indexed() -> tuple[_Node | float, ...]:
    """The table is written with names for people; names become indexes once."""
    return tuple(_with_indexes(tree) for tree in TREES)


def _with_indexes(tree: Tree | float) -> _Node | float:
    if isinstance(tree, float):
        return tree
    name, limit, low, high = tree
    return NAMES.index(name), limit, _with_indexes(low), _with_indexes(high)
