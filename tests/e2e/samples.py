"""One block of each kind, with words that a test can look for."""

from typing import Any, Final

Json = dict[str, Any]


def plain(text: str) -> Json:
    return {"type": "plain_text", "text": text}


def mrkdwn(text: str) -> Json:
    return {"type": "mrkdwn", "text": text}


def option(value: str, **more: Any) -> Json:
    return {"text": plain(f"Option {value}"), "value": value, **more}


def button(action_id: str = "go", text: str = "Press", **more: Any) -> Json:
    return {"type": "button", "text": plain(text), "action_id": action_id, **more}


def actions(*elements: Json) -> Json:
    return {"type": "actions", "block_id": "row", "elements": list(elements)}


def field(element: Json, label: str = "Label", **more: Any) -> Json:
    return {"type": "input", "block_id": "row", "label": plain(label), "element": element, **more}


def rich(*elements: Json) -> Json:
    return {"type": "rich_text", "elements": list(elements)}


def line(*leaves: Json) -> Json:
    return {"type": "rich_text_section", "elements": list(leaves)}


def leaf(text: str, **style: bool) -> Json:
    return {"type": "text", "text": text, **({"style": style} if style else {})}


def cell(value: str | float) -> Json:
    if isinstance(value, str):
        return {"type": "raw_text", "text": value}
    return {"type": "raw_number", "value": value, "text": f"{value:g}"}


def rows(*lines: list[str | float]) -> list[list[Json]]:
    return [[cell(value) for value in values] for values in lines]


def chart(kind: str, series: dict[str, list[float]], categories: list[str], **axis: str) -> Json:
    lines = [
        {
            "name": name,
            "data": [{"label": c, "value": v} for c, v in zip(categories, values, strict=True)],
        }
        for name, values in series.items()
    ]
    axes = {"categories": categories, **axis}
    spec = {"type": kind, "series": lines, "axis_config": axes}
    return {"type": "data_visualization", "title": f"A {kind} chart", "chart": spec}


def pie(**segments: float) -> Json:
    parts = [{"label": label, "value": value} for label, value in segments.items()]
    chart = {"type": "pie", "segments": parts}
    return {"type": "data_visualization", "title": "A pie chart", "chart": chart}


DOMAINS: Final = [[f"site-{n:02}.example", (n * 37) % 100, "editorial"] for n in range(12)]


def data_table(**more: Any) -> Json:
    lines: list[list[str | float]] = [["Domain", "Quality", "Type"], *DOMAINS]  # type: ignore[list-item]  # rows of both kinds
    return {"type": "data_table", "caption": "Best domains", "rows": rows(*lines), **more}
