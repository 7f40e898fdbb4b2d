"""`/backlinks digest`: this channel's daily digest, and the rows that people take on."""

import logging
import re
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Final
from zoneinfo import available_timezones

from slack_bolt.app.async_app import AsyncApp
from slack_sdk.errors import SlackApiError

from bot.deps import Deps
from bot.digesting import digest_sender, digest_sources
from bot.domain.digest_days import next_due, switched_off, switched_on
from bot.domain.digests import Digest, RowClaim, short_key
from bot.domain.watches import ALL_DAY, WORKDAYS, ChannelSettings
from bot.errors import ConflictError, InvalidInputError, NotFoundError
from bot.sending import redraw_cards
from bot.services.build_digest import build_digest
from bot.services.digest_table import digest_csv
from bot.services.send_digests import file_name
from bot.slack import digest as drawn
from bot.slack.help import HelpEntry
from handlers.asks import Ask
from handlers.listeners import on_action
from handlers.reclaim import reclaim
from handlers.verbs import Verb

log = logging.getLogger(__name__)

DEFAULT_AT: Final = time(9)
_TIME: Final = re.compile(r"(\d{1,2})(?:[:.h](\d{2})?)?\s*(am|pm)?", re.IGNORECASE)
_DAYS: Final = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_NAMED_DAYS: Final = {
    "daily": ALL_DAY,
    "everyday": ALL_DAY,
    "weekdays": WORKDAYS,
    "workdays": WORKDAYS,
    "weekends": frozenset({5, 6}),
}
_GONE: Final = "That digest is not kept any more; the newest one has its rows."


async def digest(ask: Ask, deps: Deps) -> None:
    """On, off, now; nothing typed shows what is set."""
    word, _, rest = ask.words.strip().partition(" ")
    word = word.lower()
    if word == "on" or _TIME.fullmatch(word):
        await _on(ask, deps, rest if word == "on" else ask.words)
    elif word in {"off", "stop", "none"}:
        await _off(ask, deps)
    elif word in {"now", "show", "today"}:
        await _now(ask, deps, over=False)
    elif not word:
        settings = await deps.watches.settings_of(ask.channel)
        await ask.say(
            drawn.state(
                at=f"{settings.digest_at:%H:%M}" if settings.digest_at else None,
                zone=settings.zone,
                days=days_in_words(settings.digest_days),
                next_at=await _next_at(settings, deps),
            )
        )
    else:
        raise InvalidInputError(
            "Try `/backlinks digest on 09:00`, `digest on 09:00 weekdays`, `digest off` or `digest now`."
        )


async def _on(ask: Ask, deps: Deps, words: str) -> None:
    wish = parse_wish(words)
    zone = wish.zone or await _zone_of(ask)
    settings = await deps.watches.change_settings(
        ask.channel,
        lambda known: switched_on(
            known,
            at=wish.at,
            zone=zone or "UTC",
            days=wish.days,
            by=ask.user,
            now=deps.clock(),
        ),
    )
    await ask.say(
        drawn.switched_on(
            at=f"{wish.at:%H:%M}",
            zone=settings.zone,
            days=days_in_words(settings.digest_days),
            next_at=await _next_at(settings, deps),
            watches=len(await deps.watches.watches(channel=ask.channel)),
            zone_known=zone is not None,
        )
    )


async def _off(ask: Ask, deps: Deps) -> None:
    before = await deps.watches.settings_of(ask.channel)
    await deps.watches.change_settings(ask.channel, switched_off)
    await ask.say(drawn.switched_off(was_on=before.digest_at is not None))


async def _now(ask: Ask, deps: Deps, *, over: bool) -> None:
    """The digest as it would be now, for one person; the daily one stays what it is."""
    await ask.say(drawn.digest(await _private_digest(ask, deps), asked=True), over=over)


async def _private_digest(ask: Ask, deps: Deps) -> Digest:
    settings = await deps.watches.settings_of(ask.channel)
    if not await deps.watches.watches(channel=ask.channel):
        raise NotFoundError(
            "This channel watches no site yet, so there is nothing to tell. Try `/backlinks watch site.com`."
        )
    now = deps.clock()
    today = settings.day_of(now)
    return await build_digest(settings, day=today, now=now, sources=digest_sources(deps))


async def _next_at(settings: ChannelSettings, deps: Deps) -> datetime | None:
    newest = await deps.digest_ledger.newest_day(settings.channel)
    return next_due(settings, newest=newest, now=deps.clock())


async def take(ask: Ask, deps: Deps) -> None:
    """A person takes a row on; the first one stands, and everybody sees who it is."""
    day, _, short = ask.words.partition(" ")
    key = await _row_of(ask, deps, day, short)
    claim = await deps.row_claims.claim_row(RowClaim(key, ask.user, deps.clock()))
    if claim.by == ask.user:
        stored = await deps.events.event(key)
        link_id = stored.link_id if stored else None
        link = await deps.tracked_links.tracked_by_id(link_id) if link_id is not None else None
        if link is not None and link.owner is None:
            await deps.tracked_links.change(link.id, owner=ask.user)
    await _show_again(ask, deps, day)
    await redraw_cards(deps, [key])
    if claim.by != ask.user:
        await ask.say(drawn.taken_by_another(claim.by, claim.at))


async def _row_of(ask: Ask, deps: Deps, day: str, short: str) -> str:
    """The key of the row that a button means."""
    shown = await _shown(ask, deps, day)
    for row in shown.rows:
        if short_key(row.key) == short:
            return row.key
    raise NotFoundError("That row is not in this digest any more: it was settled meanwhile.")


