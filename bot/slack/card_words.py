"""The sentences of a card: what happened, how good the link was, who is at it."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Final

from bot.domain.cards import ActKind, CardRow, CardView, is_back_unconfirmed
from bot.domain.events import EventKind, Value
from bot.domain.ratings import Rating, score_words, visits_words
from bot.domain.target_pages import TargetStanding
from bot.domain.verdicts import Observation, State
from bot.slack.blocks import code, count, link, outside, when
from bot.slack.verdict import short_url
from bot.slack.words import PLACES, REASON_WORDS, SHORT_REASONS, duration, short_date

TITLES: Final[Mapping[EventKind, str]] = {
    EventKind.GAINED: "New",
    EventKind.LOST: "Lost",
    EventKind.RESTORED: "Back",
    EventKind.DEVALUED: "Worth less",
    EventKind.UPGRADED: "Worth more",
    EventKind.CHANGED: "Changed",
    EventKind.UNREACHABLE: "Cannot tell",
    EventKind.TARGET_BROKEN: "Your page is broken",
    EventKind.TARGET_MENDED: "Your page works again",
    EventKind.NEW_IN_SOURCE: "New in a source",
    EventKind.ABSENT_IN_SOURCE: "Not in a source's newest data",
    EventKind.OVERDUE: "Overdue",
}
WINNABLE: Final = frozenset(
    {EventKind.LOST, EventKind.DEVALUED, EventKind.OVERDUE, EventKind.UNREACHABLE}
)
OWN_PAGE: Final = frozenset({EventKind.TARGET_BROKEN, EventKind.TARGET_MENDED})
_SHOWN_AS_NOW: Final = frozenset(
    {
        EventKind.GAINED,
        EventKind.RESTORED,
        EventKind.DEVALUED,
        EventKind.UPGRADED,
        EventKind.CHANGED,
        EventKind.NEW_IN_SOURCE,
    }
)
"""Of these the link is shown as it is now: what it was is said before."""
_DETAILS: Final = 400
_ONE_EVENING: Final = timedelta(hours=6)
"""Looks this close need the date once."""


def head(view: CardView) -> str:
    """What happened, in one sentence of mrkdwn; the same sentence says later how it ended."""
    row = view.rows[-1]
    if len(view.rows) > 1 and view.kind not in OWN_PAGE:
        return _group(view)
    if row.ended_by:
        return _ended(row, is_won=view.newest(ActKind.CLAIMED) is not None)
    return f"*{TITLES[row.stored.event.kind]}:* {_sentence(row)}{_good(row)}"


def _page(row: CardRow) -> str:
    return link(row.stored.event.referring_page, short_url(row.stored.event.referring_page))


def _target(row: CardRow) -> str:
    return code(short_url(row.stored.event.target))


def _ended(row: CardRow, *, is_won: bool) -> str:
    """How it ended; `row.ended_by` is set."""
    event, end = row.stored.event, row.ended_by
    assert end is not None
    after = duration(end.event.at - event.first_seen_at)
    if event.kind in OWN_PAGE:
        why = outside(end.event.in_words, _DETAILS)
        return f"*Works again after {after}:* {_target(row)}{f'. {why}' if why else ''}"
    if event.kind is EventKind.LOST:
        word = "Won back" if is_won else "Back"
        return f"*{word} after {after}:* {_page(row)} links to {_target(row)} again{_good(row)}"
    why = outside(end.event.in_words, _DETAILS)
    what = f"{_page(row)} to {_target(row)}{f': {why}' if why else ''}"
    return f"*Good again after {after}:* {what}{_good(row)}"


def _sentence(row: CardRow) -> str:
    event = row.stored.event
    page, target = _page(row), _target(row)
    why = REASON_WORDS[event.reason] if event.reason else ""
    details = outside(event.in_words, _DETAILS)
    match event.kind:
        case EventKind.LOST:
            return f"{page} no longer links to {target}{_after(': ', why)}{_after('. ', details)}"
        case EventKind.TARGET_BROKEN | EventKind.TARGET_MENDED:
            return f"{target}{_after('. ', details or why)}"
        case EventKind.OVERDUE:
            promised = when(event.first_seen_at, style="{date_short_pretty}")
            return f"{page} was to link to {target} and does not yet. Promised for {promised}"
        case EventKind.UNREACHABLE:
            length = duration(event.at - event.first_seen_at)
            unknown = f"so nobody knows whether it links to {target}"
            return f"{page} could not be read for {length}, {unknown}{_after(': ', why)}"
        case EventKind.NEW_IN_SOURCE:
            return f"{page} links to {target}{_after('. ', details)}"
        case EventKind.GAINED | EventKind.RESTORED if not details:
            return f"{page} links to {target}"
        case _:
            return f"{page} to {target}{_after(': ', details)}"


def _after(mark: str, words: str) -> str:
    """Words behind a mark; nothing where there are none."""
    return f"{mark}{words}" if words else ""


def _good(row: CardRow) -> str:
    """How good the link is, or was; empty where nothing is to be known of it."""
    event = (row.ended_by or row.stored).event
    if event.kind in OWN_PAGE:
        return ""
    first, second = event.before, event.after
    value = second or first if event.kind in _SHOWN_AS_NOW else first or second
    quality = score_words(event.rating)
    if not quality and event.kind is not EventKind.OVERDUE:
        quality = "quality not known"
    since = f"live since {short_date(event.live_since)}" if event.live_since else ""
    words = [quality, *_worth_words(value), since, visits_words(event.rating)]
    told = ", ".join(word for word in words if word)
    return f" ({outside(told)})" if told else ""


def _worth_words(value: Value | None) -> list[str]:
    if value is None:
        return []
    words = [] if value.followed is None else ["followed" if value.followed else "not followed"]
    if value.placement:
        words.append(PLACES.get(value.placement, value.placement))
    return words


def _group(view: CardView) -> str:
    first = view.rows[0].stored
    site = code(str(first.referring_domain or first.event.target))
    number, over = len(view.rows), sum(bool(row.ended_by) for row in view.rows)
    links, target = count(number, "link"), code(str(first.target_domain))
    where = f"{links} from {site} to {target}"
    if view.is_over:
        word = "Back" if view.kind is EventKind.LOST else "Good again"
        return f"*{word}:* all {where}"
    if over:
        where += f", {over:,} of them {'back' if view.kind is EventKind.LOST else 'good again'}"
    if view.kind is EventKind.UNREACHABLE:
        where = f"{count(number, 'page')} of {site} could not be read, so nobody knows whether they link to {target}"
    if view.kind is EventKind.OVERDUE:
        where = f"{links} promised from {site} to {target} are not there yet"
    tail = "".join(f" {told}." for told in _together(view))
    return f"*{TITLES[view.kind]}:* {where}{_after(': ', _common(view))}{'.' if tail else ''}{tail}"


def _common(view: CardView) -> str:
    """Why, where one cause explains all of it."""
    reasons = {row.stored.event.reason for row in view.rows}
    details = {row.stored.event.in_words for row in view.rows}
    (reason,) = reasons if len(reasons) == 1 else (None,)
    if reason is not None:
        return REASON_WORDS[reason]
    return outside(details.pop(), _DETAILS) if len(details) == 1 else ""


def _together(view: CardView) -> list[str]:
    """How good the links of a group are, or were."""
    ratings = [row.stored.event.rating for row in view.rows]
    best = max(
        (r for r in ratings if r and r.score is not None), key=lambda r: r.score or 0, default=None
    )
    visits = sum(rating.visits or 0 for rating in ratings if rating)
    words = [
        _editorial(view) if view.kind is EventKind.LOST else "",
        f"The best of them: {score_words(best)}" if best else "",
        f"Together they {visits_words(Rating(visits=visits))}" if visits else "",
    ]
    return [word for word in words if word]


def _editorial(view: CardView) -> str:
    values = [row.stored.event.before for row in view.rows]
    known = [value.editorial for value in values if value and value.editorial is not None]
    if len(known) < len(values):
        return ""
    number = sum(known)
    if number == len(known):
        return "All were editorial"
    return f"{number:,} of them {'was' if number == 1 else 'were'} editorial" if number else (
        "None was editorial"
    )  # fmt: skip


def facts(view: CardView) -> list[str]:
    """When it was seen."""
    events = [row.stored.event for row in view.rows]
    first, last = min(e.first_seen_at for e in events), max(e.at for e in events)
    if view.kind in (EventKind.LOST, EventKind.TARGET_BROKEN):
        style = "{time}" if last - first <= _ONE_EVENING else "{date_short_pretty} at {time}"
        return [f"Seen twice, {when(first)} and {when(last, style=style)}"]
    return [f"Seen {when(last)}"]


def status(view: CardView) -> list[str]:
    """What people did, newest state first; who and when stand beside it."""
    row = view.rows[0]
    lines = []
    if is_back_unconfirmed(row) and row.link and row.link.standing.back_since:
        lines.append(f"seen again {when(row.link.standing.back_since)}, a second look follows")
    if wrong := view.newest(ActKind.WRONG):
        lines.append(f"called a wrong alert by <@{wrong.by}> {when(wrong.at)}")
    if (quiet := view.newest(ActKind.SNOOZED, ActKind.IGNORED)) and not view.is_over:
        lines.append(_quiet_words(view, quiet.kind, quiet.by, quiet.at))
    looked = view.newest(ActKind.LOOKED)
    if looked and row.seen and not view.is_over:
        lines.append(f"looked again {when(row.seen.checked_at)}: {seen_words(row.seen)}")
    if looked and view.standing and not view.is_over:
        lines.append(f"looked again {when(looked.at)}: {_page_words(view.standing)}")
    lines.append(_owner_words(view))
    return [line for line in lines if line]


def _page_words(standing: TargetStanding) -> str:
    """How a page of ours was at the newest look."""
    if standing.good_since:
        return "it answers, a second look follows"
    if standing.bad_since:
        return outside(standing.because[:1].lower() + standing.because[1:], 300)
    return "it answers"


def _quiet_words(view: CardView, kind: ActKind, by: str, at: datetime) -> str:
    tracked = view.rows[0].link
    if kind is ActKind.IGNORED:
        return f"ignored for good by <@{by}> {when(at)}" if not tracked or tracked.ignored else ""
    until = tracked.snoozed_until if tracked else None
    if until is None or (view.now and until <= view.now):
        return ""
    return f"asleep until {when(until, style='{date_short_pretty}')}, by <@{by}>"


def seen_words(seen: Observation) -> str:
    """What a look saw, in a few words."""
    if seen.state is State.LIVE:
        return "the link is there"
    if seen.state is State.LOST:
        return "still no link"
    return f"cannot tell, {SHORT_REASONS[seen.reason]}" if seen.reason else "cannot tell"


def _owner_words(view: CardView) -> str:
    act = view.newest(ActKind.CLAIMED, ActKind.OWNER)
    if act and act.kind is ActKind.CLAIMED:
        return f"<@{act.by}> wins it back, since {when(act.at)}"
    tracked = view.rows[0].link
    owner = (act.about if act else "") or (tracked.owner if tracked else "")
    if owner:
        return f"owner: <@{owner}>"
    if view.asked_by and view.kind in WINNABLE:
        # By name: a mention here would tell them twice.
        return f"owner: {outside(view.asked_by, 80)}"
    return "owner: nobody yet" if view.kind in WINNABLE else ""
