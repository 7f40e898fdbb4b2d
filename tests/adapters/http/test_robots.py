"""robots.txt is asked for once and obeyed, and its errors mean what RFC 9309 says."""

import asyncio
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from protego import Protego

from bot.adapters.http.fetcher import GuardedFetcher
from bot.adapters.http.guard import Guard
from bot.adapters.http.robots import Robots, product_token, relevant_lines
from bot.domain.pages import Page
from bot.errors import FetchError
from tests.adapters.http.conftest import NOW, MakeFetcher
from tests.adapters.http.servers import Handler, Request, answer, html, redirect, serve

CORPUS = Path(__file__).parents[4] / "shared/corpora/standards/robots"
DISALLOW_ALL = b"User-agent: *\nDisallow: /"


def site(robots: bytes, page: bytes | None = None) -> Handler:
    """A site with this answer for its robots.txt, and one page everywhere else."""

    def handle(request: Request) -> bytes:
        return robots if request.path == "/robots.txt" else page or html()

    return handle


async def reason_of(fetcher: GuardedFetcher, url: str, *, fresh: bool = False) -> str:
    with pytest.raises(FetchError) as caught:
        await fetcher.fetch(url, fresh=fresh)
    return caught.value.reason


@pytest.fixture
def polite(fetcher_with: MakeFetcher) -> GuardedFetcher:
    return fetcher_with(respect_robots=True)


async def test_a_disallowed_page_is_not_asked_for(polite: GuardedFetcher) -> None:
    robots = answer(b"User-agent: *\nDisallow: /private\n", "Content-Type: text/plain")
    async with serve(site(robots)) as server:
        assert (await polite.fetch(server.url("/public"))).status == 200
        assert await reason_of(polite, server.url("/private/x")) == "robots_disallowed"
    assert server.paths == ["/robots.txt", "/public"]


async def test_the_setting_turns_it_off(fetcher: GuardedFetcher) -> None:
    async with serve(site(answer(DISALLOW_ALL))) as server:
        assert (await fetcher.fetch(server.url("/x"))).status == 200
    assert server.paths == ["/x"]


async def test_many_at_once_ask_for_it_once(polite: GuardedFetcher) -> None:
    async with serve(site(answer(DISALLOW_ALL))) as server:
        reasons = await asyncio.gather(*(reason_of(polite, server.url(f"/{n}")) for n in range(20)))
    assert set(reasons) == {"robots_disallowed"}
    assert server.paths == ["/robots.txt"]


async def test_who_gives_up_waiting_does_not_take_it_from_others(polite: GuardedFetcher) -> None:
    asked, go_on = asyncio.Event(), asyncio.Event()

    async def slow(request: Request, writer: asyncio.StreamWriter) -> None:
        asked.set()
        await go_on.wait()
        writer.write(answer(b""))
        await writer.drain()

    async with serve(lambda r: slow if r.path == "/robots.txt" else html()) as server:
        impatient = asyncio.create_task(polite.fetch(server.url("/a")))
        patient = asyncio.create_task(polite.fetch(server.url("/b")))
        await asked.wait()
        impatient.cancel()
        await asyncio.gather(impatient, return_exceptions=True)
        go_on.set()
        assert (await patient).status == 200


@pytest.mark.parametrize(
    "status", ["400 Bad Request", "401 Unauthorized", "403 Forbidden", "404 Not Found", "410 Gone"]
)
async def test_4xx_means_that_there_are_no_rules(polite: GuardedFetcher, status: str) -> None:
    async with serve(site(answer(DISALLOW_ALL, status=status))) as server:
        assert (await polite.fetch(server.url("/x"))).status == 200


@pytest.mark.parametrize(
    ("status", "reason"),
    [("500 Oops", "server_error"), ("503 Busy", "server_error"), ("429 Slow down", "blocked")],
)
async def test_a_failing_robots_txt_forbids_all_for_now(
    polite: GuardedFetcher, status: str, reason: str
) -> None:
    async with serve(site(answer(b"", status=status))) as server:
        assert await reason_of(polite, server.url("/x")) == reason
    assert server.paths == ["/robots.txt"]


