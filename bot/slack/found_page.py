"""Find the page: the menu of sites that only the web graph knows, and what a search came to."""

from collections.abc import Sequence
from typing import Final

from bot.domain.findings import Findings
from bot.domain.found_page import FoundPage, Search
from bot.message import Block, Message
from bot.slack import verdict
from bot.slack.blocks import (
    OPTION_VALUE,
    actions,
    button,
    clean,
    code,
    context,
    count,
    outside,
    section,
    select,
)

FIND: Final = "find_page.find"
AGAIN: Final = "find_page.again"
CHOICES: Final = 20
_SHOWN_PAGES: Final = 12


def menu(found: Findings, *, first: int = 0) -> Block | None:
    """The sites of which no page is known, best first from row `first` on; None: there is none."""
    target = str(found.target)
    pairs = [
        (row.domain, f"{row.domain} {target}")
        for row in found.domains[first:]
        if row.example_page is None and row.sources == ("webgraph",)
    ]
    fitting = [
        pair for pair in pairs if len(pair[1]) <= OPTION_VALUE and clean(pair[1], 200) == pair[1]
    ][:CHOICES]
    return actions(select(FIND, "Find the page that links", fitting)) if fitting else None


def searching(site: str, target: str, *, budget: int) -> Message:
    """The first words: a polite search takes some seconds a page."""
    text = f"Looking for the page of {site} that links to {target}: at most {budget} requests, one at a time."
    return Message(text, (context(outside(text, 600)),))


def found_page(found: FoundPage) -> Message:
    """The verdict on the page that links, with Track; or what was tried."""
    cost = f"Found with {count(found.requests, 'request')} to {found.site}."
    if found.observation is not None:
        seen = verdict.verdict(found.observation)
        return Message(
            f"{seen.text}\n{cost}"[:3900],
            (*seen.blocks[:-1], context(outside(cost)), seen.blocks[-1]),
        )
    text = f"No page of {found.site} found that links to {found.target}. {found.because}"
    drawn = (
        f"*No page of* {code(found.site)} *found that links to* {code(found.target)}*.*\n"
        f"{outside(found.because, 600)}"
    )
    blocks: list[Block] = [section(drawn)]
    pages = found.looked_at[:_SHOWN_PAGES]
    if pages:
        blocks.append(section("Read:\n" + "\n".join(_bullets(pages))))
    blocks.append(context(_limits(found)))
    pair = f"{found.site} {found.target}"
    blocks.append(actions(button("Look again", AGAIN, pair)))
    lines = [text, *(f"Read: {verdict.short_url(page)}" for page in pages), _limits(found)]
    return Message("\n".join(lines)[:3900], tuple(blocks))


def _bullets(pages: Sequence[str]) -> list[str]:
    return [f"• {outside(verdict.short_url(page), 120)}" for page in pages]


def _limits(found: FoundPage) -> str:
    asked = count(found.requests, "request")
    if found.outcome is Search.SITE_CLOSED:
        return f"{asked}. A site that does not answer may still link: nothing is called lost."
    return (
        f"{asked}. The web graph counts links of every kind, scripts and images too, on any page of "
        "the site: not found is not the same as not there."
    )
