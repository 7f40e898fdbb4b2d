"""`/backlinks directories`: lists of sites, how to get in, and the prospects that they become."""

import io

from bot.domain.names import parse_target
from bot.domain.pages import Page
from bot.domain.prospects import Kind
from bot.errors import FetchError
from bot.services.import_export import import_file
from bot.slack.directories import PROSPECTS
from tests.handlers.conftest import NOW, Office

LIST = "https://list.example/garden/links"
OURS = "https://list.example/with-us"
ARTICLE = "https://blog.example/spades"
GONE = "https://gone.example/links"
_ENTRIES = "".join(
    f'<li><a href="https://s{n}.example/">Site {n}</a> All about the soil number {n}.</li>'
    for n in range(12)
)


def page(url: str, body: str) -> Page:
    headers = (("content-type", "text/html; charset=utf-8"),)
    return Page(url, url, 200, headers, f"<!doctype html>{body}".encode(), NOW)


def serve(bot: Office) -> None:
    submit = '<p><a href="/suggest">Submit your site</a> or write to links@list.example.</p>'
    ours = '<li><a href="https://site.example/">Ours</a> The best.</li>'
    prose = "We dug the garden with many spades and wrote about each of them at length. " * 20
    bot.pages.answers = {
        LIST: page(LIST, f"<title>Garden directory</title><ul>{_ENTRIES}</ul>{submit}"),
        OURS: page(OURS, f"<title>Useful links</title><ul>{_ENTRIES}{ours}</ul>"),
        ARTICLE: page(ARTICLE, f"<title>Spades</title><article><p>{prose}</p></article>"),
        GONE: FetchError("timeout", "No answer in time.", url=GONE),
    }


async def test_lists_are_told_from_articles_and_become_prospects_with_how_to_get_in(
    bot: Office,
) -> None:
    serve(bot)
    await bot.here.command(f"/backlinks directories site.example {LIST} {OURS} {ARTICLE} {GONE}")
    answer = await bot.here.wait_for(lambda m: m["text"].startswith("1 directory"))
    assert "https://list.example/garden/links: directory. Submit your site" in answer["text"]
    assert "1 more list you already" in answer["text"]
    assert "blog.example/spades" not in answer["text"]
    assert "Could not be read: timeout" in answer["text"] or "no answer" in answer["text"]
    await bot.here.click(answer, PROSPECTS)
    await bot.here.wait_for(lambda m: "Added to your prospects." in m["text"])
    (kept,) = await bot.deps.prospects.all_prospects()
    assert (kept.page, kept.details.kind) == (LIST, Kind.DIRECTORY)
    assert "https://list.example/suggest" in kept.details.notes


async def test_without_pages_those_of_known_rivals_are_read_lists_first(bot: Office) -> None:
    serve(bot)
    target, rival = parse_target("site.example").domain, parse_target("rival.example").domain
    await bot.deps.rivals.remember_rivals(target, [rival])
    rows = "".join(f"{url},https://rival.example/,words\n" for url in (ARTICLE, LIST, OURS))
    await import_file(
        io.BytesIO(f"Source url,Target url,Anchor\n{rows}".encode()), name="r.csv", target=rival,
        read_export=bot.deps.read_export, store=bot.deps.imports, clock=bot.deps.clock,
    )  # fmt: skip
    await bot.here.command("/backlinks directories site.example")
    answer = await bot.here.wait_for(lambda m: m["text"].startswith("1 directory"))
    assert "Read 3 pages that link to rival.example" in answer["text"]


async def test_a_page_alone_is_read_without_a_site(bot: Office) -> None:
    serve(bot)
    await bot.here.command(f"/backlinks directories {LIST}")
    await bot.here.wait_for(lambda m: m["text"].startswith("1 directory"))


async def test_with_nothing_to_read_it_says_how(bot: Office) -> None:
    await bot.here.command("/backlinks directories site.example")
    await bot.here.wait_for(lambda m: "No page to read" in m["text"])
    await bot.here.command("/backlinks directories")
    await bot.here.wait_for(lambda m: "Which site is yours?" in m["text"])
