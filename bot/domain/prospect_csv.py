"""Many prospects at once: pasted lines or a CSV in, a CSV with all that is held out."""

import csv
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from bot.domain.csv_guard import guard_row
from bot.domain.names import Target, parse_page_url, parse_target
from bot.domain.prospects import Details, Kind, NewProspect, Prospect
from bot.errors import InvalidInputError

MOST_ROWS: Final = 10_000
_NAMES: Final[Mapping[str, str]] = {
    "page": "page", "url": "page", "site": "page", "domain": "page", "website": "page",
    "target": "target", "our page": "target", "kind": "kind", "type": "kind",
    "contact": "contact", "email": "contact", "e-mail": "contact", "notes": "notes", "note": "notes",
}  # fmt: skip
COLUMNS: Final = (
    "id", "page", "site", "target", "kind", "status", "since", "owner", "contact", "notes",
    "next_follow_up", "follow_ups", "reason", "agreed_page", "agreed_target", "agreed_anchor",
    "agreed_rel", "agreed_for", "cost", "currency", "link_page", "won_at", "lost_at",
    "differences", "text_before_loss", "text_after_loss", "quality", "quality_from", "rivals", "created_by", "created_at", "history",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class ReadProspects:
    """What was found in pasted text or a CSV."""

    new: tuple[NewProspect, ...]
    bad: tuple[tuple[int, str], ...]
    """Line numbers of what could not be read, and why."""


def read_prospects(text: str, *, target: Target | None, kind: Kind, by: str) -> ReadProspects:
    """A page a line (behind it the target), or a table whose first line names its columns.

    Commas, semicolons and tabs are told apart by the first line. A bad line is named, never an error.

    Raises:
        InvalidInputError: there are more than 10,000 lines, or a table without a column of pages.
    """
    lines = text.lstrip("\ufeff").splitlines()
    if len(lines) > MOST_ROWS + 1:
        raise InvalidInputError(f"That is {len(lines):,} lines; at most {MOST_ROWS:,} at once.")
    new: list[NewProspect] = []
    bad: list[tuple[int, str]] = []
    for number, row in _rows(lines):
        try:
            new.append(_prospect(row, target, kind, by))
        except InvalidInputError as error:
            bad.append((number, str(error)))
    return ReadProspects(tuple(new), tuple(bad))


def _rows(lines: Sequence[str]) -> Iterator[tuple[int, Mapping[str, str]]]:
    first = lines[0] if lines else ""
    delimiter = max(",;\t", key=first.count)
    names = [_NAMES.get(cell.strip().strip('"').lower(), "") for cell in first.split(delimiter)]
    if not any(names):
        for number, line in enumerate(lines, start=1):
            words = line.replace(",", " ").replace(";", " ").split()
            if words:
                yield number, dict(zip(("page", "target"), words, strict=False))
        return
    if "page" not in names:
        raise InvalidInputError("The table has no column `page`.")
    reader = csv.reader(io.StringIO("\n".join(lines[1:]) + "\n"), delimiter=delimiter)
    for cells in reader:
        if any(cell.strip() for cell in cells):
            named = zip(names, cells, strict=False)
            yield reader.line_num + 1, {name: cell.strip() for name, cell in named if name}


def _prospect(row: Mapping[str, str], target: Target | None, kind: Kind, by: str) -> NewProspect:
    page = parse_page_url(row.get("page", ""))
    aim = parse_target(row["target"]) if row.get("target") else target
    said = row.get("kind", "").lower().replace(" ", "_").replace("-", "_")
    known = {one.value: one for one in Kind}
    if said and said not in known:
        raise InvalidInputError(f"`{said[:40]}` is no kind. Kinds are: {', '.join(known)}.")
    contact, notes = row.get("contact", "")[:500], row.get("notes", "")[:1500]
    return NewProspect(page, Details(known.get(said, kind), aim, contact, notes), by, owner=by)


def to_csv(prospects: Iterable[Prospect]) -> str:
    """All that is held of prospects, cells guarded against formulas."""
    file = io.StringIO()
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow(COLUMNS)
    for prospect in prospects:
        writer.writerow(guard_row(_cells(prospect)))
    return file.getvalue()


def _cells(prospect: Prospect) -> list[str]:
    standing, details = prospect.standing, prospect.details
    terms, link, worth = standing.agreed, standing.link, prospect.worth
    lost = prospect.lost_text
    history = "\n".join(
        f"{m.at.isoformat(timespec='seconds')} {m.by} {m.action.value} {m.before.value}>{m.after.value} {m.note}".strip()
        for m in prospect.moves
    )
    values: list[object] = [
        prospect.id, prospect.page, prospect.site, details.target, details.kind.value,
        prospect.status.value, standing.since.isoformat(), standing.owner, details.contact,
        details.notes, standing.follow_up_on or standing.snoozed_until, standing.follow_ups,
        standing.reason,
        *((terms.page, terms.target, terms.anchor, terms.rel, terms.due_on) if terms else [None] * 5),
        terms.cost.amount if terms and terms.cost else None,
        terms.cost.currency if terms and terms.cost else None,
        *((link.page, link.won_at.isoformat(), link.lost_at and link.lost_at.isoformat(),
           "; ".join(link.differences)) if link else [None] * 4),
        *((lost.before, lost.after) if lost else [None] * 2),
        *((worth.score, worth.score_from, " ".join(worth.rivals)) if worth else [None] * 3),
        prospect.created_by, prospect.created_at.isoformat(), history,
    ]  # fmt: skip
    return ["" if value is None else str(value) for value in values]
