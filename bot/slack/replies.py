"""Short answers that belong to no feature: an error's sentence, a refusal of Slack's."""

from typing import Final

from bot.message import Message
from bot.slack.blocks import clean, escape, section

_REFUSALS: Final = {
    "not_in_channel": "I am not in {channel}. Type `/invite @Backlinks` there, then try again.",
    "channel_not_found": "I cannot see {channel}. Type `/invite @Backlinks` there, then try again.",
    "is_archived": "{channel} is archived, so nothing can be posted there.",
    "expired_trigger_id": "Slack gives three seconds to open a window, and we were slower. Please try once more.",
    "exchanged_trigger_id": "That window was opened already. Please try once more.",
    "missing_scope": "The app lacks a permission for this. An admin can run `backlinks doctor` to see which.",
    "ratelimited": "Slack asks us to slow down. Please try again in a minute.",
}


def sentence(text: str) -> Message:
    """One sentence for a person. `text` may quote what they typed; it is escaped here."""
    return Message(text, (section(escape(clean(text, 2500))),))


def slack_refused(code: str, *, channel: str) -> Message:
    """What a refusal of Slack's means, and the way out."""
    where = f"<#{channel}>" if channel.startswith(("C", "G")) else "That channel"
    known = _REFUSALS.get(code)
    text = (
        known.format(channel=where)
        if known
        else f"Slack refused ({escape(code)}). Please try again."
    )
    return Message(text, (section(text),))


def our_fault(reference: str) -> Message:
    """An error that is nobody's but ours; `reference` finds it in the log."""
    return sentence(
        "Something went wrong on our side; nothing was lost. "
        f"Please try again. If it stays so, tell your admin the reference {reference}."
    )
