"""What the bot can do, said in Slack."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from bot.message import Message
from bot.slack.blocks import actions, button, context, header, section

CHECK_A_SITE: Final = "help.check"
IMPORT_AN_EXPORT: Final = "help.import"
TRACK_LINKS: Final = "help.track"


@dataclass(frozen=True, slots=True)
class HelpEntry:
    """One verb: how it is typed, what it does, and more for those who ask."""

    usage: str
    does: str
    more: str = ""


def overview(entries: Sequence[HelpEntry]) -> Message:
    """All verbs on one screen, with three buttons to begin."""
    lines = [f"`/backlinks {entry.usage}`  {entry.does}" for entry in entries]
    begin = (
        "Three ways to begin: check a site, import an export, or track links that you care about."
    )
    return Message(
        "What I can do:\n" + "\n".join(lines) + "\n" + begin,
        (
            header("What I can do"),
            section(begin),
            actions(
                button("Check a site", CHECK_A_SITE, style="primary"),
                button("Import an export", IMPORT_AN_EXPORT),
                button("Track links", TRACK_LINKS),
            ),
            section("\n".join(lines)),
            context(
                "A bare domain means check · `/backlinks VERB help` tells more about one of them"
            ),
        ),
    )


def one_verb(entry: HelpEntry) -> Message:
    """One verb, whole."""
    text = f"`/backlinks {entry.usage}`\n{entry.does}"
    if entry.more:
        text += f"\n\n{entry.more}"
    return Message(text, (section(text),))
