"""`/backlinks settings`: how a channel wants its messages."""

from collections.abc import Callable
from dataclasses import replace
from datetime import time
from typing import Final
from zoneinfo import available_timezones

from slack_bolt.app.async_app import AsyncApp

from bot.deps import Deps
from bot.domain.names import parse_target
from bot.domain.watches import ChannelSettings
from bot.errors import DeliveryError, InvalidInputError
from bot.services.troubles import is_of_the_channel
from bot.slack import replies
from bot.slack import settings as drawn
from bot.slack.help import HelpEntry
from handlers.asks import Ask
from handlers.listeners import Values, choice_of, choices_of, on_action, on_view, text_of
from handlers.verbs import Verb

Change = Callable[[ChannelSettings], ChannelSettings]
_MOST_MUTED: Final = 500


async def settings(ask: Ask, deps: Deps) -> None:
    """What stands now; only the asker sees it."""
    await ask.say(drawn.shown(await deps.watches.settings_of(ask.channel)))


async def open_form(ask: Ask, deps: Deps) -> None:
    known = await deps.watches.settings_of(ask.channel)
    await ask.open(drawn.form(known, channel=ask.channel))


def _read(values: Values, channel: str) -> tuple[str, Change]:
    zone = _zone(text_of(values, drawn.ZONE, drawn.ZONE))
    begin = time.fromisoformat(choice_of(values, drawn.QUIET_FROM, drawn.QUIET_FROM) or "22:00")
    end = time.fromisoformat(choice_of(values, drawn.QUIET_UNTIL, drawn.QUIET_UNTIL) or "07:00")
    budget = _budget(text_of(values, drawn.BUDGET, drawn.BUDGET))
    extras = choices_of(values, drawn.EXTRAS, drawn.EXTRAS)
    muted = _muted(text_of(values, drawn.MUTED, drawn.MUTED))

    def change(known: ChannelSettings) -> ChannelSettings:
        return replace(
            known,
            zone=zone,
            quiet_from=begin,
            quiet_until=end,
            budget=budget,
            quiet_day_line=drawn.QUIET_DAY_LINE in extras,
            weekly_report=drawn.WEEKLY_REPORT in extras,
            muted=muted,
        )

    return channel, change


def _zone(typed: str) -> str:
    known = {name.lower(): name for name in available_timezones()}
    found = known.get(typed.strip().replace(" ", "_").lower())
    if found is None:
        raise InvalidInputError(
            "That is no time zone that I know. Try Europe/Berlin.", field=drawn.ZONE
        )
    return found


def _budget(typed: str) -> int:
    if not typed.isdecimal() or int(typed) > drawn.MOST_A_DAY:
        raise InvalidInputError(
            f"A whole number from 0 to {drawn.MOST_A_DAY}, please.", field=drawn.BUDGET
        )
    return int(typed)


def _muted(typed: str) -> frozenset[str]:
    words = typed.replace(",", " ").split()
    if len(words) > _MOST_MUTED:
        raise InvalidInputError(f"At most {_MOST_MUTED} sites, please.", field=drawn.MUTED)
    try:
        return frozenset(str(parse_target(word).domain) for word in words)
    except InvalidInputError as error:
        raise InvalidInputError(str(error), field=drawn.MUTED) from error


async def _submitted(ask: Ask, deps: Deps, form: tuple[str, Change]) -> None:
    """Keep it, and say in the channel what stands now and who changed it."""
    channel, change = form
    before = await deps.watches.settings_of(channel)
    kept = await deps.watches.change_settings(
        channel, lambda known: replace(change(known), set_by=known.set_by or ask.user)
    )
    if replace(kept, set_by=before.set_by) == before:
        return
    try:
        await deps.poster.post(channel, drawn.changed(kept, await deps.people.name_of(ask.user)))
    except DeliveryError as error:
        if not is_of_the_channel(error):
            raise
        await deps.poster.post(ask.user, replies.slack_refused(error.code, channel=channel))


VERB: Final = Verb(
    "settings",
    settings,
    HelpEntry(
        "settings",
        "this channel: time zone, quiet hours, messages a day, muted sites, quiet days",
        "Shows what stands now, with a button that changes it. What is posted at once is a setting of "
        "each watch: `/backlinks watches`.",
    ),
)


def register(app: AsyncApp) -> None:
    on_action(app, drawn.OPEN, open_form)
    on_view(app, drawn.FORM, _read, _submitted)
