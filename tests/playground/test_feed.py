"""The feed keeps up with pages that do not, and the timeline with clocks that do not."""

import pytest

from bot.playground.feed import MAX_WAITING, Feed
from bot.playground.timeline import Message, Timeline


def test_a_page_that_does_not_read_is_told_to_load_again() -> None:
    feed = Feed()
    with feed.reader("T", "U") as queue:
        for number in range(MAX_WAITING + 1):
            feed.publish_to("T", "U", "message", {"number": number})
        assert queue.get_nowait().name == "reset"
        assert queue.empty()


def test_events_reach_their_own_workspace_and_person() -> None:
    feed = Feed()
    with feed.reader("T1", "U1") as mine, feed.reader("T2", "U1") as elsewhere:
        feed.publish_to("T1", "U1", "notice", {"text": "for you"})
        feed.publish_to("T1", "U2", "notice", {"text": "for another"})
        assert mine.get_nowait().data == {"text": "for you"}
        assert mine.empty()
        assert elsewhere.empty()


@pytest.mark.parametrize("times", [[5.0, 5.0, 5.0], [5.0, 4.0, 3.0]], ids=["stands", "goes back"])
def test_every_message_has_a_later_ts_than_the_one_before(times: list[float]) -> None:
    timeline = Timeline()
    stamps = []
    for now in times:
        ts = timeline.next_ts(now)
        timeline.add(Message({"ts": ts}))
        stamps.append(ts)
    assert stamps == sorted(set(stamps))
    assert timeline.latest_ts == stamps[-1]