async def test_a_fresh_look_does_not_believe_an_old_failure(polite: GuardedFetcher) -> None:
    answers = [answer(b"", status="503 Busy"), answer(b"")]

    async with serve(lambda r: answers.pop(0) if r.path == "/robots.txt" else html()) as server:
        assert await reason_of(polite, server.url("/x")) == "server_error"
        assert await reason_of(polite, server.url("/x")) == "server_error"
        assert (await polite.fetch(server.url("/x"), fresh=True)).status == 200


async def test_no_answer_for_it_is_named_by_its_cause(polite: GuardedFetcher) -> None:
    async with serve(html()) as server:
        pass
    assert await reason_of(polite, server.url("/x")) == "connection_error"


@pytest.mark.parametrize(("hops", "allowed"), [(5, False), (6, True)])
async def test_five_redirects_are_followed_and_more_mean_no_rules(
    polite: GuardedFetcher, hops: int, allowed: bool
) -> None:
    def handle(request: Request) -> bytes:
        if request.path == "/x":
            return html()
        step = 0 if request.path == "/robots.txt" else int(request.path[1:])
        return answer(DISALLOW_ALL) if step == hops else redirect(f"/{step + 1}")

    async with serve(handle) as server:
        if allowed:
            assert (await polite.fetch(server.url("/x"))).status == 200
        else:
            assert await reason_of(polite, server.url("/x")) == "robots_disallowed"


async def test_each_hop_of_a_redirect_asks_its_own_host(polite: GuardedFetcher) -> None:
    async with (
        serve(site(answer(DISALLOW_ALL))) as closed,
        serve(site(answer(b""), redirect(closed.url("/secret")))) as open_site,
    ):
        assert await reason_of(polite, open_site.url("/x")) == "robots_disallowed"
    assert closed.paths == ["/robots.txt"]


async def test_only_the_first_part_of_an_endless_one_counts(polite: GuardedFetcher) -> None:
    body = b"User-agent: *\nDisallow: /early\n" + b"#" * 600_000 + b"\nDisallow: /late\n"
    async with serve(site(answer(body))) as server:
        assert await reason_of(polite, server.url("/early")) == "robots_disallowed"
        assert (await polite.fetch(server.url("/late"))).status == 200


async def test_it_is_kept_for_a_day() -> None:
    now, asked = 0.0, 0

    async def fetch(url: str) -> Page:
        nonlocal asked
        asked += 1
        return Page(url, url, 200, (), b"User-agent: *\nDisallow: /x\n", NOW)

    robots = Robots(fetch, user_agent="SomeBot/1", now=lambda: now)

    url = Guard().check("https://site.example/y")
    await robots.crawl_delay(url)
    now = 23.9 * 3600
    await robots.crawl_delay(url)
    assert asked == 1
    now = 24.1 * 3600
    await robots.crawl_delay(url)
    assert asked == 2


@pytest.mark.slow
async def test_memory_for_rules_is_bounded() -> None:

    async def fetch(url: str) -> Page:
        rules = b"".join(b"Disallow: /%d\n" % n for n in range(20_000))
        return Page(url, url, 200, (), b"User-agent: *\n" + rules, NOW)

    robots = Robots(fetch, user_agent="SomeBot/1", now=lambda: 0.0)
    for n in range(80):
        await robots._answer(f"https://{n}.example", fresh=False)
    assert robots._text_kept <= 16_000_000
    assert 40 < len(robots._answers) < 80
    for n in range(78, 80):
        await robots.crawl_delay(Guard().check(f"https://{n}.example/y"))
    assert robots._text_parsed <= 1_000_000


@pytest.mark.parametrize(
    ("agent", "token"),
    [
        ("BacklinksBot/0.1 (+https://github.com/x)", "BacklinksBot"),
        ("Mozilla/5.0 (compatible; SomeBot/2.1; +https://x)", "SomeBot"),
        ("some_bot-x", "some_bot-x"),
        ("123", "123"),
    ],
)
def test_the_product_token_is_the_name_alone(agent: str, token: str) -> None:
    assert product_token(agent) == token


