"""Fit the trees that tell links in the content from the rest, and write them as a table.

    python -m benchmarks.train_placement [--write]

Data: the project's own labelled pages (tests/data/placement and placement_layouts) and, where it is present, the corpus of
article pages at ../shared/corpora/pages, whose labels are what one reader mode keeps; links whose label may be
another's are left out. Every page counts the same, whatever its number of links; within a page both classes
count by the square root of their number. A second copy of each page without class and id names counts a third,
so that no name becomes indispensable. Each tree sees some of the pages and some of the numbers only: the links
of one page are much alike, and what holds for one page is seldom a rule.
Without --write it prints cross-validated figures over pages only. docs/judging.md has the data statement.
"""

import sys
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from selectolax.lexbor import LexborHTMLParser

from benchmarks.placement_pages import LAYOUTS, LabelledPage, corpus_pages, own_pages, report
from bot.domain.placement import decide_one, read_page
from bot.domain.placement_features import NAMES, features

Array = np.ndarray[Any, np.dtype[np.float64]]
TABLE = Path(__file__).parent.parent / "bot" / "domain" / "placement_table.py"
TREES, DEPTH, RATE, SHRINK, LEAST, BINS = 70, 2, 0.12, 2.0, 3.0, 24
PAGES_A_TREE, NUMBERS_A_TREE = 0.6, 0.4


@dataclass(frozen=True, slots=True)
class Rows:
    """Links as numbers: features, label, weight and the number of their page."""

    numbers: Array
    labels: Array
    weights: Array
    pages: Array


def rows_of(
    pages: Iterable[LabelledPage], change: Callable[[str], str] = lambda html: html
) -> Rows:
    numbers: list[list[float]] = []
    labels: list[float] = []
    weights: list[float] = []
    owners: list[float] = []
    for number, page in enumerate(pages):
        tree = LexborHTMLParser(change(page.html))
        read = read_page(tree)
        if read is None:
            continue
        counts = {
            label: sum(1 for link in page.links.values() if link.editorial is label)
            for label in (True, False)
        }
        whole = sum(count**0.5 for count in counts.values())
        for index, anchor in enumerate(tree.css("a[href]")):
            link = page.links.get(index)
            if link is None or not link.for_model:
                continue
            box = read.outline.box_of(anchor)
            if box is None:
                continue
            numbers.append(features(read.root, read.main, box))
            labels.append(float(link.editorial))
            weights.append(1 / counts[link.editorial] ** 0.5 / whole)
            owners.append(number)
    return Rows(np.array(numbers), np.array(labels), np.array(weights), np.array(owners))


def without_names(html: str) -> str:
    tree = LexborHTMLParser(html)
    for node in tree.css("[class], [id]"):
        for name in ("class", "id"):
            if name in node.attributes:
                del node.attrs[name]
    return tree.html or ""


def fit(rows: Rows, seed: int = 7) -> tuple[float, list[Any]]:
    """Newton boosting of small trees on the logistic loss."""
    random = np.random.default_rng(seed)
    weights = rows.weights / rows.weights.mean()
    cuts = [
        np.unique(np.quantile(column, np.linspace(0, 1, BINS + 1)[1:-1]).round(4))
        for column in rows.numbers.T
    ]
    mean = float((weights * rows.labels).sum() / weights.sum())
    bias = float(np.log(mean / (1 - mean)))
    margin = np.full(len(rows.labels), bias)
    owners = np.unique(rows.pages, return_inverse=True)[1]
    trees = []
    for _ in range(TREES):
        probability = 1 / (1 + np.exp(-margin))
        seen = (random.random(owners.max() + 1) < PAGES_A_TREE)[owners]
        asked = [limits if random.random() < NUMBERS_A_TREE else limits[:0] for limits in cuts]
        slope = weights * (rows.labels - probability) * seen
        bend = weights * probability * (1 - probability) * seen
        tree = _grow(rows.numbers, asked, slope, bend, np.flatnonzero(seen), DEPTH)
        margin += _apply(tree, rows.numbers)
        trees.append(tree)
    return bias, trees


