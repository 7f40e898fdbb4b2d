"""`backlinks placements`: says of each link of a saved page where on it the link stands."""

import json as jsons
import sys
from collections import Counter
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table
from selectolax.lexbor import LexborHTMLParser

from bot.cli.given_files import read_bytes
from bot.cli.terminal import failing_aloud
from bot.domain.encodings import to_utf8
from bot.domain.placement import PlacementDecision, decide_placements


def placements_command(
    file: Annotated[str, typer.Argument(help="A saved HTML page; `-` reads stdin.")],
    base_url: Annotated[
        str, typer.Option("--base-url", help="The address that the page was read from.")
    ] = "",
    json: Annotated[
        bool, typer.Option("--json", help="JSON Lines on stdout, a line a link.")
    ] = False,
) -> None:
    """Decide of each link of a page where it stands: content, comment, footer, ..."""
    with failing_aloud():
        body = read_bytes(file)
    tree = LexborHTMLParser(to_utf8(body))
    anchors = tree.css("a[href]")
    rows = [
        (anchor.attributes["href"] or "", " ".join(anchor.text().split()), decision)
        for anchor, decision in zip(anchors, decide_placements(tree), strict=True)
    ]
    _print_json(rows) if json else _print_table(rows, base_url or file)


def _print_json(rows: list[tuple[str, str, PlacementDecision]]) -> None:
    for index, (href, text, decision) in enumerate(rows):
        line = {
            "index": index,
            "href": href,
            "text": text,
            "placement": decision.placement.value,
            "editorial": decision.editorial,
        }
        sys.stdout.write(jsons.dumps(line, ensure_ascii=True) + "\n")


def _print_table(rows: list[tuple[str, str, PlacementDecision]], name: str) -> None:
    table = Table(
        title=f"{len(rows)} links of {_safe(name)}", title_justify="left", box=None, pad_edge=False
    )
    for heading in ("placement", "text", "href", "why"):
        table.add_column(heading, overflow="fold", no_wrap=False)
    for href, text, decision in rows:
        placement = decision.placement.value.replace("_", " ")
        table.add_row(
            placement if decision.editorial else f"({placement})",
            *(_safe(cell) for cell in (text[:60], href[:80], decision.evidence[0])),
        )
    console = Console(markup=False, highlight=False)
    console.print(table)
    counts = Counter(decision.placement.value.replace("_", " ") for _, _, decision in rows)
    console.print(
        ", ".join(f"{count} {kind}" for kind, count in counts.most_common()) or "No links."
    )


def _safe(text: str) -> str:
    """Without characters that a terminal would obey."""
    return "".join(character if character.isprintable() else " " for character in text)
