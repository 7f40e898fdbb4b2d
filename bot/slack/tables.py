"""Tables and charts in a message, within Slack's limits."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.message import Block
from bot.slack.blocks import (
    CHART_LABEL,
    CHART_POINTS,
    CHART_SERIES,
    CHART_TITLE,
    TABLE_CHARACTERS,
    TABLE_COLUMNS,
    TABLE_ROWS,
    clean,
    is_web_url,
    safe_url,
)


@dataclass(frozen=True, slots=True)
class Cell:
    """One table cell: text of any origin, a link behind it where `url` is one, a number for sorting.

    With `user`, a Slack user's ID, it shows that person's name instead.
    """

    text: str
    url: str | None = None
    number: float | None = None
    user: str | None = None


@dataclass(frozen=True, slots=True)
class Column:
    """A table column's heading and alignment."""

    title: str
    align: str = "left"
    wrapped: bool = False


def table(
    columns: Sequence[Column], rows: Sequence[Sequence[Cell | str]], *, cell_limit: int = 60
) -> Block:
    """A table: rows that would pass Slack's limits are left out; the caller says how many there are.

    https://docs.slack.dev/reference/block-kit/blocks/table-block: 100 rows with the header, 20
    columns, 10,000 characters over all cells.
    """
    drawn: list[list[Block]] = [
        [_raw(column.title, cell_limit) for column in columns[:TABLE_COLUMNS]]
    ]
    left = TABLE_CHARACTERS - sum(len(cell["text"]) for cell in drawn[0])
    for row in rows[: TABLE_ROWS - 1]:
        cells = [_cell(cell, cell_limit) for cell in row[: len(columns)]]
        left -= sum(_cell_length(cell) for cell in cells)
        if left < 0:
            break
        drawn.append(cells)
    settings = [{"align": c.align, "is_wrapped": c.wrapped} for c in columns[:TABLE_COLUMNS]]
    return {"type": "table", "column_settings": settings, "rows": drawn}


def _raw(text: str, limit: int) -> Block:
    return {"type": "raw_text", "text": clean(text, limit) or "-"}


def _cell(cell: Cell | str, limit: int) -> Block:
    if isinstance(cell, str):
        return _raw(cell, limit)
    if cell.user:
        return _rich({"type": "user", "user_id": cell.user})
    if cell.url and is_web_url(cell.url):
        element = {
            "type": "link",
            "url": safe_url(cell.url),
            "text": clean(cell.text, limit) or "-",
        }
        return _rich(element)
    return _raw(cell.text, limit)


def _rich(element: Block) -> Block:
    return {
        "type": "rich_text",
        "elements": [{"type": "rich_text_section", "elements": [element]}],
    }


def _cell_length(cell: Block) -> int:
    if cell["type"] != "rich_text":
        return len(cell["text"])
    return sum(
        len(e.get("text") or e.get("user_id", "")) for s in cell["elements"] for e in s["elements"]
    )


def chart(
    kind: str,
    title: str,
    series: Mapping[str, Sequence[tuple[str, float]]],
    *,
    x_label: str,
    y_label: str,
) -> Block | None:
    """A bar, line or area chart; every series has the same labels. None when there is nothing to draw.

    https://docs.slack.dev/reference/block-kit/blocks/data-visualization-block: 12 series, 20 points,
    labels of 20 characters.
    """
    first = next(iter(series.values()), ())
    categories = [clean(label, CHART_LABEL) or "-" for label, _ in first][-CHART_POINTS:]
    if not categories or len(set(categories)) != len(categories):
        return None
    drawn = [
        {
            "name": clean(name, CHART_LABEL) or "-",
            "data": [
                {"label": label, "value": value}
                for label, (_, value) in zip(categories, points[-CHART_POINTS:], strict=True)
            ],
        }
        for name, points in list(series.items())[:CHART_SERIES]
    ]
    return {
        "type": "data_visualization",
        "title": clean(title, CHART_TITLE),
        "chart": {
            "type": kind,
            "series": drawn,
            "axis_config": {
                "categories": categories,
                "x_label": clean(x_label, 50),
                "y_label": clean(y_label, 50),
            },
        },
    }
