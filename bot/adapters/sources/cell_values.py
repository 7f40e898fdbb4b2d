"""What a cell of an export means: days, flags, numbers, addresses."""

import re
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache

from bot.domain.names import resolve

_ISO = re.compile(r"(\d{4})[-/.] ?(\d{1,2})[-/.] ?(\d{1,2})(?!\d)")
_CJK = re.compile(r"(\d{4})\s*年\s*(\d{1,2})\s*月\s*(\d{1,2})\s*日")
_PARTS = re.compile(r"(\d{1,2})(?:[-/.](\d{1,2})[-/.](\d{4})|[/.](\d{1,2})[/.](\d{2}))(?!\d)")
_WEEKDAY = re.compile(r"(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*\.?,?\s+", re.IGNORECASE)
_NAMED_FIRST = re.compile(r"([^\W\d_]{3,})\.?\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+(\d{4})")
_NAMED_SECOND = re.compile(
    r"(\d{1,2})(?:\.|st|nd|rd|th)?[\s-]+(?:de\s+)?([^\W\d_]{3,})\.?,?[\s-]+(?:de\s+)?(\d{4}|\d{2}(?![\d:]))"
)
_COMPACT = re.compile(r"(20\d\d|19\d\d)(\d\d)(\d\d)")
_UNIX = re.compile(r"(\d{10})(?:\d{3})?(?:\.\d+)?")
_SERIAL = re.compile(r"(\d{5})(?:\.\d+)?")
# What Excel counts days from: https://support.microsoft.com/en-us/office/e36c0c8c-4104-49da-ab83-82328b832349
_EXCEL_BEGINS = date(1899, 12, 30)
_SERIAL_DAYS = range(36_526, 73_051)  # 2000 to 2100

# The first letters of the months' names as vendors write them: English, German, French, Spanish,
# Italian, Portuguese, Dutch, Polish, Russian, Turkish.
_MONTHS = (
    ("jan", "jän", "ene", "gen", "sty", "янв", "oca"),
    ("feb", "fév", "fev", "lut", "фев", "şub"),
    ("mar", "mär", "mrz", "maa", "mrt", "мар"),
    ("apr", "avr", "abr", "kwi", "апр", "nis"),
    ("may", "mai", "mag", "mei", "maj", "май", "мая"),
    ("jun", "juin", "giu", "cze", "июн", "haz"),
    ("jul", "juil", "lug", "lip", "июл", "tem"),
    ("aug", "aoû", "aou", "ago", "sie", "авг", "ağu"),
    ("sep", "set", "wrz", "сен", "eyl"),
    ("oct", "okt", "ott", "out", "paź", "paz", "окт", "eki"),
    ("nov", "lis", "ноя", "kas"),
    ("dec", "dez", "déc", "dic", "gru", "дек", "ara"),
)
_BY_MONTH_NAME = {name: number for number, names in enumerate(_MONTHS, 1) for name in names}

_TRUE = frozenset({"true", "yes", "y", "1", "x", "ja", "oui", "sí", "si", "sim", "tak", "✓", "+"})
_FALSE = frozenset({"false", "no", "n", "0", "-", "nein", "non", "nie", "não", "nee"})

DayParser = Callable[[str], date | None]


def parse_day(text: str) -> date | None:
    """The day that a cell names, whatever its time; None when it names none, or not clearly.

    >>> parse_day("2026-04-23 16:41:51"), parse_day("Sep 15, 2026")
    (datetime.date(2026, 4, 23), datetime.date(2026, 9, 15))
    >>> parse_day("03/04/2026") is None  # March or April? See `day_parser`.
    True
    """
    return _parse_day(text, None)


def day_parser(*, day_first: bool | None) -> DayParser:
    """A parser that knows how the file writes `03/04/2026`; None: nothing in the file tells.

    For columns of days: it also reads `20260423`, Unix time and the numbers that Excel makes of days.
    """
    return lambda text: _parse_day(text, day_first) or _day_in_digits(text.strip())


@lru_cache(maxsize=16_384)
def _parse_day(text: str, day_first: bool | None) -> date | None:
    text = text.strip()
    if not text:
        return None
    if found := _ISO.match(text) or _CJK.match(text):
        return _day(int(found[1]), int(found[2]), int(found[3]))
    if found := _PARTS.match(text):
        second, year = found[2] or found[4], _year(found[3] or found[5])
        return _from_parts(int(found[1]), int(second), year, day_first, text)
    text = text[weekday.end() :] if (weekday := _WEEKDAY.match(text)) else text
    if found := _NAMED_FIRST.match(text):
        return _day(int(found[3]), _month(found[1]), int(found[2]))
    if found := _NAMED_SECOND.match(text):
        return _day(_year(found[3]), _month(found[2]), int(found[1]))
    return None


def _year(digits: str) -> int:
    """Two digits, as Excel writes years, are of this century: the web's links are."""
    return int(digits) if len(digits) == 4 else 2000 + int(digits)