@pytest.mark.parametrize(
    ("group", "applies"),
    [
        ("SomeBot", True),
        ("somebot", True),
        ("SomeBot/2.1", True),
        ("SomeBot # us", True),
        ("*", True),
        ("* # all", True),
        ("Some", False),
        ("SomeBotter", False),
        ("bot", False),
    ],
)
def test_a_group_applies_by_its_whole_name(group: str, applies: bool) -> None:
    text = relevant_lines(f"User-agent: {group}\nDisallow: /", "SomeBot")
    assert Protego.parse(text).can_fetch("https://a.example/x", "SomeBot") is not applies


def test_a_line_that_nobody_knows_does_not_end_a_group() -> None:
    text = "User-agent: SomeBot\nFoo: bar\nSitemap: /x\nUser-agent: *\nDisallow: /"
    rules = Protego.parse(relevant_lines(text, "SomeBot"))
    assert not rules.can_fetch("https://a.example/x", "SomeBot")


def _string(literals: str) -> str:
    joined = "".join(re.findall(r'"((?:[^"\\]|\\.)*)"', literals))
    return joined.encode().decode("unicode_escape").encode("latin-1").decode()


def _google_cases() -> Iterator[tuple[str, str, str, str, bool]]:
    """Test name, robots.txt, agent, URL and verdict from Google's robots_test.cc."""
    literal = r'(?:\s*"(?:[^"\\]|\\.)*"\s*)+'
    statement = re.compile(
        rf"(?:absl::string_view|std::string) (\w+)\s*=\s*({literal});"
        r"|EXPECT_(TRUE|FALSE)\(\s*IsUserAgentAllowed\(\s*([^;]*?)\)\);"
    )
    argument = re.compile(rf"{literal}|\w+")
    for test in re.split(r"\nTEST\(RobotsUnittest, ", (CORPUS / "robots_test.cc").read_text())[1:]:
        known: dict[str, str] = {}
        for name, value, verdict, arguments in statement.findall(test):
            if name:
                known[name] = _string(value)
            elif "StrCat" not in arguments:
                robots, agent, url = (
                    _string(text) if '"' in text else known[text]
                    for text in (match.strip() for match in argument.findall(arguments))
                )
                yield test.partition(")")[0], robots, agent, url, verdict == "TRUE"


@pytest.mark.skipif(not CORPUS.exists(), reason="the corpus of standards is not here")
def test_google_and_we_read_the_same_rules() -> None:
    cases = list(_google_cases())
    assert len(cases) > 130
    # Ours are URLs as they are sent, percent-encoded; Google's own tests say so too. An agent with a
    # space is not a product token.
    cases = [c for c in cases if c[3].isascii() and " " not in c[2] and "%62" not in c[1]]
    wrong = [
        case
        for case in cases
        if Protego.parse(relevant_lines(case[1], case[2])).can_fetch(case[3], case[2]) != case[4]
    ]
    assert wrong == []


@pytest.mark.skipif(not CORPUS.exists(), reason="the corpus of standards is not here")
def test_real_files_mean_the_same_after_we_dropped_what_is_not_for_us() -> None:
    files = sorted((CORPUS / "protego_sites").glob("*.robots.txt"))
    assert len(files) > 100
    for file in files:
        text = file.read_bytes().decode("utf-8", "replace")
        ours, whole = Protego.parse(relevant_lines(text, "SomeBot")), Protego.parse(text)
        for path in ("/", "/index.html", "/search?q=1", "/wp-admin/", "/a/b/c.pdf", "/cgi-bin/x"):
            url = f"https://site.example{path}"
            assert ours.can_fetch(url, "SomeBot") == whole.can_fetch(url, "SomeBot"), (file, path)
        assert ours.crawl_delay("SomeBot") == whole.crawl_delay("SomeBot")
