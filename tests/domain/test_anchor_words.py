"""Anchors as people write them: brands misspelt and declined, addresses in any shape, "read more" in any language."""

import pytest

from bot.domain.anchor_names import is_naked_url, is_named, is_same_phrase, name_of_domain
from bot.domain.anchor_profile import AnchorKind, AnchorUse, anchor_profile, kind_of_anchor
from bot.domain.anchor_words import is_generic
from bot.domain.target_words import LONGEST, MOST, read_phrases
from bot.errors import InvalidInputError

BRAND = (
    "Green Thumb|green-thumb|GreenThumb|Green Thumb Ltd.|Green Thumb's|Green Thumbs|Gren Thumb|GreenThumb review"
    "|at Green Thumb|GREEN THUMB®|Green  Thumb|the Green-Thumb shop|Green Thumb garden tools"
)
NAKED = (
    "green-thumb.com|www.green-thumb.com|https://green-thumb.com/|http://www.green-thumb.com/guide?x=1"
    "|green-thumb.com/guide|(green-thumb.com)|//green-thumb.com|https:// green-thumb.com|green-thumb . com"
    "|<https://green-thumb.com>|Website: green-thumb.com|green-thumb.com »|https://green-thumb.com/gui…|пример.рф"
)
GENERIC = (
    "click here|Click Here!|here »|→ read more|Read more...|find out more here|visit the website|this blog post"
    "|their website|[link]|[1]|12|hier|weitere Informationen|zum Originalartikel|cliquez-ici|plus d’infos|voir plus"
    "|más info|más detalles|saiba mais aqui|leggi di più|lees verder|dowiedz się więcej|Читать полностью|по ссылке"
    "|детальніше|devamını oku|přečtěte si více|pročitaj više|olvass tovább|klik her|se mere|lue lisää|mai mult"
    "|διαβάστε περισσότερα|прочети повече|skaityti daugiau|loe edasi|klik di sini|bấm vào đây|詳細はこちら|こちらから"
    "|点击查看|阅读原文|바로가기|자세히 보기|คลิกที่นี่|อ่านเพิ่มเติม|اقرأ المزيد|ادامه مطلب|קרא עוד|यहां क्लिक करें"
)
PHRASES = ("garden tools", "cordless drill")


def _kind(text: str, *, image: bool = False) -> AnchorKind:
    use = AnchorUse(text, "a.example", image)
    return kind_of_anchor(
        use, domain="green-thumb.com", brands=["Green Thumb"], keywords=list(PHRASES)
    )


@pytest.mark.parametrize(
    ("texts", "kind"),
    [
        (BRAND, AnchorKind.BRAND),
        (NAKED, AnchorKind.NAKED_URL),
        (GENERIC, AnchorKind.GENERIC),
        ('garden tools|Garden  Tools!|"garden tools"|Garden Tool|garden-tools', AnchorKind.EXACT),
        ("gardening tools for you|tools for the garden|a drill that lasts", AnchorKind.PARTIAL),
        ("|   | – |»", AnchorKind.IMAGE),
        ("a picture of a heron|the green hand|node.js|read about herons", AnchorKind.OTHER),
    ],
    ids=lambda value: value.value if isinstance(value, AnchorKind) else "",
)
def test_every_way_to_write_it_is_of_its_kind(texts: str, kind: AnchorKind) -> None:
    told = {text: _kind(text) for text in texts.split("|")}
    assert told == dict.fromkeys(told, kind)


def test_an_image_s_alt_text_counts_as_words_where_they_say_something_of_us() -> None:
    assert _kind("a heron", image=True) is AnchorKind.IMAGE
    assert _kind("Green Thumb", image=True) is AnchorKind.BRAND
    assert _kind("garden tools", image=True) is AnchorKind.EXACT


@pytest.mark.parametrize(
    ("text", "brand"),
    [
        ("Müller", "mueller"), ("L'Oréal Paris", "loreal"), ("Яндекса", "яндекс"), ("в Яндексе", "Яндекс"),
        ("楽天市場で買う", "楽天市場"), ("H&M", "H&M"), ("Zalndo", "zalando"), ("Zaladno", "zalando"), ("IBM's", "ibm"),
    ],
)  # fmt: skip
def test_a_brand_is_known_in_every_spelling(text: str, brand: str) -> None:
    assert is_named(text, brand)


@pytest.mark.parametrize(
    ("text", "brand"),
    [("testing", "test"), ("Tesla", "test"), ("hams", "hm"), ("", "acme"), ("plan", "plants"), ("warden", "garden")],
)  # fmt: skip
def test_another_word_is_no_brand(text: str, brand: str) -> None:
    assert not is_named(text, brand)


def test_the_names_of_domains_and_phrases() -> None:
    assert name_of_domain("shop.com") == ()
    assert not is_same_phrase("", "")
    assert not is_same_phrase("garden", "garden tools")
    assert not is_naked_url("notes.pdf", "site.com")
    assert is_naked_url("other.example/page", "site.com")


def test_a_page_s_own_words_are_no_wanted_phrase_and_a_declined_wanted_one_is() -> None:
    uses = [AnchorUse("Garden Tool", f"a{n}.example") for n in range(8)]
    uses += [AnchorUse("Green Thumb", f"b{n}.example") for n in range(14)]
    warned = anchor_profile(uses, domain="green-thumb.com", keywords=PHRASES).warnings
    assert any("wanted phrase" in warning for warning in warned)
    assert anchor_profile(uses, domain="green-thumb.com", keywords=["drill"]).warnings == (
        '8 of 22 domains link with the same words, "garden tool": review them.',
    )


def test_phrases_are_read_however_they_are_parted_and_bounded() -> None:
    assert read_phrases(" garden  tools \nSpades,,spades;鋤、トロール\n") == (
        "garden tools", "Spades", "鋤", "トロール",
    )  # fmt: skip
    assert read_phrases("") == ()
    for wrong in ("x" * (LONGEST + 1), "\n".join(map(str, range(MOST + 1)))):
        with pytest.raises(InvalidInputError, match=r"[Aa]t most"):
            read_phrases(wrong)


@pytest.mark.parametrize("text", ["قراءة من اليمين img src x onerror alert", "的这点" * 400 + "庭"])
def test_long_anchors_of_common_letters_are_judged_in_linear_time(text: str) -> None:
    """Once each of many letters could be read in two ways, and this took until the end of time."""
    assert not is_generic(text)


@pytest.mark.parametrize("text", ["庭の道具", "読者の庭", "เว็บสวน", "حديقة المنزل", "정원 도구"])
def test_words_of_the_same_letters_as_generic_ones_are_not_generic(text: str) -> None:
    assert not is_generic(text)
