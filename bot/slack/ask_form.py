"""Every verb by button, for people who do not type commands: what, about what, and where to answer."""

from collections.abc import Sequence
from typing import Final

from bot.message import Block
from bot.slack.blocks import select
from bot.slack.help import HelpEntry
from bot.slack.inputs import input_block, modal, text_input

ASK: Final = "ask"
ASK_FORM: Final = "ask.form"
VERB, WORDS, CHANNEL = "verb", "words", "channel"


def ask_form(entries: Sequence[HelpEntry], *, verb: str = "") -> Block:
    """The window. `verb` is chosen from the start; empty: none is."""
    options = [(f"{entry.usage}: {entry.does}", entry.usage.split()[0]) for entry in entries]
    channel: Block = {
        "type": "conversations_select",
        "action_id": CHANNEL,
        "default_to_current_conversation": True,
        # https://docs.slack.dev/reference/block-kit/block-elements/multi-select-menu-element
        "response_url_enabled": True,
    }
    blocks = [
        input_block(VERB, "What", select(VERB, "Choose", options, initial=verb or None)),
        input_block(
            WORDS, "About what", text_input(WORDS, placeholder="site.com, or PAGE site.com"),
            optional=True, hint="What would stand behind it, as `/backlinks help` shows it.",
        ),
        input_block(
            CHANNEL, "Where", channel,
            hint="The answer shows there to you alone; a watch or a digest is that channel's.",
        ),
    ]  # fmt: skip
    return modal(ASK_FORM, "Ask", blocks, submit="Ask")
