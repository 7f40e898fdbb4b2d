"""What became of a finder's results that somebody made prospects."""

from bot.domain.prospect_lists import AddedProspects
from bot.message import Message
from bot.slack.blocks import count, section


def added(done: AddedProspects) -> Message:
    """How many are new, how many were there already."""
    text = f"{count(len(done.new), 'new prospect')}."
    if done.known:
        stay = (
            "was there already and stays" if len(done.known) == 1 else "were there already and stay"
        )
        text += f" {len(done.known):,} {stay} as before."
    text += " `/backlinks prospects` lists them."
    return Message(text, (section(text),))
