"""What went wrong with a request, told by its cause and not by the exception's outer name."""

import asyncio
import socket
from dataclasses import dataclass
from enum import Enum, auto

import aiohttp

from bot.adapters.http.guard import UNSAFE_SENTENCE
from bot.adapters.http.sockets import UnsafeAddressError
from bot.domain.verdicts import Reason
from bot.errors import FetchError


class Failure(Enum):
    """Why a request brought no answer."""

    REFUSED_BY_GUARD = auto()
    NO_SUCH_NAME = auto()
    NAME_WITHOUT_ADDRESS = auto()
    NO_ANSWER_TO_NAME = auto()
    TLS = auto()
    CONNECT = auto()
    CONNECT_TIMEOUT = auto()
    READ = auto()
    READ_TIMEOUT = auto()
    PROTOCOL = auto()


@dataclass(frozen=True, slots=True)
class _Meaning:
    reason: Reason
    sentence: str
    name_exists: bool | None = None


_MEANINGS = {
    Failure.REFUSED_BY_GUARD: _Meaning(Reason.UNSAFE_ADDRESS, UNSAFE_SENTENCE),
    Failure.NO_SUCH_NAME: _Meaning(
        Reason.DNS_ERROR, "The name server says that this host does not exist.", False
    ),
    Failure.NAME_WITHOUT_ADDRESS: _Meaning(
        Reason.DNS_ERROR, "This host exists but has no address.", True
    ),
    Failure.NO_ANSWER_TO_NAME: _Meaning(
        Reason.DNS_ERROR, "The name server did not answer; try again later."
    ),
    Failure.TLS: _Meaning(
        Reason.TLS_ERROR, "The host's certificate or encryption could not be trusted."
    ),
    Failure.CONNECT: _Meaning(Reason.CONNECTION_ERROR, "The host refused the connection."),
    Failure.CONNECT_TIMEOUT: _Meaning(
        Reason.TIMEOUT, "The host did not accept a connection in time."
    ),
    Failure.READ: _Meaning(
        Reason.CONNECTION_ERROR, "The host closed the connection without an answer."
    ),
    Failure.READ_TIMEOUT: _Meaning(Reason.TIMEOUT, "The host did not answer in time."),
    Failure.PROTOCOL: _Meaning(
        Reason.CONNECTION_ERROR, "The host's answer is not HTTP that can be read."
    ),
}

# https://man7.org/linux/man-pages/man3/getaddrinfo.3.html; Windows and macOS lack some of them.
_NAME_WITHOUT_ADDRESS = {
    getattr(socket, name) for name in ("EAI_NODATA", "EAI_ADDRFAMILY") if hasattr(socket, name)
}


def failure_of(error: BaseException) -> Failure | None:
    """The failure behind an exception of aiohttp or asyncio; None for anything else."""
    if isinstance(error, aiohttp.ClientConnectorError):
        return _failure_to_connect(error)
    if isinstance(error, (aiohttp.ConnectionTimeoutError,)):
        return Failure.CONNECT_TIMEOUT
    if isinstance(error, asyncio.TimeoutError):
        return Failure.READ_TIMEOUT
    if isinstance(error, aiohttp.ClientSSLError):
        return Failure.TLS
    if isinstance(error, (aiohttp.ClientResponseError, aiohttp.InvalidURL)):
        return Failure.PROTOCOL
    if isinstance(error, (aiohttp.ClientError, OSError)):
        return Failure.READ
    return None


def _failure_to_connect(error: aiohttp.ClientConnectorError) -> Failure:
    cause = error.os_error
    if isinstance(cause, UnsafeAddressError):
        return Failure.REFUSED_BY_GUARD
    if isinstance(
        error, (aiohttp.ClientConnectorSSLError, aiohttp.ClientConnectorCertificateError)
    ):
        return Failure.TLS
    if isinstance(error, aiohttp.ClientConnectorDNSError):
        if cause.errno == socket.EAI_NONAME:
            return Failure.NO_SUCH_NAME
        if cause.errno in _NAME_WITHOUT_ADDRESS:
            return Failure.NAME_WITHOUT_ADDRESS
        return Failure.NO_ANSWER_TO_NAME
    return Failure.CONNECT_TIMEOUT if isinstance(cause, TimeoutError) else Failure.CONNECT


def fetch_error(failure: Failure, url: str) -> FetchError:
    """The failure as the fetch port tells it."""
    meaning = _MEANINGS[failure]
    return FetchError(
        meaning.reason.value, meaning.sentence, url=url, name_exists=meaning.name_exists
    )


def sentence_of(failure: Failure) -> str:
    """The failure for people."""
    return _MEANINGS[failure].sentence