def _grow(
    numbers: Array, cuts: list[Array], slope: Array, bend: Array, rows: Any, depth: int
) -> Any:
    total_slope, total_bend = slope[rows].sum(), bend[rows].sum()
    leaf = round(float(RATE * total_slope / (total_bend + SHRINK)), 4)
    if depth == 0:
        return leaf
    best = (1e-3, 0, 0.0)
    for column, limits in enumerate(cuts):
        if not len(limits):
            continue
        side = np.searchsorted(limits, numbers[rows, column], side="left")
        low_slope = np.bincount(side, slope[rows], len(limits) + 1).cumsum()[:-1]
        low_bend = np.bincount(side, bend[rows], len(limits) + 1).cumsum()[:-1]
        high_slope, high_bend = total_slope - low_slope, total_bend - low_bend
        gain = low_slope**2 / (low_bend + SHRINK) + high_slope**2 / (high_bend + SHRINK)
        gain[(low_bend < LEAST) | (high_bend < LEAST)] = 0
        at = int(gain.argmax())
        gained = float(gain[at] - total_slope**2 / (total_bend + SHRINK))
        if gained > best[0]:
            best = (gained, column, float(limits[at]))
    gained, column, limit = best
    low = rows[numbers[rows, column] <= limit]
    high = rows[numbers[rows, column] > limit]
    if gained <= 1e-3 or not len(low) or not len(high):
        return leaf
    return (
        NAMES[column],
        limit,
        _grow(numbers, cuts, slope, bend, low, depth - 1),
        _grow(numbers, cuts, slope, bend, high, depth - 1),
    )


def _apply(tree: Any, numbers: Array) -> Array:
    if isinstance(tree, float):
        return np.full(len(numbers), tree)
    name, limit, low, high = tree
    return np.where(
        numbers[:, NAMES.index(name)] <= limit, _apply(low, numbers), _apply(high, numbers)
    )


def predict(model: tuple[float, list[Any]], numbers: Array) -> Array:
    margin = model[0] + sum(_apply(tree, numbers) for tree in model[1])
    return np.asarray(1 / (1 + np.exp(-margin)))


def join(parts: list[Rows]) -> Rows:
    return Rows(
        np.concatenate([part.numbers for part in parts]),
        np.concatenate([part.labels for part in parts]),
        np.concatenate([part.weights for part in parts]),
        np.concatenate([part.pages for part in parts]),
    )


def training_rows(pages: list[LabelledPage]) -> Rows:
    plain, bare = rows_of(pages), rows_of(pages, without_names)
    return join([plain, Rows(bare.numbers, bare.labels, bare.weights / 3, bare.pages)])


def chosen(rows: Rows, keep: Any) -> Rows:
    return Rows(rows.numbers[keep], rows.labels[keep], rows.weights[keep], rows.pages[keep])


def cross_validate(groups: dict[str, list[LabelledPage]], folds: int = 10, seeds: int = 3) -> None:
    """Print figures of whole decisions, each page judged with a model that has not seen it."""
    pages = [page for group in groups.values() for page in group]
    rows = training_rows(pages)
    for seed in range(seeds):
        order = np.random.default_rng(seed).permutation(len(pages))
        fold_of = np.empty(len(pages), dtype=int)
        fold_of[order] = np.arange(len(pages)) % folds
        said: dict[str, dict[int, bool]] = {}
        for fold in range(folds):
            model = fit(chosen(rows, fold_of[rows.pages.astype(int)] != fold))
            for number in np.flatnonzero(fold_of == fold):
                said[pages[number].name] = _decided(pages[number], model)
        for name, group in groups.items():
            for line in report(group, said):
                print(f"seed {seed}, cross-validated, {name}: {line}")


def _decided(page: LabelledPage, model: tuple[float, list[Any]]) -> dict[int, bool]:
    tree = LexborHTMLParser(page.html)
    read = read_page(tree)

    def content(numbers: Sequence[float]) -> float:
        return float(predict(model, np.array([numbers]))[0])

    anchors = tree.css("a[href]")
    return {i: decide_one(read, anchors[i], content=content).editorial for i in page.links}


def write(model: tuple[float, list[Any]], pages: int, links: int) -> None:
    bias, trees = model
    lines = [
        '"""The trees that tell links in the content from the rest; written by benchmarks/train_placement.py.',
        "",
        f"Fitted on {pages} pages with {links} links. A tree is (number, limit, tree or value if at or below, tree or",
        "value if above); the values of all trees and BIAS add up to the log odds of content.",
        '"""',
        "",
        'Tree = tuple[str, float, "Tree | float", "Tree | float"]',
        "",
        f"BIAS = {bias:.4f}",
        "TREES: tuple[Tree | float, ...] = (",
        *(f"    {tree!r}," for tree in trees),
        ")",
        "",
    ]
    TABLE.write_text("\n".join(lines).replace("'", '"'), encoding="utf-8")


def main() -> None:
    groups = {"articles": corpus_pages(), "own": own_pages(), "layouts": own_pages(LAYOUTS)}
    cross_validate(groups, seeds=1 if "--write" in sys.argv else 3)
    if "--write" in sys.argv:
        pages = [page for group in groups.values() for page in group]
        rows = training_rows(pages)
        write(fit(rows), len(pages), len(rows_of(pages).labels))


if __name__ == "__main__":
    main()
