"""A page that was judged leaves nothing behind: trees of some megabytes must not wait for the collector."""

import gc
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from selectolax.lexbor import LexborHTMLParser

from benchmarks.page_server import LINK, generated
from bot.domain.judging import judge
from bot.domain.names import parse_target
from bot.domain.pages import Page

URL = "https://page.example/"


@pytest.fixture
def no_collector() -> Iterator[None]:
    """Only what nobody refers to is freed."""
    gc.collect()
    gc.disable()
    yield
    gc.enable()


def _trees() -> int:
    return sum(isinstance(one, LexborHTMLParser) for one in gc.get_objects())


@pytest.mark.usefixtures("no_collector")
@pytest.mark.parametrize("link", [LINK, b""], ids=["live", "lost"])
def test_the_tree_of_a_judged_page_is_freed_at_once(link: bytes) -> None:
    headers = (("content-type", "text/html; charset=utf-8"),)
    body = generated(1).replace(b"</main>", link + b"</main>")
    page = Page(URL, URL, 200, headers, body, datetime(2026, 11, 23, 12, 0, tzinfo=UTC))
    before = _trees()
    seen = judge(page, parse_target("target.example"))
    assert (seen.state == "live") == bool(link)
    assert _trees() == before
