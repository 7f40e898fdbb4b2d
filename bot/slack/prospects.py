"""A prospect's card: what we know, what is next, and the buttons for it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from bot.domain.prospect_guards import Guard
from bot.domain.prospect_lists import ProspectView
from bot.domain.prospect_moves import is_possible
from bot.domain.prospects import (
    Action,
    Prospect,
    Status,
    shown_history,
)
from bot.message import Block, Message
from bot.slack.blocks import (
    actions,
    button,
    clean,
    code,
    context,
    count,
    fields,
    header,
    link,
    outside,
    said_block,
    section,
    select,
)
from bot.slack.prospect_words import (
    ACTION_WORDS,
    KIND_WORDS,
    caution_words,
    history_line,
    person,
    promise_words,
    spoken,
    status_sentence,
)
from bot.slack.verdict import short_url

MOVE: Final = "prospect.move"
"""Followed by a dot and the action: one button each."""
MENU: Final = "prospect.menu"
_YEAR: Final = timedelta(days=365)
OPEN: Final = "prospect.open"

MENU_EDIT, MENU_NOTE, MENU_OWNER, MENU_TAKE, MENU_HISTORY, MENU_SHARE, MENU_WHO = (
    "edit", "note", "give", "take", "history", "share", "who",
)  # fmt: skip

_BUTTONS: Final[Mapping[Status, tuple[Action, ...]]] = {
    Status.NEW: (Action.CONTACTED,),
    Status.CONTACTED: (Action.REPLIED, Action.FOLLOWED_UP),
    Status.REPLIED: (Action.NEGOTIATING, Action.AGREED),
    Status.NEGOTIATING: (Action.AGREED, Action.DECLINED),
    Status.AGREED: (),
    Status.NO_REPLY: (Action.REPLIED, Action.REOPENED),
    Status.SNOOZED: (Action.CONTACTED, Action.REPLIED),
    Status.DECLINED: (Action.REOPENED,),
    Status.DO_NOT_CONTACT: (Action.REOPENED,),
    Status.WON: (),
}
_MENU_MOVES: Final = (
    Action.CONTACTED, Action.FOLLOWED_UP, Action.REPLIED, Action.NEGOTIATING, Action.AGREED,
    Action.DECLINED, Action.NO_REPLY, Action.SNOOZED, Action.DO_NOT_CONTACT, Action.REOPENED,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Seen:
    """What a button remembers: which prospect, as it was when it was drawn, and the warnings shown."""

    number: int
    version: int
    guards: frozenset[Guard] = frozenset()

    def __str__(self) -> str:
        """The button's value."""
        shown = ",".join(sorted(guard.value for guard in self.guards))
        return f"{self.number} {self.version} {shown}".rstrip()


def read_seen(value: str) -> Seen:
    """The value of a button, also of an old one."""
    words = [*value.split(), "", "", ""]
    known = {guard.value for guard in Guard}
    guards = frozenset(Guard(word) for word in words[2].split(",") if word in known)
    return Seen(_number(words[0]), _number(words[1]), guards)


def _number(word: str) -> int:
    return int(word) if word.isdecimal() else 0


def card(view: ProspectView, *, said: str = "") -> Message:
    """The card. `said` comes first: what just happened, or why nothing did."""
    prospect = view.prospect
    title = _title(prospect)
    sentence = status_sentence(view)
    notes = tuple(caution_words(caution) for caution in view.cautions)
    blocks: list[Block] = [header(title)]
    if said:
        blocks.append(section(f"*{said}*"))
    blocks.append(section(sentence))
    blocks.append(fields(_facts(view)))
    lost = _lost_words(prospect)
    blocks += [said_block(label, words) for label, words in lost]
    if notes:
        blocks.append(context(*notes))
    blocks.append(context(*_small_print(view)))
    blocks.append(_buttons(view))
    told = [f"{label}: {clean(words, 300)}" for label, words in lost]
    text = "\n".join([title, *(spoken(line) for line in (said, sentence, *notes) if line), *told])
    return Message(text, tuple(blocks))


def _lost_words(prospect: Prospect) -> list[tuple[str, str]]:
    """The text before the link was lost and what stands there since, each with its label."""
    lost = prospect.lost_text
    if lost is None or (prospect.status is Status.WON and not _is_lost(prospect)):
        return []
    words = (("Before the link was lost", lost.before), ("Since then", lost.after))
    return [(label, text) for label, text in words if text.strip()]


def _is_lost(prospect: Prospect) -> bool:
    return prospect.standing.link is not None and prospect.standing.link.lost_at is not None


def _title(prospect: Prospect) -> str:
    target = prospect.details.target
    aim = f" · for {target}" if target else ""
    return f"{prospect.site} · {KIND_WORDS[prospect.details.kind]}{aim}"


