"""`backlinks manifest`: prints the Slack app manifest to paste."""

from importlib.resources import files

import typer


def manifest_text() -> str:
    """The manifest as JSON. https://docs.slack.dev/reference/app-manifest"""
    return files("bot.slack").joinpath("manifest.json").read_text(encoding="utf-8")


def manifest_command() -> None:
    """Print the Slack app manifest: paste it at api.slack.com/apps, Create New App, From a manifest."""
    typer.echo(manifest_text().rstrip("\n"))
