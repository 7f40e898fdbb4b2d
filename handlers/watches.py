"""`/backlinks watch`, `unwatch`, `watches`: what a channel hears of."""

from dataclasses import dataclass, replace
from datetime import time
from typing import Final
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from slack_bolt.app.async_app import AsyncApp

from bot.deps import Deps
from bot.domain.digest_days import switched_on
from bot.domain.events import EventKind
from bot.domain.names import Target, parse_target
from bot.domain.watches import ChannelSettings, Watch
from bot.errors import DeliveryError, InvalidInputError, NotFoundError
from bot.message import Message
from bot.services import watch_sites
from bot.services.troubles import is_of_the_channel
from bot.slack import replies
from bot.slack import watches as drawn
from bot.slack.findings import WATCH as WATCH_BUTTON
from bot.slack.help import HelpEntry
from handlers.asks import Ask
from handlers.listeners import Values, choice_of, choices_of, on_action, on_view, text_of
from handlers.verbs import Verb


async def watch(ask: Ask, deps: Deps) -> None:
    """Open the window; what stands behind the verb is taken as the target."""
    words = ask.words.strip()
    target = parse_target(words) if words else None
    known = await _known(ask.channel, target, deps) if target else None
    settings = await deps.watches.settings_of(ask.channel)
    shown = str(target) if target else ""
    await ask.open(drawn.form(known, settings, target=shown, channel=ask.channel))


async def _known(channel: str, target: Target, deps: Deps) -> Watch | None:
    mine = await deps.watches.watches(channel=channel)
    return next((watch for watch in mine if watch.target == target), None)


@dataclass(frozen=True, slots=True)
class _Form:
    channel: str
    target: Target
    at_once: frozenset[EventKind]
    in_digest: frozenset[EventKind]
    only_valuable: bool
    least_quality: int | None
    digest_at: time | None


def _read(values: Values, channel: str) -> _Form:
    try:
        target = parse_target(text_of(values, drawn.TARGET, drawn.TARGET))
    except InvalidInputError as error:
        raise InvalidInputError(str(error), field=drawn.TARGET) from error
    least = text_of(values, drawn.LEAST, drawn.LEAST)
    picked = choice_of(values, drawn.DIGEST_AT, drawn.DIGEST_AT)
    return _Form(
        channel=channel,
        target=target,
        at_once=_kinds(values, drawn.AT_ONCE),
        in_digest=_kinds(values, drawn.IN_DIGEST),
        only_valuable=choice_of(values, drawn.WHICH, drawn.WHICH) != drawn.EVERY,
        least_quality=int(least) if least else None,
        digest_at=time.fromisoformat(picked) if picked else None,
    )


def _kinds(values: Values, block_id: str) -> frozenset[EventKind]:
    return frozenset(EventKind(value) for value in choices_of(values, block_id, block_id))


async def _submitted(ask: Ask, deps: Deps, form: _Form) -> None:
    """Keep the watch, and say in the channel what it will post; a channel that cannot be posted to
    keeps nothing.
    """
    wanted = Watch(
        id=watch_sites.new_id(),
        channel=form.channel,
        target=form.target,
        created_by=ask.user,
        created_at=deps.clock(),
        at_once=form.at_once,
        in_digest=form.in_digest,
        only_valuable=form.only_valuable,
        least_quality=form.least_quality,
        is_private=await deps.people.is_private(form.channel),
    )
    before = await _known(form.channel, form.target, deps)
    settings = await _settings(ask, deps, form)
    kept = await deps.watches.add_watch(wanted)
    await deps.watches.change_settings(form.channel, lambda now: _merged(now, settings))
    try:
        await deps.poster.post(form.channel, await _told(kept, settings, ask, deps))
    except DeliveryError as error:
        if not is_of_the_channel(error):
            raise
        if before is None:
            await deps.watches.remove_watch(form.channel, form.target)
        await deps.poster.post(ask.user, replies.slack_refused(error.code, channel=form.channel))


async def _settings(ask: Ask, deps: Deps, form: _Form) -> ChannelSettings:
    """The channel's settings with the digest's hour, and the zone of the first person to say one."""
    settings = await deps.watches.settings_of(form.channel)
    if not settings.set_by:
        zone = _known_zone(await deps.people.zone_of(ask.user))
        settings = replace(settings, zone=zone or settings.zone, set_by=ask.user)
    if form.digest_at and settings.digest_at is None:
        return switched_on(
            settings,
            at=form.digest_at,
            zone=settings.zone,
            days=settings.digest_days,
            by=settings.set_by,
            now=deps.clock(),
        )
    return settings


