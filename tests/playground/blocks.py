"""One sound block of every kind and one interactive element of every kind, for the tests here."""

from typing import Any, Final

Json = dict[str, Any]


def plain(text: str) -> Json:
    return {"type": "plain_text", "text": text}


def mrkdwn(text: str) -> Json:
    return {"type": "mrkdwn", "text": text}


def option(value: str) -> Json:
    return {"text": plain(f"Option {value}"), "value": value}


def button(action_id: str, **more: Any) -> Json:
    return {"type": "button", "text": plain("Press"), "action_id": action_id, **more}


def rich_text(text: str) -> Json:
    section = {"type": "rich_text_section", "elements": [{"type": "text", "text": text}]}
    return {"type": "rich_text", "elements": [section]}


def table(rows: int = 2, columns: int = 2, text: str = "x") -> Json:
    return {
        "type": "table",
        "rows": [[{"type": "raw_text", "text": text} for _ in range(columns)] for _ in range(rows)],
    }


def data_table(rows: int = 3) -> Json:
    cells = [
        [
            {"type": "raw_text", "text": f"site-{row}.example"},
            {"type": "raw_number", "value": row, "text": str(row)},
        ]
        for row in range(rows)
    ]
    return {"type": "data_table", "caption": "Referring domains", "rows": cells}


def chart(kind: str = "line") -> Json:
    if kind == "pie":
        return {
            "type": "data_visualization",
            "title": "Types",
            "chart": {"type": "pie", "segments": [{"label": "content", "value": 3}]},
        }
    points = [{"label": "Mon", "value": 3}, {"label": "Tue", "value": -1}]
    return {
        "type": "data_visualization",
        "title": "Links, 2 days",
        "chart": {
            "type": kind,
            "series": [{"name": "gained", "data": points}],
            "axis_config": {"categories": ["Mon", "Tue"]},
        },
    }


def input_block(element: Json, block_id: str = "field") -> Json:
    return {"type": "input", "block_id": block_id, "label": plain("Label"), "element": element}


def modal(*blocks: Json, **more: Any) -> Json:
    return {
        "type": "modal",
        "title": plain("A modal"),
        "submit": plain("Save"),
        "close": plain("Cancel"),
        "callback_id": "a_modal",
        "blocks": list(blocks) or [{"type": "divider"}],
        **more,
    }


def home(*blocks: Json) -> Json:
    return {"type": "home", "blocks": list(blocks) or [{"type": "divider"}]}


_IMAGE: Final = {"type": "image", "image_url": "https://a.example/a.png", "alt_text": "a"}

MESSAGE_BLOCKS: Final[dict[str, Json]] = {
    "section": {"type": "section", "text": mrkdwn("*hello*"), "accessory": button("one")},
    "fields": {"type": "section", "fields": [mrkdwn("a"), plain("b")]},
    "header": {"type": "header", "text": plain("Title"), "level": 2},
    "divider": {"type": "divider"},
    "image": {**_IMAGE, "title": plain("An image")},
    "context": {"type": "context", "elements": [mrkdwn("as of"), dict(_IMAGE)]},
    "actions": {"type": "actions", "elements": [button("one"), button("two", style="danger")]},
    "context_actions": {
        "type": "context_actions",
        "elements": [{"type": "icon_button", "icon": "trash", "text": plain("Delete")}],
    },
    "input": input_block({"type": "plain_text_input", "action_id": "text"}),
    "rich_text": rich_text("plain words"),
    "markdown": {"type": "markdown", "text": "**bold**"},
    "table": table(),
    "data_table": data_table(),
    "line": chart("line"),
    "bar": chart("bar"),
    "area": chart("area"),
    "pie": chart("pie"),
    "card": {"type": "card", "title": mrkdwn("a.example"), "actions": [button("contacted")]},
    "carousel": {"type": "carousel", "elements": [{"type": "card", "body": mrkdwn("lost")}]},
    "container": {
        "type": "container",
        "title": plain("site.example"),
        "is_collapsible": True,
        "child_blocks": [{"type": "divider"}],
    },
    "plan": {"type": "plan", "title": "Plan", "tasks": [{"task_id": "1", "title": "Look"}]},
    "task_card": {"type": "task_card", "task_id": "1", "title": "Look", "status": "complete"},
    "video": {
        "type": "video",
        "alt_text": "v",
        "title": plain("v"),
        "thumbnail_url": "https://a.example/t.png",
        "video_url": "https://a.example/v",
    },
}
