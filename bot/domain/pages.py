"""A fetched page: what one look at one URL brought back."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Cut(StrEnum):
    """Why a body is not whole."""

    TRUNCATED = "truncated"
    """The body ended before the server said it would, or its compression stream is unfinished."""
    TOO_LARGE = "too_large"
    """We stopped reading at our own limit."""


@dataclass(frozen=True, slots=True)
class Hop:
    """One redirect on the way: the URL that answered, and the status with which it sent us on."""

    url: str
    status: int


@dataclass(frozen=True, slots=True)
class Validators:
    """What makes the next request for the same page conditional (RFC 9110, section 13)."""

    etag: str | None = None
    last_modified: str | None = None


@dataclass(frozen=True, slots=True)
class Page:
    """A server's answer, whatever its status."""

    requested_url: str
    url: str
    """The URL that answered, after redirects."""
    status: int
    headers: tuple[tuple[str, str], ...]
    """In the order received; names in lower case; a repeated name stands repeatedly."""
    body: bytes
    """After content decoding; never longer than the fetcher's limit. Empty for a 304."""
    fetched_at: datetime
    hops: tuple[Hop, ...] = ()
    cut: Cut | None = None
    """None: the body was read to its end."""

    def header(self, name: str) -> str | None:
        """The first value of a header, by lower-case name."""
        return next((value for key, value in self.headers if key == name), None)

    def header_values(self, name: str) -> tuple[str, ...]:
        """All values of a header, by lower-case name, in order."""
        return tuple(value for key, value in self.headers if key == name)

    @property
    def validators(self) -> Validators:
        """What this answer gives the next conditional request."""
        return Validators(self.header("etag"), self.header("last-modified"))
