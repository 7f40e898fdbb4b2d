"""A gained link's posts, drawn: one box a network, to be copied."""

from collections.abc import Sequence

from bot.domain.social import SocialPost
from bot.message import Block, Message
from bot.slack.blocks import context, outside, section
from bot.slack.broken_links import copy_box
from bot.slack.verdict import short_url


def posts(found: Sequence[SocialPost], *, page: str) -> Message:
    """The posts. Nothing is posted by the bot itself."""
    if not found:
        text = f"The addresses are too long for a post about {short_url(page)}."
        return Message(text, (section(outside(text, 400)),))
    said = f"Posts about {short_url(page)}, to copy. I post nothing myself."
    blocks: list[Block] = [section(outside(said, 400))]
    for one in found:
        blocks.append(section(f"*{one.network.name}* ({one.length:,} of {one.network.limit:,})"))
        blocks.append(copy_box(one.text))
    blocks.append(
        context("The link to your page carries campaign parameters: it is told apart from links that came by themselves.")
    )  # fmt: skip
    text = "\n\n".join([said, *(f"{one.network.name}:\n{one.text}" for one in found)])
    return Message(text[:3900], tuple(blocks))


def not_live(page: str, target: str, because: str) -> Message:
    """There is no link to share."""
    text = f"{short_url(page)} has no link to {target} that I can see now. {because}"
    return Message(text, (section(outside(text, 600)),))
