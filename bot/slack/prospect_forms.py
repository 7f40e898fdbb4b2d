"""The windows of a prospect: what was agreed, until when, why not, and what is known of it."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from bot.domain.prospects import Action, Kind, Prospect, is_user
from bot.message import Block
from bot.slack.blocks import context, select
from bot.slack.inputs import input_block, modal, text_input
from bot.slack.prospect_words import KIND_WORDS
from bot.slack.prospects import Seen, read_seen

MOVE_FORM: Final = "prospect.form.move"
DETAILS_FORM: Final = "prospect.form.details"
ADD_FORM: Final = "prospect.form.add"
OPEN_FORM: Final = "prospect.form.open"
PAGE, TARGET, ANCHOR, REL, DUE, COST, NOTE = (
    "page",
    "target",
    "anchor",
    "rel",
    "due",
    "cost",
    "note",
)
REASON, UNTIL, KIND, CONTACT, NOTES, OWNER = "reason", "until", "kind", "contact", "notes", "owner"
LINES, FILES = "lines", "files"
REASONS: Final = (
    ("No interest", "no interest"), ("Too expensive", "too expensive"),
    ("Not their topic", "not their topic"), ("They add no links", "they add no links"),
    ("Only paid or sponsored", "only paid or sponsored"), ("Other", "other"),
)  # fmt: skip
_RELS: Final = (
    ("Followed", "followed"), ("nofollow", "nofollow"), ("sponsored", "sponsored"), ("ugc", "ugc"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Memory:
    """What a window remembers while it is open."""

    seen: Seen
    action: str
    answer_to: str = ""
    """The card to redraw: a response URL, or `view ID`; empty: none."""
    channel: str = ""
    more: str = ""
    """What the form showed when it opened, as JSON."""

    def __str__(self) -> str:
        """The modal's private_metadata: at most 3,000 characters."""
        kept = [str(self.seen), self.action, self.answer_to, self.channel, self.more]
        return json.dumps(kept)


def read_memory(metadata: str) -> Memory:
    seen, action, answer_to, channel, more = json.loads(metadata)
    return Memory(read_seen(seen), action, answer_to, channel, more)


def _date_input(block_id: str, label: str, initial: date | None, *, optional: bool) -> Block:
    element: Block = {"type": "datepicker", "action_id": block_id}
    if initial:
        element["initial_date"] = initial.isoformat()
    return input_block(block_id, label, element, optional=optional)


def _note_input(label: str = "Note", *, optional: bool = True) -> Block:
    return input_block(NOTE, label, text_input(NOTE, multiline=True), optional=optional)


def agreed_form(prospect: Prospect, memory: Memory, *, today: date) -> Block:
    """What was promised; the checker compares it with what really comes."""
    terms = prospect.standing.agreed
    target = prospect.details.target
    blocks = [
        input_block(PAGE, "Page that will link", text_input(PAGE, initial=terms.page if terms else prospect.page)),
        input_block(
            TARGET,
            "Our page or site",
            text_input(TARGET, initial=str(terms.target if terms else target or ""), placeholder="site.com/guide"),
        ),
        input_block(ANCHOR, "Anchor text", text_input(ANCHOR, initial=terms.anchor if terms else ""), optional=True),
        input_block(REL, "Rel", select(REL, "Any", _RELS, initial=terms.rel if terms else None), optional=True),
        _date_input(DUE, "Promised for", (terms.due_on if terms else None) or today + timedelta(days=7), optional=False),
        input_block(
            COST,
            "Cost",
            text_input(COST, initial=str(terms.cost or "") if terms else "", placeholder="120 EUR, or free"),
            optional=True,
        ),
        _note_input(),
        context("The link is awaited from now on. Only the checker sets won, when it sees it."),
    ]  # fmt: skip
    return modal(MOVE_FORM, "Agreed", blocks, submit="Agreed", private_metadata=str(memory))


