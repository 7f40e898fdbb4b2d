"""What a search for a page came to, drawn with what strangers write."""

import pytest

from bot.domain.found_page import FoundPage, Search
from bot.slack.found_page import found_page, searching
from tests.blockkit import assert_message
from tests.hostile import HOSTILE_TEXTS, HOSTILE_URLS


@pytest.mark.parametrize("text", HOSTILE_TEXTS)
def test_a_search_is_drawn_harmlessly(text: str) -> None:
    for outcome in (Search.NOT_FOUND, Search.SITE_CLOSED):
        pages = (*HOSTILE_URLS, *HOSTILE_URLS)
        found = FoundPage("evil.example", "site.example", outcome, None, pages, 12, text)
        assert_message(found_page(found))
    assert_message(searching("evil.example", text, budget=12))
