"""Ten links that a person of the field knows, and why each gets its number: the table of docs/judging.md."""

from pathlib import Path

import pytest
from selectolax.lexbor import LexborHTMLParser

from benchmarks.placement_pages import OWN, own_pages
from bot.domain.placement import Placement, decide_placements
from bot.domain.quality import score_link
from bot.domain.quality_factors import FACTORS, LinkFacts
from bot.domain.spam import SpamFacts, SpamSign, spam_signs
from bot.domain.topics import closeness

DOCS = (Path(__file__).parents[2] / "docs" / "judging.md").read_text(encoding="utf-8")
PAGES = {page.name: page.html for page in own_pages(OWN)}


def _placed(page: str, href: str) -> Placement:
    """Where one of the own pages' links really is judged to stand."""
    tree = LexborHTMLParser(PAGES[page])
    decisions = dict(
        zip(
            (anchor.attributes["href"] for anchor in tree.css("a[href]")),
            decide_placements(tree),
            strict=True,
        )
    )
    return decisions[href].placement


def _topic(page: str, target: str) -> float | None:
    tree = LexborHTMLParser(PAGES[page])
    return closeness(tree.body.text(separator=" ") if tree.body else "", target).score


CASINO = spam_signs(
    SpamFacts(placement=Placement.COMMENT, anchor="best casino bonus", text="Great post")
)
HIDDEN = spam_signs(SpamFacts(placement=Placement.HIDDEN))
FARM = (SpamSign("link_farm", "links to 300 other sites, with 4 words of text a link", 1.0),)

WORDPRESS, DMOZ = "wordpress-block-theme-en.html", "directory-dmoz-en.html"
TEN = {
    "a study cited in a baker's article": LinkFacts(
        authority=48, authority_from="the web graph", placement=_placed(WORDPRESS, "https://grain.example/levain-study"),
        followed=True, indexable=True, topic=_topic(WORDPRESS, "Levain cultures: a study of flour, water, acidity and starter"),
        outbound_links=9, age_days=700,
    ),
    "the same article on a national newspaper's site": LinkFacts(
        authority=92, authority_from="the web graph", placement=Placement.CONTENT, followed=True, indexable=True,
        topic=0.6, outbound_links=6, age_days=30,
    ),
    "that newspaper, but nofollow": LinkFacts(
        authority=92, authority_from="the web graph", placement=Placement.CONTENT, followed=False, indexable=True,
        topic=0.6, outbound_links=6, age_days=30,
    ),
    "the box about the author of a guest post": LinkFacts(
        authority=40, authority_from="the web graph",
        placement=_placed("author-boxes-guest-post-en.html", "https://memberloop.example"),
        followed=True, indexable=True, topic=0.5, outbound_links=5,
    ),
    "an entry in an old directory": LinkFacts(
        authority=55, authority_from="the web graph", placement=_placed(DMOZ, "http://wooly.example/"), followed=True,
        indexable=True, topic=0.5, outbound_links=60, age_days=4000,
    ),
    "a helpful comment": LinkFacts(
        authority=48, authority_from="the web graph", placement=_placed(WORDPRESS, "https://forum-bread.example/t/991"),
        followed=False, indexable=True, topic=0.7, outbound_links=9,
    ),
    "a comment signed with a casino's name": LinkFacts(
        authority=48, authority_from="the web graph",
        placement=_placed(WORDPRESS, "https://best-casino-bonus.example"), followed=False, indexable=True, topic=0.0,
        outbound_links=9, spam_signs=CASINO,
    ),
    "the footer of a partner, on every page": LinkFacts(
        authority=35, authority_from="the web graph",
        placement=_placed("widgets-blog-hu.html", "/kapcsolat"), followed=True, indexable=True, topic=0.1,
        outbound_links=4, age_days=900, domain_links=1200,
    ),
    "a link that readers cannot see": LinkFacts(
        authority=30, authority_from="the web graph",
        placement=_placed("hidden-injected-en.html", "http://loans.example"), followed=True, indexable=True, topic=0.0,
        outbound_links=7, spam_signs=HIDDEN,
    ),
    "a page of three hundred links": LinkFacts(
        authority=12, authority_from="the web graph", placement=Placement.CONTENT, followed=True, indexable=True,
        topic=0.1, outbound_links=300, spam_signs=FARM,
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", TEN)
def test_the_documented_sum_is_the_one_that_is_computed(name: str) -> None:
    assert f"| {name} | {score_link(TEN[name]).sum_line()} |" in DOCS


def test_the_documented_weights_are_the_ones_that_count() -> None:
    for factor in FACTORS:
        assert f"| {factor.name} | {factor.weight} | {factor.reason} |" in DOCS


def test_a_person_of_the_field_would_order_them_so() -> None:
    scores = {name: score_link(facts).score or 0 for name, facts in TEN.items()}
    assert scores["the same article on a national newspaper's site"] == max(scores.values())
    assert scores["a link that readers cannot see"] == min(scores.values())
    assert (
        scores["a study cited in a baker's article"]
        > scores["the box about the author of a guest post"]
    )
    assert scores["a helpful comment"] > scores["a comment signed with a casino's name"]
    assert scores["an entry in an old directory"] > scores["the footer of a partner, on every page"]