def declined_form(memory: Memory) -> Block:
    blocks = [
        input_block(REASON, "Why", select(REASON, "Choose", REASONS), optional=True),
        _note_input(),
    ]
    return modal(MOVE_FORM, "Declined", blocks, submit="Declined", private_metadata=str(memory))


def snooze_form(memory: Memory, *, today: date) -> Block:
    until = _date_input(UNTIL, "Until", today + timedelta(days=14), optional=False)
    return modal(
        MOVE_FORM, "Snooze", [until, _note_input()], submit="Snooze", private_metadata=str(memory)
    )


def note_form(memory: Memory) -> Block:
    note = _note_input(optional=False)
    return modal(MOVE_FORM, "Note", [note], submit="Keep", private_metadata=str(memory))


def owner_form(prospect: Prospect, memory: Memory) -> Block:
    element: Block = {"type": "users_select", "action_id": OWNER}
    owner = prospect.owner
    if owner and is_user(owner):
        element["initial_user"] = owner
    block = input_block(OWNER, "Who has it", element)
    return modal(MOVE_FORM, "Owner", [block], submit="Hand over", private_metadata=str(memory))


def details_form(prospect: Prospect, memory: Memory) -> Block:
    """What is known; only what a person changes here is changed."""
    details = prospect.details
    blocks = [
        input_block(KIND, "Kind", select(KIND, "Kind", _kinds(), initial=details.kind.value)),
        input_block(
            TARGET, "Our page or site",
            text_input(TARGET, initial=str(details.target or ""), placeholder="site.com/guide"),
            optional=True,
        ),
        input_block(
            CONTACT, "Contact", text_input(CONTACT, initial=details.contact), optional=True,
            hint="Stored here alone, never logged. `/backlinks forget ADDRESS` erases it.",
        ),
        input_block(NOTES, "Notes", text_input(NOTES, multiline=True, initial=details.notes), optional=True),
        _date_input(UNTIL, "Next follow-up", prospect.standing.follow_up_on, optional=True),
    ]  # fmt: skip
    return modal(DETAILS_FORM, "Details", blocks, submit="Keep", private_metadata=str(memory))


def _kinds() -> Sequence[tuple[str, str]]:
    return [(words.capitalize(), kind.value) for kind, words in KIND_WORDS.items()]


def open_form(*, target: str = "") -> Block:
    """One prospect, for people who do not type commands."""
    blocks = [
        input_block(PAGE, "Page or site", text_input(PAGE, placeholder="https://blog.example/tools")),
        input_block(TARGET, "Our page or site", text_input(TARGET, initial=target, placeholder="site.com/guide"), optional=True),
    ]  # fmt: skip
    return modal(OPEN_FORM, "A prospect", blocks, submit="Open")


def add_form(*, target: str = "", pairs: str = "", response_url: str = "") -> Block:
    """Many prospects: pasted lines, a CSV, or both. The answer goes to `response_url`."""
    files: Block = {
        "type": "file_input",
        "action_id": FILES,
        "max_files": 1,
        "filetypes": ["csv", "tsv", "txt"],
    }
    blocks = [
        input_block(
            LINES, "Pages, one a line",
            text_input(LINES, multiline=True, initial=pairs, placeholder="https://blog.example/tools"),
            optional=True, hint="Or a table with the columns page, target, kind, contact, notes.",
        ),
        input_block(FILES, "Or a CSV", files, optional=True),
        input_block(TARGET, "Our page or site, for lines without one",
                    text_input(TARGET, initial=target, placeholder="site.com"), optional=True),
        input_block(KIND, "Kind", select(KIND, "Kind", _kinds(), initial=Kind.OTHER.value)),
    ]  # fmt: skip
    return modal(ADD_FORM, "Add prospects", blocks, submit="Add", private_metadata=response_url)


FORMS: Final = (Action.AGREED, Action.DECLINED, Action.SNOOZED)
"""Moves that ask something first."""
