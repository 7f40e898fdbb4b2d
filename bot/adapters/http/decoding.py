"""Decompresses a body piece by piece, bounded, whatever the server claims or sends.

One layer of gzip or deflate, since that is what we ask for (RFC 9110, section 8.4.1). A body that
begins like gzip is gzip, whether a header says so or not; one that begins like markup is markup, where
the header names what we did not ask for.
"""

import zlib

ACCEPT_ENCODING = "gzip, deflate"

_GZIP_MAGIC = b"\x1f\x8b"
_GZIP_WINDOW = 16 + zlib.MAX_WBITS
_MAX_MEMBERS = 1_000  # of one gzip stream: each costs a copy of what follows it
_KNOWN = {"gzip": "gzip", "x-gzip": "gzip", "deflate": "deflate"}
_IDENTITY = frozenset({"", "identity", "none", "utf-8"})
_BEFORE_MARKUP = b"\xef\xbb\xbf \t\r\n"
_LONGEST_BLANK = 1_000


class UnreadableEncodingError(ValueError):
    """The body is not in an encoding that we asked for, or not in the one that it claims."""


class Decoder:
    """Turns pieces of a body into decoded pieces: at most `limit` bytes in, and `limit` out."""

    def __init__(self, encoding: str, limit: int, *, sniffs: bool = True) -> None:
        """`encoding` is the value of Content-Encoding, "" when there is none.

        `sniffs`: unpack gzip that no header names; right for pages, wrong for files.

        Raises:
            UnreadableEncodingError: more than one layer.
        """
        names = [name.strip().lower() for name in encoding.split(",")]
        layers = [name for name in names if name not in _IDENTITY]
        if len(layers) > 1:
            raise UnreadableEncodingError(encoding)
        self._encoding = _KNOWN.get(layers[0], "") if layers else ""
        self._is_misnamed = bool(layers) and not self._encoding
        """By a word that names no coding (`text/html`, `8bit`), as browsers read it, or a wrong one."""
        self._limit = limit
        self._sniffs = sniffs
        self._bytes_in = 0
        self._bytes_out = 0
        self._waiting = b""
        self._stream: zlib._Decompress | None = None
        self._started = False
        self._members = 0
        self._ended = False
        self._broken = False
        self.is_full = False
        """Whether the body is longer than the limit, so that reading on is of no use."""

    def feed(self, data: bytes) -> bytes:
        """Decode the next piece.

        Raises:
            UnreadableEncodingError: the body does not even begin as its encoding says.
        """
        self._bytes_in += len(data)
        if self._ended or self._broken or self.is_full:
            return b""
        if not self._started:
            data = self._waiting + data
            if len(data) < 2 or (self._is_misnamed and _is_blank(data)):
                self._waiting = data
                return b""
            self._start(data)
        return self._bounded(data) if self._stream is None else self._inflate(data)

    def finish(self) -> tuple[bytes, bool]:
        """What is left at the end of the body, and whether the compressed stream is whole."""
        if not self._started:
            if self._encoding and self._waiting:
                return b"", False
            return self._waiting, True
        whole = self._stream is None or self._stream.eof or self._ended
        return b"", whole and not self._broken

    def _start(self, data: bytes) -> None:
        self._started, self._waiting = True, b""
        if self._is_misnamed:
            if not data.lstrip(_BEFORE_MARKUP).startswith(b"<"):
                raise UnreadableEncodingError("a coding that we did not ask for")
            return
        if data.startswith(_GZIP_MAGIC) and (self._encoding or self._sniffs):
            self._stream = zlib.decompressobj(_GZIP_WINDOW)
        elif self._encoding == "deflate":
            # Some servers send bare DEFLATE where the standard means zlib (RFC 1950, section 2.2).
            is_zlib = data[0] & 15 == 8 and (data[0] * 256 + data[1]) % 31 == 0
            self._stream = zlib.decompressobj(zlib.MAX_WBITS if is_zlib else -zlib.MAX_WBITS)
        elif self._encoding:
            raise UnreadableEncodingError(self._encoding)

    def _inflate(self, data: bytes) -> bytes:
        decoded = []
        while data and not (self._ended or self.is_full):
            assert self._stream is not None
            if self._stream.eof:
                data = self._next_member(data)
                continue
            try:
                piece = self._stream.decompress(data, self._limit - self._bytes_out + 1)
            except zlib.error as error:
                if not self._bytes_out:
                    raise UnreadableEncodingError(str(error)) from error
                self._broken = True
                break
            decoded.append(self._bounded(piece))
            data = self._stream.unused_data
        return decoded[0] if len(decoded) == 1 else b"".join(decoded)

    def _next_member(self, data: bytes) -> bytes:
        """Begin the next gzip member; anything else after the end is junk that browsers ignore."""
        data = self._waiting + data
        self._waiting = b""
        self._members += 1
        if data == _GZIP_MAGIC[:1]:
            self._waiting = data
            return b""
        if not data.startswith(_GZIP_MAGIC) or self._members > _MAX_MEMBERS:
            self._ended = True
            return b""
        self._stream = zlib.decompressobj(_GZIP_WINDOW)
        return data

    def _bounded(self, piece: bytes) -> bytes:
        room = self._limit - self._bytes_out
        self._bytes_out += len(piece)
        if len(piece) > room or self._bytes_in > self._limit:
            self.is_full = True
            self._bytes_out = self._limit
        return piece[:room]


def _is_blank(data: bytes) -> bool:
    return len(data) < _LONGEST_BLANK and not data.strip(_BEFORE_MARKUP)
