"""How surely a link stands in the content, by the trees of `placement_table`."""

from collections.abc import Sequence
from functools import lru_cache
from math import exp

from bot.domain.placement_features import NAMES
from bot.domain.placement_table import BIAS, TREES, Tree

_LEAF = -1
_Node = tuple[int, float, int, int]
"""The number asked for or _LEAF; the limit or the leaf's value; the nodes at or below and above the limit."""


def content_probability(numbers: Sequence[float]) -> float:
    """From 0 to 1; `numbers` are in the order of `placement_features.NAMES`."""
    total = BIAS
    roots, nodes = _flat()
    for root in roots:
        name, limit, low, high = nodes[root]
        while name >= 0:
            name, limit, low, high = nodes[low if numbers[name] <= limit else high]
        total += limit
    return 1.0 / (1.0 + exp(-total))


@lru_cache(maxsize=1)
def _flat() -> tuple[tuple[int, ...], tuple[_Node, ...]]:
    """The table is written for people; the roots and all nodes in one row are faster to walk."""
    nodes: list[_Node] = []
    return tuple(_flatten(tree, nodes) for tree in TREES), tuple(nodes)


def _flatten(tree: Tree | float, nodes: list[_Node]) -> int:
    if isinstance(tree, float):
        nodes.append((_LEAF, tree, 0, 0))
    else:
        name, limit, low, high = tree
        below, above = _flatten(low, nodes), _flatten(high, nodes)
        nodes.append((NAMES.index(name), limit, below, above))
    return len(nodes) - 1
