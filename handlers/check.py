"""`/backlinks check site.com`: who links to a target, and the buttons under the answer."""

import re
from typing import Final

from slack_bolt.app.async_app import AsyncApp

from bot.deps import Deps
from bot.domain.domain_list import DomainView, parse_view
from bot.domain.findings import Findings, VerifyProgress
from bot.domain.names import Target, parse_target
from bot.domain.type_mix import moments_between
from bot.errors import InvalidInputError
from bot.message import Message
from bot.services import check_target, known_links, track_links, verify_known
from bot.slack import domain_list, forms, quality, tracked
from bot.slack import findings as drawn
from bot.slack.blocks import section
from bot.slack.help import CHECK_A_SITE, HelpEntry
from handlers import anchor_words
from handlers.asks import Ask
from handlers.listeners import Values, on_action, on_view, text_of
from handlers.telling import Telling
from handlers.verbs import Verb

_PROGRESS_MESSAGES: Final = 3
"""Slack lets a response_url be used five times; one is kept for the end, one for an error."""


async def check(ask: Ask, deps: Deps) -> None:
    """Answer from everything that is known; say so first when it takes longer."""
    target = read_target(ask.words)
    telling = Telling[VerifyProgress](ask, lambda _: drawn.reading(str(target)))
    found = await telling.run(_find(target, deps))
    await ask.say(drawn.findings(found, now=deps.clock()), over=telling.over)


async def _find(
    target: Target, deps: Deps, *, view: DomainView = check_target.FIRST_PAGE
) -> Findings:
    return await check_target.check(
        target,
        backlinks=deps.backlinks,
        observations=deps.observations,
        tracked_links=deps.tracked_links,
        target_pages=deps.target_pages,
        webgraph=deps.webgraph,
        overrules=deps.overrules,
        traffic=deps.traffic,
        prospects=deps.prospects,
        clock=deps.clock,
        policy=deps.policy,
        view=view,
    )


async def share(ask: Ask, deps: Deps) -> None:
    found = await _find(read_target(ask.words), deps)
    await ask.say(drawn.findings(found, now=deps.clock(), shared_by=ask.user), in_channel=True)


async def verify_now(ask: Ask, deps: Deps) -> None:
    """Look at the known pages, best first; progress in place, then the answer anew."""
    target = read_target(ask.words)
    told = 0
    async for progress in verify_known.verify(
        target,
        backlinks=deps.backlinks,
        observations=deps.observations,
        fetcher=deps.fetcher,
        clock=deps.clock,
        steps=_PROGRESS_MESSAGES,
    ):
        told += 1
        await ask.say(drawn.verifying(str(target), progress), over=True)
    if not told:
        await ask.say(drawn.verifying(str(target), VerifyProgress(0, 0)), over=True)
        return
    await ask.say(drawn.findings(await _find(target, deps), now=deps.clock()))


async def menu(ask: Ask, deps: Deps) -> None:
    """The entries behind the dots."""
    chosen, _, words = ask.words.partition(" ")
    target = read_target(words)
    if chosen == drawn.MENU_EXPORT:
        content = await known_links.export_csv(
            target, backlinks=deps.backlinks, traffic=deps.traffic
        )
        await deps.poster.upload(
            ask.user,
            filename=f"{target.domain}-backlinks.csv",
            content=content,
            comment=f"Backlinks of {target}, as known today.",
        )
        text = "The CSV is in your direct messages with me."
        await ask.say(Message(text, (section(text),)))
    elif chosen == drawn.MENU_MORE:
        found = await _find(target, deps)
        await ask.say(domain_list.domain_list(found, check_target.FIRST_PAGE, now=deps.clock()))
    elif chosen == drawn.MENU_ANCHORS:
        await ask.say(await anchor_words.profile(target, deps))
    elif chosen == drawn.MENU_WHY:
        await ask.say(quality.why(await _find(target, deps)))
    elif chosen == drawn.MENU_TRACK:
        await track_known(ask.with_words(words), deps)


async def show_view(ask: Ask, deps: Deps) -> None:
    """More domains, as a menu or a paging button wants it: over the page that was shown."""
    token, _, words = ask.words.partition(" ")
    view = parse_view(token)
    found = await _find(read_target(words), deps, view=view)
    listed = domain_list.domain_list(found, view, now=deps.clock())
    await ask.say(listed, over=True)


async def why_site(ask: Ask, deps: Deps) -> None:
    """One site's score, line by line."""
    site, _, words = ask.words.partition(" ")
    await ask.say(quality.why_site(await _find(read_target(words), deps), site))


async def types_over_time(ask: Ask, deps: Deps) -> None:
    """The chart of the mix of types, days, weeks or months apart as our looks allow."""
    target, now = read_target(ask.words), deps.clock()
    mixes = await deps.history.type_history(target, lambda first: moments_between(first, now))
    await ask.say(domain_list.types_over_time(str(target), mixes))


async def track_known(ask: Ask, deps: Deps) -> None:
    """Track every page that the sources say links to the target."""
    target = read_target(ask.words)
    done = await track_links.track_known(
        target,
        added_by=ask.user,
        backlinks=deps.backlinks,
        tracked=deps.tracked_links,
        clock=deps.clock,
    )
    await ask.say(tracked.added(done, (), target=str(target)))


async def about_graph(ask: Ask, deps: Deps) -> None:
    await ask.say(drawn.about_the_graph(await deps.webgraph.latest()))


async def open_form(ask: Ask, _: Deps) -> None:
    await ask.open(forms.check_form())


def _read_form(values: Values, _: str) -> Target:
    try:
        return parse_target(text_of(values, forms.TARGET, forms.TARGET))
    except InvalidInputError as error:
        raise InvalidInputError(str(error), field=forms.TARGET) from error


async def _submitted(ask: Ask, deps: Deps, target: Target) -> None:
    message = drawn.findings(await _find(target, deps), now=deps.clock())
    await deps.poster.post(ask.user, message)


def read_target(words: str) -> Target:
    if not words.strip():
        raise InvalidInputError("Which site? Try `/backlinks check site.com`.")
    return parse_target(words)


VERB: Final = Verb(
    "check",
    check,
    HelpEntry(
        "check site.com",
        "who links to the site, how good the links are, what changed",
        "A whole domain with its subdomains, or one page: `/backlinks check https://site.com/guide`. "
        "A bare domain means check. Only you see the answer until you share it.",
    ),
)


def register(app: AsyncApp) -> None:
    on_action(app, drawn.SHARE, share)
    on_action(app, drawn.VERIFY_NOW, verify_now)
    on_action(app, drawn.MENU, menu)
    on_action(app, f"{drawn.MENU}.long", menu)
    on_action(app, re.compile(rf"{re.escape(domain_list.VIEW)}\.\w+"), show_view)
    on_action(app, quality.WHY_SITE, why_site)
    on_action(app, domain_list.TYPES_OVER_TIME, types_over_time)
    on_action(app, drawn.BUILD_GRAPH, about_graph)
    on_action(app, CHECK_A_SITE, open_form)
    on_view(app, forms.CHECK_FORM, _read_form, _submitted)
