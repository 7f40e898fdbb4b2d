"""Sites marked for review, drawn: who marked, who agreed, and the file that comes of it."""

from collections.abc import Sequence
from typing import Final

from bot.domain.disavow import DisavowFile
from bot.domain.findings import Findings
from bot.domain.review_marks import ReviewMark
from bot.message import Block, Message
from bot.slack.blocks import (
    OPTION_VALUE,
    actions,
    button,
    clean,
    code,
    confirm,
    context,
    count,
    section,
    select,
    when,
)
from bot.slack.inputs import input_block, modal

MARK: Final = "review.mark"
YES: Final = "review.yes"
TAKE_BACK: Final = "review.take_back"
ASK: Final = "review.ask"
FILE: Final = "review.file"
FILE_FORM: Final = "review.file_form"
BEFORE: Final = "review.before"
SHOWN: Final = 15
_SHOWN_REFUSED: Final = 5
_CAVEAT: Final = (
    "A site goes into the disavow file only when a second person agrees. Search engines ignore most poor "
    "links by themselves; disavowing good ones does harm."
)


def mark_button(site: str, target: str) -> Block:
    """Beside one link's explanation."""
    return button("Mark for review", MARK, f"{site} {target}")


def mark_menu(found: Findings, *, first: int, most: int) -> Block | None:
    """A menu of the sites of a page of the answer; None: there is none."""
    target = str(found.target)
    pairs = [(row.domain, f"{row.domain} {target}") for row in found.domains[first : first + most]]
    fitting = [
        pair for pair in pairs if len(pair[1]) <= OPTION_VALUE and clean(pair[1], 200) == pair[1]
    ]
    return actions(select(MARK, "Mark a site for review", fitting)) if fitting else None


def marked(mark: ReviewMark) -> Message:
    """One mark stands, and what has to follow."""
    follow = f"A second person says yes under `/backlinks review {mark.target_domain}`."
    text = f"{mark.site} is marked for review. {follow}"
    drawn = f"{code(mark.site)} is marked for review. {follow}"
    return Message(text.replace("`", ""), (section(drawn), actions(_ask(mark.target_domain))))


def marks(target: str, listed: Sequence[ReviewMark], *, asked_by: str | None = None) -> Message:
    """All marks of a target. `asked_by` asked the channel to agree."""
    if not listed:
        text = f"No site is marked for review for {target}. Mark one from More domains or a link's quality."
        drawn = text.replace(target, code(target), 1)
        return Message(text, (section(drawn),))
    agreed = sum(mark.is_effective for mark in listed)
    title = (
        f"{target}: {count(len(listed), 'site')} marked for review, {agreed:,} agreed to by a second "
        "person"
    )
    blocks: list[Block] = [section(f"*{title.replace(target, code(target), 1)}*")]
    # What waits for somebody comes first, so that no mark is out of reach.
    shown = sorted(listed, key=lambda mark: mark.is_effective)[:SHOWN]
    for mark in shown:
        blocks += [section(_line(mark)), _row_buttons(mark)]
    if len(listed) > SHOWN:
        blocks.append(context(f"{count(len(listed) - SHOWN, 'more site')} not shown here."))
    blocks.append(context(_CAVEAT))
    if asked_by:
        blocks.append(context(f"<@{asked_by}> asks for a second opinion."))
    file = button("Disavow file", FILE, target) if agreed else None
    ask = None if asked_by else _ask(target)
    if file or ask:
        blocks.append(actions(file, ask))
    lines = [f"{mark.site}: {'agreed' if mark.is_effective else 'waits for a second person'}"
             for mark in shown]  # fmt: skip
    return Message("\n".join([title, *lines, _CAVEAT])[:3900], tuple(blocks))


def _line(mark: ReviewMark) -> str:
    begin = f"{code(mark.site)} marked by <@{mark.marked_by}> {when(mark.marked_at)}"
    if mark.agreed_by and mark.agreed_at:
        return f"{begin}, agreed to by <@{mark.agreed_by}> {when(mark.agreed_at)}"
    return f"{begin}, waits for a second person"


def _row_buttons(mark: ReviewMark) -> Block:
    pair = f"{mark.site} {mark.target_domain}"
    sure = confirm(
        "Disavow this site?",
        f"All links of {mark.site} go into the disavow file of {mark.target_domain}.",
        "Yes, disavow",
    )
    yes = None if mark.is_effective else button("Yes, disavow", YES, pair, confirm=sure)
    return actions(yes, button("Take back", TAKE_BACK, pair))


def _ask(target: str) -> Block:
    return button("Ask in this channel", ASK, target)


def file_form(target: str, *, channel: str) -> Block:
    """The window before the file is made: an upload replaces the one before, so that goes in too."""
    before: Block = {
        "type": "file_input",
        "action_id": BEFORE,
        "filetypes": ["txt", "text"],
        "max_files": 1,
    }
    return modal(
        FILE_FORM,
        "Disavow file",
        [
            section(
                f"The file for {code(target)} comes as a direct message, with the sites that two people "
                "agreed on. An upload replaces the file that was uploaded before."
            ),
            input_block(
                BEFORE,
                "The file that you uploaded before",
                before,
                optional=True,
                hint="Its lines stay as they are, above the new ones. Leave it out if there is none.",
            ),
        ],
        submit="Make the file",
        private_metadata=f"{channel} {target}",
    )


def file_words(target: str, made: DisavowFile) -> str:
    """What the file holds: the words above it."""
    figures = f"{count(len(made.added), 'site')} added"
    if made.kept_lines:
        figures += f", {count(made.kept_lines, 'line')} of the file before kept"
    lines = [f"Disavow file of {target}: {figures}. An upload replaces the file before it."]
    lines += [f"Kept as a comment, since the search engine would refuse it or it is your own site: {clean(line, 200)}"
              for line in made.refused[:_SHOWN_REFUSED]]  # fmt: skip
    if len(made.refused) > _SHOWN_REFUSED:
        lines.append(f"and {count(len(made.refused) - _SHOWN_REFUSED, 'more line')} like that")
    return "\n".join(lines)
