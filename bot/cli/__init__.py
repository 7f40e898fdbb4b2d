"""What a person can type in a terminal: the table of verbs, one file each."""

import sys
from importlib.metadata import version
from typing import Annotated

import typer

from bot.cli.late import LateVerbs
from bot.cli.terminal import as_typed, drop_stdout, write_any_script


class _Verbs(LateVerbs):
    table = {  # noqa: RUF012 - LateVerbs declares it a ClassVar
        "demo": "bot.cli.demo.command:demo_command",
        "check": "bot.cli.check:check_command",
        "anchors": "bot.cli.anchors:anchors_command",
        "doctor": "bot.cli.doctor:doctor_command",
        "export": "bot.cli.export:app",
        "graph": "bot.cli.graph:app",
        "broken": "bot.cli.finders:broken_command",
        "reclaim": "bot.cli.finders:reclaim_command",
        "gap": "bot.cli.finders:gap_command",
        "mentions": "bot.cli.finders:mentions_command",
        "directories": "bot.cli.finders:directories_command",
        "import": "bot.cli.imports:import_command",
        "fetch": "bot.cli.fetch:fetch_command",
        "import-traffic": "bot.cli.traffic:traffic_command",
        "manifest": "bot.cli.manifest:manifest_command",
        "prospects": "bot.cli.prospects:app",
        "verify": "bot.cli.verify:verify_command",
        "placements": "bot.cli.placements:placements_command",
        "quality": "bot.cli.quality:quality_command",
        "run": "bot.cli.running:run_command",
        "track": "bot.cli.tracking:track_command",
        "untrack": "bot.cli.tracking:untrack_command",
        "links": "bot.cli.tracking:links_command",
        "asof": "bot.cli.tracking:asof_command",
        "proof": "bot.cli.tracking:proof_command",
    }


app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    cls=_Verbs,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def _say_version(*, wanted: bool) -> None:
    if wanted:
        typer.echo(f"backlinks {version('backlinks-bot')}")
        raise typer.Exit


@app.callback()
def _root(
    *,
    _version: Annotated[
        bool,
        typer.Option(
            "--version", help="Say which version this is.", callback=_say_version, is_eager=True
        ),
    ] = False,
) -> None:
    """Who links to a site, whether the links are alive, and the outreach that wins them."""


def main() -> None:
    """Run the command line."""
    write_any_script()
    sys.argv[1:] = as_typed(sys.argv[1:])
    try:
        try:
            app()
        finally:
            sys.stdout.flush()  # else Python finds out while it ends that nobody reads
    except BrokenPipeError:
        drop_stdout()
        sys.exit(1)
    except OSError as error:
        drop_stdout()
        where = f"{error.filename}: " if error.filename else ""
        why = error.strerror or str(error) or "it took too long"  # a TimeoutError says nothing
        typer.echo(f"It could not be done: {where}{why}.", err=True)
        sys.exit(1)
