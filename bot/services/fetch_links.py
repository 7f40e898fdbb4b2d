"""Buys backlinks from a vendor's API and brings them into the store, never more than is allowed."""

import difflib
import logging
from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import date
from hashlib import blake2b

from bot.domain.backlinks import Backlink, DomainName, Grain
from bot.domain.imports import (
    ExportReading,
    ImportCounts,
    ImportSummary,
    KeptRow,
    RefusedRow,
)
from bot.domain.names import Target
from bot.domain.paid_fetches import (
    KEYS_OF,
    USUAL_ROWS,
    VENDORS,
    FetchedLinks,
    FetchLimits,
    FetchOffer,
    FetchOrder,
    FetchSummary,
    used_up,
)
from bot.errors import InvalidInputError, PaidSourceError
from bot.ports import Clock, FetchLedger, ImportStore, PaidSource
from bot.services.import_export import import_reading

log = logging.getLogger(__name__)

PaidSources = Mapping[str, PaidSource]
"""By vendor, those alone whose key is set."""

_AS_OF_FROM = "the day of the fetch"


def choose_vendor(word: str | None, sources: PaidSources) -> str:
    """The vendor that is meant; None: the only one that is set up.

    Raises:
        InvalidInputError: no such vendor, none is set up, or it is not clear which one.
    """
    if word is not None:
        vendor = _vendor_named(word)
        if vendor not in sources:
            raise InvalidInputError(
                f"{VENDORS[vendor]} is not set up: {KEYS_OF[vendor]} has no value. docs/sources.md says how."
            )
        return vendor
    if not sources:
        ways = ", or ".join(f"{KEYS_OF[vendor]} for {VENDORS[vendor]}" for vendor in VENDORS)
        raise InvalidInputError(f"No vendor's API is set up. Set {ways}; docs/sources.md says how.")
    if len(sources) > 1:
        raise InvalidInputError(
            f"From whom? {' and '.join(VENDORS[vendor] for vendor in sources)} are set up: "
            f"say `from {next(iter(sources))}`."
        )
    return next(iter(sources))


def _vendor_named(word: str) -> str:
    typed = word.lower()
    if typed in VENDORS:
        return typed
    near = difflib.get_close_matches(typed, VENDORS, n=1)
    hint = f"Did you mean {near[0]}?" if near else f"It can be {' or '.join(VENDORS)}."
    raise InvalidInputError(f"`{word[:40]}` is no vendor that can be asked. {hint}")


async def offer_fetch(
    target: Target,
    *,
    vendor: str | None,
    rows: int | None,
    sources: PaidSources,
    ledger: FetchLedger,
    clock: Clock,
    limits: FetchLimits,
) -> FetchOffer:
    """What a fetch would cost at most. Spends nothing.

    Raises:
        InvalidInputError: it is not allowed, or not clear what is meant.
    """
    chosen = choose_vendor(vendor, sources)
    if target.page is not None:
        raise InvalidInputError(
            f"A fetch is for a whole site, and {target} is one page of it: give {Target(target.domain)}."
        )
    bought = await ledger.rows_of_day(clock().date())
    left = max(0, limits.rows_per_day - bought)
    wanted = min(USUAL_ROWS, limits.rows_per_call, left or 1) if rows is None else rows
    if wanted < 1:
        raise InvalidInputError("Ask for at least one row.")
    if wanted > limits.rows_per_call:
        raise InvalidInputError(
            f"One fetch may ask for {limits.rows_per_call:,} rows at most (PAID_ROWS_PER_CALL), "
            f"not for {wanted:,}."
        )
    if wanted > left:
        raise InvalidInputError(used_up(bought, limits.rows_per_day))
    at_most = sources[chosen].cost_at_most(wanted)
    return FetchOffer(chosen, target.domain, wanted, at_most, left)


async def fetch_links(
    order: FetchOrder,
    *,
    sources: PaidSources,
    store: ImportStore,
    ledger: FetchLedger,
    clock: Clock,
    limits: FetchLimits,
    begun: Callable[[], Awaitable[None]] | None = None,
) -> FetchSummary:
    """Carry out one order, once; what comes is kept as an import is.

    The order's rows count against the day before the vendor is asked, so that two at once, or a crash,
    never buy more than is allowed. `begun` is awaited when nothing stands against it any more.

    Raises:
        ConflictError: this order was carried out before.
        InvalidInputError: the limits do not allow it.
        PaidSourceError: nothing came; says why, and whether anything was spent.
        StoreError: it could not be kept.
    """
    vendor = choose_vendor(order.vendor, sources)
    if not 1 <= order.rows <= limits.rows_per_call:
        raise InvalidInputError(
            f"One fetch may ask for {limits.rows_per_call:,} rows at most (PAID_ROWS_PER_CALL)."
        )
    now = clock()
    await ledger.begin_fetch(order, at=now, rows_per_day=limits.rows_per_day)
    if begun is not None:
        await begun()
    try:
        found = await sources[vendor].fetch(order.target, most_rows=order.rows, as_of=now.date())
    except PaidSourceError as error:
        if error.nothing_spent:
            await ledger.settle_fetch(order.key, rows=0, cost=None, at=clock())
        raise
    await ledger.settle_fetch(order.key, rows=found.rows_counted, cost=found.cost, at=clock())
    log.info("fetched from %s: %d rows, %s", vendor, len(found.rows), found.cost or "cost not told")
    kept = [row.backlink for row in found.rows if isinstance(row, KeptRow)]
    known = await store.count_known(kept)
    done = await _keep(found, kept, order, now.date(), store=store, clock=clock)
    return FetchSummary(vendor, done, known, found.cost, found.total, found.stopped)


async def _keep(
    found: FetchedLinks,
    kept: Sequence[Backlink],
    order: FetchOrder,
    day: date,
    *,
    store: ImportStore,
    clock: Clock,
) -> ImportSummary:
    """An answer without links is no import: it would say of all links before it that they are gone."""
    reading = _reading(found, kept, order.target, day)
    if kept:
        name = f"{VENDORS[order.vendor]} API, {order.rows} rows, {day}"
        return await import_reading(reading, name=name, store=store, clock=clock)
    refusals = tuple(row for row in found.rows if isinstance(row, RefusedRow))
    counts = ImportCounts(len(refusals), 0, len(refusals), 0)
    return ImportSummary(
        found.format, found.source, order.target, day, _AS_OF_FROM, counts, refusals
    )


def _reading(
    found: FetchedLinks, kept: Sequence[Backlink], target: DomainName, day: date
) -> ExportReading:
    return ExportReading(
        format=found.format,
        source=found.source,
        grain=Grain.PAGES,
        target=target,
        as_of=day,
        as_of_from=_AS_OF_FROM,
        complete=found.complete,
        fingerprint=_fingerprint(found, kept, day),
        total_rows=len(found.rows),
        rows=iter(found.rows),
    )


def _fingerprint(found: FetchedLinks, kept: Sequence[Backlink], day: date) -> str:
    """The same rows of the same day are the same import, in whatever order they came."""
    content = "\n".join([found.format, day.isoformat(), *sorted(map(repr, kept))])
    return f"{found.format}:{blake2b(content.encode('utf-8', 'surrogatepass'), digest_size=16).hexdigest()}"
