"""Closeness in topic is read from words, in any language."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.scripts import script_of
from bot.domain.topics import closeness, words_of

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


CLAY = {
    "zh": ("我们花园的土是重黏土，所以每年秋天用铁锹翻土，再加入堆肥。", "适合黏土的铁锹：怎样翻土，什么时候加堆肥。", "法院周二审理了上诉。银行律师表示，合同在合并之前已经失效。", "铁锹"),
    "ja": ("うちの庭の土は重い粘土なので、秋にスコップで掘り返して堆肥を入れます。", "粘土質の土に合うスコップ：庭の掘り返し方と堆肥の入れ方。", "裁判所は火曜日に控訴を審理した。銀行の弁護士は契約は失効していたと述べた。", "スコップ"),
    "ko": ("우리 정원의 흙은 무거운 점토라서 가을에 삽으로 뒤집고 퇴비를 넣습니다.", "점토 흙에 맞는 삽: 정원 흙을 뒤집는 방법과 퇴비를 넣는 시기.", "법원은 화요일에 항소를 심리했다. 은행 변호사들은 계약이 만료되었다고 말했다.", "퇴비를"),
    "th": ("ดินในสวนของเราเป็นดินเหนียวหนัก เราจึงขุดด้วยจอบและใส่ปุ๋ยหมัก", "จอบสำหรับดินเหนียว: วิธีขุดดินในสวนและเวลาใส่ปุ๋ยหมัก", "ศาลพิจารณาคำอุทธรณ์เมื่อวันอังคาร ทนายของธนาคารกล่าวว่าสัญญาสิ้นสุด", "ดินเหนียว"),
    "ar": ("تربة حديقتنا طينية ثقيلة، لذلك نحفرها بالمجرفة في الخريف ونضيف السماد.", "مجارف للتربة الطينية: كيف تحفر الحديقة بالمجرفة ومتى تضيف السماد.", "نظرت المحكمة في الاستئناف يوم الثلاثاء. وقال محامو البنك إن العقد انتهى.", "السماد"),
    "hi": ("हमारे बगीचे की मिट्टी भारी है, इसलिए हम पतझड़ में फावड़े से खोदते हैं और खाद डालते हैं।", "भारी मिट्टी के लिए फावड़ा: बगीचे की मिट्टी कैसे खोदें और खाद कब डालें।", "अदालत ने मंगलवार को अपील सुनी। बैंक के वकीलों ने कहा कि अनुबंध समाप्त हो गया था।", "मिट्टी"),
    "he": ("האדמה בגינה שלנו כבדה, לכן אנחנו חופרים אותה בסתיו ומוסיפים קומפוסט.", "חפירה באדמה כבדה: איך חופרים בגינה ומתי מוסיפים קומפוסט.", "בית המשפט דן בערעור ביום שלישי. עורכי הדין של הבנק טענו שהחוזה פג.", "קומפוסט"),
    "fi": ("Puutarhamme maa on savea, joten käännämme sen lapiolla syksyllä ja lisäämme kompostia.", "Lapiot savimaalle: miten puutarhan maata käännetään lapiolla ja milloin kompostia lisätään.", "Oikeus käsitteli valitusta tiistaina. Pankin asianajajat sanoivat sopimuksen rauenneen.", "kompostia"),
    "vi": ("Đất trong vườn nhà tôi nặng nên mùa thu chúng tôi xới bằng xẻng và thêm phân ủ.", "Xẻng cho đất nặng: cách xới đất vườn và khi nào thêm phân ủ.", "Tòa án xét kháng cáo hôm thứ Ba. Luật sư của ngân hàng nói hợp đồng đã hết hạn.", "đất"),
}  # fmt: skip


@pytest.mark.parametrize("language", CLAY)
def test_two_pages_about_clay_are_close_in_any_script_and_the_words_shown_are_words(
    language: str,
) -> None:
    page, target, court, word = CLAY[language]
    near, far = closeness(page, target), closeness(court, target)
    assert near.score is not None
    assert far.score is not None
    assert near.score > 0.6
    assert far.score < 0.2
    assert word in near.shared
    assert all(len(shown) > 1 for shown in near.shared)


def test_vowel_signs_are_parts_of_words() -> None:
    assert words_of("मिट्टी खोदें") == ["मिट्टी", "खोदें"]
    assert words_of("তামিল தமிழ்") == ["তামিল", "தமிழ்"]
