"""Every message of a fetch is one that Slack takes, and says nothing that a number contradicts."""

from dataclasses import replace
from datetime import date

import pytest

from bot.domain.backlinks import DomainName
from bot.domain.imports import ImportCounts, ImportSummary, RefusedRow
from bot.domain.paid_fetches import Cost, FetchOffer, FetchSummary, Unit
from bot.slack import fetch
from tests.blockkit import assert_message
from tests.hostile import HOSTILE_TEXTS
from tests.slack.test_wording import SLIPS

SITE = DomainName("site.example")
ORDER = fetch.Order("0123456789abcdef", "ahrefs", SITE, 200)
OFFER = FetchOffer("ahrefs", SITE, 200, Cost(2_600, Unit.API_UNITS), 1_800)


def summary(kept: int, *refusals: str, known: int = 0) -> FetchSummary:
    counts = ImportCounts(kept + len(refusals), kept, len(refusals), 0)
    rows = tuple(RefusedRow(line, why) for line, why in enumerate(refusals, 1))
    done = ImportSummary(
        "ahrefs_api", "ahrefs_api", SITE, date(2026, 11, 24), "the day of the fetch", counts, rows
    )
    return FetchSummary("ahrefs", done, known, Cost(50, Unit.API_UNITS), None, None)


@pytest.mark.parametrize(
    "offer",
    [
        OFFER,
        replace(OFFER, rows=1, left_today=1),
        replace(OFFER, vendor="dataforseo", at_most=None),
    ],
)
def test_an_offer_names_the_price_in_its_words_and_on_its_button(offer: FetchOffer) -> None:
    message = fetch.offer(offer, ORDER)
    assert_message(message)
    assert not SLIPS.search(message.text), message.text
    price = "at most 2,600 API units" if offer.at_most else "at a price that its answer names"
    assert price in message.text


def test_an_order_reads_back_from_its_button() -> None:
    assert fetch.read_order(ORDER.value()) == ORDER


@pytest.mark.parametrize(
    "done",
    [
        summary(0),
        summary(1),
        summary(97, "own page", "own page", "no page", known=12),
        replace(summary(500), total=12_345, stopped="DataForSEO did not answer in time."),
        replace(summary(3), cost=None),
        replace(summary(3), cost=Cost(0.0203, Unit.US_DOLLARS), vendor="dataforseo"),
    ],
)
def test_what_came_reads_as_a_person_would_write_it(done: FetchSummary) -> None:
    message = fetch.fetched(done)
    assert_message(message)
    assert not SLIPS.search(message.text), message.text


@pytest.mark.parametrize("hostile", HOSTILE_TEXTS)
def test_a_vendor_s_words_cannot_act_in_slack(hostile: str) -> None:
    assert_message(fetch.failed(f"Ahrefs refuses. It says: {hostile}", ORDER))
    assert_message(fetch.fetched(summary(1, hostile)))
    assert_message(fetch.fetched(replace(summary(1), stopped=hostile)))
