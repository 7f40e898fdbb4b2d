"""From lines of text to records: which delimiter, and on which line each record begins."""

import csv
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

# csv's own limit would turn one stray quote into 128 kB of swallowed rows; no cell of a table of links
# is longer than this. https://docs.python.org/3/library/csv.html#csv.field_size_limit
LONGEST_CELL = 131_072
DELIMITERS = ("\t", ",", ";", "|")
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
    for delimiter in DELIMITERS:
        widths = [len(record.cells) for record in read_records(lines, delimiter)][:50]
        if not widths:
            continue
        width, share = Counter(widths).most_common(1)[0]
        agreement = share / len(widths)
        if width > 1 and agreement > 0.6 and agreement * width > best_score:
            best, best_score = delimiter, agreement * width
    return best, 0


def read_records(lines: Iterable[str], delimiter: str, *, skip: int = 0) -> Iterator[Record]:
    """The records with anything in them, in order; those that cannot be read say why."""
    source = iter(lines)
    for _ in range(skip):
        next(source, None)
    reader = csv.reader(source, delimiter=delimiter)
    while True:
        line = skip + reader.line_num + 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error:
            yield Record(
                line, [], f"a cell has over {LONGEST_CELL:,} characters: a quote is not closed"
            )
            continue
        if any(cells) and any(cell.strip() for cell in cells):
            yield Record(line, cells)
