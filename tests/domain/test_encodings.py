"""A page is read in the encoding in which browsers read it."""

import pytest

from bot.domain.encodings import codec_of_label, to_utf8
from tests.looks import look_at

LINK = "<a href='https://site.com/'>{}</a>"


def body(text: str, codec: str, head: str = "") -> bytes:
    page = f"<!DOCTYPE html><html><head>{head}</head><body><p>{text}</p>{LINK.format(text)}</body></html>"
    return page.encode(codec)


@pytest.mark.parametrize(
    ("label", "codec", "text"),
    [
        ("utf-8", "utf-8", "Blümchen ✓"),
        ("ISO-8859-1", "cp1252", "“Crème” – €"),
        ("latin1", "cp1252", "“Crème”"),
        ("us-ascii", "cp1252", "“Crème”"),
        ("gb2312", "gb18030", "中文網頁€"),
        ("GBK", "gb18030", "中文"),
        ("shift_jis", "cp932", "①日本語"),
        ("x-sjis", "cp932", "日本語"),
        ("EUC-JP", "euc-jp", "日本語"),
        ("iso-2022-jp", "iso2022-jp", "日本語"),
        ("euc-kr", "cp949", "한국어 똠"),
        ("ks_c_5601-1987", "cp949", "한국어"),
        ("big5", "big5", "繁體中文"),
        ("windows-1251", "cp1251", "Привет"),
        ("koi8-r", "koi8-r", "Привет"),
        ("iso-8859-9", "cp1254", "ığüş"),
        ("windows-1250", "cp1250", "žluťoučký"),
        ("iso-8859-2", "iso8859-2", "žluťoučký"),
        ("tis-620", "cp874", "ภาษาไทย"),
        ("windows-1256", "cp1256", "العربية"),
        ("iso-8859-8-i", "iso8859-8", "עברית"),
        ("utf-16le", "utf-16-le", "Blümchen"),
        ("utf-16be", "utf-16-be", "Blümchen"),
        ("utf-16", "utf-16-le", "Blümchen"),
    ],
)
def test_the_http_charset_means_what_browsers_take_it_for(
    label: str, codec: str, text: str
) -> None:
    seen = look_at(body(text, codec), content_type=f"text/html; charset={label}")
    assert seen.anchor == text
    quoted = look_at(body(text, codec), content_type=f'text/html;charset="{label}"; x=y')
    assert quoted.anchor == text


@pytest.mark.parametrize(
    "head",
    [
        "<meta charset=windows-1251>",
        '<META CHARSET="Windows-1251">',
        "<meta http-equiv=Content-Type content='text/html; charset=windows-1251'>",
        "<!-- <meta charset=utf-8> --><meta charset=windows-1251>",
        "<script>'<meta charset=utf-8>'</script><meta charset=windows-1251>",
        "<title>charset=utf-8</title><meta name=x content=y><meta charset=cp1251>",
        "<style>" + "x" * 3000 + "</style><meta charset=windows-1251>",
        "<meta charset=nonsense><meta charset=windows-1251>",
    ],
)
def test_the_page_may_declare_its_encoding(head: str) -> None:
    assert look_at(body("Привет", "cp1251", head), content_type="text/html").anchor == "Привет"


def test_an_xml_declaration_counts_too() -> None:
    page = b"<?xml version='1.0' encoding='windows-1251'?>" + body("Привет", "cp1251")
    assert look_at(page, content_type="application/xhtml+xml").anchor == "Привет"


def test_a_mark_comes_before_the_header_and_the_header_before_the_page() -> None:
    meta = "<meta charset=koi8-r>"
    for mark, codec in (
        (b"\xef\xbb\xbf", "utf-8"),
        (b"\xff\xfe", "utf-16-le"),
        (b"\xfe\xff", "utf-16-be"),
    ):
        page = mark + body("Привет", codec, meta)
        assert look_at(page, content_type="text/html; charset=windows-1251").anchor == "Привет"
    page = body("Привет", "cp1251", meta)
    assert look_at(page, content_type="text/html; charset=windows-1251").anchor == "Привет"


