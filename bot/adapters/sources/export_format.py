"""What one vendor's export looks like, as a table: which column holds which fact."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from bot.domain.backlinks import Grain

Facts = dict[str, Any]
"""What a row says, by the names of `Backlink`'s fields."""


@dataclass(frozen=True, slots=True)
class ExportFormat:
    """One kind of file. Headers are written here as `normal_header` gives them."""

    name: str
    """Stable, seen by people and scripts: `ahrefs_backlinks`."""
    source: str
    grain: Grain
    required: tuple[str | tuple[str, ...], ...]
    """Headers that tell this export from all others; of a tuple, one is enough."""
    columns: Mapping[str, tuple[str, ...]]
    """A field of `Backlink` (or `rel`, `link_type`) to the headers that hold it; the first found counts."""
    metrics: Mapping[str, str] = field(default_factory=dict)
    """A header to the name of the vendor's figure in it."""
    absent: tuple[str, ...] = ()
    """Headers that must not be there."""
    alone: bool = False
    """No headers but those of `columns` may be there: too plain to be told from other tables otherwise."""
    settle: Callable[[Facts], None] | None = None
    """What follows from several cells together: an empty `Lost` means that the link is there."""
    refused_because: str | None = None
    """These files list something else than backlinks; says so, with a hint at the right export."""
    most_rows: tuple[int, ...] = ()
    """Row counts at which the vendor cuts the export off."""
    ragged: bool = False
    """Rows may be shorter than the header (people's own files)."""

    def fits(self, headers: Sequence[str]) -> bool:
        """Whether a file with these (normal) headers is of this kind."""
        found = set(headers)
        if self.alone and found - {""} - {
            name for names in self.columns.values() for name in names
        }:
            return False
        return all(
            any(h in found for h in ((need,) if isinstance(need, str) else need))
            for need in self.required
        ) and not any(h in found for h in self.absent)


_SPACES = re.compile(r"[\s\u200b-\u200f\u2060\ufeff]+")


def normal_header(cell: str) -> str:
    """A header without what exports add to it: byte order mark, quotes, white space, case, underscores.

    >>> normal_header('\\ufeff"Referring_page  URL "')
    'referring page url'
    """
    return _SPACES.sub(" ", cell.replace("_", " ").strip("\ufeff\"' \t\r\n")).strip(" \"'").lower()
