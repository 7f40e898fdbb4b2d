"""robots.txt: asked for once a day by origin, and obeyed with the rules of RFC 9309.

https://www.rfc-editor.org/rfc/rfc9309#section-2.3.1: 2xx is read; 4xx, and more than five redirects,
mean that there are no rules; 5xx and no answer at all mean that nothing may be fetched.
"""

import asyncio
import re
from collections import OrderedDict
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from protego import Protego

from bot.adapters.http.guard import CheckedUrl
from bot.domain.pages import Page
from bot.domain.verdicts import Reason
from bot.errors import FetchError

MAX_ROBOTS_BYTES = 512_000
"""RFC 9309, section 2.5, asks for 500 KiB at least."""
MAX_ROBOTS_REDIRECTS = 5

_KEEP_SECONDS = 24 * 3600.0
_KEEP_FAILURE_SECONDS = 15.0
_MAX_TEXT_KEPT = 16_000_000  # characters of all robots.txt kept; a typical one has 2,000
_MAX_TEXT_PARSED = (
    1_000_000  # characters behind the parsed ones kept: parsed, they take 8 to 80 times
)
_LARGE = 30_000  # characters; parsing half a million takes 0.6 s
_NO_RULES = frozenset({Reason.TOO_MANY_REDIRECTS, Reason.UNSAFE_ADDRESS, Reason.BAD_URL})


_LINE_ENDS = re.compile(r"\r\n?|\n")
_AGENT_LINE = re.compile(r"\s*user[- ]?agent\s*[:\s]\s*(.*)", re.IGNORECASE)
_RULE_LINE = re.compile(r"\s*(?:dis|dia|allow|crawl[- ]delay)", re.IGNORECASE)
_TOKEN = re.compile(r"[A-Za-z_-]+")
_SOMEBODY_ELSE = "=another="


@dataclass(frozen=True, slots=True)
class _Answer:
    """What an origin's robots.txt said: its text, or why nothing may be fetched."""

    text: str
    expires_at: float
    failure: FetchError | None = None

    @property
    def size(self) -> int:
        return len(self.text) + 500  # of the entry itself


class Robots:
    """Says whether a URL may be fetched."""

    def __init__(
        self,
        fetch: Callable[[str], Awaitable[Page]],
        *,
        user_agent: str,
        now: Callable[[], float] | None = None,
    ) -> None:
        """`fetch` gets a robots.txt, guarded and polite, and raises `FetchError`."""
        self._fetch = fetch
        self._token = product_token(user_agent)
        self._now = now
        self._answers: OrderedDict[str, _Answer] = OrderedDict()
        self._text_kept = 0
        self._parsed: OrderedDict[str, tuple[int, Protego]] = OrderedDict()
        self._text_parsed = 0
        self._under_way: dict[str, asyncio.Task[_Answer]] = {}

    async def crawl_delay(self, url: CheckedUrl, *, fresh: bool = False) -> float:
        """Check that `url` may be fetched; the seconds that the host wants between requests.

        `fresh` does not believe a failure of some seconds ago.

        Raises:
            FetchError: `robots_disallowed`, or the reason why robots.txt could not be read.
        """
        answer = await self._answer(url.origin, fresh=fresh)
        if answer.failure is not None:
            raise FetchError(
                answer.failure.reason,
                str(answer.failure),
                url=url.text,
                name_exists=answer.failure.name_exists,
            )
        if not answer.text:
            return 0.0
        rules = await self._rules(url.origin, answer.text)
        if not rules.can_fetch(url.text, self._token):
            raise FetchError(
                Reason.ROBOTS_DISALLOWED.value,
                "The site's robots.txt asks programs like this one not to fetch this page.",
                url=url.text,
            )
        return rules.crawl_delay(self._token) or 0.0

    async def aclose(self) -> None:
        """Give up what is under way."""
        tasks = list(self._under_way.values())
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    async def _answer(self, origin: str, *, fresh: bool) -> _Answer:
        answer = self._answers.get(origin)
        if (
            answer is not None
            and answer.expires_at > self._time()
            and (answer.failure is None or not fresh)
        ):
            self._answers.move_to_end(origin)
            return answer
        task = self._under_way.get(origin)
        if task is None:
            task = self._under_way[origin] = asyncio.create_task(self._ask(origin))
            task.add_done_callback(lambda _: self._under_way.pop(origin, None))
        # Shielded: who gives up waiting does not take it from the others.
        return await asyncio.shield(task)

    async def _ask(self, origin: str) -> _Answer:
        try:
            page = await self._fetch(f"{origin}/robots.txt")
        except FetchError as error:
            failure = None if error.reason in _NO_RULES else error
            text = ""
        else:
            failure = _refusal(page)
            text = relevant_lines(_text_of(page), self._token) if 200 <= page.status < 300 else ""
        keep = _KEEP_FAILURE_SECONDS if failure else _KEEP_SECONDS
        answer = _Answer(text, self._time() + keep, failure)
        self._remember(origin, answer)
        return answer

    def _remember(self, origin: str, answer: _Answer) -> None:
        self._forget_parsed(origin)
        old = self._answers.pop(origin, None)
        self._text_kept += answer.size - (old.size if old else 0)
        self._answers[origin] = answer
        while self._text_kept > _MAX_TEXT_KEPT:
            oldest, gone = self._answers.popitem(last=False)
            self._text_kept -= gone.size
            self._forget_parsed(oldest)

    async def _rules(self, origin: str, text: str) -> Protego:
        known = self._parsed.get(origin)
        if known is not None:
            self._parsed.move_to_end(origin)
            return known[1]
        if len(text) > _LARGE:
            rules = await asyncio.to_thread(Protego.parse, text)
        else:
            rules = Protego.parse(text)
        self._forget_parsed(origin)
        self._parsed[origin] = (len(text), rules)
        self._text_parsed += len(text)
        while self._text_parsed > _MAX_TEXT_PARSED:
            self._forget_parsed(next(iter(self._parsed)))
        return rules

    def _forget_parsed(self, origin: str) -> None:
        size, _ = self._parsed.pop(origin, (0, None))
        self._text_parsed -= size

    def _time(self) -> float:
        return self._now() if self._now else asyncio.get_running_loop().time()


