"""`/backlinks prospect PAGE`: a prospect's card, its buttons, menu and windows."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any, Final

from slack_bolt.app.async_app import AsyncApp

from bot.deps import Deps
from bot.domain.names import Target, parse_page_url, parse_target
from bot.domain.prospects import Action, Prospect
from bot.domain.tracking import StoredEvent
from bot.errors import InvalidInputError
from bot.message import Message
from bot.prospecting import (
    card_for,
    post_card,
    publish_home,
    rules_of,
    today_of,
)
from bot.services import outreach, prospect_loop
from bot.services.who_is import who_is
from bot.slack import prospect_forms as forms
from bot.slack import prospects as drawn
from bot.slack import who as who_drawn
from bot.slack.help import HelpEntry
from bot.slack.prospect_list import OPEN_ONE
from handlers.asks import Ask
from handlers.listeners import Values, on_action, on_view, text_of
from handlers.prospect_places import answer_to, form, place
from handlers.prospect_steps import carry_out, change_of, show
from handlers.prospect_windows import (
    as_shown,
    at_field,
    read_details,
    read_move,
    submitted_details,
    submitted_move,
)
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


# --- moves


async def move(ask: Ask, deps: Deps, action: Action, seen: drawn.Seen) -> None:
    """A button or a menu entry: at once, or through a window where something must be asked."""
    if action in forms.FORMS:
        await _ask_first(ask, deps, action, seen)
        return
    change = await change_of(ask, deps, action, seen)
    await carry_out(ask, deps, change, seen)


async def _ask_first(ask: Ask, deps: Deps, action: Action, seen: drawn.Seen) -> None:
    prospect = await deps.prospects.prospect(seen.number)
    memory = forms.Memory(seen, action.value, answer_to(ask), ask.channel)
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
    memory = forms.Memory(seen, name, answer_to(ask), ask.channel)
    match name:
        case drawn.MENU_EDIT:
            known = replace(memory, more=as_shown(prospect))
            await form(ask, forms.details_form(prospect, known))
        case drawn.MENU_NOTE:
            await form(ask, forms.note_form(replace(memory, action=Action.NOTE.value)))
        case drawn.MENU_OWNER:
            await form(ask, forms.owner_form(prospect, replace(memory, action=Action.OWNER.value)))
        case drawn.MENU_TAKE:
            change = await change_of(ask, deps, Action.OWNER, seen)
            await carry_out(ask, deps, replace(change, owner=ask.user), seen)
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


def _read_open(values: Values, _: str) -> tuple[str, Target | None]:
    typed = text_of(values, forms.TARGET, forms.TARGET)
    page = at_field(forms.PAGE, parse_page_url, text_of(values, forms.PAGE, forms.PAGE))
    return page, at_field(forms.TARGET, parse_target, typed) if typed else None


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
    on_view(app, forms.MOVE_FORM, read_move, submitted_move)
    on_view(app, forms.DETAILS_FORM, read_details, submitted_details)
    on_view(app, forms.OPEN_FORM, _read_open, _submitted_open)
