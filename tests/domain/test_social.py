"""Posts about gained links: inside each network's limit, and known as ours later."""

import pytest

from bot.domain.link_types import Origin
from bot.domain.origin_clues import OriginFacts
from bot.domain.origins import decide_origin
from bot.domain.social import NETWORKS, Gained, posts_for, with_campaign

GAINED = Gained(
    "https://www.journal.example/2026/tools", "Ten tools", "https://site.example/guide?id=3#top"
)


@pytest.mark.parametrize("title", ["Ten tools", "", "long " * 500, "🪴" * 400], ids=range(4))
def test_every_network_gets_a_post_inside_its_limit(title: str) -> None:
    posts = posts_for(Gained(GAINED.page, title, GAINED.target_page))
    assert [post.network for post in posts] == list(NETWORKS)
    for post in posts:
        assert post.length <= post.network.limit
        assert GAINED.page in post.text
        assert f"utm_source={post.network.source}" in post.text


def test_addresses_that_are_too_long_are_left_out_and_never_cut() -> None:
    names = {
        p.network.name
        for p in posts_for(Gained("https://a.example/" + "x" * 400, "T", "https://b.example/"))
    }
    assert names == {"LinkedIn", "X", "Mastodon"}


def test_origin_detection_knows_the_link_as_ours() -> None:
    href = with_campaign(GAINED.target_page, "x")
    assert decide_origin(OriginFacts(href=href)).origin is Origin.MANUAL
    assert decide_origin(OriginFacts(href=GAINED.target_page)).origin is Origin.NATURAL


def test_campaign_parameters_are_replaced_and_all_else_stays() -> None:
    url = with_campaign("https://s.example/a?UTM_source=old&q=%C3%A4+b&utm_term=t", "x")
    assert (
        url
        == "https://s.example/a?q=%C3%A4+b&utm_source=x&utm_medium=social&utm_campaign=earned-link"
    )
