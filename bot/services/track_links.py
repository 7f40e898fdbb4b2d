"""Track, untrack and list links."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from bot.domain.names import Target, parse_page_url, parse_target
from bot.domain.tracking import Added, NewLink
from bot.errors import InvalidInputError
from bot.ports import BacklinkStore, Clock, TrackedLinkStore

MOST_LINES: Final = 2_000
MOST_KNOWN: Final = 5_000
_SEPARATOR: Final = re.compile(r"[\s,;|]+")


@dataclass(frozen=True, slots=True)
class BadLine:
    """A pasted line that is no pair, and why."""

    number: int
    why: str


@dataclass(frozen=True, slots=True)
class PastedLinks:
    """What was found in pasted text."""

    links: tuple[NewLink, ...]
    bad: tuple[BadLine, ...]


def read_pasted(text: str, *, target: Target | None, added_by: str) -> PastedLinks:
    """A pair a line, as people paste them from a sheet: `PAGE TARGET`, or `PAGE` alone with a target given.

    Empty lines and a line of column names are passed over. A bad line is named, never an error.

    Raises:
        InvalidInputError: there are more than 2,000 lines.
    """
    lines = text.splitlines()
    if len(lines) > MOST_LINES:
        raise InvalidInputError(
            f"That is {len(lines):,} lines; at most {MOST_LINES:,} at once. For more, import a file."
        )
    links: list[NewLink] = []
    bad: list[BadLine] = []
    for number, line in enumerate(lines, start=1):
        words = [word for word in _SEPARATOR.split(line.strip().strip('"')) if word]
        if not words or (number == 1 and "://" not in line and "." not in words[0]):
            continue
        try:
            links.append(_pair(words, target, added_by))
        except InvalidInputError as error:
            bad.append(BadLine(number, str(error)))
    return PastedLinks(tuple(links), tuple(bad))


def read_lines(text: str, *, target: Target | None, added_by: str) -> PastedLinks:
    """The pairs of a whole file, however many lines it has; see `read_pasted`."""
    lines = text.lstrip("\ufeff").splitlines()
    links: list[NewLink] = []
    bad: list[BadLine] = []
    for start in range(0, len(lines), MOST_LINES):
        part = "\n".join(lines[start : start + MOST_LINES])
        read = read_pasted(part, target=target, added_by=added_by)
        links += read.links
        bad += [BadLine(start + line.number, line.why) for line in read.bad]
    return PastedLinks(tuple(links), tuple(bad))


def _pair(words: Sequence[str], target: Target | None, added_by: str) -> NewLink:
    page = parse_page_url(words[0].strip('"'))
    if len(words) > 1:
        return NewLink(page, parse_target(words[1].strip('"')), added_by)
    if target is None:
        raise InvalidInputError(f"{words[0][:80]}: which site should it link to?")
    return NewLink(page, target, added_by)


async def track(links: Sequence[NewLink], *, tracked: TrackedLinkStore, clock: Clock) -> Added:
    """Begin to track; the first look follows within the hour."""
    return await tracked.track(links, now=clock())


async def track_known(
    target: Target,
    *,
    added_by: str,
    backlinks: BacklinkStore,
    tracked: TrackedLinkStore,
    clock: Clock,
) -> Added:
    """Begin to track the pages that sources say link to a target: 5,000 at most, every site's first page first."""
    pages = await backlinks.pages_to_verify(target, limit=MOST_KNOWN)
    links = [NewLink(page, target, added_by) for page in pages]
    return await tracked.track(links, now=clock())
