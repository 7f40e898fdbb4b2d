"""The estimate of what is not seen is tried on worlds whose truth is known."""

from math import exp
from random import Random

import pytest

from bot.domain.coverage import estimate_coverage

WORLDS = 100


def _world(random: Random, sources: int, kind: str) -> tuple[int, dict[str, set[str]]]:
    """A number of domains that exist, and what each source finds of them."""
    size = random.choice([80, 300, 1000])
    ease = [random.lognormvariate(0, 1) / 1.2 if "uneven" in kind else 1.0 for _ in range(size)]
    found: list[set[int]] = []
    for number in range(sources):
        reach = random.uniform(0.15, 0.6)
        one = {i for i in range(size) if random.random() < min(0.95, reach * ease[i])}
        if number == 1 and "copying" in kind:
            one = {i for i in found[0] if random.random() < 0.7} | {
                i for i in range(size) if random.random() < reach * 0.4
            }
        if number == 1 and "avoiding" in kind:
            one = {i for i in one if i not in found[0] or random.random() < 0.5}
        found.append(one)
    return size, {
        f"source {number}": {f"{i}.example" for i in one} for number, one in enumerate(found)
    }


@pytest.mark.parametrize("kind", ["independent", "uneven", "copying", "uneven copying", "avoiding"])
@pytest.mark.parametrize("sources", [2, 3, 5])
def test_the_interval_covers_the_truth_in_nine_worlds_of_ten(sources: int, kind: str) -> None:
    random = Random(20)
    covered = 0
    for _ in range(WORLDS):
        size, found = _world(random, sources, kind)
        coverage = estimate_coverage(found)
        assert coverage is not None
        assert coverage.known <= coverage.low <= coverage.total <= coverage.high
        covered += coverage.low <= size <= coverage.high
    assert covered >= 0.9 * WORLDS


@pytest.mark.parametrize("sources", [3, 4, 5])
@pytest.mark.parametrize("spread", [1.0, 2.0])
def test_domains_that_no_source_finds_easily_are_allowed_for_in_large_worlds(
    sources: int, spread: float
) -> None:
    """Whether a source finds a domain depends on the domain, the same for all sources, on a logistic scale."""
    random, size, covered, worlds = Random(11), 2500, 0, 12
    for _ in range(worlds):
        hidden = [random.gauss(0, spread) for _ in range(size)]
        reach = [random.uniform(-1.5, 0.5) for _ in range(sources)]
        found = {
            f"source {number}": {
                str(i) for i in range(size) if random.random() < 1 / (1 + exp(-one - hidden[i]))
            }
            for number, one in enumerate(reach)
        }
        coverage = estimate_coverage(found)
        assert coverage is not None
        covered += coverage.low <= size <= coverage.high
    assert covered >= 10


@pytest.mark.parametrize("sources", [2, 3])
def test_small_lists_that_share_next_to_nothing_claim_little(sources: int) -> None:
    random, size, covered, told = Random(12), 300, 0, 0
    for _ in range(WORLDS):
        found = {
            str(n): {str(i) for i in range(size) if random.random() < 0.04} for n in range(sources)
        }
        coverage = estimate_coverage(found)
        assert coverage is not None
        told += "rough guess" in coverage.note
        covered += coverage.low <= size <= coverage.high
    assert covered >= 0.9 * WORLDS
    assert told >= 0.9 * WORLDS


def test_independent_sources_are_estimated_closely_and_copying_ones_are_told() -> None:
    random = Random(3)
    everything = [f"{i}.example" for i in range(1000)]
    sources = {name: {domain for domain in everything if random.random() < 0.5} for name in "abcd"}
    coverage = estimate_coverage(sources)
    assert coverage is not None
    assert abs(coverage.total - 1000) < 60
    assert not coverage.dependent
    sources["b"] = {domain for domain in sorted(sources["a"]) if random.random() < 0.8}
    copied = estimate_coverage(sources)
    assert copied is not None
    assert copied.dependent
    assert "independently" in copied.note


def test_the_sentence_says_how_much_and_what_would_add_most() -> None:
    ahrefs = {f"{i}.example" for i in range(60)}
    graph = {f"{i}.example" for i in range(30, 80)}
    coverage = estimate_coverage({"ahrefs": ahrefs, "webgraph": graph, "moz": set()})
    assert coverage is not None
    assert coverage.adds_most == "a Search Console export"
    assert coverage.alone == {"ahrefs": 30, "webgraph": 20}
    assert "we know about 81 % (" in coverage.sentence()
    assert "a Search Console export would add most" in coverage.sentence()


def test_a_new_family_of_sources_adds_more_than_one_of_the_same() -> None:
    both = {f"{i}.example" for i in range(9)}
    coverage = estimate_coverage({"search_console": both, "bing": both})
    assert coverage is not None
    assert coverage.adds_most == "an Ahrefs export"


@pytest.mark.parametrize(
    "sources", [{}, {"ahrefs": {"a.example"}}, {"ahrefs": {"a.example"}, "moz": set()}]
)
def test_one_source_alone_tells_nothing(sources: dict[str, set[str]]) -> None:
    assert estimate_coverage(sources) is None


def test_a_range_that_says_nothing_is_not_dressed_up_as_a_share() -> None:
    coverage = estimate_coverage({"ahrefs": {"1", "2", "3"}, "webgraph": {"4", "5"}, "moz": {"6"}})
    assert coverage is not None
    sentence = coverage.sentence()
    assert sentence.startswith("we know 6 referring domains; what the sources share does not tell")
    assert "%" not in sentence
    assert "a Search Console export would add most" in sentence


def test_sources_that_share_nothing_say_how_rough_they_are() -> None:
    coverage = estimate_coverage({"a": {"1", "2", "3"}, "b": {"4", "5"}, "c": {"6"}})
    assert coverage is not None
    assert "rough guess" in coverage.note
    assert coverage.high > 2 * coverage.known
