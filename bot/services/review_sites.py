"""Mark sites for review, agree to it, and write the search engine's disavow file of what was agreed."""

from functools import partial

from bot.domain.backlinks import DomainName
from bot.domain.disavow import DisavowFile, disavow_file
from bot.domain.names import Target, parse_target
from bot.domain.review_marks import ReviewMark, agree, withdraw
from bot.errors import InvalidInputError
from bot.ports import Clock, ReviewStore


async def mark_site(
    site: str, target: Target, *, by: str, reviews: ReviewStore, clock: Clock
) -> ReviewMark:
    """Mark a referring site; one that is marked already keeps its mark.

    Raises:
        InvalidInputError: it is no site, or the target's own.
    """
    domain = parse_target(site).domain
    if domain == target.domain:
        raise InvalidInputError(f"{domain} is the site itself: its own links are not for review.")
    return await reviews.mark_site(ReviewMark(domain, target.domain, by, clock()))


async def agree_to(
    site: str, domain: DomainName, *, by: str, reviews: ReviewStore, clock: Clock
) -> ReviewMark:
    """A second person's yes.

    Raises:
        InvalidInputError: the same person marked it, or the mark was taken back.
        NotFoundError: it is not marked.
    """
    return await reviews.change_mark(domain, site, partial(agree, by=by, at=clock()))


async def take_back(
    site: str, domain: DomainName, *, by: str, reviews: ReviewStore, clock: Clock
) -> ReviewMark:
    """Take a mark back.

    Raises:
        NotFoundError: it is not marked.
    """
    return await reviews.change_mark(domain, site, partial(withdraw, by=by, at=clock()))


async def write_disavow_file(
    domain: DomainName, *, reviews: ReviewStore, clock: Clock, before: bytes = b""
) -> DisavowFile:
    """What two people agreed on, below the lines of the file that was uploaded before.

    Raises:
        InvalidInputError: the file before is not UTF-8, or the result passes the engine's limits.
    """
    sites = [mark.site for mark in await reviews.marks_of(domain) if mark.is_effective]
    note = f"for {domain}: marked by one person and agreed to by another"
    return disavow_file(sites, before=before, note=note, on=clock().date(), own=domain)
