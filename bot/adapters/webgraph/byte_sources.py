"""Two places where a graph's bytes can lie: a local file, or the server that publishes it."""

import asyncio
import mmap
from pathlib import Path
from typing import Protocol

from bot.adapters.webgraph.checkpoint_file import FileVersion
from bot.adapters.webgraph.errors import GraphFormatError, ReleaseChangedError
from bot.adapters.webgraph.server import DataServer


class PieceCache(Protocol):
    """Keeps pieces of one version of one file."""

    def get(self, start: int, stop: int) -> bytes | None:
        """The piece, whole and sound, or None."""

    def put(self, start: int, stop: int, piece: bytes) -> None:
        """Keep a piece; may make room by forgetting others."""


class MappedBytes:
    """A local copy, mapped into memory: only what is read is loaded."""

    def __init__(self, path: Path, version: FileVersion) -> None:
        """Open the copy of that version of the published file.

        Raises:
            ReleaseChangedError: the copy has another length.
            GraphFormatError: it cannot be read.
        """
        try:
            with path.open("rb") as file:
                self._data = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        except (OSError, ValueError) as error:
            raise GraphFormatError(f"The local copy {path.name} cannot be read.") from error
        if len(self._data) != version.size:
            self.close()
            raise ReleaseChangedError(f"The local copy {path.name} is not the published file.")
        self._size = version.size

    @property
    def size(self) -> int:
        """Bytes of the whole."""
        return self._size

    async def read(self, start: int, stop: int) -> bytes:
        """The bytes from `start` to before `stop`."""
        return await asyncio.to_thread(self._slice, start, stop)

    def close(self) -> None:
        """Give the memory map back."""
        self._data.close()

    def _slice(self, start: int, stop: int) -> bytes:
        return self._data[start:stop]


class RangeBytes:
    """The published file, a part a request, with a local cache of the parts."""

    def __init__(
        self, server: DataServer, url: str, version: FileVersion, cache: PieceCache | None
    ) -> None:
        self._server = server
        self._url = url
        self._version = version
        self._cache = cache

    @property
    def size(self) -> int:
        """Bytes of the whole."""
        return self._version.size

    async def read(self, start: int, stop: int) -> bytes:
        """The bytes from `start` to before `stop`.

        Raises:
            ReleaseChangedError: another file lies on the server now.
            ServerError: no answer, after every retry.
        """
        if self._cache is not None:
            known = await asyncio.to_thread(self._cache.get, start, stop)
            if known is not None:
                return known
        piece = await self._server.read(self._url, start, stop, self._version)
        if self._cache is not None:
            await asyncio.to_thread(self._cache.put, start, stop, piece)
        return piece
