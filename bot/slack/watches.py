"""Watches drawn: the window that sets one up, what it will post, the channel's list."""

from collections.abc import Collection, Mapping, Sequence
from datetime import time
from typing import Final

from bot.domain.events import EventKind
from bot.domain.replays import Replay
from bot.domain.watches import AT_ONCE as DEFAULT_AT_ONCE
from bot.domain.watches import ChannelSettings, Watch
from bot.domain.webgraph import no_news_note
from bot.message import Block, Message
from bot.slack.blocks import actions, button, code, context, count, outside, overflow, section
from bot.slack.inputs import (
    checkboxes,
    input_block,
    modal,
    number_input,
    radios,
    text_input,
    time_input,
)

FORM: Final = "watch.form"
TARGET: Final = "target"
AT_ONCE: Final = "at_once"
IN_DIGEST: Final = "in_digest"
WHICH: Final = "which"
LEAST: Final = "least_quality"
DIGEST_AT: Final = "digest_at"
VALUABLE: Final = "valuable"
EVERY: Final = "every"

UNDO: Final = "watch.undo"
QUIETER: Final = "watch.quieter"
CHANGE: Final = "watch.change"
ROW_MENU: Final = "watch.row"
SHOWN: Final = 20

KIND_WORDS: Final[Mapping[EventKind, str]] = {
    EventKind.LOST: "lost links",
    EventKind.TARGET_BROKEN: "pages of yours that answer with an error",
    EventKind.OVERDUE: "promised links that did not come",
    EventKind.DEVALUED: "links that became worth less",
    EventKind.GAINED: "new links",
    EventKind.NEW_IN_SOURCE: "links that are new in an import",
    EventKind.UPGRADED: "links that became worth more",
    EventKind.CHANGED: "changed anchors or targets",
    EventKind.UNREACHABLE: "pages that cannot be read for a week",
    EventKind.RESTORED: "links that came back",
}


def form(
    watch: Watch | None, settings: ChannelSettings, *, target: str = "", channel: str
) -> Block:
    """The window for a new watch, or for one that is changed."""
    at_once = watch.at_once if watch else DEFAULT_AT_ONCE
    in_digest = watch.in_digest if watch else frozenset(EventKind)
    options = [(_capital(words), kind.value) for kind, words in KIND_WORDS.items()]
    blocks = [
        input_block(
            TARGET,
            "Site or page",
            text_input(TARGET, initial=target, placeholder="site.com"),
        ),
        input_block(
            AT_ONCE,
            "Post at once",
            checkboxes(AT_ONCE, options, chosen=_values(at_once)),
            optional=True,
        ),
        input_block(
            WHICH,
            "At once, of these",
            radios(
                WHICH,
                [
                    ("Only valuable links, and those that we worked for", VALUABLE),
                    ("Every link", EVERY),
                ],
                chosen=VALUABLE if watch is None or watch.only_valuable else EVERY,
            ),
            hint="Valuable: followed, in the text, on a page that search engines index.",
        ),
        input_block(
            LEAST,
            "Least quality for a message at once",
            number_input(LEAST, initial=watch.least_quality if watch else None, least=0, most=100),
            optional=True,
            hint="0 to 100; empty for no threshold. Links whose quality is not known pass it.",
        ),
        input_block(
            IN_DIGEST,
            "In the daily digest",
            checkboxes(IN_DIGEST, options, chosen=_values(in_digest)),
            optional=True,
        ),
    ]
    if settings.digest_at is None:
        blocks.append(
            input_block(
                DIGEST_AT,
                "Daily digest of this channel at",
                time_input(DIGEST_AT, initial=time(9)),
                optional=True,
                hint="In your time zone. Empty for no digest.",
            )
        )
    title = "Change a watch" if watch else "Watch a site"
    return modal(FORM, title, blocks, submit="Watch", private_metadata=channel)


def _values(kinds: Collection[EventKind]) -> list[str]:
    return [kind.value for kind in KIND_WORDS if kind in kinds]


def _capital(words: str) -> str:
    return words[0].upper() + words[1:]


