"""Looks once a day at each page of ours that tracked links lead to."""

import logging
from typing import Final

from bot.domain.pages import Page
from bot.domain.target_pages import see
from bot.errors import FetchError
from bot.ports import Clock, PageFetcher, TargetPageStore
from bot.services.run_checks import LEASE, Planner, no_posts
from bot.services.verify_links import fetch_through_refreshes

log = logging.getLogger(__name__)

BATCH: Final = 50
"""One site, a request a second: they end well within the lease."""


async def check_own_pages(
    *, pages: TargetPageStore, fetcher: PageFetcher, clock: Clock, plan: Planner = no_posts
) -> int:
    """Look at a batch of due pages; returns how many. Safe to kill: what is not recorded is due again."""
    due = await pages.claim_due_pages(now=clock(), limit=BATCH, lease=LEASE)
    for page in due:
        answer: Page | FetchError
        try:
            answer = await fetch_through_refreshes(
                fetcher, page.url, fresh=page.standing.bad_since is not None
            )
        except FetchError as error:
            answer = error
        at = clock()
        step = see(page, answer, at=at)
        posts = await plan(step.events, at) if step.events else ()
        await pages.record_page(page, step, at=at, posts=posts)
    return len(due)
