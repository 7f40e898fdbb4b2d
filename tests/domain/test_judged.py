"""A hundred links judged whole: the tables of docs/judging.md are what the program computes."""

from pathlib import Path

import pytest

from benchmarks.judged import LINKS, TEN, Judged, judged, overview, ten

DOCS = (Path(__file__).parents[2] / "docs" / "judging.md").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def hundred() -> list[Judged]:
    return judged()


def test_a_hundred_links_are_judged_and_every_kind_of_place_is_among_them(
    hundred: list[Judged],
) -> None:
    assert len(hundred) == LINKS
    places = {one.found.seen.placement for one in hundred}
    assert places >= {"content", "comment", "forum_post", "directory", "author_bio", "hidden",
                      "footer", "sidebar", "navigation", "header", "widget"}  # fmt: skip


def test_the_documented_tables_are_the_ones_that_are_computed(hundred: list[Judged]) -> None:
    assert len(ten(hundred)) == len(TEN) + 2, "a head of two lines, and every one of the ten"
    for table in (overview(hundred), ten(hundred)):
        assert "\n\n" + "\n".join(table) + "\n\n" in DOCS, "no row more, no row less"


def test_ten_links_stand_in_the_order_that_a_person_of_the_field_would_give_them(
    hundred: list[Judged],
) -> None:
    scores = []
    for _, page, target in TEN:
        one = next(one for one in hundred if (one.page, one.target) == (page, target))
        assert one.found.appraisal is not None
        scores.append(one.found.appraisal.quality.score or 0)
    assert scores == sorted(scores, reverse=True)
    assert scores[0] - scores[-1] >= 60