@pytest.mark.parametrize(
    "label", ["nonsense", "utf-7", "base64", "zlib", "idna", "rot13", "unicode_escape", ""]
)
def test_a_label_of_no_encoding_is_left_out(label: str) -> None:
    page = body("Привет", "cp1251", f"<meta charset={label or 'x'}><meta charset=windows-1251>")
    assert look_at(page, content_type=f"text/html; charset={label}").anchor == "Привет"
    assert codec_of_label(label) is None


def test_utf_7_hides_no_link() -> None:
    hidden = (
        b"+ADw-a href=+ACI-https://site.com+ACI-+AD4-x+ADw-/a+AD4- <p>words</p>"
        + b"<p>word</p>" * 99
    )
    assert look_at(hidden, content_type="text/html; charset=utf-7").reason == "link_removed"


def test_a_page_that_says_utf_16_in_ascii_is_utf_8() -> None:
    page = body("Blümchen", "utf-8", "<meta charset=utf-16>")
    assert look_at(page, content_type="text/html").anchor == "Blümchen"


@pytest.mark.parametrize(
    ("codec", "text"),
    [
        ("utf-8", "Ünïcödé ✓"),
        ("cp1252", "Crème brûlée, façade, naïve, “Übergröße”"),
        ("cp1251", "Это простой пример русского текста для проверки"),
        ("koi8-r", "Это простой пример русского текста для проверки"),
        ("cp1253", "Αυτό είναι ένα απλό κείμενο στα ελληνικά"),
        ("cp1255", "זהו טקסט פשוט בעברית לבדיקה"),
        ("cp1256", "هذا نص عربي بسيط للاختبار والتحقق"),
        ("cp874", "นี่คือข้อความภาษาไทยสำหรับทดสอบ"),
        ("cp932", "これは日本語の文章です。リンクを確認するためのページです"),
        ("euc-jp", "これは日本語の文章です。リンクを確認するためのページです"),
        ("iso2022-jp", "これは日本語の文章です"),
        ("cp949", "이것은 한국어 텍스트입니다. 링크를 확인하기 위한 페이지"),
        ("gb18030", "这是一个中文网页,我们在这里测试。他们的国家是中国,人们在那里生活"),
        ("big5", "這是一個中文網頁,我們在這裡測試。他們的國家和人民都在那裡生活"),
        ("utf-16-le", "Blümchen"),
        ("utf-16-be", "Blümchen"),
        ("utf-16-le", ", ".join(["Это длинная статья о садовых инструментах"] * 8)),
        ("utf-16-be", "これは日本語の文章です。" * 25),
    ],
)
def test_an_encoding_that_nobody_declares_is_guessed(codec: str, text: str) -> None:
    assert look_at(body(text, codec), content_type="text/html").anchor == text


def test_one_broken_character_makes_no_other_encoding() -> None:
    page = b"<p>" + "Grüße an alle Gärtner. ".encode() * 20 + b"\xff" + "Müßig".encode() + b"</p>"
    assert "Grüße" in to_utf8(page).decode("utf-8", "replace")


@pytest.mark.parametrize("codec", ["utf-8", "cp932", "utf-16-le", "gb18030", "iso2022-jp"])
def test_bytes_that_are_wrong_raise_nothing(codec: str) -> None:
    junk = bytes(range(256)) * 40 + b"<a href=https://site.com>x</a>"
    assert to_utf8(junk, f"text/html; charset={codec}")
    assert to_utf8(junk)
    assert look_at(junk, content_type=f"text/html; charset={codec}").state != "lost"


def test_a_link_behind_broken_bytes_is_still_found() -> None:
    page = (
        b"<p>\xff\xfe\xe9 caf\xe9 \x80"
        + b" word" * 50
        + b"<a href='https://site.com/\xe9'>caf\xe9</a>"
    )
    assert look_at(page).state == "live"
