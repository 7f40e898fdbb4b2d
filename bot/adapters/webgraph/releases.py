"""Releases: which there are at Common Crawl, which are built here, and where each file lies.

https://index.commoncrawl.org/graphinfo.json lists them, newest first. A release can be listed before
its files are there.
"""

import json
import shutil
from dataclasses import asdict, dataclass
from pathlib import Path

from bot.adapters.webgraph.checkpoint_file import RELEASE_NAME, FileVersion
from bot.adapters.webgraph.errors import NoReleaseError, ServerError
from bot.adapters.webgraph.server import DataServer
from bot.domain.webgraph import release_date
from bot.errors import InvalidInputError

MANIFEST = "release.json"
NOTHING_BUILT = "No release of the web graph is built here yet: `backlinks graph build`."
_MANIFEST_VERSION = 1
_BUILDING = ".building"
_LIST_BYTES = 8 << 20


@dataclass(frozen=True, slots=True)
class ListedRelease:
    """A release that Common Crawl lists."""

    release: str
    crawls: tuple[str, ...]
    published: bool | None
    """Whether its graph can be downloaded; None: not asked."""


@dataclass(frozen=True, slots=True)
class PublishedFiles:
    """Where the files of a release's domain graph are published."""

    release: str
    base_url: str

    def url(self, ending: str) -> str:
        """The address of one file, by what its name ends with: `-t.graph`, `-vertices.txt.gz`, ..."""
        folder = f"{self.base_url.rstrip('/')}/projects/hyperlinkgraph/{self.release}/domain"
        return f"{folder}/{self.release}-domain{ending}"


@dataclass(frozen=True, slots=True)
class Manifest:
    """What was built of a release, from which version of its files."""

    release: str
    nodes: int
    arcs: int
    graph: FileVersion
    names: FileVersion
    ranks: int
    """How many rows of the ranks are kept."""
    built_at: str
    files: dict[str, int]
    """Our files and their sizes in bytes."""


async def list_releases(
    server: DataServer, index_url: str, base_url: str, *, probe: int = 3
) -> list[ListedRelease]:
    """The releases that are listed, newest first; the first `probe` are asked for their graph.

    Raises:
        ServerError: the list cannot be had or read.
    """
    url = f"{index_url.rstrip('/')}/graphinfo.json"
    found = _parse_list(await server.get(url, most_bytes=_LIST_BYTES))
    releases = []
    for at, (release, crawls) in enumerate(found):
        published = None
        if at < probe:
            graph = PublishedFiles(release, base_url).url("-t.graph")
            published = await server.head(graph) is not None
        releases.append(ListedRelease(release, crawls, published))
    return releases


async def newest_published(server: DataServer, index_url: str, base_url: str) -> str:
    """The newest release whose graph can be downloaded.

    Raises:
        NoReleaseError: none of the newest can.
        ServerError: the list cannot be had or read.
    """
    for listed in await list_releases(server, index_url, base_url):
        if listed.published:
            return listed.release
    raise NoReleaseError("None of the newest releases has its graph on the server yet.")


def _parse_list(data: bytes) -> list[tuple[str, tuple[str, ...]]]:
    try:
        listed = json.loads(data)
        rows = [(str(row["id"]), tuple(map(str, row.get("crawls") or ()))) for row in listed]
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise ServerError("The list of the web graph's releases cannot be read.") from error
    return [row for row in rows if RELEASE_NAME.fullmatch(row[0])]


class ReleaseFolder:
    """The folder of all releases built here: `NAME/` finished, `NAME.building/` on its way."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def path(self, release: str) -> Path:
        """Where a finished release lies or will lie.

        Raises:
            InvalidInputError: that is no release's name.
        """
        if not RELEASE_NAME.fullmatch(release):
            raise InvalidInputError(
                f"`{release[:80]}` is not a release. `backlinks graph releases` lists them."
            )
        return self.root / release

    def building(self, release: str) -> Path:
        """Where a release lies while it is built."""
        path = self.path(release)
        return path.with_name(path.name + _BUILDING)

    def built(self) -> list[str]:
        """The finished releases, newest first."""
        names = [path.parent.name for path in self.root.glob(f"*/{MANIFEST}")]
        names = [name for name in names if RELEASE_NAME.fullmatch(name)]
        return sorted(names, key=_age, reverse=True)

    def begun(self) -> list[str]:
        """The releases whose build began and did not end."""
        return sorted(path.name.removesuffix(_BUILDING) for path in self.root.glob(f"*{_BUILDING}"))

    def manifest(self, release: str) -> Manifest:
        """What was built of a release.

        Raises:
            NoReleaseError: it is not built here, or what says so cannot be read.
        """
        path = self.path(release) / MANIFEST
        if not path.exists():
            raise NoReleaseError(
                f"{release} is not built here: `backlinks graph build --release {release}`."
            )
        try:
            return _manifest_from(json.loads(path.read_bytes()))
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise NoReleaseError(
                f"{release} is damaged here: remove it and build it again."
            ) from error

    def size(self, release: str) -> int:
        """Bytes on disk of a finished release."""
        return _size(self.path(release))

    def remove(self, release: str) -> int:
        """Delete a release, finished or begun; return the bytes that became free.

        Raises:
            NoReleaseError: there is none of that name.
        """
        found = [path for path in (self.path(release), self.building(release)) if path.exists()]
        if not found:
            raise NoReleaseError(f"{release} is not here.")
        freed = 0
        for path in found:
            freed += _size(path)
            # First out of sight, so that a removal that is cut short leaves no half release.
            doomed = path.with_name(f".removed-{path.name}")
            shutil.rmtree(doomed, ignore_errors=True)
            path.rename(doomed)
            shutil.rmtree(doomed)
        return freed


def manifest_bytes(manifest: Manifest) -> bytes:
    """A manifest as it is written to disk."""
    return json.dumps({"version": _MANIFEST_VERSION, **asdict(manifest)}, indent=1).encode()


def _manifest_from(found: dict[str, object]) -> Manifest:
    if found.pop("version") != _MANIFEST_VERSION:
        raise ValueError("another version")
    for key in ("graph", "names"):
        found[key] = FileVersion(**found[key])  # type: ignore[arg-type]  # a wrong shape raises TypeError
    return Manifest(**found)  # type: ignore[arg-type]  # likewise


def _size(folder: Path) -> int:
    return sum(file.stat().st_size for file in folder.rglob("*") if file.is_file())


def _age(release: str) -> tuple[str, str]:
    day = release_date(release)
    return (day.isoformat() if day else "", release)
