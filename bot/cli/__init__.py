"""What a person can type in a terminal: the table of verbs, one file each."""

import typer

from bot.cli import imports

app = typer.Typer(no_args_is_help=True, add_completion=False)
app.command("import")(imports.import_command)


@app.callback()
def _root() -> None:
    """Who links to a site, whether the links are alive, and the outreach that wins them."""


def main() -> None:
    """Run the command line."""
    app()
