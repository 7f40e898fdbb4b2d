"""`/backlinks prospect PAGE`: a prospect's card, its buttons, menu and windows."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Final

from slack_bolt.app.async_app import AsyncApp
from slack_bolt.context.respond.async_respond import AsyncRespond

from bot.deps import Deps
from bot.domain.names import Target, parse_page_url, parse_target
from bot.domain.prospect_moves import Change, Edit
from bot.domain.prospects import Action, Details, Kind, Prospect, Terms, parse_cost
from bot.domain.tracking import StoredEvent
from bot.errors import ConflictError, InvalidInputError
from bot.message import Block, Message
from bot.prospecting import (
    card_for,
    first_look,
    post_card,
    publish_home,
    rules_of,
    tell_changed,
    today_of,
    zone_of,
)
from bot.services import outreach, prospect_loop
from bot.services.who_is import who_is
from bot.slack import prospect_forms as forms
from bot.slack import prospects as drawn
from bot.slack import who as who_drawn
from bot.slack.blocks import section
from bot.slack.help import HelpEntry
from bot.slack.inputs import modal
from bot.slack.prospect_list import OPEN_ONE
from handlers.asks import Ask
from handlers.listeners import Values, choice_of, on_action, on_view, text_of
from handlers.verbs import Verb


async def open_page(ask: Ask, deps: Deps) -> None:
    """Open the prospect of a page, or begin one."""
    words = ask.words.split()
    if not words:
        await form(ask, forms.open_form())
        return
    if len(words) > 2:
        raise InvalidInputError(
            "Try `/backlinks prospect PAGE`, or `/backlinks prospect PAGE site.com`."
        )
    target = parse_target(words[1]) if len(words) == 2 else await _only_target(deps)
    opened = await outreach.open_prospect(
        parse_page_url(words[0]), target, by=ask.user, prospects=deps.prospects, clock=deps.clock
    )
    await show(ask, deps, opened.prospect, said="Added to your prospects." if opened.is_new else "")


async def _only_target(deps: Deps) -> Target | None:
    """The site that everybody here works for, where there is only one."""
    domains = {watch.target.domain for watch in await deps.watches.watches()}
    return Target(domains.pop()) if len(domains) == 1 else None


async def show(
    ask: Ask, deps: Deps, prospect: Prospect, *, said: str = "", over: bool = False
) -> None:
    """The card as it is today, where the person is."""
    ask = await with_window(ask)
    await place(ask, await card_for(ask.user, deps, prospect, said=said), over=over)


async def with_window(ask: Ask) -> Ask:
    """The ask with a window to answer in, where there is no message: opened before anything is read.

    Slack lets a window be opened for three seconds after a click, and be filled at any time.
    """
    shown = ask.body.get("view") or {}
    is_click = ask.trigger_id and ask.body.get("type") == "block_actions"
    if ask.respond.response_url or shown.get("type") == "modal" or not is_click:
        return ask
    waiting = modal(drawn.OPEN, "Prospects", [section("One moment.")])
    opened = await ask.client.views_open(trigger_id=ask.trigger_id, view=waiting)
    window = {"type": "modal", "id": str(opened["view"]["id"])}
    return replace(ask, body={**ask.body, "view": window})


async def place(ask: Ask, message: Message, *, over: bool = False) -> None:
    """Answer in the message, or in a window where there is none (App Home)."""
    if ask.respond.response_url:
        await ask.say(message, over=over)
        return
    window = modal(drawn.OPEN, "Prospects", message.plainer().blocks)
    shown = ask.body.get("view") or {}
    if shown.get("type") == "modal":
        await ask.client.views_update(view_id=shown["id"], view=window)
    elif ask.trigger_id and ask.body.get("type") == "block_actions":
        await ask.open(window)
    else:
        await ask.client.chat_postMessage(
            channel=ask.user, text=message.fallback, blocks=list(message.blocks),
            unfurl_links=False, unfurl_media=False,
        )  # fmt: skip


async def form(ask: Ask, view: Block) -> None:
    """Open a window, on top of the one that is open."""
    if (ask.body.get("view") or {}).get("type") == "modal":
        await ask.push(view)
    else:
        await ask.open(view)


def _answer_to(ask: Ask) -> str:
    shown = ask.body.get("view") or {}
    if shown.get("type") == "modal":
        return f"view {shown['id']}"
    return ask.respond.response_url or ""


def _back_to(ask: Ask, memory: forms.Memory) -> Ask:
    """The submitted window's ask, turned to the card that it came from."""
    if memory.answer_to.startswith("view "):
        shown = {"type": "modal", "id": memory.answer_to.removeprefix("view ")}
        return replace(ask, body={**ask.body, "view": shown})
    respond = AsyncRespond(response_url=memory.answer_to or None)
    return replace(ask, respond=respond, body={}, channel=memory.channel)


