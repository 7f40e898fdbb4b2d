"""Real pages: wherever a link stands it is found, and where there is none nothing else is claimed.

The pages are third parties' and not part of this project; without them the tests are skipped.
"""

import gzip
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.domain.pages import Cut
from tests.looks import look_at

PAGES = Path(__file__).parents[3] / "shared" / "corpora" / "pages"
NAMES = sorted(path.name for path in PAGES.glob("*")) if PAGES.exists() else ["none"]
HREF = "https://www.planted-target.example/guide?a=1&amp;b=2"
TARGET = "planted-target.example"
LINK = f'<a href="{HREF}">planted <b>guide</b></a>'

pytestmark = pytest.mark.skipif(not PAGES.exists(), reason="the corpus of real pages is not here")

_RAW = "script style title textarea noembed noframes iframe xmp template select svg math"
# A tag's quoted values may hold ">"; a script that begins with a comment ends after it.
_TAG = r"(?:[^>\"']|\"[^\"]*\"|'[^']*')*>"
_TOKENS = re.compile(
    r"<!--.*?-->|<!\[CDATA\[.*?\]\]>|<script\b" + _TAG + r"(?:\s*<!--.*?-->)?.*?</script\s*>"
    rf"|<({'|'.join(_RAW.split())})\b{_TAG}.*?</\1\s*>|</?[a-zA-Z]{_TAG}",
    re.IGNORECASE | re.DOTALL,
)


def html_of(name: str) -> str:
    return gzip.decompress((PAGES / name / "source.html.gz").read_bytes()).decode(
        "utf-8", "replace"
    )


def boundaries(html: str) -> list[int]:
    """Where one element ends or begins inside the body, outside of comments and raw text."""
    body = re.search(r"<body\b[^>]*>", html, re.IGNORECASE)
    start = body.end() if body else 0
    ends = [token.end() for token in _TOKENS.finditer(html) if token.end() >= start]
    closed = html.lower().rfind("</body>")
    return [end for end in ends if closed < 0 or end <= closed]


def planted(html: str, link: str, places: int) -> Iterator[str]:
    ends = boundaries(html)
    for end in ends[:: max(1, len(ends) // places)]:
        yield html[:end] + link + html[end:]


@pytest.mark.parametrize("name", NAMES)
def test_a_page_without_the_link_lost_it_and_is_nothing_else(name: str) -> None:
    seen = look_at(html_of(name), TARGET)
    assert seen.reason == "link_removed", seen.evidence.because


@pytest.mark.parametrize("name", NAMES)
def test_a_planted_link_is_found_wherever_it_stands(name: str) -> None:
    for html in planted(html_of(name), LINK, 12):
        seen = look_at(html, TARGET)
        assert (seen.state, seen.links, seen.indirect) == ("live", 1, False), seen.evidence.because
        assert seen.anchor == "planted guide"
        assert seen.href == HREF.replace("&amp;", "&")


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize(
    "box",
    ["<noscript>LINK</noscript>", "<div class=comments>LINK</div>", "<footer>LINK</footer>", "<header>LINK</header>",
     "<section hidden>LINK</section>", "<map><area href='HREF' alt='planted guide'></map>"],
)  # fmt: skip
def test_a_planted_link_is_found_in_whatever_box(name: str, box: str) -> None:
    for html in planted(html_of(name), box.replace("LINK", LINK).replace("HREF", HREF), 3):
        seen = look_at(html, TARGET)
        assert (seen.state, seen.links, seen.anchor) == ("live", 1, "planted guide")


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize(
    "box",
    ["<!-- LINK -->", "<template>LINK</template>", "<textarea>LINK</textarea>", "<script>var x = '<a href=\"HREF\">'</script>",
     "<iframe srcdoc=\"<a href='HREF'>x</a>\"></iframe>", "<span title='<a href=HREF>'></span>", "<noembed>LINK</noembed>",
     "<code>&lt;a href=HREF&gt;</code>"],
)  # fmt: skip
def test_what_only_looks_like_a_link_is_none(name: str, box: str) -> None:
    for html in planted(html_of(name), box.replace("LINK", LINK).replace("HREF", HREF), 3):
        assert look_at(html, TARGET).reason == "link_removed"


@pytest.mark.parametrize("name", NAMES)
def test_a_page_that_was_cut_off_lost_nothing(name: str) -> None:
    html = html_of(name).encode()
    for share in (0.1, 0.5, 0.9):
        seen = look_at(html[: int(len(html) * share)], TARGET, cut=Cut.TRUNCATED)
        assert seen.reason == "truncated"
