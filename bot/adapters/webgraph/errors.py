"""What can go wrong with the web graph, each with a sentence for people.

SourceError
└── WebGraphError             the web graph could not answer
    ├── GraphFormatError      bytes that are not what the format says: damaged, cut short or hostile
    ├── ReleaseChangedError   the published file is no longer the one that was read before
    ├── ServerError           the data's server did not answer as it should, after every retry
    └── NoReleaseError        nothing is built here, or there is no such release
"""

from bot.errors import SourceError

SOURCE = "web graph"


class WebGraphError(SourceError):
    """The web graph could not answer."""

    def __init__(self, sentence: str) -> None:
        super().__init__(SOURCE, sentence)


class GraphFormatError(WebGraphError):
    """The bytes do not follow the format: damaged, cut short, hostile, or of an unknown kind."""


class ReleaseChangedError(WebGraphError):
    """The file on the server is another one than when its release was built."""


class ServerError(WebGraphError):
    """The data's server did not answer as it should, after every retry."""


class NoReleaseError(WebGraphError):
    """No release of the web graph is built here, or not the one that was asked for."""
