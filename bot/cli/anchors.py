"""`backlinks anchors TARGET`: the words by which others link to a target, sorted, with what looks unnatural."""

import asyncio
import os
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Annotated

import orjson
import typer

from bot.app import decisions_to_read, measured_store, target_words_store
from bot.cli.verdict_lines import safe
from bot.config import load
from bot.domain.anchor_profile import AnchorKind, AnchorProfile
from bot.domain.names import Target, parse_target
from bot.domain.target_words import TargetWords, read_phrases
from bot.errors import BotError, InvalidInputError
from bot.services.known_links import anchor_texts


@dataclass(frozen=True, slots=True)
class _Found:
    counted: list[tuple[str, int]]
    profile: AnchorProfile
    words: TargetWords


def anchors_command(
    target: Annotated[str, typer.Argument(help="A site, or one page of it.")],
    phrases: Annotated[
        str | None,
        typer.Option(
            help="What it wants to be found for, parted by commas; else what was said in Slack."
        ),
    ] = None,
    names: Annotated[
        str | None, typer.Option(help="What it is called, parted by commas; else as said in Slack.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Machine output on stdout.")] = False,
) -> None:
    """Sort the words by which others link to a target, and say what looks unnatural."""
    try:
        aim = parse_target(target)
        given = [read_phrases(text) if text is not None else None for text in (names, phrases)]
    except InvalidInputError as error:
        raise typer.BadParameter(str(error)) from error
    try:
        found = asyncio.run(_find(aim, given[0], given[1]))
    except BotError as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(1) from error
    if as_json:
        typer.echo(orjson.dumps(_to_json(aim, found)).decode())
    else:
        typer.echo(_text(aim, found))


async def _find(
    target: Target, names: tuple[str, ...] | None, phrases: tuple[str, ...] | None
) -> _Found:
    settings = load(os.environ, dotenv=Path(".env"))
    words = await target_words_store(decisions_to_read(settings)).words_of(target.domain)
    words = replace(words, names=words.names if names is None else names)
    words = replace(words, phrases=words.phrases if phrases is None else phrases)
    with measured_store(settings) as store:
        return _Found(*await anchor_texts(target, backlinks=store.backlinks, words=words), words)


def _to_json(target: Target, found: _Found) -> Mapping[str, object]:
    return {
        "target": str(target),
        "names": found.words.names,
        "phrases": found.words.phrases,
        "domains": {kind.value: found.profile.domains.get(kind, 0) for kind in AnchorKind},
        "shares": {kind.value: round(found.profile.share(kind), 3) for kind in AnchorKind},
        "anchors": [{"text": text, "links": number} for text, number in found.counted],
        "warnings": found.profile.warnings,
    }


def _text(target: Target, found: _Found) -> str:
    if not any(found.profile.domains.values()):
        return f"No source says any anchor text of {target} yet."
    lines = [f"{target}: anchor texts, by referring domains"]
    for kind in sorted(AnchorKind, key=lambda one: -found.profile.share(one)):
        if number := found.profile.domains.get(kind, 0):
            share = 100 * found.profile.share(kind)
            lines.append(f"{kind.value.replace('_', ' '):<10} {number:>7,}  {share:.0f} %")
    lines += ["", *(f"{number:>7,}  {text or '[no text]'}" for text, number in found.counted)]
    if found.profile.warnings:
        lines += ["", *found.profile.warnings]
    if not found.words.phrases:
        lines += ["", 'Which phrases are wanted was not said: --phrases "garden tools, spades".']
    return "\n".join(safe(line) for line in lines)
