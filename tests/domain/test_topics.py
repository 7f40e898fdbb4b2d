"""Closeness in topic is read from words, in any language."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.topics import closeness, script_of, words_of

BREAD = "Sourdough needs flour, water and time. Rye flour ferments faster than wheat, so feed the starter twice a day."
BAKERY = "Our bakery sells rye bread and sourdough starters, and teaches how to feed them with flour and water."
FOOTBALL = "The striker scored twice before the whistle, and the goalkeeper of the visitors was sent off in the second half."


def test_a_page_of_the_same_topic_is_closer_than_another() -> None:
    near, far = closeness(BREAD, BAKERY), closeness(FOOTBALL, BAKERY)
    assert near.score is not None
    assert far.score is not None
    assert near.score > far.score + 0.4
    assert "flour" in near.shared
    assert '"flour"' in near.seen


@pytest.mark.parametrize(
    ("page", "near", "far"),
    [
        (
            "Der Sauerteig braucht Roggenmehl und Geduld",
            "Roggenmehl und Sauerteige aus der Mühle",
            "Der Stürmer traf vor der Pause doppelt ins Tor",
        ),
        (
            "Закваска любит ржаную муку и тепло кухни",
            "Ржаная мука и закваски для хлеба",
            "Нападающий забил два мяча до перерыва",
        ),
        (
            "自家製パンの酵母はライ麦粉でよく育つ",
            "ライ麦粉とパン酵母の専門店",
            "前半に二点を決めたフォワード",
        ),
        ("天然酵母面包需要黑麦面粉和耐心", "黑麦面粉与天然酵母面包店", "前锋在上半场打进两球"),
        (
            "خبز العجين المخمر يحتاج دقيق الجاودار",
            "دقيق الجاودار وخبز مخمر",
            "سجل المهاجم هدفين قبل الاستراحة",
        ),
        ("ขนมปังซาวโดวจ์ใช้แป้งไรย์", "แป้งไรย์และขนมปังซาวโดวจ์", "กองหน้ายิงสองประตูในครึ่งแรก"),
    ],
    ids=["german", "russian", "japanese", "chinese", "arabic", "thai"],
)
def test_it_works_in_many_languages(page: str, near: str, far: str) -> None:
    close, distant = closeness(page, near), closeness(page, far)
    assert close.score is not None
    assert close.score > (distant.score or 0) + 0.3


def test_other_scripts_and_too_little_text_are_unknown_not_zero() -> None:
    assert closeness(BREAD, "Закваска любит ржаную муку и тепло кухни").score is None
    assert closeness(BREAD, "flour").score is None


@given(st.text(max_size=300), st.text(max_size=300))
def test_any_two_texts_have_a_closeness_that_is_the_same_both_ways(one: str, other: str) -> None:
    forth, back = closeness(one, other).score, closeness(other, one).score
    assert (forth is None) == (back is None)
    if forth is not None and back is not None:
        assert 0 <= forth <= 1
        assert abs(forth - back) < 1e-9


def test_words_and_scripts() -> None:
    assert words_of("The cat's 3 mice") == ["the", "cat's", "mice"]
    assert words_of("酵母パン") == ["酵母", "母パ", "パン"]
    assert [script_of(text) for text in ("Ελλάδα", "東京タワー", "한국", "...")] == [
        "greek",
        "chinese or japanese",
        "hangul",
        "",
    ]
