"""Reads visits by referrer from exports of GA4 and Matomo.

GA4's CSV begins with comment lines that name the days (`# Start date: 20260901`):
https://support.google.com/analytics/answer/9317657. Matomo's has a row a website or page, its days are in
the file's name at best: https://matomo.org/faq/how-to/export-reports/.
"""

import re
from collections.abc import Sequence
from datetime import date
from typing import BinaryIO, Final

from bot.adapters.sources.cell_values import parse_count, web_address
from bot.adapters.sources.csv_records import find_delimiter, read_records
from bot.adapters.sources.file_text import open_text
from bot.domain.backlinks import DomainName
from bot.domain.names import host_of, parse_page_url, registrable_domain
from bot.domain.traffic import Referral, TrafficReport
from bot.errors import InvalidInputError, OtherKindOfFileError

_MOST_ROWS: Final = 200_000
_HEAD_ROWS: Final = 60
_GA4_DAY: Final = re.compile(r"#\s*(start|end) date:\s*(\d{4})-?(\d{2})-?(\d{2})", re.IGNORECASE)
_NAMED_DAY: Final = re.compile(r"(?<!\d)(20\d\d)-(\d\d)-(\d\d)(?!\d)")
_REFERRERS: Final = {
    "page referrer": "GA4",
    "session source": "GA4",
    "session source / medium": "GA4",
    "first user source": "GA4",
    "label": "Matomo",
    "website": "Matomo",
    "referrer": "Matomo",
}
_VISITS: Final = ("sessions", "visits", "nb_visits", "views", "event count")


def read_traffic(
    file: BinaryIO, *, name: str, first_day: date | None, last_day: date | None
) -> TrafficReport:
    """Read a seekable file. The days given count before those that the file names.

    Raises:
        OtherKindOfFileError: it is no such export.
        InvalidInputError: nobody says which days it counts.
    """
    # The head alone says what kind of file it is: others may be large, and are none of ours.
    _columns(_records(open_text(file, name).head(_HEAD_ROWS)), name)
    file.seek(0)
    text = open_text(file, name).head(_MOST_ROWS)
    records = _records(text)
    tool, referrer, visits, begin = _columns(records, name)
    days = _days(text, name)
    first, last = first_day or days[0], last_day or days[1]
    if first is None or last is None:
        raise InvalidInputError(
            f"{name} does not say which days it counts: say the first and the last one "
            "(--from and --to in a terminal)."
        )
    if last < first:
        raise InvalidInputError(f"The last day, {last}, is before the first, {first}.")
    found: dict[tuple[str, str | None], int] = {}
    skipped = 0
    for cells in records[begin:]:
        read = _referral(cells, referrer, visits)
        if read is None:
            skipped += 1
            continue
        key = (read.site, read.page)
        found[key] = found.get(key, 0) + read.visits
    referrals = tuple(Referral(DomainName(s), page, n) for (s, page), n in found.items())
    return TrafficReport(tool, first, last, referrals, skipped)


def _records(text: Sequence[str]) -> list[Sequence[str]]:
    rows = [line for line in text if not line.startswith("#")]
    delimiter, skip = find_delimiter(rows[:50])
    return [record.cells for record in read_records(rows, delimiter, skip=skip)]


def _columns(records: Sequence[Sequence[str]], name: str) -> tuple[str, int, int, int]:
    """(tool, column of the referrer, column of the visits, first row of data)."""
    for number, cells in enumerate(records[:20]):
        names = [cell.strip().strip('"').lower() for cell in cells]
        referrer = next((i for i, cell in enumerate(names) if cell in _REFERRERS), None)
        visits = next((names.index(word) for word in _VISITS if word in names), None)
        if referrer is not None and visits is not None:
            return _REFERRERS[names[referrer]], referrer, visits, number + 1
    raise OtherKindOfFileError(
        f"{name} is no export of visits by referrer: GA4 names them Session source or Page referrer "
        "beside Sessions, Matomo Website beside Visits."
    )


def _referral(cells: Sequence[str], referrer: int, visits: int) -> Referral | None:
    if len(cells) <= max(referrer, visits):
        return None
    number = parse_count(cells[visits])
    words = cells[referrer].split(" / ")
    if len(words) > 1 and words[1].strip().lower() != "referral":
        return None
    address = web_address(words[0]) if "." in words[0] else None
    if address is None or number is None or number < 0:
        return None
    try:
        url = parse_page_url(address)
    except InvalidInputError:
        return None
    site = registrable_domain(host_of(url))
    if site is None:
        return None
    is_page = url.partition("//")[2].partition("/")[2] != ""
    return Referral(site, url if is_page else None, number)


def _days(lines: Sequence[str], name: str) -> tuple[date | None, date | None]:
    found: dict[str, date | None] = {}
    for line in lines[:20]:
        if match := _GA4_DAY.search(line):
            found[match[1].lower()] = _day(match[2], match[3], match[4])
    if found:
        return found.get("start"), found.get("end")
    named = [_day(*match) for match in _NAMED_DAY.findall(name)]
    return (named[0], named[-1]) if len(named) == 2 else (None, None)


def _day(year: str, month: str, day: str) -> date | None:
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None
