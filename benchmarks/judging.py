"""What judging a page costs, part by part: CPU-milliseconds of this process, the least of several rounds."""

import gc
import hashlib
import time
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from typing import TypeVar

from selectolax.lexbor import LexborHTMLParser, LexborNode

from benchmarks.page_server import CORPUS, pages
from bot.domain.anchors import find_links
from bot.domain.documents import Document
from bot.domain.judging import judge
from bot.domain.names import parse_target
from bot.domain.pages import Page
from bot.domain.placement import decide_placements

TARGET = parse_target("target.example")
ABSENT = parse_target("absent.example")
_NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)

_Item = TypeVar("_Item")


def main(*, quick: bool = False) -> None:
    """Print what each part costs for a page of the set, and a whole verdict."""
    rounds = 3 if quick else 15
    fetched = [_page(number, body) for number, body in enumerate(pages())]
    documents = [Document(page) for page in fetched]
    with_link = [(one, found) for one in documents if (found := _nodes(one))]
    live = [document.page for document, _ in with_link]
    gc.freeze()
    what = "real pages" if CORPUS.exists() else "generated pages"
    size = sum(len(page.body) for page in fetched) / len(fetched) / 1000
    print(f"{len(fetched)} {what} of {size:.0f} kB on average, the least of {rounds} rounds")
    _print("parsing", rounds, fetched, lambda page: LexborHTMLParser(page.body))
    _print("SHA-256", rounds, fetched, lambda page: hashlib.sha256(page.body).hexdigest())
    _print("parsing and finding the links", rounds, fetched, lambda p: _nodes(Document(p)))
    _print(
        "placement of the links", rounds, with_link, lambda o: decide_placements(o[0].tree, o[1])
    )
    _print("a whole verdict: live", rounds, live, lambda page: judge(page, TARGET))
    _print("a whole verdict: no link", rounds, fetched, lambda page: judge(page, ABSENT))


def _page(number: int, body: bytes) -> Page:
    url = f"https://{number}.example/"
    return Page(url, url, 200, (("content-type", "text/html; charset=utf-8"),), body, _NOW)


def _nodes(document: Document) -> list[LexborNode]:
    return [link.node for link in find_links(document, TARGET).links]


def _print(name: str, rounds: int, items: Sequence[_Item], work: Callable[[_Item], object]) -> None:
    print(f"{name:34}{min(_seconds(items, work) for _ in range(rounds)) * 1000:8.2f} ms")


def _seconds(items: Sequence[_Item], work: Callable[[_Item], object]) -> float:
    started = time.process_time()
    for item in items:
        work(item)
    return (time.process_time() - started) / len(items)
