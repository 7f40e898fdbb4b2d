"""A channel's settings drawn: the window, and what stands now."""

from typing import Final

from bot.domain.watches import ChannelSettings
from bot.message import Block, Message
from bot.slack.blocks import actions, button, code, count, fields, outside, section
from bot.slack.inputs import checkboxes, input_block, modal, number_input, text_input, time_input
from bot.slack.watches import zone_words

FORM: Final = "settings.form"
OPEN: Final = "settings.open"
ZONE: Final = "zone"
QUIET_FROM: Final = "quiet_from"
QUIET_UNTIL: Final = "quiet_until"
BUDGET: Final = "budget"
EXTRAS: Final = "extras"
MUTED: Final = "muted"
QUIET_DAY_LINE: Final = "quiet_day_line"
WEEKLY_REPORT: Final = "weekly_report"
MOST_A_DAY: Final = 100


def shown(settings: ChannelSettings) -> Message:
    """What stands now, with the way to change it."""
    facts = _facts(settings)
    text = "How this channel wants its messages"
    lines = [f"{name}: {value.replace('`', '')}" for name, value in facts]
    blocks = (
        section(f"*{text}*"),
        fields(facts),
        actions(button("Change", OPEN, style="primary")),
    )
    return Message("\n".join([text, *lines]), blocks)


def changed(settings: ChannelSettings, by: str) -> Message:
    """Everybody in the channel sees what was changed, and by whom."""
    facts = _facts(settings)
    lines = [f"{name}: {value.replace('`', '')}" for name, value in facts]
    blocks = (
        section(f"{outside(by, 80)} changed how this channel wants its messages:"),
        fields(facts),
    )
    return Message("\n".join(["The settings of this channel were changed.", *lines]), blocks)


def _facts(settings: ChannelSettings) -> list[tuple[str, str]]:
    is_quiet = settings.quiet_from != settings.quiet_until
    hours = f"{settings.quiet_from:%H:%M} to {settings.quiet_until:%H:%M}"
    digest = f"{settings.digest_at:%H:%M}" if settings.digest_at else "off"
    muted = ", ".join(code(domain, 60) for domain in sorted(settings.muted)[:20])
    more = len(settings.muted) - 20
    return [
        ("Time zone", f"{zone_words(settings.zone)}"),
        ("Nothing at once", hours if is_quiet else "no quiet hours"),
        ("Messages at once", f"{count(settings.budget, 'message')} a day at most"),
        ("Daily digest", digest),
        ("A quiet day", "gets one line" if settings.quiet_day_line else "gets no message"),
        ("Weekly summary", "on" if settings.weekly_report else "off"),
        ("Muted sites", (f"{muted} and {more:,} more" if more > 0 else muted) or "none"),
    ]


def form(settings: ChannelSettings, *, channel: str) -> Block:
    """The window."""
    extras = [("One line on a quiet day", QUIET_DAY_LINE), ("Weekly summary", WEEKLY_REPORT)]
    chosen = [QUIET_DAY_LINE] if settings.quiet_day_line else []
    chosen += [WEEKLY_REPORT] if settings.weekly_report else []
    return modal(
        FORM,
        "Channel settings",
        [
            input_block(
                ZONE,
                "Time zone",
                text_input(ZONE, initial=settings.zone, placeholder="Europe/Berlin"),
                hint="As in the list of IANA, such as Europe/Berlin or America/New_York.",
            ),
            input_block(
                QUIET_FROM,
                "Nothing at once from",
                time_input(QUIET_FROM, initial=settings.quiet_from),
            ),
            input_block(
                QUIET_UNTIL,
                "until",
                time_input(QUIET_UNTIL, initial=settings.quiet_until),
                hint="The same time twice means no quiet hours.",
            ),
            input_block(
                BUDGET,
                "Messages at once a day, at most",
                number_input(BUDGET, initial=settings.budget, least=0, most=MOST_A_DAY),
                hint="What is beyond it, the least valuable first, stands in the digest.",
            ),
            input_block(EXTRAS, "Also", checkboxes(EXTRAS, extras, chosen=chosen), optional=True),
            input_block(
                MUTED,
                "Sites of which nothing is told at once",
                text_input(MUTED, multiline=True, initial="\n".join(sorted(settings.muted))),
                optional=True,
                hint="One domain a line. The digest still counts them.",
            ),
        ],
        submit="Save",
        private_metadata=channel,
    )
