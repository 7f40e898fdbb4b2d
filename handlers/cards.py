"""The buttons of a card: Win back, Look again, Snooze, and the menu behind the dots."""

from collections.abc import Awaitable, Callable, Sequence
from datetime import timedelta
from typing import Final

from slack_bolt.app.async_app import AsyncApp

from bot.deps import Deps
from bot.digesting import redraw_digests
from bot.domain.cards import Act, ActKind, CardView
from bot.domain.digests import RowClaim, short_key
from bot.domain.events import EventKind
from bot.domain.names import parse_target
from bot.errors import ConflictError, NotFoundError
from bot.ports import Posted
from bot.sending import redraw_cards, sender
from bot.services.check_own_pages import check_own_pages
from bot.services.look_again import look_again
from bot.services.thread_files import card_csv
from bot.slack import events as drawn
from bot.slack import verdict
from bot.slack.words import duration
from bot.watching import planning, rater
from handlers.asks import Ask
from handlers.listeners import Values, choice_of, on_action, on_view
from handlers.proofs import send_proof
from handlers.prospects import reopen
from handlers.social import show_posts

_ASLEEP: Final = timedelta(days=drawn.SNOOZE_DAYS)


async def win_back(ask: Ask, deps: Deps) -> None:
    """Claim it; the second of two people sees what the first did."""
    view = await _view(ask, deps)
    now = deps.clock()
    claims = [
        await deps.row_claims.claim_row(RowClaim(row.stored.key, ask.user, now))
        for row in view.rows
    ]
    others = [claim for claim in claims if claim.by != ask.user]
    if not others:
        await _each_link(view, lambda link_id: deps.tracked_links.change(link_id, owner=ask.user))
    await _redraw(view, deps)
    if others:
        ago = duration(now - others[0].at)
        raise ConflictError(f"Somebody else claimed it {ago} ago; the message shows who.")
    lost = [row.stored for row in view.rows if row.stored.event.kind is EventKind.LOST]
    await reopen(ask, deps, lost)


async def look(ask: Ask, deps: Deps) -> None:
    """Look now; the message says in place what was seen."""
    view = await _view(ask, deps)
    await deps.card_acts.add_acts(_acts(view, ActKind.LOOKED, ask, deps))
    if view.kind is EventKind.TARGET_BROKEN:
        await _look_at_own_page(view, deps)
        return
    await look_again(
        _link_ids(view),
        links=deps.tracked_links,
        observations=deps.observations,
        fetcher=deps.fetcher,
        clock=deps.clock,
        policy=deps.policy,
        plan=planning(deps).plan,
        rate=rater(deps),
    )
    await _redraw(view, deps)


async def share(ask: Ask, deps: Deps) -> None:
    """Ready posts about a gained link, for whoever clicks; it is looked at first."""
    event = (await _view(ask, deps)).rows[0].stored.event
    await show_posts(ask, deps, event.referring_page, parse_target(event.target))


async def _look_at_own_page(view: CardView, deps: Deps) -> None:
    url = view.rows[-1].stored.event.target
    await deps.target_pages.look_soon(url, at=deps.clock())
    await check_own_pages(
        pages=deps.target_pages,
        fetcher=deps.fetcher,
        clock=deps.clock,
        plan=planning(deps).plan,
    )
    await _redraw(view, deps)


async def snooze(ask: Ask, deps: Deps) -> None:
    """No look and no word for 30 days."""
    view = await _view(ask, deps)
    until = deps.clock() + _ASLEEP
    await _each_link(view, lambda link_id: deps.tracked_links.change(link_id, snoozed_until=until))
    await _done(view, ActKind.SNOOZED, ask, deps, about=until.isoformat())


async def wake(ask: Ask, deps: Deps) -> None:
    """Ends a snooze or an ignore."""
    view = await _view(ask, deps)
    now = deps.clock()
    await _each_link(
        view,
        lambda link_id: deps.tracked_links.change(link_id, snoozed_until=now, ignored=False),
    )
    await _redraw(view, deps)


