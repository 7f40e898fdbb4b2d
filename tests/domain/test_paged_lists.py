"""Which address is the next page of the same list, as the common systems write them."""

import pytest

from bot.domain.documents import Document
from bot.domain.paged_lists import are_alike, pages_beside
from tests.looks import a_page

LISTS = {
    "WordPress": ("https://a.example/blog/", ["/blog/9/x", "/blog/page/2/", "/blog/page/9/"], ["/blog/page/2/"]),
    "WordPress, its second": ("https://a.example/blog/page/2/", ["/blog/", "/blog/page/3/"], ["/blog/page/3/", "/blog/"]),
    "WordPress' comments": ("https://a.example/soil/", ["/soil/comment-page-1/#comments"], ["/soil/comment-page-1/#comments"]),
    "a home page": ("https://a.example/", ["/page/2/", "/page/3/"], ["/page/2/"]),
    "XenForo": ("https://a.example/threads/soil.12/page-2", ["/threads/soil.12/", "/threads/soil.12/page-3", "/threads/soil.13/page-3"], ["/threads/soil.12/page-3", "/threads/soil.12/"]),
    "phpBB": ("https://a.example/viewtopic.php?f=2&t=5&start=40", ["?f=2&t=5&start=20", "?f=2&t=5&start=60", "?f=2&t=6&start=80"], ["/viewtopic.php?f=2&t=5&start=60", "/viewtopic.php?f=2&t=5&start=20"]),
    "SMF": ("https://a.example/index.php?topic=12.20", ["?topic=12.40", "?topic=13.40", "?topic=12.0"], ["/index.php?topic=12.40", "/index.php?topic=12.0"]),
    "MyBB": ("https://a.example/thread-12.html", ["/thread-12-page-2.html"], ["/thread-12-page-2.html"]),
    "vBulletin": ("https://a.example/showthread.php?12-Soil", ["showthread.php?12-Soil/page2"], ["/showthread.php?12-Soil/page2"]),
    "Discourse": ("https://a.example/t/soil/12?page=5", ["/t/soil/12?page=6", "/t/soil/12?page=9", "/t/soil/12?page=4"], ["/t/soil/12?page=6", "/t/soil/12?page=4"]),
    "Drupal": ("https://a.example/links", ["?page=1", "?page=2"], ["/links?page=1"]),
    "TYPO3": ("https://a.example/news?tx_news[currentPage]=2", ["?tx_news[currentPage]=3", "/news"], ["/news?tx_news[currentPage]=3", "/news"]),
    "Hacker News": ("https://a.example/news", ["news?p=2"], ["/news?p=2"]),
    "in German": ("https://a.example/verzeichnis/seite-2.html", ["seite-3.html", "/verzeichnis/"], ["/verzeichnis/seite-3.html", "/verzeichnis/"]),
    "other parameters": ("https://a.example/list?sort=name&page=2", ["?page=3&sort=name", "?page=3&sort=date"], ["/list?page=3&sort=name"]),
    "years": ("https://a.example/2024/", ["/2025/"], []),
    "other articles": ("https://a.example/soil", ["/spades", "/soil-and-spades", "/soil/peat"], []),
    "other sites": ("https://a.example/blog", ["https://b.example/blog/page/2"], []),
    "other ports": ("https://a.example:8443/blog", ["https://a.example/blog/page/2"], []),
    "itself": ("https://a.example/blog/page/2", ["https://www.a.example/blog/page/2/#top"], []),
}  # fmt: skip


def beside(url: str, html: str) -> list[tuple[str, bool]]:
    document = Document(a_page(f"<title>A</title><p>Words.</p>{html}", url=url))
    return [
        (page.url.removeprefix("https://a.example"), page.is_sure)
        for page in pages_beside(document)
    ]


@pytest.mark.parametrize(("url", "hrefs", "found"), LISTS.values(), ids=LISTS)
def test_pages_of_one_list_are_known_by_their_addresses(
    url: str, hrefs: list[str], found: list[str]
) -> None:
    links = "".join(f"<a href='{href}'>x</a>" for href in hrefs)
    assert beside(url, links) == [(one, True) for one in found]


@pytest.mark.parametrize(
    ("url", "html", "found"),
    [
        ("https://a.example/posts", "<a rel='next' href='/posts?cursor=x'>2</a>", "/posts?cursor=x"),
        ("https://a.example/", "<a class='blog-pager-older-link' href='/search?updated-max=1'>o</a>", "/search?updated-max=1"),
        ("https://a.example/?p=12", "<a rel='next' href='/?p=13'>next</a>", "/?p=13"),
        ("https://a.example/news/12", "<a href='/news/13'>next</a>", "/news/13"),
        ("https://a.example/links-1.html", "<a href='/links-2.html'>2</a>", "/links-2.html"),
    ],
)  # fmt: skip
def test_an_address_that_could_be_another_article_s_is_left_to_the_titles(
    url: str, html: str, found: str
) -> None:
    assert beside(url, html) == [(found, False)]


@pytest.mark.parametrize(
    ("one", "other", "alike"),
    [
        ("Garden news", "Garden news | Page 2 of 7", True),
        ("Verzeichnis – Seite 2", "Verzeichnis – Seite 3", True),
        (None, "Garden news", True),
        ("園芸ニュース", "園芸ニュース 2", True),
        ("Soil | Garden news", "Spades | Garden news", False),
    ],
)
def test_titles_of_one_list_are_alike(one: str | None, other: str | None, alike: bool) -> None:
    assert are_alike(one, other) is alike
