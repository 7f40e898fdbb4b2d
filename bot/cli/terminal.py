"""What a terminal, a pipe and a disk do to a program that writes to them."""

import io
import os
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import TypeVar

import typer

from bot.errors import BotError, InvalidInputError

T = TypeVar("T")


def write_any_script() -> None:
    """Let no name in another script stop us: UTF-8 into pipes and files, escapes where a screen lacks it.

    JSON and CSV are UTF-8 whatever the locale: https://www.rfc-editor.org/rfc/rfc8259#section-8.1.
    """
    for stream in (sys.stdout, sys.stderr):
        if not isinstance(stream, io.TextIOWrapper) or stream.encoding.lower() in ("utf-8", "utf8"):
            continue
        if stream.isatty():
            stream.reconfigure(errors="backslashreplace")
        else:
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")


def as_typed(arguments: Sequence[str]) -> list[str]:
    """Arguments as the person typed them: in a locale without UTF-8, Python hands over raw bytes.

    https://peps.python.org/pep-0383/
    """
    return [_as_typed(argument) for argument in arguments]


def _as_typed(argument: str) -> str:
    try:
        return argument.encode("utf-8", "surrogateescape").decode("utf-8")
    except UnicodeError:
        return argument


def counted(number: int, thing: str) -> str:
    """A number with its noun.

    >>> counted(1, "link"), counted(12_000, "row")
    ('1 link', '12,000 rows')
    """
    return f"{number:,} {thing}{'' if number == 1 else 's'}"


def typed(parse: Callable[[str], T], text: str) -> T:
    """What was typed, understood.

    Raises:
        typer.BadParameter: it cannot be; exit status 2.
    """
    try:
        return parse(text)
    except InvalidInputError as error:
        raise typer.BadParameter(str(error)) from error


@contextmanager
def failing_aloud() -> Iterator[None]:
    """What could not be done becomes a sentence on stderr and exit status 1.

    A reader of our lines who has gone (`| head`) is left to `main`, the same for every verb.
    """
    try:
        yield
    except BotError as error:
        typer.echo(for_a_terminal(error), err=True)
        raise typer.Exit(1) from error


def for_a_terminal(error: BotError) -> str:
    """An error's sentence, with commands as a terminal wants them.

    >>> for_a_terminal(BotError("Try `/backlinks check site.com`."))
    'Try `backlinks check site.com`.'
    """
    return str(error).replace("/backlinks", "backlinks")


def drop_stdout() -> None:
    """Write to nobody from now on: Python would complain once more when it closes a broken stdout."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
