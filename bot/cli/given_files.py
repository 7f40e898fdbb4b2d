"""The files that a person names on the command line: opened, read, or refused in one sentence."""

import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, Final

import typer

from bot.errors import GivenFileError

STDIN: Final = "-"
_CHUNK: Final = 1 << 20


def name_of(file: str) -> str:
    """How sentences about a file call it."""
    return "stdin" if file == STDIN else Path(file).name


@contextmanager
def opened(file: str) -> Iterator[BinaryIO]:
    """The file, seekable: what flows in (standard input, a pipe) is copied to a temporary file first.

    Raises:
        typer.BadParameter: there is no such file, or it is a folder.
        GivenFileError: it cannot be read.
    """
    if file == STDIN:
        with _copied(sys.stdin.buffer) as copy:
            yield copy
        return
    with _open(file) as stream:
        if stream.seekable():
            yield stream
            return
        with _copied(stream) as copy:
            yield copy


def read_bytes(file: str) -> bytes:
    """All of a file; raises as `opened` does."""
    with opened(file) as stream:
        return stream.read()


def _open(file: str) -> BinaryIO:
    try:
        # SIM115: whoever asked closes it.
        stream = Path(file).open("rb")  # noqa: SIM115
    except (FileNotFoundError, NotADirectoryError) as error:
        raise typer.BadParameter(f"there is no file {file}") from error
    except IsADirectoryError as error:
        raise typer.BadParameter(f"{file} is a folder, not a file") from error
    except OSError as error:
        raise GivenFileError(f"{file} cannot be read: {error.strerror}.") from error
    try:
        if stream.seekable():
            stream.peek(1)
    except OSError as error:
        stream.close()
        raise GivenFileError(f"{file} cannot be read: {error.strerror}.") from error
    return stream


@contextmanager
def _copied(stream: BinaryIO) -> Iterator[BinaryIO]:
    with tempfile.TemporaryFile() as copy:
        while chunk := stream.read(_CHUNK):
            copy.write(chunk)
        copy.seek(0)
        yield copy
