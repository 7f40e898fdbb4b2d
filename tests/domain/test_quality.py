"""The score is earned, explained and never punishes what is good."""

from dataclasses import fields, replace
from math import isfinite
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.link_types import LinkType
from bot.domain.placement import Placement
from bot.domain.quality import authority_of_graph, score_link
from bot.domain.quality_factors import FACTORS, KIND_LIMITS, PLACEMENT_VALUES, LinkFacts
from bot.domain.spam_facts import SpamSign

SIGN = SpamSign("link_farm", "links to 400 other sites", 1.0)
share = st.floats(0, 100)
signs = st.lists(
    st.builds(
        SpamSign,
        st.sampled_from(["link_farm", "spun_text", "parked_domain"]),
        st.just("x"),
        st.floats(0, 1),
    ),
    max_size=5,
)
any_facts = st.builds(
    LinkFacts,
    authority=st.none() | share,
    page_authority=st.none() | share,
    placement=st.none() | st.sampled_from(Placement),
    kind=st.none() | st.sampled_from(LinkType),
    followed=st.none() | st.booleans(),
    indexable=st.none() | st.booleans(),
    topic=st.none() | st.floats(0, 1),
    outbound_links=st.none() | st.integers(0, 5000),
    age_days=st.none() | st.integers(0, 9000),
    visits=st.none() | st.integers(0, 100_000),
    domain_links=st.none() | st.integers(0, 100_000),
    spam_signs=st.none() | signs.map(tuple),
)


def _score(facts: LinkFacts) -> int:
    score = score_link(facts).score
    assert score is not None
    return score


@given(any_facts)
def test_the_score_is_within_its_bounds_and_its_lines_add_up(facts: LinkFacts) -> None:
    quality = score_link(facts)
    if quality.score is None:
        assert quality.known == 0
        return
    assert 0 <= quality.score <= 100
    assert sum(line.points for line in quality.lines) == quality.score
    assert len(quality.missing) + sum(1 for line in quality.lines if line.most) == len(FACTORS)


@given(any_facts, share, share)
def test_more_authority_never_lowers_the_score(facts: LinkFacts, one: float, other: float) -> None:
    low, high = sorted((one, other))
    assert _score(replace(facts, authority=low)) <= _score(replace(facts, authority=high))
    assert _score(replace(facts, page_authority=low)) <= _score(replace(facts, page_authority=high))


@given(any_facts, st.floats(0, 1), st.floats(0, 1))
def test_a_closer_topic_never_lowers_the_score(facts: LinkFacts, one: float, other: float) -> None:
    low, high = sorted((one, other))
    assert _score(replace(facts, topic=low)) <= _score(replace(facts, topic=high))


@given(any_facts, st.integers(0, 9000), st.integers(0, 9000))
def test_more_age_and_visits_and_fewer_other_links_never_lower_it(
    facts: LinkFacts, one: int, other: int
) -> None:
    low, high = sorted((one, other))
    assert _score(replace(facts, age_days=low)) <= _score(replace(facts, age_days=high))
    assert _score(replace(facts, visits=low)) <= _score(replace(facts, visits=high))
    assert _score(replace(facts, outbound_links=high)) <= _score(replace(facts, outbound_links=low))
    assert _score(replace(facts, domain_links=high, followed=True)) <= _score(
        replace(facts, domain_links=low, followed=True)
    )


@given(any_facts)
def test_followed_indexable_and_a_better_place_never_lower_it(facts: LinkFacts) -> None:
    assert _score(replace(facts, followed=False)) <= _score(replace(facts, followed=True))
    assert _score(replace(facts, indexable=False)) <= _score(replace(facts, indexable=True))
    places = sorted(Placement, key=lambda placement: PLACEMENT_VALUES[placement])
    scores = [_score(replace(facts, placement=placement)) for placement in places]
    assert scores == sorted(scores)


@given(any_facts, st.floats(0, 1), st.floats(0, 1))
def test_a_spam_sign_never_raises_the_score_and_a_weaker_one_costs_less(
    facts: LinkFacts, one: float, other: float
) -> None:
    facts = replace(facts, followed=True)
    low, high = sorted((one, other))
    none, weak, strong = (
        _score(replace(facts, spam_signs=found))
        for found in ((), (replace(SIGN, strength=low),), (replace(SIGN, strength=high),))
    )
    assert strong <= weak <= none


def test_no_number_of_signs_condemns_a_good_link_alone() -> None:
    good = LinkFacts(
        authority=90, placement=Placement.CONTENT, followed=True, indexable=True, topic=1.0
    )
    assert _score(replace(good, spam_signs=(SIGN,) * 20)) >= 45


