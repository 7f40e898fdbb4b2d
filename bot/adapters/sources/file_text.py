"""From the bytes of a file to its lines of text: unpacked, decoded, refused when it is no text."""

import codecs
import gzip
import io
import re
import tempfile
import weakref
import zipfile
import zlib
from collections.abc import Callable, Generator
from dataclasses import dataclass
from hashlib import blake2b
from typing import IO, BinaryIO

from bot.errors import InvalidInputError

LONGEST_LINE = 1_000_000
"""Characters. A longer line is no row of a table; without a limit one line could fill the memory."""
MOST_UNPACKED = 4_000_000_000
MOST_UNPACKED_RATIO = 300
"""Tables shrink 5 to 50 times; an archive that grows more than this is an attack or a mistake."""

_CHUNK = 1 << 20
# Without tab, line ends, form feed, and the mark with which CP/M and DOS ended a file.
_CONTROL = re.compile(rb"[\x00-\x08\x0b\x0e-\x19\x1b-\x1f\x7f]")
_FEW_CONTROLS = 20
"""One control character in so many bytes is still text; of arbitrary bytes every ninth is one."""
_SPREADSHEET = (
    "is a spreadsheet. Save it as CSV (in Excel: Save As, CSV UTF-8) and import that file."
)
# What files begin with that are handed over by mistake.
_WRONG: tuple[tuple[bytes, str], ...] = (
    (b"%PDF", "is a PDF. Export the list of backlinks as CSV instead."),
    (b"\xd0\xcf\x11\xe0", _SPREADSHEET),
    (b"\x89PNG", "is a picture. Export the list of backlinks as CSV instead."),
    (b"\xff\xd8\xff", "is a picture. Export the list of backlinks as CSV instead."),
    (b"GIF8", "is a picture. Export the list of backlinks as CSV instead."),
    (b"Rar!", "is a RAR archive. Unpack it and import the CSV."),
    (b"7z\xbc\xaf", "is a 7z archive. Unpack it and import the CSV."),
    (b"SQLite format 3", "is a database. Export the list of backlinks as CSV instead."),
)
_HTML = (b"<!doctype", b"<html", b"<head", b"<body", b"<?xml")


@dataclass(frozen=True, slots=True, weakref_slot=True, eq=False)
class TextFile:
    """A text file, ready to be read any number of times."""

    binary: IO[bytes]
    encoding: str
    """A codec's name; `utf-8` may have `errors` `replace`."""
    errors: str
    fingerprint: str
    """Of the unpacked bytes."""

    def lines(self) -> Generator[str]:
        """The physical lines from the first on, with their ends.

        Raises:
            InvalidInputError: a line is longer than `LONGEST_LINE`.
        """
        self.binary.seek(0)
        text = io.TextIOWrapper(self.binary, encoding=self.encoding, errors=self.errors, newline="")
        try:
            number = 0
            while line := text.readline(LONGEST_LINE):
                number += 1
                if len(line) == LONGEST_LINE:
                    raise InvalidInputError(
                        f"Line {number} is longer than a million characters: this is not a CSV file."
                    )
                yield line
        finally:
            text.detach()

    def head(self, lines: int) -> list[str]:
        """The first lines."""
        return [line for line, _ in zip(self.lines(), range(lines), strict=False)]


def open_text(file: BinaryIO, name: str) -> TextFile:
    """Find out what a seekable file is and how its text is encoded.

    Raises:
        InvalidInputError: it is empty or no text; the sentence says what it is and what to give instead.
    """
    binary = _unpacked(file, name)
    try:
        text = _text_of(binary, name)
    except BaseException:
        if binary is not file:
            binary.close()
        raise
    if binary is not file:
        # The copy that was unpacked is ours: it goes when nobody reads it any more.
        weakref.finalize(text, binary.close)
    return text


def _text_of(binary: IO[bytes], name: str) -> TextFile:
    start = binary.read(4096)
    _refuse_what_is_no_text(start, name)
    binary.seek(0)
    fingerprint = blake2b(digest_size=16)
    marked = _marked_encoding(start)
    if marked:
        while chunk := binary.read(_CHUNK):
            fingerprint.update(chunk)
        return TextFile(binary, marked, "replace", fingerprint.hexdigest())
    encoding, errors = _guess(binary, fingerprint.update)
    return TextFile(binary, encoding, errors, fingerprint.hexdigest())


def _refuse_what_is_no_text(start: bytes, name: str) -> None:
    if not start.strip(b"\xef\xbb\xbf\xff\xfe\x00 \t\r\n"):
        raise InvalidInputError(f"{name} is empty.")
    for signature, sentence in _WRONG:
        if start.startswith(signature):
            raise InvalidInputError(f"{name} {sentence}")
    text = start.removeprefix(codecs.BOM_UTF8).lstrip()
    if _marked_encoding(start, bare=True) in ("utf-16-le", "utf-16-be"):
        text = (
            start.replace(b"\x00", b"").removeprefix(b"\xff\xfe").removeprefix(b"\xfe\xff").lstrip()
        )
    if text[:9].lower().startswith(_HTML):
        raise InvalidInputError(
            f"{name} is a web page, not an export (a saved login page?). Download the CSV again."
        )
    if text.startswith((b"{", b"[{")):
        raise InvalidInputError(f"{name} is JSON. Export the list of backlinks as CSV instead.")
    if not _marked_encoding(start) and _is_binary(start):
        raise InvalidInputError(f"{name} is not a text file. Export the list of backlinks as CSV.")


