"""`ObservationStore`: the same promises from the database and from the fake."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest

from bot.adapters.store.migrate import open_database
from bot.adapters.store.observations import SqlObservationStore
from bot.domain.pages import Hop, Validators
from bot.domain.verdicts import Evidence, Observation, Reason, State
from bot.ports import ObservationStore
from tests.fakes import FakeObservationStore

PAGE, TARGET = "https://a.example/x", "site.example"
AT = datetime(2026, 11, 23, 12, 0, 0, 5, tzinfo=UTC)
WHOLE = Observation(
    PAGE,
    TARGET,
    State.LIVE,
    None,
    AT,
    http_status=200,
    final_url="https://a.example/y",
    redirects=(Hop("https://a.example/x", 301),),
    links=2,
    href="https://site.example/?q=ä",
    anchor="Anchor “with” \ud83d\ude00".encode("utf-16", "surrogatepass").decode("utf-16"),
    rel=("nofollow", "ugc"),
    followed=False,
    indexable=True,
    canonical="https://a.example/y",
    canonical_elsewhere=False,
    indirect=True,
    target_changed=True,
    placement="content",
    editorial=True,
    evidence=Evidence(
        because="it is there",
        title="T",
        before="b",
        after="a",
        bytes_read=5,
        sha256="ff",
        nofollow_from=("rel",),
        noindex_from=("meta",),
        placement_evidence=("main",),
        link_hrefs=("https://site.example/",),
        headers=(("etag", '"x"'), ("link", "<y>")),
    ),
    validators=Validators('"x"', "Mon, 23 Nov 2026 12:00:00 GMT"),
)
LOST = Observation(PAGE, TARGET, State.LOST, Reason.LINK_REMOVED, AT + timedelta(hours=1))


@pytest.fixture(params=["sqlite", "fake"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[ObservationStore]:
    if request.param == "fake":
        yield FakeObservationStore()
        return
    database = open_database(tmp_path)
    yield SqlObservationStore(database)
    database.close()


async def test_an_observation_comes_back_whole(store: ObservationStore) -> None:
    await store.save_observations([WHOLE])
    assert await store.latest_observation(PAGE, TARGET) == WHOLE


async def test_the_newest_comes_first_whatever_was_saved_last(store: ObservationStore) -> None:
    await store.save_observations([LOST])
    await store.save_observations([WHOLE])
    assert await store.latest_observation(PAGE, TARGET) == LOST
    assert await store.observations_of(PAGE, TARGET, limit=9) == (LOST, WHOLE)
    assert await store.observations_of(PAGE, TARGET, limit=1) == (LOST,)


async def test_the_order_is_that_of_time_not_of_its_text(store: ObservationStore) -> None:
    east = timezone(timedelta(hours=9))
    later = replace(LOST, checked_at=(AT + timedelta(minutes=5)).astimezone(east))
    await store.save_observations([later, WHOLE])
    latest = await store.latest_observation(PAGE, TARGET)
    assert latest is not None
    assert latest.state is State.LOST


async def test_the_same_look_is_kept_once(store: ObservationStore) -> None:
    await store.save_observations([WHOLE, WHOLE])
    await store.save_observations([WHOLE])
    assert await store.observations_of(PAGE, TARGET, limit=9) == (WHOLE,)


async def test_spellings_of_a_pair_are_one_pair_and_others_are_not(store: ObservationStore) -> None:
    await store.save_observations([WHOLE])
    assert await store.latest_observation("http://www.a.example/x/", TARGET) == WHOLE
    assert await store.latest_observation(PAGE, "other.example") is None
    assert await store.latest_observation("https://a.example/z", TARGET) is None


async def test_saving_nothing_is_fine(store: ObservationStore) -> None:
    await store.save_observations([])
