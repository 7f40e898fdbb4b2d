"""How the types of a target's live links were mixed at moments of the past."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, and_, func, select

from bot.adapters.store.moments import from_text, to_text
from bot.adapters.store.tables import observations
from bot.domain.names import Target
from bot.domain.type_mix import TypeMix
from bot.domain.verdicts import State


def first_look(connection: Connection, target: Target) -> datetime | None:
    """When a link to the target was first seen live; None: never."""
    found = connection.execute(
        select(func.min(observations.c.checked_at)).where(_of(target), _is(State.LIVE))
    ).scalar()
    return from_text(found) if found else None


def mixes(
    connection: Connection, target: Target, moments: Sequence[datetime]
) -> tuple[TypeMix, ...]:
    """The mix at each moment. A look that could not tell changes nothing: the one before it counts."""
    return tuple(_mix(connection, target, moment) for moment in moments)


def _mix(connection: Connection, target: Target, moment: datetime) -> TypeMix:
    place = func.row_number().over(
        partition_by=observations.c.pair_key, order_by=observations.c.checked_at.desc()
    )
    told = (
        select(observations.c.id, observations.c.state, place.label("place"))
        .where(_of(target), observations.c.checked_at <= to_text(moment))
        .where(observations.c.state != State.UNVERIFIED.value)
        .subquery()
    )
    placement = func.json_extract(observations.c.whole, "$.placement")
    rows = connection.execute(
        select(placement, func.count())
        .join(told, told.c.id == observations.c.id)
        .where(told.c.place == 1, told.c.state == State.LIVE.value)
        .group_by(placement)
    )
    return TypeMix(moment, {str(name): number for name, number in rows if name})


def _is(state: State) -> ColumnElement[bool]:
    return observations.c.state == state.value


def _of(target: Target) -> ColumnElement[bool]:
    of_domain = observations.c.target_domain == target.domain
    return and_(of_domain, observations.c.target == str(target)) if target.page else of_domain
