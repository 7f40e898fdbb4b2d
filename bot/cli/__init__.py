"""What a person can type in a terminal: the table of verbs, one file each."""

import typer

from bot.cli.late import LateVerbs


class _Verbs(LateVerbs):
    table = {  # noqa: RUF012 - LateVerbs declares it a ClassVar
        "demo": "bot.cli.demo.command:demo_command",
        "check": "bot.cli.check:check_command",
        "doctor": "bot.cli.doctor:doctor_command",
        "export": "bot.cli.export:app",
        "graph": "bot.cli.graph:app",
        "broken": "bot.cli.finders:broken_command",
        "reclaim": "bot.cli.finders:reclaim_command",
        "gap": "bot.cli.finders:gap_command",
        "mentions": "bot.cli.finders:mentions_command",
        "directories": "bot.cli.finders:directories_command",
        "import": "bot.cli.imports:import_command",
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


app = typer.Typer(no_args_is_help=True, add_completion=False, cls=_Verbs)


@app.callback()
def _root() -> None:
    """Who links to a site, whether the links are alive, and the outreach that wins them."""


def main() -> None:
    """Run the command line."""
    app()
