"""App Home: my prospects, what is due, the watches that I may see, and a button for everything."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from bot.domain.follow_ups import Due
from bot.domain.outreach_figures import funnel
from bot.domain.prospects import Prospect, Status
from bot.domain.watches import ChannelSettings, Watch
from bot.message import Block
from bot.slack.ask_form import ASK
from bot.slack.blocks import (
    actions,
    button,
    code,
    context,
    count,
    divider,
    header,
    link,
    section,
    when,
)  # fmt: skip
from bot.slack.help import CHECK_A_SITE, IMPORT_AN_EXPORT, TRACK_LINKS
from bot.slack.prospect_list import ADD, ADD_ONE, EXPORT, PAGE, ListPlace
from bot.slack.prospect_words import KIND_WORDS, STATUS_WORDS, duty_words, short_day
from bot.slack.prospects import OPEN, Seen
from bot.slack.verdict import short_url
from bot.slack.words import duration

REFRESH: Final = "home.refresh"
SHOWN: Final = 10
_DUE_SHOWN: Final = 10
_WATCHES_SHOWN: Final = 15


@dataclass(frozen=True, slots=True)
class HomeView:
    """All that one person's home is drawn from."""

    user: str
    counts: Mapping[Status, int]
    """Of their prospects."""
    newest: tuple[Prospect, ...]
    """Theirs, moved last first."""
    due: tuple[Due, ...]
    watches: tuple[Watch, ...]
    """Those that they may see."""
    settings: Mapping[str, ChannelSettings]
    started_at: datetime
    failures: int
    """Of the bot's jobs within a day."""
    as_of: datetime


def home(view: HomeView) -> Block:
    """The view to publish: at most 100 blocks."""
    blocks = [
        *_beginnings(),
        *_due(view),
        *_mine(view),
        *_watches(view),
        divider(),
        context(_state(view)),
    ]
    return {"type": "home", "blocks": blocks}


def content_of(view: Block) -> str:
    """What a home says, without its last line, which names the time."""
    return json.dumps(view["blocks"][:-1], sort_keys=True)


def _beginnings() -> list[Block]:
    return [
        header("Backlinks"),
        actions(
            button("Check a site", CHECK_A_SITE, style="primary"),
            button("Import an export", IMPORT_AN_EXPORT),
            button("Track links", TRACK_LINKS),
            button("Add a prospect", ADD_ONE),
            button("Add many prospects", ADD),
            button("Watch a site", f"{ASK}.watch", "watch"),
            button("Everything else", ASK),
            button("Refresh", REFRESH),
        ),
    ]


def _due(view: HomeView) -> list[Block]:
    if not view.due:
        return [header("Due today"), section("Nothing is due today.")]
    blocks = [header(f"Due today: {count(len(view.due), 'prospect')}")]
    for one in view.due[:_DUE_SHOWN]:
        text = f"*{duty_words(one.duty)}*: {_page(one.prospect)}, since {short_day(one.since)}"
        blocks.append(section(text, accessory=_open(one.prospect)))
    if len(view.due) > _DUE_SHOWN:
        blocks.append(context(f"and {len(view.due) - _DUE_SHOWN:,} more"))
    return blocks


def _page(prospect: Prospect) -> str:
    return link(prospect.page, short_url(prospect.page), 80)


def _open(prospect: Prospect) -> Block:
    seen = Seen(prospect.id, prospect.version)
    return button("Open", OPEN, str(seen), label=f"Open: {prospect.site}")


def _mine(view: HomeView) -> list[Block]:
    total = sum(view.counts.values())
    if not total:
        text = "You have no prospects yet. A prospect is a page from which you want a link."
        return [header("My prospects"), section(text)]
    by_status = [
        button(
            f"{STATUS_WORDS[status]}: {number:,}",
            f"{PAGE}.{status.value}",
            str(ListPlace(status, view.user)),
        )
        for status, number in funnel(view.counts)
    ]
    blocks = [header(f"My prospects: {total:,}"), actions(*by_status, button("Export CSV", EXPORT))]
    for prospect in view.newest:
        day = prospect.standing.follow_up_on or prospect.standing.snoozed_until
        follow = f", next {short_day(day)}" if day else ""
        kind = KIND_WORDS[prospect.details.kind]
        text = f"{_page(prospect)}: *{STATUS_WORDS[prospect.status]}* ({kind}{follow})"
        blocks.append(section(text, accessory=_open(prospect)))
    if total > len(view.newest):
        blocks.append(
            context(f"and {total - len(view.newest):,} more; the buttons above list them")
        )
    return blocks


def _watches(view: HomeView) -> list[Block]:
    if not view.watches:
        return [
            header("Watches"),
            section(
                "No channel that you see watches a site. Watch a site begins, or `/backlinks watch site.com` in a channel."
            ),
        ]
    lines = [_watch_line(watch, view) for watch in view.watches[:_WATCHES_SHOWN]]
    if len(view.watches) > _WATCHES_SHOWN:
        lines.append(f"and {len(view.watches) - _WATCHES_SHOWN:,} more")
    return [header("Watches"), section("\n".join(lines))]


def _watch_line(watch: Watch, view: HomeView) -> str:
    settings = view.settings.get(watch.channel)
    digest = "no digest"
    if settings and settings.digest_at:
        digest = f"digest at {settings.digest_at:%H:%M} ({settings.zone})"
    channel = f"<#{watch.channel}>" if watch.channel.isalnum() else code(watch.channel)
    return f"{code(str(watch.target), 120)} in {channel}: {digest}"


def _state(view: HomeView) -> str:
    failed = f", {count(view.failures, 'job')} failed within a day" if view.failures else ""
    up = duration(view.as_of - view.started_at)
    return f"The bot has been running for {up}{failed} · as of {when(view.as_of)} · `/backlinks status` says more"
