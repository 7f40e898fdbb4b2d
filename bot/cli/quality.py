"""`backlinks quality PAGE TARGET`: why a link has its number, and why it counts as natural or manual."""

import asyncio
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated

import orjson
import typer

from bot.app import decisions_to_read, measured_store, overrule_store, prospect_store
from bot.cli.terminal import failing_aloud, typed
from bot.cli.verdict_lines import as_text, safe
from bot.config import Settings, load
from bot.domain.appraisal import Appraisal
from bot.domain.names import Target, parse_page_url, parse_target
from bot.domain.quality import Quality
from bot.domain.verdicts import Observation
from bot.fetching import open_fetcher
from bot.graph import web_graph
from bot.services.explain_link import Explanation, explain


def quality_command(
    page: Annotated[str, typer.Argument(help="The page that carries the link.")],
    target: Annotated[str, typer.Argument(help="Where it leads: site.com, or a page of it.")],
    as_json: Annotated[bool, typer.Option("--json", help="Machine output on stdout.")] = False,
) -> None:
    """Explain a link's score line by line, and why it counts as natural or manual."""
    where, aim = typed(parse_page_url, page), typed(parse_target, target)
    with failing_aloud():
        settings = load(os.environ, dotenv=Path(".env"))
        found = asyncio.run(_explain(where, aim, settings))
    if as_json:
        typer.echo(orjson.dumps(to_json(found)).decode())
    elif found.appraisal is None:
        typer.echo(as_text(found.seen))
    else:
        typer.echo(_text(found.seen, found.appraisal))


async def _explain(page: str, target: Target, settings: Settings) -> Explanation:
    decisions = decisions_to_read(settings)
    with measured_store(settings) as measured:
        async with open_fetcher(settings) as (fetcher, clock), web_graph(settings) as tools:
            return await explain(
                page,
                target,
                fetcher=fetcher,
                observations=measured.observations,
                backlinks=measured.backlinks,
                webgraph=tools.graph,
                overrules=overrule_store(decisions),
                prospects=prospect_store(decisions),
                traffic=measured.traffic,
                clock=clock,
            )


def to_json(found: Explanation) -> Mapping[str, object]:
    """The stable machine output; `score` is null where the link was not seen, or nothing is known of it."""
    seen, made = found.seen, found.appraisal
    quality, origin = (made.quality, made.origin) if made else (None, None)
    return {
        "referring_page": seen.referring_page,
        "target": seen.target,
        "state": seen.state,
        "reason": seen.reason,
        "score": quality.score if quality else None,
        **sum_json(quality),
        "origin": origin.origin if origin else None,
        "type": origin.type if origin else None,
        "assumed": origin.assumed if origin else None,
        "confidence": origin.confidence if origin else None,
        "origin_evidence": list(origin.evidence) if origin else [],
        "checked_at": seen.checked_at.isoformat(),
    }


def sum_json(quality: Quality | None) -> Mapping[str, object]:
    """What a score is made of, and what is not known; empty lists where there is none."""
    return {
        "factors": [
            {
                "name": line.name,
                "points": line.points,
                "most": line.most,
                "evidence": line.evidence,
                "reason": line.reason,
            }
            for line in (quality.lines if quality else ())
        ],
        "missing": list(quality.missing) if quality else [],
        "known": round(quality.known, 3) if quality else None,
    }


def _text(seen: Observation, made: Appraisal) -> str:
    lines = [f"{seen.referring_page} -> {seen.href or seen.target}", *made.quality.explanation()]
    if made.origin is not None:
        lines.append(f"Origin: {made.origin.sentence()}.")
    return "\n".join(safe(line) for line in lines)
