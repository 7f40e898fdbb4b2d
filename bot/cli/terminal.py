"""What a terminal, a pipe and a disk do to a program that writes to them."""

import io
import os
import sys
from collections.abc import Sequence


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


def drop_stdout() -> None:
    """Write to nobody from now on: Python would complain once more when it closes a broken stdout."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
