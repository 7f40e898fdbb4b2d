"""Looks once a day at each page of ours that tracked links lead to."""

import logging
from typing import Final

from bot.domain.pages import Page
from bot.domain.target_pages import TargetPage, see
from bot.errors import FetchError, StoreError
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
        try:
            await _check(page, pages=pages, fetcher=fetcher, clock=clock, plan=plan)
        except StoreError:
            raise
        except Exception:
            # It is due again when its claim ends; the others are none the worse.
            log.exception("a page of ours could not be checked: %s", page.target_domain)
    return len(due)


async def _check(
    page: TargetPage, *, pages: TargetPageStore, fetcher: PageFetcher, clock: Clock, plan: Planner
) -> None:
    answer: Page | FetchError
    try:
        fresh = page.standing.bad_since is not None
        answer = await fetch_through_refreshes(fetcher, page.url, fresh=fresh)
    except FetchError as error:
        answer = error
    at = clock()
    step = see(page, answer, at=at)
    posts = await plan(step.events, at) if step.events else ()
    await pages.record_page(page, step, at=at, posts=posts)
