"""A prospect as a row of the store of decisions, and back."""

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from bot.adapters.store.moments import to_text
from bot.domain.backlinks import DomainName
from bot.domain.names import Target
from bot.domain.prospects import (
    Action,
    Cost,
    Details,
    Kind,
    LostText,
    Move,
    Prospect,
    Standing,
    Status,
    Terms,
    Undoable,
    WonLink,
    prospect_key,
)
from bot.domain.site_worth import SiteWorth


def to_row(prospect: Prospect) -> dict[str, Any]:
    details, lost = prospect.details, prospect.lost_text
    previous = prospect.previous
    return {
        "key": prospect_key(prospect.page, details.target),
        "page": prospect.page,
        "site": str(prospect.site),
        "kind": details.kind.value,
        "target": _target_to(details.target),
        "contact": details.contact,
        "notes": details.notes,
        "created_by": prospect.created_by,
        "created_at": to_text(prospect.created_at),
        "version": prospect.version,
        "standing": _standing_to(prospect.standing),
        "previous": {"version": previous.version, "standing": _standing_to(previous.standing)}
        if previous
        else None,
        "moves": [_move_to(move) for move in prospect.moves],
        "heard": list(prospect.heard),
        "lost_text": [lost.before, lost.after] if lost else None,
        "worth": worth_to(prospect.worth) if prospect.worth else None,
    }


def from_row(number: int, row: Mapping[str, Any]) -> Prospect:
    lost, previous = row["lost_text"], row["previous"]
    return Prospect(
        id=number,
        page=row["page"],
        site=DomainName(row["site"]),
        details=Details(
            Kind(row["kind"]), _target_from(row["target"]), row["contact"], row["notes"]
        ),
        standing=_standing_from(row["standing"]),
        created_by=row["created_by"],
        created_at=datetime.fromisoformat(row["created_at"]),
        version=row["version"],
        moves=tuple(_move_from(move) for move in row["moves"]),
        previous=Undoable(previous["version"], _standing_from(previous["standing"]))
        if previous
        else None,
        heard=tuple(row["heard"]),
        lost_text=LostText(*lost) if lost else None,
        # Rows that were written before sites were judged have no such key.
        worth=_worth_from(row["worth"]) if row.get("worth") else None,
    )


def worth_to(worth: SiteWorth) -> list[Any]:
    return [worth.score, worth.score_from, list(worth.rivals), worth.as_of.isoformat()]


def _worth_from(value: list[Any]) -> SiteWorth:
    score, score_from, rivals, as_of = value
    return SiteWorth(score, score_from, tuple(map(DomainName, rivals)), date.fromisoformat(as_of))


def _target_to(target: Target | None) -> list[str | None] | None:
    return [str(target.domain), target.page] if target else None


def _target_from(value: list[str] | None) -> Target | None:
    return Target(DomainName(value[0]), value[1]) if value else None


def _move_to(move: Move) -> list[Any]:
    at, before, after = to_text(move.at), move.before.value, move.after.value
    return [move.version, move.action.value, move.by, at, before, after, move.note, move.undoes]


def _move_from(value: list[Any]) -> Move:
    version, action, by, at, before, after, note, undoes = value
    moment = datetime.fromisoformat(at)
    return Move(version, Action(action), by, moment, Status(before), Status(after), note, undoes)


def _standing_to(standing: Standing) -> dict[str, Any]:
    return {
        "status": standing.status.value,
        "since": to_text(standing.since),
        "owner": standing.owner,
        "follow_up_on": _day_to(standing.follow_up_on),
        "follow_ups": standing.follow_ups,
        "snoozed_from": standing.snoozed_from.value if standing.snoozed_from else None,
        "snoozed_until": _day_to(standing.snoozed_until),
        "reason": standing.reason,
        "agreed": _terms_to(standing.agreed) if standing.agreed else None,
        "link": _link_to(standing.link) if standing.link else None,
    }


def _standing_from(row: Mapping[str, Any]) -> Standing:
    return Standing(
        status=Status(row["status"]),
        since=datetime.fromisoformat(row["since"]),
        owner=row["owner"],
        follow_up_on=_day_from(row["follow_up_on"]),
        follow_ups=row["follow_ups"],
        snoozed_from=Status(row["snoozed_from"]) if row["snoozed_from"] else None,
        snoozed_until=_day_from(row["snoozed_until"]),
        reason=row["reason"],
        agreed=_terms_from(row["agreed"]) if row["agreed"] else None,
        link=_link_from(row["link"]) if row["link"] else None,
    )


def _terms_to(terms: Terms) -> dict[str, Any]:
    return {
        "page": terms.page,
        "target": _target_to(terms.target),
        "anchor": terms.anchor,
        "rel": terms.rel,
        "due_on": _day_to(terms.due_on),
        "cost": [str(terms.cost.amount), terms.cost.currency] if terms.cost else None,
        "promised_at": to_text(terms.promised_at) if terms.promised_at else None,
        "began_tracking": terms.began_tracking,
    }


def _terms_from(row: Mapping[str, Any]) -> Terms:
    target = _target_from(row["target"])
    assert target is not None
    cost = row["cost"]
    return Terms(
        page=row["page"],
        target=target,
        anchor=row["anchor"],
        rel=row["rel"],
        due_on=_day_from(row["due_on"]),
        cost=Cost(Decimal(cost[0]), cost[1]) if cost else None,
        promised_at=_moment_from(row["promised_at"]),
        began_tracking=row["began_tracking"],
    )


def _link_to(link: WonLink) -> dict[str, Any]:
    return {
        "page": link.page,
        "target": link.target,
        "won_at": to_text(link.won_at),
        "link_id": link.link_id,
        "lost_at": to_text(link.lost_at) if link.lost_at else None,
        "first_lost_at": to_text(link.first_lost_at) if link.first_lost_at else None,
        "differences": list(link.differences),
    }


def _link_from(row: Mapping[str, Any]) -> WonLink:
    return WonLink(
        page=row["page"],
        target=row["target"],
        won_at=datetime.fromisoformat(row["won_at"]),
        link_id=row["link_id"],
        lost_at=_moment_from(row["lost_at"]),
        first_lost_at=_moment_from(row["first_lost_at"]),
        differences=tuple(row["differences"]),
    )


def _day_to(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _day_from(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _moment_from(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None
