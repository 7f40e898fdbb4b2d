"""Prospects put together from Deps: cards as a person sees them, and everybody who is told of a change."""

import logging
from datetime import date, timedelta
from zoneinfo import available_timezones

from bot.deps import Deps
from bot.domain.follow_ups import Due, FollowUpRules
from bot.domain.local_time import local_day
from bot.domain.prospect_lists import ProspectFilter
from bot.domain.prospects import Prospect, is_user
from bot.errors import DeliveryError
from bot.follow_up_rules import rules_from
from bot.message import Block, Message
from bot.services import outreach, remind
from bot.services.appraise_sites import appraised
from bot.services.desk import Done, Order, Task, carry_out
from bot.services.look_again import look_again
from bot.services.watch_sites import Planning, visible_watches
from bot.slack import home
from bot.slack import prospects as drawn

log = logging.getLogger(__name__)


def rules_of(deps: Deps) -> FollowUpRules:
    """The follow-up rules of the settings."""
    return rules_from(deps.settings)


async def first_look(link_id: int, deps: Deps) -> None:
    """Whether the link stood already when they were written to; later looks come by the clock."""
    planning = Planning(watches=deps.watches, links=deps.tracked_links, cards=deps.cards)
    await look_again(
        [link_id],
        links=deps.tracked_links,
        observations=deps.observations,
        fetcher=deps.fetcher,
        clock=deps.clock,
        policy=deps.policy,
        plan=planning.plan,
    )


async def carry_out_order(deps: Deps, order: Order) -> Done:
    """What a terminal asks of the running bot: the same as a click, so its messages are drawn anew.

    Raises:
        BotError: it was not done; the sentence says why.
    """
    done = await carry_out(
        order,
        prospects=deps.prospects,
        backlinks=deps.backlinks,
        tracked=deps.tracked_links,
        erasure=deps.erasure,
        rivals=deps.rivals,
        clock=deps.clock,
        rules=rules_of(deps),
    )
    if order.task is Task.FORGET:
        deps.finders.forget_pages()
    deps.background.start(_tell_of(done, deps), name="order of a terminal")
    return done


async def _tell_of(done: Done, deps: Deps) -> None:
    for prospect in done.changed:
        await tell_changed(deps, prospect)
    if done.to_look_at is not None:
        await first_look(done.to_look_at, deps)


async def zone_of(user: str, deps: Deps) -> str | None:
    """A person's time zone; None: nobody knows, so UTC counts."""
    if not is_user(user):
        return None
    try:
        zone = await deps.people.zone_of(user)
    except DeliveryError:
        return None
    return zone if zone in available_timezones() else None


async def today_of(user: str, deps: Deps) -> date:
    """The date where a person is."""
    return local_day(deps.clock(), await zone_of(user, deps))


async def card_for(user: str, deps: Deps, prospect: Prospect, *, said: str = "") -> Message:
    """The card as one person sees it today."""
    judged = await appraised(
        prospect, prospects=deps.prospects, backlinks=deps.backlinks, rivals=deps.rivals,
        webgraph=deps.webgraph, clock=deps.clock,
    )  # fmt: skip
    view = await outreach.view_of(
        judged,
        person=user,
        today=await today_of(user, deps),
        prospects=deps.prospects,
        backlinks=deps.backlinks,
        tracked=deps.tracked_links,
        clock=deps.clock,
        rules=rules_of(deps),
    )
    return drawn.card(view, said=said)


async def post_card(user: str, deps: Deps, prospect: Prospect, *, said: str = "") -> None:
    """The card as a direct message, edited from then on.

    Raises:
        DeliveryError: it cannot be posted.
    """
    posted = await deps.poster.post(user, await card_for(user, deps, prospect, said=said))
    await deps.prospects.card_stands(prospect.id, posted)


async def tell_changed(deps: Deps, prospect: Prospect, *, by: str = "") -> None:
    """Edit the messages that show the prospect, and the home of its owner and of who changed it."""
    cards = await deps.prospects.cards_of(prospect.id)
    card = await card_for(prospect.owner or "", deps, prospect) if cards else None
    for posted in cards:
        try:
            if card:
                await deps.poster.update(posted, card)
        except DeliveryError as error:
            log.warning("a prospect's card was not updated: %s", error.code)
    for user in {prospect.owner or "", by}:
        if is_user(user):
            await publish_home(user, deps)


async def due_of_person(user: str, deps: Deps) -> tuple[Due, ...]:
    """What is due today of one person's prospects, the most urgent first."""
    today = await today_of(user, deps)
    mine = await deps.prospects.maybe_due(today, owner=user)
    return remind.due_today(mine, today=today, now=deps.clock(), rules=rules_of(deps))


async def publish_home(user: str, deps: Deps, *, only_news: bool = False) -> None:
    """Draw a person's App Home as things are now; with `only_news`, unless it stands there already."""
    view = await home_of(user, deps)
    content = home.content_of(view)
    if only_news and deps.home_memory.is_shown(user, content):
        return
    try:
        await deps.home_tabs.publish(user, view)
    except DeliveryError as error:
        log.warning("a home was not published: %s", error.code)
        return
    deps.home_memory.shown(user, content)


async def home_of(user: str, deps: Deps) -> Block:
    """A person's prospects, what is due, the watches that they may see, and the bot's state."""
    now = deps.clock()
    mine = await deps.prospects.find_prospects(ProspectFilter(owner=user), limit=home.SHOWN)
    due = await due_of_person(user, deps)
    watches = await visible_watches(user, watches=deps.watches, people=deps.people)
    settings = {one.channel: one for one in await deps.watches.all_settings()}
    failures = deps.heartbeat.failures_since(now - timedelta(days=1))
    return home.home(
        home.HomeView(
            user=user,
            counts=mine.counts,
            newest=mine.prospects,
            due=due,
            watches=tuple(watches),
            settings=settings,
            started_at=deps.heartbeat.started_at,
            failures=len(failures),
            as_of=now,
        )
    )