def set_up(
    watch: Watch, settings: ChannelSettings, replayed: Replay, *, tracked: int, by: str
) -> Message:
    """What the channel reads when a watch begins: what it will post, and the way back.

    `by` is a name: a mention would notify people of what they did themselves.
    """
    target = str(watch.target)
    promise = f"At once: {at_once_words(watch)}. {digest_words(settings)}"
    quiet = quiet_words(settings)
    looked = preview_words(replayed, settings)
    lines = [f"This channel now watches {target}.", promise, quiet, looked]
    hint = ""
    if not tracked:
        hint = f"No link to {target} is tracked yet: `/backlinks track PAGE {target}` begins."
        lines.append(hint.replace("`", ""))
    blocks = [
        section(f"This channel now watches {code(target)}, set up by {outside(by, 80)}."),
        section("\n".join(outside(line, 900) for line in (promise, quiet, looked))),
    ]
    if hint:
        blocks.append(
            section(f"No link to {code(target)} is tracked yet: `/backlinks track` begins.")
        )
    if note := no_news_note(watch.target):
        lines.append(note)
        blocks.append(context(outside(note, 600)))
    can_be_quieter = bool(watch.at_once)
    blocks.append(
        actions(
            button("Undo", UNDO, watch.id),
            button("Quieter: digest only", QUIETER, watch.id) if can_be_quieter else None,
            button("Change", CHANGE, watch.id),
        )
    )
    return Message("\n".join(line for line in lines if line), tuple(blocks))


def at_once_words(watch: Watch) -> str:
    """Which events are posted at once, in words."""
    if not watch.at_once:
        return "nothing"
    words = [words for kind, words in KIND_WORDS.items() if kind in watch.at_once]
    which = ", of valuable links or those that we worked for" if watch.only_valuable else ""
    least = f", from quality {watch.least_quality} up" if watch.least_quality is not None else ""
    return f"{', '.join(words)}{which}{least}"


def digest_words(settings: ChannelSettings) -> str:
    """When the rest is told."""
    if settings.digest_at is None:
        return "The rest stands in the daily digest, which is off: /backlinks digest on 09:00."
    return (
        f"The rest stands in the digest at {settings.digest_at:%H:%M}, {zone_words(settings.zone)}."
    )


def quiet_words(settings: ChannelSettings) -> str:
    """The hours without posts, and the most of them a day."""
    most = f"At most {count(settings.budget, 'message')} a day"
    if settings.quiet_from == settings.quiet_until:
        return f"{most}."
    hours = f"{settings.quiet_from:%H:%M} to {settings.quiet_until:%H:%M}"
    return f"{most}, none from {hours}, {zone_words(settings.zone)}."


def zone_words(zone: str) -> str:
    """`Europe/Berlin` as people say it.

    >>> zone_words("America/New_York"), zone_words("UTC")
    ('New York time', 'UTC')
    """
    place = zone.rsplit("/", 1)[-1].replace("_", " ")
    return place if place == "UTC" else f"{place} time"


def preview_words(replayed: Replay, settings: ChannelSettings) -> str:
    """What the last 30 days would have been like."""
    at_once = len(replayed.at_once)
    digests = len(replayed.digest_days) if settings.digest_at else 0
    total = at_once + digests
    if not total:
        return "In the last 30 days this would have posted nothing."
    over = ""
    if replayed.over_budget:
        over = f", {replayed.over_budget:,} more left to the digest by the budget"
    unknown = ""
    if replayed.unrated:
        about = count(replayed.unrated, "of them is", "of them are")
        unknown = f" {about} about links whose quality is not known; the threshold lets those pass."
    return (
        f"In the last 30 days this would have posted {count(total, 'message')} "
        f"({at_once:,} at once, {digests:,} in {'a digest' if digests == 1 else 'digests'} with news{over})."
        f"{unknown}"
    )


def ended(target: str, by: str) -> Message:
    """A subscription ended."""
    text = f"This channel no longer watches {target}."
    return Message(
        text, (section(f"This channel no longer watches {code(target)} ({outside(by, 80)})."),)
    )


def listed(watches: Sequence[Watch], settings: ChannelSettings) -> Message:
    """The channel's watches, each with its menu."""
    if not watches:
        text = "This channel watches nothing yet. /backlinks watch site.com begins."
        return Message(
            text,
            (section("This channel watches nothing yet. `/backlinks watch site.com` begins."),),
        )
    title = f"This channel watches {count(len(watches), 'site or page', 'sites or pages')}"
    blocks: list[Block] = [section(f"*{title}*")]
    lines = [title]
    for watch in watches[:SHOWN]:
        target = str(watch.target)
        line = f"at once: {at_once_words(watch)}"
        entries = [("Change", f"change {watch.id}"), ("Unwatch", f"end {watch.id}")]
        shown = f"{code(target)} {outside(line, 600)} · by <@{watch.created_by}>"
        blocks.append(section(shown, accessory=overflow(ROW_MENU, entries)))
        lines.append(f"{target}: {line}")
    if len(watches) > SHOWN:
        blocks.append(context(f"and {len(watches) - SHOWN:,} more"))
    blocks.append(context(outside(f"{digest_words(settings)} {quiet_words(settings)}", 600)))
    return Message("\n".join(lines)[:3800], tuple(blocks))