def _known_zone(name: str | None) -> str | None:
    try:
        return ZoneInfo(name).key if name else None
    except (ZoneInfoNotFoundError, ValueError):
        return None


def _merged(now: ChannelSettings, wanted: ChannelSettings) -> ChannelSettings:
    """What somebody else said meanwhile stands."""
    if not now.set_by:
        now = replace(now, zone=wanted.zone, set_by=wanted.set_by)
    if now.digest_at is None:
        now = replace(now, digest_at=wanted.digest_at, digest_from=wanted.digest_from)
    return now


async def _told(watch: Watch, settings: ChannelSettings, ask: Ask, deps: Deps) -> Message:
    replayed = await watch_sites.preview(
        watch, settings, events=deps.events, links=deps.tracked_links, clock=deps.clock
    )
    states = await deps.tracked_links.count_states(watch.target)
    by = await deps.people.name_of(ask.user)
    return drawn.set_up(watch, settings, replayed, tracked=sum(states.values()), by=by)


async def unwatch(ask: Ask, deps: Deps) -> None:
    """End a subscription of this channel; everybody there sees that it ended."""
    target = _target(ask.words, "unwatch")
    ended = await deps.watches.remove_watch(ask.channel, target)
    if ended is None:
        raise InvalidInputError(
            f"This channel does not watch {target}. `/backlinks watches` shows what it does."
        )
    await ask.say(drawn.ended(str(target), await deps.people.name_of(ask.user)), in_channel=True)


async def undo(ask: Ask, deps: Deps) -> None:
    """The button under the message that began it: that message then says that it ended."""
    known = await _by_id(ask.words, deps)
    await deps.watches.remove_watch(known.channel, known.target)
    by = await deps.people.name_of(ask.user)
    await ask.say(drawn.ended(str(known.target), by), over=True, in_channel=True)


async def quieter(ask: Ask, deps: Deps) -> None:
    """Nothing at once any more; the message says what it is now."""
    known = await _by_id(ask.words, deps)
    digest = known.in_digest | known.at_once
    kept = await deps.watches.add_watch(replace(known, at_once=frozenset(), in_digest=digest))
    settings = await deps.watches.settings_of(known.channel)
    await ask.say(await _told(kept, settings, ask, deps), over=True, in_channel=True)


async def change(ask: Ask, deps: Deps) -> None:
    """The window with what stands now."""
    known = await _by_id(ask.words, deps)
    settings = await deps.watches.settings_of(known.channel)
    await ask.open(drawn.form(known, settings, target=str(known.target), channel=known.channel))


async def row_menu(ask: Ask, deps: Deps) -> None:
    """Change or Unwatch in the list."""
    chosen, _, watch_id = ask.words.partition(" ")
    if chosen == "end":
        known = await _by_id(watch_id, deps)
        await unwatch(ask.with_words(str(known.target)), deps)
    else:
        await change(ask.with_words(watch_id), deps)


async def _by_id(watch_id: str, deps: Deps) -> Watch:
    known = await deps.watches.watch(watch_id)
    if known is None:
        raise NotFoundError("That watch ended already. `/backlinks watches` shows what stands.")
    return known


async def listed(ask: Ask, deps: Deps) -> None:
    """What this channel watches."""
    mine = await deps.watches.watches(channel=ask.channel)
    await ask.say(drawn.listed(mine, await deps.watches.settings_of(ask.channel)))


def _target(words: str, verb: str) -> Target:
    if not words.strip():
        raise InvalidInputError(f"Which site? Try `/backlinks {verb} site.com`.")
    return parse_target(words)


WATCH: Final = Verb(
    "watch",
    watch,
    HelpEntry(
        "watch site.com",
        "tells this channel of lost and new links: what matters at once, the rest in the digest",
        "Opens a window; the answer says what would have been posted in the last 30 days.",
    ),
)
UNWATCH: Final = Verb("unwatch", unwatch, HelpEntry("unwatch site.com", "ends it"))
WATCHES: Final = Verb("watches", listed, HelpEntry("watches", "what this channel watches"))


def register(app: AsyncApp) -> None:
    on_action(app, WATCH_BUTTON, watch)
    on_action(app, drawn.UNDO, undo)
    on_action(app, drawn.QUIETER, quieter)
    on_action(app, drawn.CHANGE, change)
    on_action(app, drawn.ROW_MENU, row_menu)
    on_view(app, drawn.FORM, _read, _submitted)
