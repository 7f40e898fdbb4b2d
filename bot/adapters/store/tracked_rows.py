"""Tracked links as rows, and rows as tracked links."""

import logging
from collections.abc import Mapping
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from pydantic import TypeAdapter
from sqlalchemy import (
    ColumnElement,
    case,
    func,
)

from bot.adapters.store.keys import key_of
from bot.adapters.store.moments import (
    from_text,
    to_text,
)
from bot.adapters.store.reading import UNREADABLE
from bot.adapters.store.tables import tracked_links as table
from bot.domain.backlinks import DomainName
from bot.domain.events import Phase, Standing
from bot.domain.names import parse_target, registrable_domain
from bot.domain.tracking import (
    NewLink,
    TrackedLink,
    first_look,
    pair_key,
)

log = logging.getLogger(__name__)

STANDING = TypeAdapter(Standing)


def in_standing(name: str) -> ColumnElement[Any]:
    """A field of the standing; NULL where that is broken, which would otherwise break the whole question."""
    standing = table.c.standing
    return case((func.json_valid(standing) == 1, func.json_extract(standing, f"$.{name}")))


def new_row(link: NewLink, now: datetime, among: int) -> dict[str, Any]:
    """A link that nobody looked at yet, one of `among` that begin now."""
    host = (urlsplit(link.referring_page).hostname or "").lower()
    key = pair_key(link.referring_page, link.target)
    standing = Standing(promised_at=link.promised_at)
    return {
        "pair_key": key_of("tracked", key),
        "referring_page": link.referring_page,
        "target": str(link.target),
        "target_domain": link.target.domain,
        "host": host,
        "referring_domain": registrable_domain(host) or host,
        "added_by": link.added_by,
        "added_at": to_text(now),
        "next_look_at": to_text(first_look(key, now, among=among)),
        "phase": standing.phase.value,
        "standing": STANDING.dump_json(standing).decode(),
        "prospect_id": link.prospect_id,
    }


def _standing_of(row: Mapping[Any, Any]) -> Standing:
    """What the looks add up to; where that is broken, its phase alone: the next looks say the rest."""
    try:
        return STANDING.validate_json(row["standing"])
    except UNREADABLE:
        log.warning("a standing cannot be read and begins anew: link %d", row["id"])
        return Standing(phase=Phase(row["phase"]), since=from_text(row["last_look_at"]))


def from_row(row: Mapping[Any, Any]) -> TrackedLink:
    """Raises one of UNREADABLE where the row names no link; a broken standing begins anew."""
    added_at, next_look_at = from_text(row["added_at"]), from_text(row["next_look_at"])
    assert added_at
    assert next_look_at
    return TrackedLink(
        id=row["id"],
        referring_page=row["referring_page"],
        target=parse_target(row["target"]),
        host=row["host"],
        referring_domain=DomainName(row["referring_domain"]),
        added_by=row["added_by"],
        added_at=added_at,
        next_look_at=next_look_at,
        standing=_standing_of(row),
        last_look_at=from_text(row["last_look_at"]),
        unchanged_since=from_text(row["unchanged_since"]),
        owner=row["owner"],
        snoozed_until=from_text(row["snoozed_until"]),
        ignored=bool(row["ignored"]),
        prospect_id=row["prospect_id"],
        doubted_since=from_text(row["doubted_since"]),
    )