# --- moves


async def move(ask: Ask, deps: Deps, action: Action, seen: drawn.Seen) -> None:
    """A button or a menu entry: at once, or through a window where something must be asked."""
    if action in forms.FORMS:
        await _ask_first(ask, deps, action, seen)
        return
    change = await _change(ask, deps, action, seen)
    await _do(ask, deps, change, seen)


async def _change(ask: Ask, deps: Deps, action: Action, seen: drawn.Seen) -> Change:
    today = await today_of(ask.user, deps)
    return Change(action, ask.user, deps.clock(), today, seen=seen.version)


async def _do(ask: Ask, deps: Deps, change: Change, seen: drawn.Seen) -> None:
    """Make the move and redraw; when somebody was faster, redraw with what they did."""
    try:
        moved = await _made(deps, change, seen)
    except ConflictError as error:
        prospect = await deps.prospects.prospect(seen.number)
        await show(ask, deps, prospect, said=str(error), over=not _is_shared(ask))
        return
    if moved.held_back:
        said = "Before you write, read this."
        await show(ask, deps, moved.prospect, said=said, over=not _is_shared(ask))
        return
    await show(ask, deps, moved.prospect, over=True)
    if moved.changed:
        await tell_changed(deps, moved.prospect, by=change.by)
    if moved.to_look_at is not None:
        await first_look(moved.to_look_at, deps)


def _is_shared(ask: Ask) -> bool:
    """Whether others see the message that was clicked: what is for one person alone is then said apart."""
    return ask.message_ts is not None and not ask.channel.startswith("D")


async def _made(deps: Deps, change: Change, seen: drawn.Seen) -> outreach.Moved:
    rules = rules_of(deps)
    if change.action is Action.UNDONE:
        return await outreach.undo(
            seen.number, change, prospects=deps.prospects, tracked=deps.tracked_links, rules=rules
        )
    if change.terms:
        return await outreach.agree(
            seen.number, change, change.terms, zone=await zone_of(change.by, deps),
            prospects=deps.prospects, tracked=deps.tracked_links, rules=rules,
        )  # fmt: skip
    return await outreach.move(
        seen.number, change, known=seen.guards,
        prospects=deps.prospects, backlinks=deps.backlinks, tracked=deps.tracked_links,
        clock=deps.clock, rules=rules,
    )  # fmt: skip


async def _ask_first(ask: Ask, deps: Deps, action: Action, seen: drawn.Seen) -> None:
    prospect = await deps.prospects.prospect(seen.number)
    memory = forms.Memory(seen, action.value, _answer_to(ask), ask.channel)
    today = await today_of(ask.user, deps)
    if action is Action.AGREED:
        view = forms.agreed_form(prospect, memory, today=today)
    elif action is Action.DECLINED:
        view = forms.declined_form(memory)
    else:
        view = forms.snooze_form(memory, today=today)
    await form(ask, view)


