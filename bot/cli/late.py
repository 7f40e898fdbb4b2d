"""Verbs that are imported when they are asked for: `demo` must not wait for the code of all others."""

from collections.abc import Mapping
from importlib import import_module
from typing import ClassVar

import typer
from typer.core import TyperGroup
from typer.main import get_command as to_command


class LateVerbs(TyperGroup):
    """Looks a verb's code up when it is called, or when help shows them all."""

    table: ClassVar[Mapping[str, str]] = {}
    """Verb to `module:name` of its function, or of its `Typer` where it has verbs of its own."""

    def list_commands(self, ctx: object) -> list[str]:  # noqa: ARG002 - typer passes it
        return list(self.table)

    def get_command(self, ctx: object, cmd_name: str):  # type: ignore[no-untyped-def]  # noqa: ARG002 - typer passes it, and keeps its command class private
        if cmd_name not in self.table:
            return None
        module, _, name = self.table[cmd_name].partition(":")
        found = getattr(import_module(module), name)
        if not isinstance(found, typer.Typer):
            alone = typer.Typer(add_completion=False)
            alone.command(cmd_name)(found)
            found = alone
        command = to_command(found)
        command.name = cmd_name
        return command