async def menu(ask: Ask, deps: Deps) -> None:
    """The entries behind the dots."""
    view = await _view(ask, deps)
    if ask.words == drawn.MENU_WRONG:
        for row in view.rows:
            await deps.events.mark_wrong(row.stored.key, by=ask.user)
        await _done(view, ActKind.WRONG, ask, deps)
    elif ask.words == drawn.MENU_IGNORE:
        await _each_link(view, lambda link_id: deps.tracked_links.change(link_id, ignored=True))
        await _done(view, ActKind.IGNORED, ask, deps)
    elif ask.words == drawn.MENU_EVIDENCE:
        await _show_evidence(view, ask)
    elif ask.words == drawn.MENU_CSV:
        await _send_rows(view, ask, deps)
    elif ask.words == drawn.MENU_PROOF:
        event = view.rows[0].stored.event
        await send_proof(ask, deps, page=event.referring_page, target=event.target, by=event.at)
    elif ask.words == drawn.MENU_OWNER:
        link = view.rows[0].link
        form = drawn.owner_form(
            channel=ask.channel, ts=ask.message_ts or "", current=link.owner if link else None
        )
        await ask.open(form)


async def _show_evidence(view: CardView, ask: Ask) -> None:
    seen = view.rows[0].seen
    if seen is None:
        raise NotFoundError("No look at that page is kept any more.")
    await ask.say(verdict.evidence(seen))


async def _send_rows(view: CardView, ask: Ask, deps: Deps) -> None:
    """Every row of a group as a file, for the person who asked."""
    await deps.poster.upload(
        ask.user,
        filename=f"links-{short_key(view.key)}.csv",
        content=card_csv(view),
        comment=f"All {len(view.rows):,} rows",
    )


def _read_owner(values: Values, place: str) -> tuple[str, str, str]:
    channel, _, ts = place.partition(" ")
    return channel, ts, choice_of(values, drawn.OWNER, drawn.OWNER)


async def _set_owner(ask: Ask, deps: Deps, form: tuple[str, str, str]) -> None:
    channel, ts, owner = form
    view = await _view_at(Posted(channel, ts), deps)
    await _each_link(view, lambda link_id: deps.tracked_links.change(link_id, owner=owner))
    await _done(view, ActKind.OWNER, ask, deps, about=owner)


async def _view(ask: Ask, deps: Deps) -> CardView:
    return await _view_at(Posted(ask.channel, ask.message_ts or ""), deps)


async def _view_at(posted: Posted, deps: Deps) -> CardView:
    card = await deps.cards.card_at(posted)
    view = await sender(deps).reader.view(card) if card else None
    if view is None:
        raise NotFoundError("That message is older than what is kept, so nothing was changed.")
    return view


def _acts(view: CardView, kind: ActKind, ask: Ask, deps: Deps, about: str = "") -> list[Act]:
    now = deps.clock()
    return [Act(row.stored.key, kind, ask.user, now, about) for row in view.rows]


async def _done(view: CardView, kind: ActKind, ask: Ask, deps: Deps, *, about: str = "") -> None:
    await deps.card_acts.add_acts(_acts(view, kind, ask, deps, about))
    await _redraw(view, deps)


def _link_ids(view: CardView) -> Sequence[int]:
    return [row.link.id for row in view.rows if row.link]


async def _each_link(view: CardView, change: Callable[[int], Awaitable[object]]) -> None:
    for link_id in _link_ids(view):
        await change(link_id)


async def _redraw(view: CardView, deps: Deps) -> None:
    keys = [row.stored.key for row in view.rows]
    await redraw_cards(deps, keys)
    await redraw_digests(deps, keys)


def register(app: AsyncApp) -> None:
    on_action(app, drawn.WIN_BACK, win_back)
    on_action(app, drawn.LOOK_AGAIN, look)
    on_action(app, drawn.SHARE, share)
    on_action(app, drawn.SNOOZE, snooze)
    on_action(app, drawn.WAKE, wake)
    on_action(app, drawn.MENU, menu)
    on_view(app, drawn.OWNER_FORM, _read_owner, _set_owner)
