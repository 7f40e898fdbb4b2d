"""The steps of a build that turn published text into tables: the names, and the ranks of the best."""

import os
from pathlib import Path

from bot.adapters.webgraph.errors import GraphFormatError
from bot.adapters.webgraph.gzip_lines import GzipLines
from bot.adapters.webgraph.names import NameTable, NameTableWriter
from bot.adapters.webgraph.ranks import MOST_SORTED, AllRanksWriter, SomeRanks, parse_rank_line


class NamesStep:
    """The names' file into the table of names. Blocking."""

    def __init__(self, path: Path, nodes: int) -> None:
        self._file = path.open("w+b")
        self._writer = NameTableWriter(self._file)
        self._lines = GzipLines()
        self._nodes = nodes

    def take(self, piece: bytes) -> None:
        for lines in self._lines.feed(piece):
            self._add(lines)

    def finish(self) -> None:
        self._add(self._lines.finish())
        self._writer.finish()
        if self._writer.count != self._nodes:
            raise GraphFormatError(
                f"The names' file has {self._writer.count} names, the graph {self._nodes} nodes."
            )
        os.fsync(self._file.fileno())

    def close(self) -> None:
        self._file.close()

    def _add(self, lines: list[bytes]) -> None:
        first = self._writer.count
        columns = [line.split(b"\t") for line in lines]
        try:
            ids = [int(column[0]) for column in columns]
            names = [column[1] for column in columns]
        except (ValueError, IndexError) as error:
            raise GraphFormatError("The names' file has a line that cannot be read.") from error
        if ids != list(range(first, first + len(ids))) or first + len(ids) > self._nodes:
            raise GraphFormatError("The names' file does not count its names from 0.")
        self._writer.add(names)


class RanksStep:
    """The ranks' file, of its best so many, into the table of ranks. Blocking."""

    def __init__(self, path: Path, names: NameTable, most: int) -> None:
        self._path = path
        self._names = names
        self._most = most
        self._seen = 0
        self._lines = GzipLines()
        self._some = SomeRanks()
        everything = most >= len(names) or most > MOST_SORTED
        self._all = AllRanksWriter(path, nodes=len(names)) if everything else None

    def take(self, piece: bytes) -> bool:
        """False when there are enough."""
        for lines in self._lines.feed(piece):
            for line in lines:
                if self._seen >= self._most:
                    return False
                self._add(line)
        return True

    def finish(self) -> None:
        if self._all is not None:
            self._all.close()
        else:
            self._some.write(self._path)

    def _add(self, line: bytes) -> None:
        if not line or line.startswith(b"#"):
            return
        self._seen += 1
        name, ranks = parse_rank_line(line)
        node = self._names.node(name)
        if node is None:
            return
        (self._some if self._all is None else self._all).put(node, ranks)