async def menu(ask: Ask, deps: Deps) -> None:
    """The entries of More."""
    name, _, value = ask.words.partition(" ")
    seen = drawn.read_seen(value)
    if name in set(Action) and name != drawn.MENU_NOTE:
        await move(ask, deps, Action(name), seen)
        return
    prospect = await deps.prospects.prospect(seen.number)
    memory = forms.Memory(seen, name, _answer_to(ask), ask.channel)
    match name:
        case drawn.MENU_EDIT:
            known = replace(memory, more=_as_shown(prospect))
            await form(ask, forms.details_form(prospect, known))
        case drawn.MENU_NOTE:
            await form(ask, forms.note_form(replace(memory, action=Action.NOTE.value)))
        case drawn.MENU_OWNER:
            await form(ask, forms.owner_form(prospect, replace(memory, action=Action.OWNER.value)))
        case drawn.MENU_TAKE:
            change = await _change(ask, deps, Action.OWNER, seen)
            await _do(ask, deps, replace(change, owner=ask.user), seen)
        case drawn.MENU_HISTORY:
            await place(ask, drawn.history(prospect))
        case drawn.MENU_WHO:
            await place(ask, await who_card(prospect, ask.user, deps))
        case drawn.MENU_SHARE:
            await _share(ask, deps, prospect)


async def who_card(prospect: Prospect, user: str, deps: Deps) -> Message:
    """What we know of the prospect's site."""
    facts = await who_is(
        prospect.site, person=user, prospects=deps.prospects, watches=deps.watches,
        backlinks=deps.backlinks, clock=deps.clock, late_after=rules_of(deps).late_after,
    )  # fmt: skip
    return who_drawn.who(facts)


async def _share(ask: Ask, deps: Deps, prospect: Prospect) -> None:
    if not ask.channel:
        raise InvalidInputError("Open it in a channel first: `/backlinks prospect PAGE` there.")
    posted = await deps.poster.post(ask.channel, await card_for(ask.user, deps, prospect))
    await deps.prospects.card_stands(prospect.id, posted)


def _click(action: Action) -> Any:
    async def work(ask: Ask, deps: Deps) -> None:
        await move(ask, deps, action, drawn.read_seen(ask.words))

    return work


async def open_by_id(ask: Ask, deps: Deps) -> None:
    """From a list, a digest, App Home."""
    await show(ask, deps, await deps.prospects.prospect(drawn.read_seen(ask.words).number))


async def reopen(ask: Ask, deps: Deps, lost: Sequence[StoredEvent]) -> None:
    """Win back: the prospect of a lost link, with its history, terms and the texts before and after.

    Of several links of one site, lost together, the first one stands for all: one letter is written.
    """
    by_site: dict[str, list[StoredEvent]] = {}
    for one in lost:
        by_site.setdefault(one.referring_domain or one.event.referring_page, []).append(one)
    for links in by_site.values():
        prospect = await prospect_loop.win_back(
            links[0],
            together=len(links),
            by=ask.user,
            today=await today_of(ask.user, deps),
            observations=deps.observations,
            prospects=deps.prospects,
            clock=deps.clock,
            rules=rules_of(deps),
        )
        said = "The link was lost. Win it back."
        if len(links) > 1:
            said = f"{len(links):,} links of this site were lost together. Win them back."
        await post_card(ask.user, deps, prospect, said=said)
    await publish_home(ask.user, deps)


# --- windows


@dataclass(frozen=True, slots=True)
class _Filled:
    memory: forms.Memory
    note: str
    reason: str
    until: date | None
    owner: str | None
    terms: Terms | None


def _read_move(values: Values, metadata: str) -> _Filled:
    memory = forms.read_memory(metadata)
    until = choice_of(values, forms.UNTIL, forms.UNTIL)
    return _Filled(
        memory,
        note=text_of(values, forms.NOTE, forms.NOTE)[:2000],
        reason=choice_of(values, forms.REASON, forms.REASON),
        until=date.fromisoformat(until) if until else None,
        owner=choice_of(values, forms.OWNER, forms.OWNER) or None,
        terms=_read_terms(values) if memory.action == Action.AGREED else None,
    )


def _read_terms(values: Values) -> Terms:
    due = choice_of(values, forms.DUE, forms.DUE)
    return Terms(
        page=_at(forms.PAGE, parse_page_url, text_of(values, forms.PAGE, forms.PAGE)),
        target=_at(forms.TARGET, parse_target, text_of(values, forms.TARGET, forms.TARGET)),
        anchor=text_of(values, forms.ANCHOR, forms.ANCHOR)[:300],
        rel=choice_of(values, forms.REL, forms.REL),
        due_on=date.fromisoformat(due) if due else None,
        cost=_at(forms.COST, parse_cost, text_of(values, forms.COST, forms.COST)),
    )


