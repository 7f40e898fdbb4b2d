"""Lines of a gzip file that comes in pieces, with bounded memory whatever it unpacks to."""

import zlib
from collections.abc import Iterator

from bot.adapters.webgraph.errors import GraphFormatError

_UNPACKED_AT_ONCE = 1 << 20
_LONGEST_LINE = 1 << 12


class GzipLines:
    """Feeds on pieces of a gzip file (of one or more members), gives lists of whole lines."""

    def __init__(self) -> None:
        self._unpacker = zlib.decompressobj(wbits=31)
        self._rest = b""

    def feed(self, piece: bytes) -> Iterator[list[bytes]]:
        """The lines that the next piece completes, without their ends.

        Raises:
            GraphFormatError: it is not gzip, damaged, or has no lines.
        """
        while piece:
            if self._unpacker.eof:
                self._unpacker = zlib.decompressobj(wbits=31)
            try:
                unpacked = self._unpacker.decompress(piece, _UNPACKED_AT_ONCE)
            except zlib.error as error:
                raise GraphFormatError("A packed file is damaged: download it again.") from error
            piece = self._unpacker.unconsumed_tail or self._unpacker.unused_data
            *lines, self._rest = (self._rest + unpacked).split(b"\n")
            if len(self._rest) > _LONGEST_LINE:
                raise GraphFormatError("A packed file has a line that is too long.")
            yield lines

    def finish(self) -> list[bytes]:
        """A last line without an end, if there is one.

        Raises:
            GraphFormatError: the file ended too early.
        """
        if not self._unpacker.eof:
            raise GraphFormatError("A packed file is cut short: download it again.")
        return [self._rest] if self._rest else []
