"""Tracked links, drawn: what was added, the list with states, the window to add many."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Final

from bot.domain.events import Phase
from bot.domain.tracking import Added, TrackedLink
from bot.message import Block, Message
from bot.slack.blocks import actions, button, code, context, count, outside, section, select
from bot.slack.inputs import input_block, modal, text_input
from bot.slack.tables import Cell, Column, table
from bot.slack.verdict import short_url
from bot.slack.words import ago, short_date

TRACK_FORM: Final = "tracked.form"
PAIRS: Final = "pairs"
TARGET: Final = "target"
FILES: Final = "files"
NEXT_PAGE: Final = "tracked.next"
FILTER: Final = "tracked.filter"
LOOK_NOW: Final = "tracked.look_now"
PAGE_SIZE: Final = 25

_STATES: Final[Mapping[str, str]] = {
    "new": "not looked at yet",
    "awaited": "awaited",
    "live": "live",
    "missing": "missing, to be confirmed",
    "unclear": "cannot tell",
    "lost": "lost",
    "ignored": "ignored",
}


def track_form(*, pairs: str = "", target: str = "", response_url: str = "") -> Block:
    """A window in which lines are pasted, or a file of any number of them is chosen.

    A text input takes 3,000 characters, some 40 lines:
    https://docs.slack.dev/reference/block-kit/block-elements/plain-text-input-element
    """
    files: Block = {
        "type": "file_input",
        "action_id": FILES,
        "filetypes": ["csv", "tsv", "txt", "text"],
        "max_files": 3,
    }
    return modal(
        TRACK_FORM,
        "Track links",
        [
            input_block(
                PAIRS,
                "Pages, one a line",
                text_input(
                    PAIRS,
                    multiline=True,
                    initial=pairs,
                    placeholder="https://journal.example/tools site.com",
                ),
                hint="A page, and behind it the site or page that it should link to.",
                optional=True,
            ),
            input_block(
                FILES,
                "Or a file, for hundreds of them",
                files,
                hint="A CSV or text file with the columns page, target.",
                optional=True,
            ),
            input_block(
                TARGET,
                "Site, for lines without one",
                text_input(TARGET, initial=target, placeholder="site.com"),
                optional=True,
            ),
        ],
        submit="Track",
        private_metadata=response_url,
    )


def _figures(done: Added) -> str:
    known = f"{count(done.known, 'link')} {'was' if done.known == 1 else 'were'} tracked already."
    if not done.new:
        return known if done.known else "No link was added."
    first = "The first looks follow within the hour and are silent."
    return " ".join(
        [f"Tracking {count(done.new, 'new link')}.", *([known] if done.known else []), first]
    )


def added(done: Added, bad: Sequence[tuple[int, str]], *, target: str) -> Message:
    """What was added, what was known, what could not be read."""
    text = _figures(done)
    blocks: list[Block] = [section(text)]
    if bad:
        lines = [f"line {number}: {why}" for number, why in bad[:10]]
        if len(bad) > 10:
            lines.append(f"and {len(bad) - 10:,} more")
        blocks.append(
            section("Not understood:\n" + "\n".join(outside(line, 250) for line in lines))
        )
        text += "\n" + "\n".join(lines)
    if target:
        blocks.append(context(f"`/backlinks links {outside(target)}` lists them with their state."))
    return Message(text, tuple(blocks))


def unreadable(name: str, why: str) -> Message:
    """A file that could not be had."""
    text = f"{name}: {why}"
    return Message(text, (section(outside(text, 600)),))


def untracked(number: int, what: str) -> Message:
    """How many pairs are tracked no longer."""
    if not number:
        text = f"Nothing of {what} is tracked."
    else:
        text = (
            f"{count(number, 'link')} of {what} {'is' if number == 1 else 'are'} tracked no longer."
        )
    return Message(text, (section(outside(text, 500)),))


def links(
    shown: Sequence[TrackedLink],
    *,
    target: str,
    states: Mapping[str, int],
    state: str,
    offset: int,
    now: datetime,
) -> Message:
    """One page of a target's tracked links. `state` is the filter, empty for all."""
    total = sum(states.values()) if not state else states.get(state, 0)
    if not total and not state:
        text = f"No link to {target} is tracked yet. `/backlinks track PAGE {target}` begins."
        return Message(text, (section(outside(text, 400)),))
    summary = ", ".join(f"{n:,} {_STATES.get(name, name)}" for name, n in sorted(states.items()))
    title = f"{target}: {count(sum(states.values()), 'tracked link')} ({summary})"
    columns = (
        Column("Page"),
        Column("State"),
        Column("Since"),
        Column("Last look"),
        Column("Next look"),
    )
    rows = [_row(link, now=now) for link in shown]
    blocks: list[Block] = [section(f"*{outside(title, 600)}*")]
    if rows:
        blocks.append(table(columns, rows, cell_limit=60))
    else:
        blocks.append(section("None in this state."))
    blocks.append(_controls(target, states, state, offset, total))
    lines = [f"{short_url(link.referring_page)}: {state_words(link)}" for link in shown]
    return Message("\n".join([title, *lines]), tuple(blocks))


def _row(link: TrackedLink, *, now: datetime) -> list[Cell | str]:
    last = ago(link.last_look_at, now) if link.last_look_at else "never"
    return [
        Cell(short_url(link.referring_page), link.referring_page),
        state_words(link),
        short_date(_since(link)),
        last,
        _in(link.next_look_at, now),
    ]


def state_words(link: TrackedLink) -> str:
    """The state of a tracked link as people read it."""
    standing = link.standing
    if link.shown_state == "missing" and standing.missing_since:
        return f"missing since {short_date(standing.missing_since)}, to be confirmed"
    if link.shown_state == "live" and standing.value and standing.value.followed is False:
        return "live, not followed"
    return _STATES.get(link.shown_state, link.shown_state)


def _since(link: TrackedLink) -> datetime | None:
    return link.standing.since if link.standing.phase is not Phase.NEW else None


def _in(moment: datetime, now: datetime) -> str:
    minutes = int((moment - now).total_seconds() // 60)
    if minutes <= 1:
        return "now"
    return f"in {minutes} min" if minutes < 90 else f"in {round(minutes / 60)} h"


def _controls(target: str, states: Mapping[str, int], state: str, offset: int, total: int) -> Block:
    options = [("All states", f"- {target}")]
    options += [
        (f"{_STATES.get(name, name)} ({n:,})", f"{name} {target}")
        for name, n in sorted(states.items())
    ]
    fits = all(len(value) <= 150 for _, value in options)
    more = offset + PAGE_SIZE < total
    return actions(
        select(FILTER, "Filter by state", options, initial=f"{state or '-'} {target}")
        if fits
        else None,
        button("Look now", LOOK_NOW, f"{state or '-'} {offset} {target}"),
        button("Next page", NEXT_PAGE, f"{state or '-'} {offset + PAGE_SIZE} {target}")
        if more
        else None,
    )


def looking_soon(number: int, target: str) -> Message:
    """An answer to Look now."""
    text = f"{count(number, 'link')} of {target} will be looked at within a minute or two, host by host."
    return Message(
        text,
        (
            section(
                f"{count(number, 'link')} of {code(target)} will be looked at within a minute or two, host by host."
            ),
        ),
    )
