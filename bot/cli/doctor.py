"""`backlinks doctor`: what is wrong with the bot's surroundings, and how to mend it."""

import asyncio
import json
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import orjson
import typer

from bot.cli.manifest import manifest_text
from bot.config import Settings, load
from bot.doctor_app import instruments
from bot.domain.checkups import Check
from bot.errors import ConfigError
from bot.logs import redact
from bot.services.examine import examine


def doctor_command(
    as_json: Annotated[bool, typer.Option("--json", help="Machine output on stdout.")] = False,
) -> None:
    """Check settings, tokens, scopes, storage, network, clock and Python, and say how to mend them."""
    checks = asyncio.run(_checks())
    well = all(check.ok for check in checks)
    typer.echo(redact(as_json_text(checks) if as_json else as_text(checks)))
    if not well:
        raise typer.Exit(1)


async def _checks() -> list[Check]:
    try:
        settings = load(os.environ, dotenv=Path(".env"))
        checks = await _examine(settings)
    except ConfigError as error:
        mend = "Mend the settings first; the rest is checked after that."
        return [Check("settings", False, str(error), mend)]
    return [Check("settings", True, "Every setting can be read."), *checks]


async def _examine(settings: Settings) -> list[Check]:
    through = instruments(settings)
    return await examine(
        slack=through.slack,
        store=through.store,
        web=through.web,
        paid=through.paid,
        clock=through.clock,
        python=(sys.version_info.major, sys.version_info.minor),
        scopes=json.loads(manifest_text())["oauth_config"]["scopes"]["bot"],
    )


def as_text(checks: Sequence[Check]) -> str:
    """A line a check, with what to do below those that need it."""
    width = max(len(check.name) for check in checks)
    lines: list[str] = []
    for check in checks:
        lines.append(f"{'ok     ' if check.ok else 'PROBLEM'}  {check.name:<{width}}  {check.said}")
        if check.mend:
            lines.append(f"{'':<7}  {'':<{width}}  -> {check.mend}")
    problems = sum(not check.ok for check in checks)
    lines.append("All is well." if not problems else f"{problems} to mend.")
    return "\n".join(lines)


def as_json_text(checks: Sequence[Check]) -> str:
    """The stable machine output: `ok`, and `checks` of `name`, `ok`, `said`, `mend`."""
    rows = [
        {"name": check.name, "ok": check.ok, "said": check.said, "mend": check.mend}
        for check in checks
    ]
    return orjson.dumps({"ok": all(check.ok for check in checks), "checks": rows}).decode()
