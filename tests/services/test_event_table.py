"""`backlinks export events` leaves nothing out that is kept of an event."""

import csv
import io
from dataclasses import fields, replace

from bot.domain.events import Event, Value, value_of
from bot.domain.ratings import Rating
from bot.services.event_table import EVENT_COLUMNS, event_row
from tests.domain.test_delivery import NOON, stored
from tests.domain.test_events import look

ELSEWHERE = {"before", "after", "rating", *(field.name for field in fields(Value))}
"""Fields that have columns of other names, checked below."""


def test_every_field_of_an_event_has_a_column() -> None:
    assert {field.name for field in fields(Event)} - ELSEWHERE <= set(EVENT_COLUMNS)
    for field in fields(Value):
        assert {f"{field.name}_before", f"{field.name}_after"} <= set(EVENT_COLUMNS), field.name
    assert len(fields(Rating)) >= 3
    assert {"quality", "quality_now", "visits_30_days"} <= set(EVENT_COLUMNS)


def test_a_row_says_what_changed_and_who_called_it_wrong() -> None:
    one = stored(link=1, site="journal.example", at=NOON)
    before = value_of(look(NOON - NOON))
    after = replace(before, followed=False, placement="footer", href=None, indexable=None)
    told = replace(one, event=replace(one.event, before=before, after=after), wrong_by="U7")
    text = io.StringIO()
    csv.writer(text).writerows([EVENT_COLUMNS, event_row(told)])
    row = next(csv.DictReader(io.StringIO(text.getvalue())))
    assert (row["followed_before"], row["followed_after"]) == ("yes", "no")
    assert (row["placement_before"], row["placement_after"]) == ("content", "footer")
    assert (row["indexable_before"], row["indexable_after"]) == ("yes", "")
    assert (row["href_before"], row["href_after"]) == ("https://site.example/guide", "")
    assert (row["wrong_alert"], row["wrong_alert_by"]) == ("yes", "U7")
    assert row["referring_domain"] == "journal.example"