def test_nothing_known_is_no_zero() -> None:
    quality = score_link(LinkFacts())
    assert quality.score is None
    assert "nothing is known" in quality.sum_line()
    assert score_link(LinkFacts(followed=True)).rough


def test_what_is_unknown_is_left_out_scaled_and_said() -> None:
    quality = score_link(LinkFacts(placement=Placement.CONTENT, followed=True))
    assert quality.score == 100
    assert "authority" in quality.missing
    assert "left out and the rest scaled" in quality.explanation()[-1]
    assert quality.rough


def test_the_sum_reads_as_people_write_it() -> None:
    facts = LinkFacts(
        authority=80, authority_from="the web graph", placement=Placement.FOOTER, followed=True, indexable=True,
        domain_links=1000, spam_signs=(SIGN,),
    )  # fmt: skip
    quality = score_link(facts)
    assert quality.sum_line().startswith(f"{quality.score} = authority ")
    assert " - sitewide 10" in quality.sum_line()
    assert " - link farm 15" in quality.sum_line()
    assert any("80 of 100 by the web graph" in line for line in quality.explanation())


def test_the_weights_add_up_to_a_hundred_and_each_says_why() -> None:
    assert sum(factor.weight for factor in FACTORS) == 100
    assert all(factor.reason.endswith(".") for factor in FACTORS)
    assert {field.name for field in fields(LinkFacts)} >= {"visits", "authority_from"}


@given(st.integers(0, 10**8), st.integers(0, 10**8), st.integers(1, 10**7))
def test_authority_of_the_graph_grows_with_links_and_falls_with_rank(
    one: int, other: int, rank: int
) -> None:
    low, high = sorted((one, other))
    assert 0 <= authority_of_graph(low) <= authority_of_graph(high) <= 100
    assert authority_of_graph(low, rank + 1, 10**7) <= authority_of_graph(low, rank, 10**7)


@pytest.mark.parametrize("placement", list(Placement))
def test_every_placement_has_a_value(placement: Placement) -> None:
    assert 0 <= PLACEMENT_VALUES[placement] <= 1


@given(any_facts, st.sampled_from(list(KIND_LIMITS)))
def test_what_nobody_chose_is_never_worth_more_for_it(facts: LinkFacts, kind: LinkType) -> None:
    chosen = replace(facts, kind=None, followed=True)
    assert _score(replace(chosen, kind=kind)) <= _score(chosen)


def test_a_paid_link_is_named_as_such_in_the_sum() -> None:
    facts = LinkFacts(authority=80, placement=Placement.CONTENT, kind=LinkType.SPONSORED)
    quality = score_link(facts)
    assert "sponsored" in quality.sum_line()
    assert "in the content, but sponsored" in quality.explanation()[2]
    hidden = score_link(replace(facts, placement=Placement.HIDDEN))
    assert [line.name for line in hidden.lines] == ["authority", "hidden", "hidden"]


@given(any_facts)
def test_the_standing_lies_between_the_score_and_the_middle(facts: LinkFacts) -> None:
    quality = score_link(facts)
    low, high = sorted((quality.score or 0, 40))
    assert low - 1e-9 <= quality.standing <= high + 1e-9


figures = st.sampled_from(
    ["authority", "page_authority", "topic", "outbound_links", "age_days", "visits", "domain_links"]
)
odd = st.sampled_from([float("nan"), float("inf"), float("-inf"), -5.0, 1e300, -0.0])


@given(any_facts, figures, odd, odd)
def test_a_figure_that_cannot_be_is_left_out_or_bounded_and_never_shown(
    facts: LinkFacts, name: str, value: float, strength: float
) -> None:
    is_share = name in ("authority", "page_authority", "topic")
    figure: dict[str, Any] = {name: value if is_share or not isfinite(value) else int(value)}
    facts = replace(facts, spam_signs=(replace(SIGN, strength=strength),), **figure)
    quality = score_link(facts)
    assert quality.score is None or 0 <= quality.score <= 100
    assert sum(line.points for line in quality.lines) == (quality.score or 0)
    words = " ".join(quality.explanation())
    assert not any(
        odd_one in words
        for odd_one in ("nan", "inf of", "inf%", "-5 of", "-500%", "-0 of", "-0%", "00000000 of")
    )


def test_one_is_counted_in_the_singular_and_thousands_are_readable() -> None:
    facts = LinkFacts(followed=True, age_days=1, visits=1, outbound_links=1, domain_links=1200)
    words = " ".join(score_link(facts).explanation())
    for said in ("known for 1 day.", "1 visit in 30 days", "1 link to other", "1,200 links from"):
        assert said in words