def _is_binary(start: bytes) -> bool:
    """Text has next to no control characters; one that a fault left in it spoils its row alone."""
    written = start.rstrip(b"\x00")
    return len(_CONTROL.findall(written)) * _FEW_CONTROLS > len(written)


def _marked_encoding(start: bytes, *, bare: bool = False) -> str | None:
    """The encoding that a byte order mark names, or that zero bytes give away.

    `bare`: name UTF-16 by its byte order even where a mark says it.
    """
    if start.startswith((codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE)) and len(start) % 4 == 0:
        return "utf-32"
    if start.startswith(codecs.BOM_UTF16_LE):
        return "utf-16-le" if bare else "utf-16"
    if start.startswith(codecs.BOM_UTF16_BE):
        return "utf-16-be" if bare else "utf-16"
    if start.startswith(codecs.BOM_UTF8):
        return "utf-8-sig"
    # Tables are mostly ASCII, so that every second byte of UTF-16 without a mark is zero.
    even, odd = start[0:512:2].count(0), start[1:512:2].count(0)
    half = min(len(start), 512) / 2
    if odd > half * 0.6 and even < half * 0.1:
        return "utf-16-le"
    return "utf-16-be" if even > half * 0.6 and odd < half * 0.1 else None


def _guess(binary: IO[bytes], update: Callable[[bytes], None]) -> tuple[str, str]:
    """UTF-8 unless the lines that are not outnumber those that are; else windows-1252."""
    good = bad = 0
    while line := binary.readline(LONGEST_LINE):
        update(line)
        if line.isascii():
            continue
        try:
            line.decode()
        except UnicodeDecodeError:
            bad += 1
        else:
            good += 1
    if bad > good:
        # latin-1 gives the five bytes that windows-1252 leaves out; no byte is ever lost.
        return "cp1252", _latin_1_where_undefined()
    return "utf-8", "replace" if bad else "strict"


def _latin_1_where_undefined() -> str:
    name = "backlinks-latin-1"
    codecs.register_error(
        name,
        lambda error: (
            (error.object[error.start : error.end].decode("latin-1"), error.end)
            if isinstance(error, UnicodeDecodeError)
            else ("?", error.end)  # type: ignore[attr-defined]  # decoding calls it with nothing else
        ),
    )
    return name


def _unpacked(file: BinaryIO, name: str) -> IO[bytes]:
    start = file.read(8)
    file.seek(0)
    if start.startswith(b"\x1f\x8b"):
        return _copy_bounded(gzip.GzipFile(fileobj=file), _size(file), name)
    if start.startswith(b"PK\x03\x04"):
        return _from_zip(file, name)
    return file


def _from_zip(file: BinaryIO, name: str) -> IO[bytes]:
    try:
        archive = zipfile.ZipFile(file)
    except zipfile.BadZipFile as error:
        raise InvalidInputError(f"{name} is a damaged ZIP file. Download it again.") from error
    with archive:
        names = [e for e in archive.namelist() if not e.endswith("/") and "__MACOSX" not in e]
        if any(e.startswith(("xl/", "[Content_Types]", "mimetype")) for e in names):
            raise InvalidInputError(f"{name} {_SPREADSHEET}")
        tables = [e for e in names if e.lower().endswith((".csv", ".tsv", ".txt"))]
        if len(tables) != 1:
            raise InvalidInputError(
                f"{name} holds {len(tables)} tables. Unpack it and import the one with the links."
            )
        try:
            with archive.open(tables[0]) as member:
                return _copy_bounded(member, _size(file), name)
        except (RuntimeError, NotImplementedError) as error:
            raise InvalidInputError(
                f"{name} is protected or packed in an unusual way. Unpack it and import the CSV."
            ) from error


def _copy_bounded(packed: IO[bytes] | gzip.GzipFile, packed_size: int, name: str) -> IO[bytes]:
    """Unpack to a temporary file that has no name, no further than the limits allow."""
    most = min(MOST_UNPACKED, packed_size * MOST_UNPACKED_RATIO + _CHUNK)
    # SIM115: it is handed on, and deletes itself when it is let go.
    unpacked = tempfile.TemporaryFile()  # noqa: SIM115
    try:
        while unpacked.tell() <= most and (chunk := packed.read(_CHUNK)):
            unpacked.write(chunk)
    except (OSError, EOFError, zlib.error, zipfile.BadZipFile) as error:
        unpacked.close()
        raise InvalidInputError(f"{name} is damaged or cut off. Download it again.") from error
    if unpacked.tell() > most:
        unpacked.close()
        raise InvalidInputError(
            f"{name} unpacks to far more than a table would. Unpack it yourself and look."
        )
    unpacked.seek(0)
    return unpacked


def _size(file: BinaryIO) -> int:
    size = file.seek(0, io.SEEK_END)
    file.seek(0)
    return size