def _at(field: str, parse: Any, text: str) -> Any:
    """Parse what was typed; what is wrong is said at its field."""
    try:
        return parse(text)
    except InvalidInputError as error:
        raise InvalidInputError(str(error), field=field) from error


async def _submitted_move(ask: Ask, deps: Deps, filled: _Filled) -> None:
    memory = filled.memory
    change = await _change(ask, deps, Action(memory.action), memory.seen)
    change = replace(
        change, note=filled.note, reason=filled.reason, until=filled.until,
        owner=filled.owner, terms=filled.terms,
    )  # fmt: skip
    await _do(_back_to(ask, memory), deps, change, memory.seen)


def _as_shown(prospect: Prospect) -> str:
    """What the details form shows, short enough to remember."""
    details, day = prospect.details, prospect.standing.follow_up_on
    kept = [details.kind.value, str(details.target or ""), details.contact, details.notes[:1500]]
    return json.dumps([*kept, day.isoformat() if day else ""])


@dataclass(frozen=True, slots=True)
class _Edited:
    memory: forms.Memory
    edit: Edit


def _read_details(values: Values, metadata: str) -> _Edited:
    memory = forms.read_memory(metadata)
    kind, target, contact, notes, day = json.loads(memory.more)
    typed = text_of(values, forms.TARGET, forms.TARGET)
    until = choice_of(values, forms.UNTIL, forms.UNTIL)
    before = Details(Kind(kind), parse_target(target) if target else None, contact, notes)
    after = Details(
        Kind(choice_of(values, forms.KIND, forms.KIND) or kind),
        _at(forms.TARGET, parse_target, typed) if typed else None,
        text_of(values, forms.CONTACT, forms.CONTACT)[:500],
        text_of(values, forms.NOTES, forms.NOTES)[:1500],
    )
    wanted = Edit(
        before, after,
        date.fromisoformat(day) if day else None, date.fromisoformat(until) if until else None,
    )  # fmt: skip
    return _Edited(memory, wanted)


async def _submitted_details(ask: Ask, deps: Deps, edited: _Edited) -> None:
    back, number = _back_to(ask, edited.memory), edited.memory.seen.number
    said = ""
    try:
        prospect = await outreach.change_details(
            number,
            edited.edit,
            by=ask.user,
            prospects=deps.prospects,
            tracked=deps.tracked_links,
            clock=deps.clock,
        )
    except ConflictError as error:
        prospect, said = await deps.prospects.prospect(number), str(error)
    await show(back, deps, prospect, said=said, over=True)
    await tell_changed(deps, prospect, by=ask.user)


def _read_open(values: Values, _: str) -> tuple[str, Target | None]:
    typed = text_of(values, forms.TARGET, forms.TARGET)
    page = _at(forms.PAGE, parse_page_url, text_of(values, forms.PAGE, forms.PAGE))
    return page, _at(forms.TARGET, parse_target, typed) if typed else None


async def _submitted_open(ask: Ask, deps: Deps, wanted: tuple[str, Target | None]) -> None:
    target = wanted[1] or await _only_target(deps)
    opened = await outreach.open_prospect(
        wanted[0], target, by=ask.user, prospects=deps.prospects, clock=deps.clock
    )
    await post_card(ask.user, deps, opened.prospect)
    await publish_home(ask.user, deps)


VERB: Final = Verb(
    "prospect",
    open_page,
    HelpEntry(
        "prospect PAGE",
        "a page from which you want a link: its status, history and the next step",
        "`/backlinks prospect PAGE site.com/guide` says for which page of yours. Only the checker sets "
        "won, when the link is really live.",
    ),
)


def register(app: AsyncApp) -> None:
    for action in Action:
        on_action(app, f"{drawn.MOVE}.{action.value}", _click(action))
    on_action(app, drawn.MENU, menu)
    on_action(app, drawn.OPEN, open_by_id)
    on_action(app, OPEN_ONE, open_by_id)
    on_view(app, forms.MOVE_FORM, _read_move, _submitted_move)
    on_view(app, forms.DETAILS_FORM, _read_details, _submitted_details)
    on_view(app, forms.OPEN_FORM, _read_open, _submitted_open)
