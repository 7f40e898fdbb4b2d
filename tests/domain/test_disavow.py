"""The disavow file is what the search engine takes, and keeps what was uploaded before."""

from datetime import date

import pytest

from bot.domain.disavow import MOST_LINES, disavow_file
from bot.errors import InvalidInputError

BEFORE = "\ufeff# ours since 2019\r\ndomain:old.com\r\n\r\nhttp://pages.example/a?b=c\r\nDomain:Big.com\r\n"


def test_new_domains_stand_below_what_was_uploaded_before() -> None:
    file = disavow_file(
        ["bad.com", "worse.com"],
        before=BEFORE.encode(),
        note="marked by Ann,\nconfirmed by Bo",
        on=date(2026, 5, 1),
    )
    assert file.text == (
        "# ours since 2019\ndomain:old.com\n\nhttp://pages.example/a?b=c\nDomain:Big.com\n\n"
        "# Added 2026-05-01 marked by Ann, confirmed by Bo\ndomain:bad.com\ndomain:worse.com\n"
    )
    assert file.added == ("bad.com", "worse.com")
    assert not file.body.startswith(b"\xef\xbb\xbf")


def test_merging_twice_changes_nothing() -> None:
    once = disavow_file(["bad.com", "big.com", "sub.old.com"], before=BEFORE)
    twice = disavow_file(["bad.com", "big.com"], before=once.body)
    assert once.added == ("bad.com",)
    assert twice.added == ()
    assert twice.text == once.text


def test_names_come_in_any_spelling() -> None:
    file = disavow_file(
        ["https://www.Bad.com/x", "domain:bad.com", "bücher.example", "blog.host.com"]
    )
    assert file.added == ("bad.com", "xn--bcher-kva.example", "blog.host.com")


@pytest.mark.parametrize("name", ["", "com", "co.uk", "not a domain", "127.0.0.1", "domain:"])
def test_what_is_no_domain_is_refused(name: str) -> None:
    with pytest.raises(InvalidInputError, match="no domain"):
        disavow_file([name])


def test_lines_that_nobody_would_take_are_kept_as_comments_and_said() -> None:
    file = disavow_file([], before="bad.com\ndomain:\ndomain:fine.com\n")
    assert file.text == "# not understood: bad.com\n# not understood: domain:\ndomain:fine.com\n"
    assert file.refused == ("bad.com", "domain:")


def test_the_limits_of_the_format_are_kept() -> None:
    with pytest.raises(InvalidInputError, match="100,000 lines"):
        disavow_file(["bad.com"], before="#\n" * MOST_LINES)
    with pytest.raises(InvalidInputError, match="2 MB"):
        disavow_file(["bad.com"], before="# " + "x" * 2_100_000)


def test_a_file_in_another_encoding_is_refused_with_a_way_out() -> None:
    with pytest.raises(InvalidInputError, match="UTF-8"):
        disavow_file(["bad.com"], before=b"# \xff\xfe caf\xe9")


def test_nothing_to_say_is_an_empty_file() -> None:
    assert disavow_file([]).text == ""


def test_one_domain_in_several_spellings_is_one_entry() -> None:
    file = disavow_file(
        ["bücher.example", "big.com"], before="domain:BÜCHER.example\ndomain:big.com.\n"
    )
    assert file.added == ()
    urls = disavow_file([], before="http://A.example/P\nhttp://a.example/P\nhttp://a.example/p\n")
    assert urls.text == "http://A.example/P\nhttp://a.example/p\n"


@pytest.mark.parametrize("end", ["\x0c", "\x0b", "\x1c", "\x85", "\u2028", "\u2029"])
def test_a_comment_stays_one_whatever_characters_stand_in_it(end: str) -> None:
    file = disavow_file([], before=f"# a note{end}domain:innocent.example\n".encode())
    assert file.kept_lines == 1
    assert file.text.startswith("# a note")


@pytest.mark.parametrize(
    "line", ["domain:com", "domain:x\x00.example", "domain:.", "http://x\x01.example/"]
)
def test_a_line_for_a_whole_ending_or_with_control_characters_is_out_of_force(line: str) -> None:
    assert disavow_file([], before=f"{line}\n").refused == (line.rstrip(),)


def test_the_site_itself_is_never_disavowed() -> None:
    before = "domain:bad.com\ndomain:Site.com\ndomain:www.site.com\n"
    file = disavow_file(["site.com", "worse.com"], before=before, own="site.com")
    assert file.added == ("worse.com",)
    assert "\ndomain:Site.com" not in file.text
    assert "# your own site: domain:Site.com" in file.text
    assert len(file.refused) == 2
