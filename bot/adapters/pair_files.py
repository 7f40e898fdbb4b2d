"""Tables of links to verify: a referring page and a target in each row."""

import re
from collections.abc import Generator, Sequence
from contextlib import closing
from typing import BinaryIO

from bot.adapters.sources.csv_records import Record, find_delimiter, read_records
from bot.adapters.sources.file_text import open_text
from bot.domain.names import parse_page_url, parse_target
from bot.errors import InvalidInputError

# What people and exports call the two columns, without case, spaces and marks; best name first.
_PAGE_NAMES = """
    referringpage referringpageurl referringurl sourcepage sourceurl backlinkurl linkingpage
    linkingpageurl linkfrom fromurl pageurl page source from url backlink referrer address
"""
_TARGET_NAMES = """
    target targeturl targetpage targetsite targetdomain linkto linksto tourl linkurl destination
    destinationurl landingpage to domain site link ourpage mysite
"""
_HEAD_LINES = 50


def read_pairs(file: BinaryIO, name: str) -> Generator[tuple[str, str]]:
    """The (referring page, target) of each row as typed; a cell that is missing is empty.

    Without a header the first two columns count. The file must be seekable and is read as a stream:
    close the generator before the file.

    Raises:
        InvalidInputError: it is no table, or its header names no such columns.
    """
    text = open_text(file, name)
    delimiter, skip = find_delimiter(text.head(_HEAD_LINES))
    with closing(text.lines()) as lines:
        records = read_records(lines, delimiter, skip=skip)
        first = next(records, None)
        if first is None:
            return
        page, target = _columns(first.cells, name)
        if not _is_header(first.cells):
            yield _pair(first, page, target)
        for record in records:
            yield _pair(record, page, target)


def _columns(cells: Sequence[str], name: str) -> tuple[int, int]:
    if not _is_header(cells):
        return 0, 1
    keys = [_key(cell) for cell in cells]
    page = _find(keys, _PAGE_NAMES)
    target = _find(keys, _TARGET_NAMES)
    if page is None or target is None or page == target:
        shown = ", ".join(cell.strip()[:30] for cell in cells[:8])
        raise InvalidInputError(
            f"{name} must have the columns referring_page and target; it has: {shown}."
        )
    return page, target


def _is_header(cells: Sequence[str]) -> bool:
    """False when the first row is a pair itself."""
    if any("/" in cell or "." in cell.strip(" .") for cell in cells[:2]):
        return not (_is_page(cells[0]) and (len(cells) < 2 or _is_target(cells[1])))
    return any(_key(cell) in _ALL_NAMES for cell in cells) or not _is_page(cells[0])


def _is_page(text: str) -> bool:
    try:
        return bool(parse_page_url(text))
    except InvalidInputError:
        return False


def _is_target(text: str) -> bool:
    try:
        return bool(parse_target(text))
    except InvalidInputError:
        return False


def _key(cell: str) -> str:
    return re.sub(r"[\W_]+", "", cell.lower())


def _find(keys: Sequence[str], names: str) -> int | None:
    """The column with the best of the names."""
    return next((keys.index(name) for name in names.split() if name in keys), None)


def _pair(record: Record, page: int, target: int) -> tuple[str, str]:
    cells = record.cells
    return (
        cells[page].strip() if page < len(cells) else "",
        cells[target].strip() if target < len(cells) else "",
    )


_ALL_NAMES = frozenset(_PAGE_NAMES.split()) | frozenset(_TARGET_NAMES.split())
