"""What ties the team or its site to a page that links to it: outreach, links back, one owner."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from bot.domain.backlinks import DomainName
from bot.domain.documents import Document
from bot.domain.names import Target, host_of, normalize_url, registrable_domain, resolve
from bot.domain.prospects import Action, Prospect, Status

# What sites write into their pages for the services that count and advertise. One account on two sites is
# one owner, or one agency. https://support.google.com/analytics/answer/9539598 and the vendors' own snippets.
_ACCOUNTS: Final = re.compile(
    rb"\b(?:(?P<analytics>G-[A-Z0-9]{8,12}|AW-\d{8,12}|GTM-[A-Z0-9]{6,9})\b"
    rb"|(?P<universal>UA-\d{4,10})-\d+"
    rb"|(?P<adsense>ca-pub-\d{16})\b)"
    rb"|fbq\(\s*['\"]init['\"]\s*,\s*['\"](?P<pixel>\d{8,20})['\"]"
    rb"|\bttq\.load\(\s*['\"](?P<tiktok>[A-Z0-9]{16,24})['\"]"
    rb"|_linkedin_partner_id\s*=\s*['\"](?P<linkedin>\d{5,9})['\"]"
    rb"|\bhjid['\"]?\s*:\s*(?P<hotjar>\d{5,9})\b"
    rb"|(?:clarity\.ms/tag/|['\"]clarity['\"],\s*['\"]script['\"],\s*['\"])(?P<clarity>[a-z0-9]{8,12})\b"
    rb"|\bym\(\s*(?P<metrica>\d{6,10})\s*,\s*['\"]init"
)
_CALLED: Final = {
    "pixel": "Meta pixel", "metrica": "Yandex Metrica", "tiktok": "TikTok pixel", "linkedin": "LinkedIn partner",
    "hotjar": "Hotjar", "clarity": "Microsoft Clarity",
}  # fmt: skip
_ASKED: Final = frozenset(
    {Action.CONTACTED, Action.FOLLOWED_UP, Action.REPLIED, Action.NEGOTIATING, Action.AGREED}
)


@dataclass(frozen=True, slots=True)
class Ties:
    """None always means: not known."""

    prospect: Prospect | None = None
    """Of ours, covers the page, and somebody asked."""
    reciprocal: bool | None = None
    """Whether our page that is linked to links back to their site."""
    same_owner: str | None = None
    """The account that both pages carry, named."""


NO_TIES: Final = Ties()


def asked_prospect(
    prospects: Iterable[Prospect], page: str, target_domain: DomainName
) -> Prospect | None:
    """The prospect through which somebody asked for a link on `page`; a won one first, then the newest.

    It covers its own page, the page that was agreed, the page on which it was won, and every page of its
    site where it is about the site (its page is the home page). One that nobody wrote to brought nothing.
    """
    fitting = [
        prospect
        for prospect in prospects
        if _aims_at(prospect, target_domain) and _was_asked(prospect) and _covers(prospect, page)
    ]
    return max(fitting, key=lambda one: (one.status is Status.WON, one.created_at), default=None)


def _aims_at(prospect: Prospect, domain: DomainName) -> bool:
    target: Target | None = prospect.details.target
    return target is None or target.domain == domain


def _was_asked(prospect: Prospect) -> bool:
    undone = {move.undoes for move in prospect.moves}
    return any(move.action in _ASKED for move in prospect.moves if move.version not in undone)


def _covers(prospect: Prospect, page: str) -> bool:
    standing = prospect.standing
    pages = [prospect.page]
    pages += [standing.agreed.page] if standing.agreed else []
    pages += [standing.link.page] if standing.link else []
    key = normalize_url(page)
    if any(normalize_url(one) == key for one in pages):
        return True
    is_whole_site = "/" not in normalize_url(prospect.page)
    return is_whole_site and registrable_domain(host_of(page)) == prospect.site


def links_back(ours: Document, domain: DomainName) -> bool:
    """Whether a page of ours links to that domain."""
    for href in ours.hrefs:
        url = resolve(ours.base, href.text) if domain in href.text.lower() else None
        if url and registrable_domain(host_of(url)) == domain:
            return True
    return False


def shared_account(theirs: Document, ours: Document) -> str | None:
    """The first account of an analytics or advertising service that both pages carry.

    >>> _accounts(b"gtag('config', 'UA-1234567-2'); fbq('init', '123456789')")
    {'UA-1234567': None, 'Meta pixel 123456789': None}
    """
    other = _accounts(ours.html)
    return next((account for account in _accounts(theirs.html) if account in other), None)


def _accounts(html: bytes) -> dict[str, None]:
    found: dict[str, None] = {}
    for match in _ACCOUNTS.finditer(html):
        name = str(match.lastgroup)
        account = match[name].decode("ascii")
        found[f"{_CALLED[name]} {account}" if name in _CALLED else account] = None
    return found
