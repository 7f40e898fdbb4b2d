"""What channels subscribed to and how they want it survives, and two people never undo each other."""

import asyncio
from dataclasses import replace
from datetime import UTC, datetime, time
from pathlib import Path

import pytest

from bot.adapters.store.decisions import DecisionStore, open_decisions
from bot.adapters.store.watches import DecidedWatches
from bot.domain.events import EventKind
from bot.domain.names import parse_target
from bot.domain.watches import ChannelSettings, Watch

NOW = datetime(2026, 11, 23, 9, 14, tzinfo=UTC)
SITE = parse_target("site.example")
WATCH = Watch("w1", "C1", SITE, "U1", NOW, least_quality=40, is_private=True)


@pytest.fixture
def decisions(tmp_path: Path) -> DecisionStore:
    return open_decisions(tmp_path)


@pytest.fixture
def store(decisions: DecisionStore) -> DecidedWatches:
    return DecidedWatches(decisions)


async def test_a_watch_is_there_whole_after_a_restart(tmp_path: Path) -> None:
    decisions = open_decisions(tmp_path)
    page = replace(WATCH, id="w2", target=parse_target("https://site.example/guide"))
    for watch in (WATCH, page):
        await DecidedWatches(decisions).add_watch(watch)
    decisions.close()
    store = DecidedWatches(open_decisions(tmp_path))
    assert await store.watches() == (WATCH, page)
    assert await store.watch("w2") == page


async def test_a_channel_watches_a_target_once_and_keeps_who_began(store: DecidedWatches) -> None:
    await store.add_watch(WATCH)
    second = replace(
        WATCH, id="other", created_by="U2", at_once=frozenset(EventKind), only_valuable=False
    )
    kept = await store.add_watch(second)
    assert kept == replace(second, id="w1", created_by="U1")
    assert await store.watches(channel="C1") == (kept,)
    assert await store.watches(channel="C2") == ()


async def test_an_ended_watch_is_given_back_once(store: DecidedWatches) -> None:
    await store.add_watch(WATCH)
    assert await store.remove_watch("C2", SITE) is None
    assert await store.remove_watch("C1", SITE) == WATCH
    assert await store.remove_watch("C1", SITE) is None
    assert await store.watch("w1") is None


async def test_a_channel_without_settings_has_the_defaults(store: DecidedWatches) -> None:
    assert await store.settings_of("C1") == ChannelSettings("C1")
    assert await store.all_settings() == ()


async def test_settings_are_kept_whole(store: DecidedWatches) -> None:
    wanted = ChannelSettings(
        "C1",
        zone="Australia/Lord_Howe",
        digest_at=time(2, 30),
        digest_days=frozenset({0, 4}),
        set_by="U1",
        quiet_from=time(20, 15),
        quiet_until=time(6),
        budget=3,
        quiet_day_line=False,
        weekly_report=False,
        muted=frozenset({"loud.example"}),
    )
    await store.change_settings("C1", lambda _: wanted)
    assert await store.settings_of("C1") == wanted
    assert await store.all_settings() == (wanted,)


async def test_changes_at_the_same_time_all_count(store: DecidedWatches) -> None:
    def one_more(settings: ChannelSettings) -> ChannelSettings:
        return replace(settings, budget=settings.budget + 1)

    await asyncio.gather(*(store.change_settings("C1", one_more) for _ in range(20)))
    assert (await store.settings_of("C1")).budget == 30


async def test_a_kind_of_a_newer_version_is_left_out(
    decisions: DecisionStore, store: DecidedWatches
) -> None:
    await store.add_watch(WATCH)
    await decisions.run(
        lambda db: db.table("watches").update({"at_once": ["lost", "from_the_future"]})
    )
    watch = await store.watch("w1")
    assert watch is not None
    assert watch.at_once == {EventKind.LOST}
