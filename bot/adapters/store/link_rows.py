"""Backlinks and merged links, to rows of the tables and back."""

from collections.abc import Sequence
from datetime import date
from functools import lru_cache
from typing import Any

import orjson
from sqlalchemy import RowMapping

from bot.adapters.store.keys import key_of, normal
from bot.domain.backlinks import Backlink, DomainName, Grain, MergedLink, authority_of, merge

Row = dict[str, Any]
LinkKey = tuple[int, int]
"""`page_key` and `page_target_key`; the second is 0 where no source says which page is linked to."""
_SAME = (
    "source",
    "referring_domain",
    "target_domain",
    "referring_page",
    "target_url",
    "anchor",
    "title",
    "followed",
    "nofollow",
    "ugc",
    "sponsored",
    "image",
    "lost",
    "http_status",
    "links",
)
_DAYS = ("as_of", "first_seen", "last_seen", "lost_on")


def claim_to_row(claim: Backlink) -> Row:
    """A backlink as a row of `backlinks`, with its keys; `import_id` is the caller's to add."""
    row: Row = {name: getattr(claim, name) for name in _SAME}
    for name in _DAYS:
        day = getattr(claim, name)
        row[name] = day.isoformat() if day else None
    row["metrics"] = orjson.dumps(dict(claim.metrics)).decode() if claim.metrics else None
    page = normal(claim.referring_page)
    row["grain"] = (Grain.PAGES if page else Grain.DOMAINS).value
    row["page_key"] = key_of(claim.target_domain, page, "" if page else claim.referring_domain)
    row["page_target_key"] = page_target_key(claim.target_domain, claim.target_url)
    row["claim_key"] = key_of(claim.source, claim.anchor or "")
    return row


def link_of(row: Row | RowMapping) -> LinkKey:
    """The key of the link that a row of either table speaks of."""
    return row["page_key"], row["page_target_key"]


def claim_from_row(row: RowMapping) -> Backlink:
    """The backlink that `claim_to_row` made a row of."""
    days: dict[str, Any] = {name: _day(row[name]) for name in _DAYS}
    return Backlink(
        **{name: row[name] for name in _SAME},
        **days,
        metrics=orjson.loads(row["metrics"]) if row["metrics"] else {},
    )


@lru_cache(maxsize=4096)
def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def link_to_row(claims: Sequence[Backlink], keys: Row) -> Row:
    """What all claims on one link come to, as a row of `links`; `keys` is the row of any of them."""
    settled = claims[0] if len(claims) == 1 else _settled(merge(claims))
    page = settled.referring_page
    return {
        "page_key": keys["page_key"],
        "page_target_key": keys["page_target_key"],
        "grain": keys["grain"],
        "target_domain": settled.target_domain,
        "referring_domain": settled.referring_domain,
        "covered": False,
        "lost": settled.lost is True,
        "followed": settled.followed,
        "first_seen": settled.first_seen.isoformat() if settled.first_seen else None,
        "last_seen": settled.last_seen.isoformat() if settled.last_seen else None,
        "lost_on": settled.lost_on.isoformat() if settled.lost_on else None,
        "links": 1 if page else settled.links or 0,
        "authority": authority_of(settled.metrics),
        "anchor": settled.anchor,
    }


def _settled(link: MergedLink) -> Backlink:
    """The values that stand, without who said them."""
    return Backlink(
        "",
        link.referring_domain,
        link.target_domain,
        link.as_of,
        referring_page=link.referring_page,
        target_url=link.target_url,
        anchor=link.anchor.value if link.anchor else None,
        followed=link.followed.value if link.followed else None,
        first_seen=link.first_seen.value if link.first_seen else None,
        last_seen=link.last_seen.value if link.last_seen else None,
        lost=link.lost.value if link.lost else None,
        lost_on=link.lost_on.value if link.lost_on else None,
        links=link.links.value if link.links else None,
        metrics={name: fact.value for name, fact in link.metrics.items()},
    )


def page_target_key(domain: DomainName, url: str | None) -> int:
    """The key of one page of a target; 0 where no source says which page."""
    return key_of(domain, normal(url)) if url else 0