async def give_back(ask: Ask, deps: Deps) -> None:
    """Only one's own row can be given back."""
    day, _, short = ask.words.partition(" ")
    key = await _row_of(ask, deps, day, short)
    claim = await deps.row_claims.give_back_row(key, by=ask.user)
    if claim is not None and claim.by != ask.user:
        raise ConflictError("A colleague took that row on, so only they can give it back.")
    await _show_again(ask, deps, day)
    await redraw_cards(deps, [key])


async def _show_again(ask: Ask, deps: Deps, day: str) -> None:
    if day == drawn.PRIVATE:
        await _now(ask, deps, over=True)
    elif not await digest_sender(deps).redraw_day(ask.channel, _day_of(day)):
        raise NotFoundError(_GONE)


def _day_of(value: str) -> date:
    try:
        return date.fromisoformat(value)
    except ValueError as error:
        raise NotFoundError(_GONE) from error


async def _shown(ask: Ask, deps: Deps, day: str) -> Digest:
    """The digest that a button belongs to."""
    if day == drawn.PRIVATE:
        return await _private_digest(ask, deps)
    shown = await digest_sender(deps).standing(ask.channel, _day_of(day))
    if shown is None:
        raise NotFoundError(_GONE)
    return shown


async def all_rows(ask: Ask, deps: Deps) -> None:
    """Every row as a file, for the person who asked."""
    shown = await _shown(ask, deps, ask.words.strip())
    await deps.poster.upload(
        ask.user,
        filename=file_name(shown),
        content=digest_csv(shown),
        comment=f"All rows of {shown.local_date.isoformat()}",
    )


@dataclass(frozen=True, slots=True)
class Wish:
    """What was typed behind `digest on`."""

    at: time = DEFAULT_AT
    days: frozenset[int] = ALL_DAY
    zone: str | None = None
    """None: the zone of the person who asks."""


def parse_wish(words: str) -> Wish:
    """Read `09:00 weekdays Europe/Berlin`, in any order, each part optional.

    >>> parse_wish("at 9.30pm mon-fri").at, sorted(parse_wish("8 mon,thu").days)
    (datetime.time(21, 30), [0, 3])

    Raises:
        InvalidInputError: naming the word that was not understood.
    """
    at, days, zone = DEFAULT_AT, ALL_DAY, None
    text = re.sub(r"(\d)\s+(am|pm)\b", r"\1\2", words, flags=re.IGNORECASE)
    for word in text.split():
        bare = word.strip(".,;").lower()
        if bare in {"at", "on", "every", "day"}:
            continue
        if _TIME.fullmatch(bare):
            at = _time(bare)
        elif (named := _days(bare)) is not None:
            days = named
        else:
            zone = _zone(word)
    return Wish(at, days, zone)


def _time(word: str) -> time:
    match = _TIME.fullmatch(word)
    assert match
    hour, minute = int(match[1]), int(match[2] or 0)
    half = (match[3] or "").lower()
    if half and not 1 <= hour <= 12:
        hour = 99
    elif half:
        hour = hour % 12 + (12 if half == "pm" else 0)
    if hour > 23 or minute > 59:
        raise InvalidInputError(f"`{word[:20]}` is not a time of the day. Try `09:00`.")
    return time(hour, minute)


def _days(word: str) -> frozenset[int] | None:
    """None: it names no days."""
    if word in _NAMED_DAYS:
        return _NAMED_DAYS[word]
    first, dash, last = word.partition("-")
    ends = _day(first), _day(last)
    if dash and None not in ends:
        start, end = ends[0] or 0, ends[1] or 0
        return frozenset((start + n) % 7 for n in range((end - start) % 7 + 1))
    numbers = [_day(part) for part in word.split(",") if part]
    if not numbers or None in numbers:
        return None
    return frozenset(number for number in numbers if number is not None)


def _day(word: str) -> int | None:
    short = word[:3]
    if short not in _DAYS or not re.fullmatch(r"[a-z]{3}|[a-z]+days?", word):
        return None
    return _DAYS.index(short)


def _zone(word: str) -> str:
    known = {name.lower(): name for name in available_timezones()}
    found = known.get(word.strip("()").lower())
    if found is None:
        raise InvalidInputError(
            f"`{word[:40]}` is no time, day or time zone that I know. "
            "Try `/backlinks digest on 09:00 weekdays Europe/Berlin`."
        )
    return found


async def _zone_of(ask: Ask) -> str | None:
    """The zone of the person who asks, from their profile; None: it cannot be read."""
    try:
        answer = await ask.client.users_info(user=ask.user)
    except SlackApiError as error:
        log.warning("a person's time zone was not told: %s", error.response.get("error"))
        return None
    zone = str((answer.get("user") or {}).get("tz") or "")
    return zone if zone in available_timezones() else None


def days_in_words(days: frozenset[int]) -> str:
    """`every day`, `Monday to Friday`, `Monday, Thursday`."""
    if days == ALL_DAY:
        return "every day"
    if days == WORKDAYS:
        return "Monday to Friday"
    names = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
    return ", ".join(names[number] for number in sorted(days))


VERB: Final = Verb(
    "digest",
    digest,
    HelpEntry(
        "digest on 09:00",
        "this channel's daily digest, in your time zone; `digest off`, `digest now`",
        "With days: `digest on 09:00 weekdays`, `digest on 8:30 mon,thu`. With another time zone: "
        "`digest on 09:00 Europe/Berlin`. `digest now` shows it to you alone, and the daily one stays "
        "what it is. Rows can be taken on with a button; the next digest tells what became of them.",
    ),
)


def register(app: AsyncApp) -> None:
    on_action(app, re.compile(rf"^{re.escape(drawn.TAKE)}\.\d+$"), take)
    on_action(app, drawn.GIVE_BACK, give_back)
    on_action(app, drawn.ALL_ROWS, all_rows)
    on_action(app, drawn.RECLAIM, reclaim)