def _day_in_digits(text: str) -> date | None:
    if found := _COMPACT.fullmatch(text):
        return _day(int(found[1]), int(found[2]), int(found[3]))
    if found := _UNIX.fullmatch(text):
        return datetime.fromtimestamp(int(found[1]), UTC).date()
    if (found := _SERIAL.fullmatch(text)) and int(found[1]) in _SERIAL_DAYS:
        return _EXCEL_BEGINS + timedelta(days=int(found[1]))
    return None


def _from_parts(
    first: int, second: int, year: int, day_first: bool | None, text: str
) -> date | None:
    if "." in text:  # Only countries that write the day first use dots.
        day_first = True
    if first > 12 or second > 12:
        day_first = first > 12
    if day_first is None and first != second:
        return None
    return _day(year, second, first) if day_first else _day(year, first, second)


def tells_day_first(text: str) -> bool | None:
    """Whether a cell like `23/04/2026` shows that days come first; None when it shows nothing."""
    found = _PARTS.match(text.strip())
    if not found or (int(found[1]) > 12) == (int(found[2] or found[4]) > 12):
        return None
    return int(found[1]) > 12


def _month(name: str) -> int:
    lowered = name.lower()
    return _BY_MONTH_NAME.get(lowered[:4]) or _BY_MONTH_NAME.get(lowered[:3], 0)


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


@lru_cache(maxsize=256)
def parse_flag(text: str) -> bool | None:
    """True, false, or None when the cell is empty or says something else.

    >>> parse_flag("Yes"), parse_flag("FALSE"), parse_flag("")
    (True, False, None)
    """
    lowered = text.strip().lower()
    if lowered in _TRUE:
        return True
    return False if lowered in _FALSE else None


_THOUSANDS = re.compile(r"\d{1,3}(?:[,\s\u00a0\u202f'’]\d{3})+(?:\.\d+)?")
_POINTED = re.compile(r"\d{1,3}(?:\.\d{3})+(?:,\d+)?")
_SCALED = re.compile(r"(\d+(?:\.\d+)?)\s*([kmb])", re.IGNORECASE)
_SCALES = {"k": 1_000, "m": 1_000_000, "b": 1_000_000_000}


@lru_cache(maxsize=8192)
def parse_count(text: str) -> int | None:
    """A whole number, with or without separators of thousands; None when it is none.

    >>> parse_count("1,240"), parse_count("1.240"), parse_count("12.5K"), parse_count("-")
    (1240, 1240, 12500, None)
    """
    stripped = text.strip()
    if stripped.isdecimal():
        return int(stripped[:18])
    if _POINTED.fullmatch(stripped):
        return int(stripped.replace(".", "").partition(",")[0])
    number = parse_number(stripped)
    return int(number) if number is not None else None


@lru_cache(maxsize=8192)
def parse_number(text: str) -> float | None:
    """A figure; a point is a decimal point, a comma separates thousands where it can.

    >>> parse_number("4.5"), parse_number("4,5"), parse_number("1,240"), parse_number("1,240.5")
    (4.5, 4.5, 1240.0, 1240.5)
    """
    stripped = text.strip().removesuffix("%").strip()
    if not stripped or len(stripped) > 30:
        return None
    if _THOUSANDS.fullmatch(stripped):
        stripped = re.sub(r"[,\s\u00a0\u202f'’]", "", stripped)
    elif _POINTED.fullmatch(stripped) and "," in stripped:
        stripped = stripped.replace(".", "")
    if scaled := _SCALED.fullmatch(stripped):
        return float(scaled[1]) * _SCALES[scaled[2].lower()]
    try:
        number = float(stripped.replace(",", ".", 1))
    except ValueError:
        return None
    return number if abs(number) < 1e15 else None


_ABSOLUTE = re.compile(r"https?:[/\\]{1,}", re.IGNORECASE)
_PLAIN_HOST = re.compile(r"https?://([A-Za-z0-9._-]+)(?:[/?#]|$)")
_BARE = re.compile(r"(?:[\w-]+\.)+[^\W\d_][\w-]+\.?(?::\d+)?(?:[/?#]\S*)?")


def web_address(text: str) -> str | None:
    """The http or https address that a cell holds; https where it names no scheme (Moz leaves it out).

    >>> web_address(" https://a.example/x "), web_address("a.example/p"), web_address("mailto:x@y.example")
    ('https://a.example/x', 'https://a.example/p', None)
    """
    stripped = text.strip()
    if len(stripped) > 8_192:
        return None
    if _PLAIN_HOST.match(stripped) and stripped.isascii() and stripped.isprintable():
        return stripped if " " not in stripped else resolve(stripped, stripped)
    if stripped.startswith("//"):
        stripped = "https:" + stripped
    elif not _ABSOLUTE.match(stripped):
        if not _BARE.fullmatch(stripped):
            return None
        stripped = "https://" + stripped
    return resolve("https://none.invalid/", stripped)


def host_of_address(address: str) -> str:
    """The host of what `web_address` gave."""
    found = _PLAIN_HOST.match(address)
    if found:
        return found[1]
    authority = re.split(r"[/?#]", address.partition("//")[2], maxsplit=1)[0]
    return authority.rpartition("@")[2].partition(":")[0]