def product_token(user_agent: str) -> str:
    """The name by which robots.txt may call us (RFC 9309, section 2.2.1).

    >>> product_token("BacklinksBot/0.1 (+https://example.com)")
    'BacklinksBot'
    >>> product_token("Mozilla/5.0 (compatible; SomeBot/2.1; +https://example.com)")
    'SomeBot'
    """
    inner = re.search(r"\(compatible;\s*([A-Za-z_-]+)", user_agent)
    if inner is not None:
        return inner[1]
    outer = re.match(r"[A-Za-z_-]+", user_agent)
    return outer[0] if outer else user_agent


def relevant_lines(text: str, token: str) -> str:
    """The lines of a robots.txt that can concern the robot called `token`.

    Protego would let the group of `Back` speak to `BacklinksBot`, and end a group at a line that it
    does not know; RFC 9309, section 2.2.1, says otherwise. It is also less to keep.

    >>> relevant_lines("User-agent: somebot\\nHost: x\\nUser-agent: SomeBot/2\\nDisallow: /", "SomeBot")
    'User-agent: SomeBot\\nUser-agent: SomeBot\\nDisallow: /'
    """
    kept = []
    for line in _LINE_ENDS.split(text):
        agent = _AGENT_LINE.match(line)
        if agent is not None:
            kept.append(f"User-agent: {_agent_in(agent[1], token)}")
        elif _RULE_LINE.match(line):
            kept.append(line)
    return "\n".join(kept)


def _agent_in(value: str, token: str) -> str:
    if value.partition("#")[0].split()[:1] == ["*"]:
        return "*"
    name = _TOKEN.match(value)
    return token if name is not None and name[0].lower() == token.lower() else _SOMEBODY_ELSE


def _refusal(page: Page) -> FetchError | None:
    """Why an answer for robots.txt means that nothing may be fetched, if it does."""
    if page.status == 429:
        reason, why = Reason.BLOCKED, "asks for fewer requests"
    elif 500 <= page.status < 600:
        reason, why = Reason.SERVER_ERROR, "fails"
    else:
        return None
    return FetchError(
        reason.value,
        f"The site's robots.txt {why} (status {page.status}), so nothing may be fetched now.",
    )


def _text_of(page: Page) -> str:
    return page.body.removeprefix(b"\xef\xbb\xbf").decode("utf-8", "replace")
