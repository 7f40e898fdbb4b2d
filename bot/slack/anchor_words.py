"""What a site is called and wants to be found for, drawn: the line under its anchors, and the window."""

from typing import Final

from bot.domain.target_words import TargetWords
from bot.message import Block
from bot.slack.inputs import input_block, modal, text_input

OPEN: Final = "anchor_words.open"
FORM: Final = "anchor_words.form"
NAMES: Final = "names"
PHRASES: Final = "phrases"


def said(words: TargetWords) -> str:
    """What people said, and what it is good for where they said nothing."""
    names = f"Also called: {', '.join(words.names)}." if words.names else ""
    if words.phrases:
        return f"{names} Wanted phrases: {', '.join(words.phrases)}.".strip()
    why = "Say which phrases the site wants to be found for, and I warn when too many links use just those."
    return f"{names} {why}".strip()


def form(target: str, words: TargetWords, *, response_url: str) -> Block:
    """The window: names and phrases, one a line."""
    return modal(
        FORM,
        "Names and phrases",
        [
            input_block(
                NAMES,
                "What else is the site called?",
                text_input(NAMES, multiline=True, initial="\n".join(words.names)),
                optional=True,
                hint="One a line. Its domain counts anyway, and so do small misspellings.",
            ),
            input_block(
                PHRASES,
                "Which phrases does it want to be found for?",
                text_input(PHRASES, multiline=True, initial="\n".join(words.phrases)),
                optional=True,
                hint="One a line, such as garden tools.",
            ),
        ],
        submit="Save",
        private_metadata=f"{target} {response_url}".strip(),
    )
