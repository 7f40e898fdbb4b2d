"""Keeps the channels' watches and settings in the store of what people decide."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime, time
from typing import Any, Final

from tinydb import TinyDB, where

from bot.adapters.store.decisions import Decisions
from bot.adapters.store.moments import from_text, to_text, to_text_or_none
from bot.domain.backlinks import DomainName
from bot.domain.events import EventKind
from bot.domain.names import Target
from bot.domain.watches import ChannelSettings, Watch

_WATCHES: Final = "watches"
_SETTINGS: Final = "channel_settings"


class DecidedWatches:
    """The port `WatchStore` on the store of decisions."""

    def __init__(self, decisions: Decisions) -> None:
        """Keep to one store."""
        self._decisions = decisions

    async def add_watch(self, watch: Watch) -> Watch:
        """See the port."""

        def work(database: TinyDB) -> Watch:
            table = database.table(_WATCHES)
            known = table.get(_pair(watch.channel, watch.target))
            if known is None:
                table.insert(_to_row(watch))
                return watch
            assert not isinstance(known, list)
            old = _from_row(known)
            kept = replace(watch, id=old.id, created_at=old.created_at, created_by=old.created_by)
            table.update(_to_row(kept), doc_ids=[known.doc_id])
            return kept

        return await self._decisions.run(work)

    async def remove_watch(self, channel: str, target: Target) -> Watch | None:
        """See the port."""

        def work(database: TinyDB) -> Watch | None:
            table = database.table(_WATCHES)
            known = table.get(_pair(channel, target))
            if known is None:
                return None
            assert not isinstance(known, list)
            table.remove(doc_ids=[known.doc_id])
            return _from_row(known)

        return await self._decisions.run(work)

    async def watch(self, watch_id: str) -> Watch | None:
        """See the port."""

        def work(database: TinyDB) -> Watch | None:
            known = database.table(_WATCHES).get(where("id") == watch_id)
            assert not isinstance(known, list)
            return _from_row(known) if known else None

        return await self._decisions.run(work)

    async def watches(self, *, channel: str | None = None) -> tuple[Watch, ...]:
        """See the port."""

        def work(database: TinyDB) -> tuple[Watch, ...]:
            rows = sorted(database.table(_WATCHES), key=lambda row: row.doc_id)
            return tuple(
                _from_row(row) for row in rows if channel is None or row["channel"] == channel
            )

        return await self._decisions.run(work)

    async def settings_of(self, channel: str) -> ChannelSettings:
        """See the port."""
        return await self._decisions.run(lambda database: _settings(database, channel))

    async def all_settings(self) -> tuple[ChannelSettings, ...]:
        """See the port."""
        return await self._decisions.run(
            lambda database: tuple(_settings_from(row) for row in database.table(_SETTINGS))
        )

    async def change_settings(
        self, channel: str, change: Callable[[ChannelSettings], ChannelSettings]
    ) -> ChannelSettings:
        """See the port."""

        def work(database: TinyDB) -> ChannelSettings:
            changed = replace(change(_settings(database, channel)), channel=channel)
            database.table(_SETTINGS).upsert(_settings_to(changed), where("channel") == channel)
            return changed

        return await self._decisions.run(work)


def _pair(channel: str, target: Target) -> Any:
    return (where("channel") == channel) & (where("target") == _target_to(target))


def _target_to(target: Target) -> dict[str, str | None]:
    return {"domain": str(target.domain), "page": target.page}


def _to_row(watch: Watch) -> dict[str, Any]:
    return {
        "id": watch.id,
        "channel": watch.channel,
        "target": _target_to(watch.target),
        "created_by": watch.created_by,
        "created_at": to_text(watch.created_at),
        "at_once": sorted(kind.value for kind in watch.at_once),
        "in_digest": sorted(kind.value for kind in watch.in_digest),
        "only_valuable": watch.only_valuable,
        "least_quality": watch.least_quality,
        "is_private": watch.is_private,
    }


def _from_row(row: Mapping[str, Any]) -> Watch:
    return Watch(
        id=row["id"],
        channel=row["channel"],
        target=Target(DomainName(row["target"]["domain"]), row["target"]["page"]),
        created_by=row["created_by"],
        created_at=datetime.fromisoformat(row["created_at"]),
        at_once=_kinds(row["at_once"]),
        in_digest=_kinds(row["in_digest"]),
        only_valuable=row["only_valuable"],
        least_quality=row["least_quality"],
        is_private=row["is_private"],
    )


_KNOWN_KINDS: Final = frozenset(kind.value for kind in EventKind)


def _kinds(values: list[str]) -> frozenset[EventKind]:
    """Kinds as they were written; one that this version does not know is left out."""
    return frozenset(EventKind(value) for value in values if value in _KNOWN_KINDS)


def _settings(database: TinyDB, channel: str) -> ChannelSettings:
    row = database.table(_SETTINGS).get(where("channel") == channel)
    assert not isinstance(row, list)
    return _settings_from(row) if row else ChannelSettings(channel)


def _settings_to(settings: ChannelSettings) -> dict[str, Any]:
    return {
        "channel": settings.channel,
        "zone": settings.zone,
        "digest_at": settings.digest_at.isoformat() if settings.digest_at else None,
        "digest_days": sorted(settings.digest_days),
        "digest_from": to_text_or_none(settings.digest_from),
        "set_by": settings.set_by,
        "quiet_from": settings.quiet_from.isoformat(),
        "quiet_until": settings.quiet_until.isoformat(),
        "budget": settings.budget,
        "quiet_day_line": settings.quiet_day_line,
        "weekly_report": settings.weekly_report,
        "muted": sorted(settings.muted),
    }


def _settings_from(row: Mapping[str, Any]) -> ChannelSettings:
    return ChannelSettings(
        channel=row["channel"],
        zone=row["zone"],
        digest_at=time.fromisoformat(row["digest_at"]) if row["digest_at"] else None,
        digest_days=frozenset(row["digest_days"]),
        digest_from=from_text(row.get("digest_from")),
        set_by=row["set_by"],
        quiet_from=time.fromisoformat(row["quiet_from"]),
        quiet_until=time.fromisoformat(row["quiet_until"]),
        budget=row["budget"],
        quiet_day_line=row["quiet_day_line"],
        weekly_report=row["weekly_report"],
        muted=frozenset(row["muted"]),
    )