def _facts(view: ProspectView) -> list[tuple[str, str]]:
    prospect = view.prospect
    facts = [("Page", link(prospect.page, short_url(prospect.page), 80))]
    facts.append(("Owner", person(prospect.owner)))
    facts.append(
        ("Contact", code(prospect.details.contact, 120) if prospect.details.contact else "-")
    )
    facts.append(("Kind", KIND_WORDS[prospect.details.kind]))
    facts.append(("Quality of the site", _worth_words(prospect)))
    if prospect.details.notes:
        facts.append(("Notes", outside(prospect.details.notes, 200)))
    return facts


def _worth_words(prospect: Prospect) -> str:
    worth = prospect.worth
    if worth is None or worth.score is None:
        return "not known yet"
    return f"{worth.score} ({outside(worth.score_from, 120)})"


def _rival_words(prospect: Prospect) -> str:
    rivals = prospect.worth.rivals if prospect.worth else ()
    if not rivals:
        return ""
    names = ", ".join(code(name, 60) for name in rivals[:3])
    more = f" and {len(rivals) - 3} more" if len(rivals) > 3 else ""
    return f"They link to {count(len(rivals), 'rival')} of yours: {names}{more}"


def _silence_words(view: ProspectView) -> str:
    """Said only while it matters: before the first letter."""
    wrote = [one.contacted_at for one in (view.prospect, *view.others) if one.contacted_at]
    if view.prospect.status is not Status.NEW or any(view.as_of - at < _YEAR for at in wrote):
        return ""
    return "Nobody wrote to them in the last year"


def _small_print(view: ProspectView) -> list[str]:
    prospect = view.prospect
    last = prospect.moves[-1] if prospect.moves else None
    lines = [history_line(last)] if last else []
    lines += [words for words in (_rival_words(prospect), _silence_words(view)) if words]
    if view.others:
        lines.append(f"{count(len(view.others), 'other prospect')} of this site")
    if promises := promise_words(view.promises):
        lines.append(promises)
    return lines


def _buttons(view: ProspectView) -> Block:
    prospect = view.prospect
    seen = Seen(prospect.id, prospect.version, frozenset(c.guard for c in view.cautions))
    wanted = list(_BUTTONS[prospect.status])
    link_ = prospect.standing.link
    if prospect.status is Status.WON and link_ and link_.lost_at:
        wanted = [Action.REOPENED]
    drawn = [
        button(
            _button_words(action, view),
            f"{MOVE}.{action.value}",
            str(seen),
            style="primary" if n == 0 else None,
            label=f"{_button_words(action, view)}: {prospect.site}",
        )
        for n, action in enumerate(wanted)
        if is_possible(action, prospect.status)
    ]
    if prospect.previous:
        drawn.append(button("Undo", f"{MOVE}.{Action.UNDONE.value}", str(seen)))
    return actions(*drawn, select(MENU, "More", _menu(view, seen, wanted)))


def _button_words(action: Action, view: ProspectView) -> str:
    if action is Action.REOPENED:
        return "Win back" if view.prospect.status is Status.WON else "Reopen"
    anyway = action is Action.CONTACTED and view.cautions
    return "Contacted anyway" if anyway else ACTION_WORDS[action]


def _menu(view: ProspectView, seen: Seen, shown: Sequence[Action]) -> list[tuple[str, str]]:
    """The other moves, then what is no move; values stay under 150 characters."""
    status = view.prospect.status
    moves = [
        (_button_words(action, view), f"{action.value} {seen}")
        for action in _MENU_MOVES
        if action not in shown and is_possible(action, status)
    ]
    others = [
        ("Edit details", MENU_EDIT), ("Note", MENU_NOTE), ("Owner", MENU_OWNER),
        ("I take it", MENU_TAKE), ("History", MENU_HISTORY), ("Who are they", MENU_WHO),
        ("Share in channel", MENU_SHARE),
    ]  # fmt: skip
    return [*moves, *((words, f"{name} {seen}") for words, name in others)]


def history(prospect: Prospect) -> Message:
    """The newest 40 lines of a history."""
    lines = [history_line(move) for move in shown_history(prospect.moves, newest=40)]
    title = f"History of {prospect.site}, newest first"
    blocks: list[Block] = [section(f"*{outside(title)}*")]
    blocks += [section("\n".join(lines[n : n + 8])) for n in range(0, len(lines), 8)]
    plain = [f"{ACTION_WORDS[move.action]} {move.note}" for move in reversed(prospect.moves[-40:])]
    return Message("\n".join([title, *plain])[:3500], tuple(blocks))
