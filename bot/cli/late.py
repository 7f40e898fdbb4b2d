"""Verbs that are imported when they are asked for: `demo` must not wait for the code of all others."""

from collections.abc import Mapping
from difflib import get_close_matches
from importlib import import_module
from typing import Any, ClassVar

import typer
from typer.core import TyperGroup
from typer.main import get_command as to_command


class LateVerbs(TyperGroup):
    """Looks a verb's code up when it is called, or when help shows them all."""

    table: ClassVar[Mapping[str, str]] = {}
    """Verb to `module:name` of its function, or of its `Typer` where it has verbs of its own."""

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        """As typer does, and name the verb that was meant."""
        if args and args[0] not in self.table and not args[0].startswith("-"):
            near = get_close_matches(args[0].lower(), self.table, n=1)
            meant = f" Did you mean `{near[0]}`?" if near else " `backlinks --help` shows them all."
            ctx.fail(f"There is no verb `{args[0][:80]}`.{meant}")
        return super().resolve_command(ctx, args)

    def invoke(self, ctx: Any) -> Any:
        """Run the verb; sentences that are made for Slack are said as a terminal wants them."""
        try:
            return super().invoke(ctx)
        except typer.BadParameter as error:
            error.message = error.message.replace("/backlinks", "backlinks")
            raise

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
