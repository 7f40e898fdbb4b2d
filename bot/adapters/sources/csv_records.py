"""From lines of text to records: which delimiter, and on which line each record begins."""

import csv
from collections import Counter, deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

# csv's own limit would turn one stray quote into 128 kB of swallowed rows; no cell of a table of links
# is longer than this. https://docs.python.org/3/library/csv.html#csv.field_size_limit
LONGEST_CELL = 131_072
DELIMITERS = ("\t", ",", ";", "|")
_MOST_LINES = 2_000  # of one record: a table of links has a few at most
_MOST_REREAD = 64_000_000
"""Characters. Each unclosed quote costs at most what one cell may hold, and a file may be full of them."""
NO_DELIMITER = "\x1f"
"""For a file of one column: a character that no export contains."""


@dataclass(frozen=True, slots=True)
class Record:
    """One row of the table."""

    line: int
    """The physical line on which it begins, from 1."""
    cells: list[str]
    broken: str | None = None
    """Why it cannot be read, when it cannot."""


def find_delimiter(lines: list[str]) -> tuple[str, int]:
    """The delimiter of a table, and how many lines to leave out before its header.

    A first line `sep=;` is Excel's way to name it. Else the delimiter by which the most rows have the
    same number of cells, and more than one.
    """
    first = lines[0].lstrip("\ufeff").strip().strip('"') if lines else ""
    if first.lower().startswith("sep=") and len(first) == 5:
        return first[4], 1
    best, best_score = NO_DELIMITER, 0.0
    header, header_width = NO_DELIMITER, 1
    for delimiter in DELIMITERS:
        widths = [len(record.cells) for record in read_records(lines, delimiter)][:50]
        if not widths:
            continue
        width, share = Counter(widths).most_common(1)[0]
        agreement = share / len(widths)
        if width > 1 and agreement > 0.6 and agreement * width > best_score:
            best, best_score = delimiter, agreement * width
        if width > 1 and widths[0] > header_width and "://" not in first:
            header, header_width = delimiter, widths[0]
    # Rows that do not agree are damaged: then what the header is made of decides.
    return (best if best != NO_DELIMITER else header), 0


def read_records(
    lines: Iterable[str], delimiter: str, *, skip: int = 0, width: int | None = None
) -> Iterator[Record]:
    """The records with anything in them, in order; those that cannot be read say why.

    A quote that is never closed would swallow the rows that follow it, up to the next quote: its own
    line is refused, and reading goes on with the next one. With `width` (cells of the header) a record
    over several lines must have as many cells.
    """
    source = _Lines(lines)
    for _ in range(skip):
        next(source, None)
    line = skip + 1
    reader = csv.reader(source, delimiter=delimiter)
    while True:
        source.taken.clear()
        try:
            cells = next(reader)
            broken = ""
        except StopIteration:
            return
        except csv.Error:
            cells, broken = (
                [],
                f"a cell has over {LONGEST_CELL:,} characters: a quote is not closed",
            )
        if len(source.taken) > 1 and (broken or _is_torn(source.taken, cells, delimiter, width)):
            broken = "a quote in it is not closed"
            if source.give_back():
                reader = csv.reader(source, delimiter=delimiter)
        if not broken and any("\x00" in taken for taken in source.taken):
            broken = "it holds zero bytes: the file was damaged here"
        if broken:
            yield Record(line, [], broken)
        elif any(cells) and any(cell.strip() for cell in cells):
            yield Record(line, cells)
        line += len(source.taken)


class _Lines:
    """Lines that remember which of them made the current record, and can be read again."""

    def __init__(self, lines: Iterable[str]) -> None:
        self._lines = iter(lines)
        self._again: deque[str] = deque()
        self._reread = 0
        self.taken: list[str] = []

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        if len(self.taken) >= _MOST_LINES:
            raise csv.Error("the record does not end")
        line = self._again.popleft() if self._again else next(self._lines)
        self.taken.append(line)
        return line

    def give_back(self) -> bool:
        """Read all lines but the first once more; False when that was done too often."""
        size = sum(map(len, self.taken))
        if self._reread + size > _MOST_REREAD:
            return False
        self._reread += size
        self._again.extendleft(reversed(self.taken[1:]))
        del self.taken[1:]
        return True


def _is_torn(lines: list[str], cells: list[str], delimiter: str, width: int | None) -> bool:
    """Whether a record over several lines is rows that an unclosed quote has glued together."""
    if width is not None and len(cells) != width:
        return True
    try:
        list(csv.reader(lines, delimiter=delimiter, strict=True))
    except csv.Error:
        return True
    return False
