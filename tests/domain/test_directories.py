"""Lists of sites, and how they say that one gets in."""

from datetime import UTC, datetime

from bot.domain.directories import Listing, ListKind, listing_of
from bot.domain.documents import Document
from bot.domain.pages import Page

NOW = datetime(2026, 11, 23, 9, 14, tzinfo=UTC)
URL = "https://list.example/bread"


def listing(body: str, *, entries: int = 0, sites: int = 8) -> Listing:
    headers = (("content-type", "text/html; charset=utf-8"),)
    document = Document(Page(URL, URL, 200, headers, body.encode(), NOW))
    return listing_of(document, entries=entries, sites=sites)


def test_a_directory_with_a_link_to_its_form_says_where() -> None:
    found = listing('<title>Bread</title><a href="/add">Submit your website</a>', entries=12)
    assert (found.kind, found.submit_url) == (ListKind.DIRECTORY, "https://list.example/add")
    assert found.submit_words == "Submit your website"


def test_a_list_of_resources_that_gives_an_address_says_to_whom() -> None:
    found = listing(
        "<title>Useful links: bread</title><p>Bread is old. Missing something? Write to "
        "bread@list.example and we look at it.</p>"
    )
    assert (found.kind, found.mail) == (ListKind.RESOURCES, "bread@list.example")
    assert "Write to bread@list.example" in found.submit_words or found.says_how


def test_what_it_does_not_say_is_left_empty() -> None:
    found = listing("<title>Linksammlung Brot</title><p>Gute Seiten.</p>")
    assert found.kind is ListKind.RESOURCES
    assert not found.says_how


def test_an_article_with_links_is_no_list() -> None:
    body = "<title>How I bake</title><p>Write to me@list.example</p>"
    assert listing(body).kind is ListKind.NONE
    assert listing("<title>Resources</title>", sites=2).kind is ListKind.NONE
