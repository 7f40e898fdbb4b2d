"""The sentences of a digest: whether to worry, what became of the last one, a row in words."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Final
from zoneinfo import ZoneInfo

from bot.domain.digests import GAINS, Digest, DigestRow, Outcome, Week
from bot.domain.events import EventKind
from bot.domain.graph_news import release_of
from bot.domain.ratings import Rating, score_words, visits_words
from bot.domain.source_names import source_name
from bot.slack.blocks import count
from bot.slack.verdict import short_url
from bot.slack.words import PLACES, SHORT_REASONS, short_date

KIND_WORDS: Final[Mapping[EventKind, str]] = {
    EventKind.GAINED: "Gained",
    EventKind.LOST: "Lost",
    EventKind.RESTORED: "Back again",
    EventKind.DEVALUED: "Devalued",
    EventKind.UPGRADED: "Upgraded",
    EventKind.CHANGED: "Changed",
    EventKind.UNREACHABLE: "Cannot tell",
    EventKind.TARGET_BROKEN: "Our page broken",
    EventKind.TARGET_MENDED: "Our page works again",
    EventKind.NEW_IN_SOURCE: "New in a source",
    EventKind.ABSENT_IN_SOURCE: "Not in a source's newest data",
    EventKind.OVERDUE: "Promised, not there",
}
_GRAPH_WORDS: Final[Mapping[EventKind, str]] = {
    EventKind.NEW_IN_SOURCE: "New in the web graph",
    EventKind.ABSENT_IN_SOURCE: "Not in this month's graph",
}
_TOLD_BY_DETAILS: Final = frozenset({EventKind.DEVALUED, EventKind.UPGRADED, EventKind.CHANGED})
_SHORT_DETAILS: Final[Mapping[str, str]] = {
    "its page is now noindex": "page now noindex",
    "its page is indexable again": "page indexable again",
    "its page's canonical now": "canonical elsewhere",
    "its page is its own canonical": "own canonical again",
    "anchor text was": "anchor text",
    "linked to": "target page",
    "moved on with its list": "moved on with its list",
}
"""How the details of an event begin, and what a narrow column says of them; others are short already."""
_COUNTED: Final = (
    (frozenset({EventKind.TARGET_BROKEN}), "broken page of ours", "broken pages of ours"),
    (frozenset({EventKind.LOST}), "lost", "lost"),
    (frozenset({EventKind.DEVALUED}), "devalued", "devalued"),
    (frozenset({EventKind.OVERDUE}), "promise overdue", "promises overdue"),
    (frozenset({EventKind.UNREACHABLE}), "unreachable for a week", "unreachable for a week"),
    (
        frozenset({EventKind.TARGET_MENDED}),
        "page of ours works again",
        "pages of ours work again",
    ),
    (GAINS, "gained", "gained"),
    (frozenset({EventKind.NEW_IN_SOURCE}), "new in a source", "new in sources"),
    (
        frozenset({EventKind.ABSENT_IN_SOURCE}),
        "not in a source's newest data",
        "not in a source's newest data",
    ),
    (frozenset({EventKind.UPGRADED}), "upgraded", "upgraded"),
    (frozenset({EventKind.CHANGED}), "changed", "changed"),
)


def sites(targets: Sequence[str]) -> str:
    """What the channel watches, short."""
    if not targets:
        return "No site watched"
    return targets[0][:80] if len(targets) == 1 else f"{len(targets)} sites"


def long_date(day: date) -> str:
    """`Monday 23 November`."""
    return f"{day:%A} {day.day} {day:%B}"


def verdict(shown: Digest) -> str:
    """Whether to worry, and the figures behind it."""
    told = figures(shown)
    if any(row.kind is EventKind.TARGET_BROKEN and not row.is_back for row in shown.rows):
        return f"Look here first, it is ours to mend: {told}."
    lost = [row for row in shown.rows if row.kind is EventKind.LOST]
    dear = sum(len(row.events) for row in lost if _is_dear(row))
    if dear:
        return f"Worth a look: {told}. {count(dear, 'of the lost links was', 'of the lost links were')} editorial and followed."
    if shown.count(EventKind.OVERDUE, EventKind.DEVALUED, EventKind.UNREACHABLE):
        return f"Worth a look: {told}."
    if lost:
        return f"Nothing to worry about: {told}. None of the lost was editorial and followed."
    if not shown.rows:
        return "No news of the links."
    is_good = shown.count(*GAINS, EventKind.UPGRADED, EventKind.TARGET_MENDED)
    return f"A good day: {told}, nothing lost." if is_good else f"Nothing lost: {told}."


def visits(shown: Digest) -> str:
    """What the lost links brought; empty: nothing is known of it."""
    lost = [row.rating for row in shown.rows if row.kind is EventKind.LOST and not row.is_back]
    brought = sum(rating.visits or 0 for rating in lost if rating)
    if not brought:
        return ""
    one = shown.count(EventKind.LOST) == 1
    return f"The lost {'link' if one else 'links'} {visits_words(Rating(visits=brought))}."


def _is_dear(row: DigestRow) -> bool:
    value = row.value
    return value is not None and bool(value.followed) and bool(value.editorial)


def figures(shown: Digest) -> str:
    """How many of what: `2 lost (the best of quality 82), 4 gained`."""
    counted = ((kinds, shown.count(*kinds), one, many) for kinds, one, many in _COUNTED)
    return ", ".join(
        count(number, one, many)
        + (_best_lost(shown.rows) if EventKind.LOST in kinds else "")
        + (_won(shown.rows) if kinds is GAINS else "")
        for kinds, number, one, many in counted
        if number
    )


def _won(rows: Iterable[DigestRow]) -> str:
    number = sum(len(row.events) for row in rows if row.is_won and row.kind in GAINS)
    return f" ({number:,} of them won)" if number else ""


def _best_lost(rows: Iterable[DigestRow]) -> str:
    lost = [row for row in rows if row.kind is EventKind.LOST]
    scores = [row.rating.score for row in lost if row.rating and row.rating.score is not None]
    if not scores:
        return ""
    is_one = sum(len(row.events) for row in lost) == 1
    return f" (quality {scores[0]})" if is_one else f" (the best of quality {max(scores)})"


def looks(states: Mapping[str, int]) -> str:
    """How much was looked at, by the number of links in each state."""
    total = sum(states.values()) - states.get("ignored", 0)
    if not total:
        return "No link is tracked yet."
    looked = total - states.get("new", 0)
    unclear = states.get("unclear", 0)
    verb = "cannot be verified"
    tail = f", {unclear:,} {verb}" if unclear else ""
    return f"{looked:,} of {count(total, 'link')} looked at{tail}."


def quiet_looks(states: Mapping[str, int]) -> str:
    """The same on a day without news."""
    total = sum(states.values()) - states.get("ignored", 0)
    if not total:
        return "No link is tracked yet."
    looked = total - states.get("new", 0)
    if not looked:
        return f"{count(total, 'link is', 'links are')} tracked, none was looked at yet."
    parts = [f"{count(looked, 'link')} looked at", f"{states.get('live', 0):,} live"]
    if states.get("unclear"):
        parts.append(f"{states['unclear']:,} cannot be verified")
    return ", ".join(parts) + "."


def became(last: Outcome, today: date) -> str:
    """What became of the losses of the last digest, by the name of its day."""
    day = f"{last.told_on:%A}" if (today - last.told_on).days < 7 else short_date(last.told_on)
    parts = []
    if last.won_back:
        parts.append(f"{last.won_back:,} won back")
    if last.claimed:
        parts.append(f"{last.claimed:,} claimed")
    if last.unclaimed and last.unclaimed_since:
        days = (today - last.unclaimed_since.date()).days
        parts.append(
            f"{last.unclaimed:,} unclaimed" + (f" since {count(days, 'day')}" if days > 0 else "")
        )
    return f"From {day}: {last.lost:,} lost: {', '.join(parts)}."


def note(shown: Digest) -> str:
    """What is not as it should be with the digest itself; empty: nothing."""
    parts = []
    if shown.due_at is not None:
        local = shown.due_at.astimezone(ZoneInfo(shown.zone))
        day = "" if local.date() == shown.local_date else f" on {local:%A}"
        parts.append(f"Late: due at {local:%H:%M}{day}, when it could not be posted.")
    if shown.left_out:
        missed = count(shown.left_out, "digest")
        parts.append(f"It also tells what {missed} before it could not.")
    return " ".join(parts)


def what(row: DigestRow) -> str:
    """What happened, in a few words."""
    event = row.events[0].event
    if row.is_back and row.kind is EventKind.TARGET_BROKEN:
        return "Our page was broken, works again"
    if row.is_back:
        return "Promised, there now" if row.is_promise else "Lost, back again"
    if row.is_won:
        return "Won"
    if release_of(row.events[0]):
        return _GRAPH_WORDS[row.kind]
    word = KIND_WORDS[row.kind]
    why = SHORT_REASONS[event.reason] if event.reason else _difference(row)
    return f"{word}: {why}" if why else word


def _difference(row: DigestRow) -> str:
    """What became better, worse or different, in a few words; empty: nothing, or not the same of all."""
    told = {stored.event.details for stored in row.events}
    if row.kind not in _TOLD_BY_DETAILS or len(told) > 1:
        return ""
    short = (
        next((words for begin, words in _SHORT_DETAILS.items() if detail.startswith(begin)), detail)
        for detail in told.pop()
    )
    return ", ".join(short)


def domain(row: DigestRow) -> str:
    """Whose site it is about."""
    stored = row.events[0]
    if row.kind in (EventKind.TARGET_BROKEN, EventKind.TARGET_MENDED):
        return stored.target_domain
    if release_of(stored) and len(row.events) > 1:
        more = len(row.events) - 1
        return f"{(stored.referring_domain or '')[:30]} and {more} more"
    return stored.referring_domain or short_url(stored.event.referring_page)


def score(row: DigestRow) -> str:
    """The quality of its best link, for a narrow column; a dash where nobody knows it."""
    rating = row.rating
    if rating is None or rating.score is None:
        return "-"
    now = "" if rating.score_after is None else f" to {rating.score_after}"
    return f"{rating.score}{now}{'?' if rating.is_rough else ''}"


def worth(row: DigestRow) -> str:
    """`editorial, followed, 340 visits`; empty where nothing is known."""
    value = row.value
    words = []
    if value is not None:
        place = PLACES.get(value.placement or "", "").removeprefix("in ").removeprefix("a ")
        place = place.removeprefix("an ").removeprefix("the ").removeprefix("page's ")
        words.append("editorial" if value.editorial else place)
        if value.followed is not None:
            words.append("followed" if value.followed else "not followed")
    if row.rating and row.rating.visits:
        words.append(count(row.rating.visits, "visit"))
    return ", ".join(word for word in words if word)


def page(row: DigestRow) -> str:
    """The page that a row is about, as a URL: ours where it is ours that broke."""
    event = row.events[0].event
    return event.referring_page or event.target


def line(row: DigestRow) -> str:
    """A row as a sentence, for screen readers and notifications."""
    unit = "sites" if release_of(row.events[0]) else "pages"
    rating = row.rating
    site, url = domain(row), short_url(page(row))
    parts = [
        f"{site} ({len(row.events)} {unit})" if len(row.events) > 1 else site,
        url if url != site else "",
        score_words(rating),
        worth(row),
    ]
    who = " Claimed." if row.claim else ""
    return f"{what(row)}: {', '.join(part for part in parts if part)}.{who}"


def week(week: Week) -> str:
    """How the losses of a week held."""
    text = f"Week of {week.since.day} {week.since:%B}: "
    if week.called:
        text += f"{count(week.called, 'loss', 'losses')} called, {week.wrong:,} wrong"
        text += f" ({week.looked_back:,} looked at again)."
    else:
        text += "no loss was called."
    for name, said, alive in week.sources:
        text += f" {source_name(name)} called {said:,} lost that we looked at, {alive:,} of them {'was' if alive == 1 else 'were'} alive."
    return text
