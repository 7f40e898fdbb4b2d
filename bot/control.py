"""How a terminal reaches the running bot: one order and one answer, over loopback, with a secret.

The store of decisions belongs to one process. While the bot holds it, a command of the terminal that
changes something is carried out by the bot, so that cards, homes and what is remembered stay true.
Where the bot listens, and the secret that it wants to hear, stand in a file of DATA_DIR that only its
owner may read. Nobody else can reach it: the address is the loopback one, and the page fetcher refuses
such addresses.
"""

import asyncio
import logging
import os
import secrets
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from pydantic import TypeAdapter, ValidationError

from bot.errors import BotError, StoreError
from bot.services.desk import Done, Order

log = logging.getLogger(__name__)

FILE_NAME: Final = "control.json"
_HOST: Final = "127.0.0.1"
_MOST_BYTES: Final = 64_000_000
"""Of one order: ten thousand prospects with notes are a tenth of it."""
_PATIENCE_SECONDS: Final = 120.0
Work = Callable[[Order], Awaitable[Done]]


@dataclass(frozen=True, slots=True)
class _Place:
    port: int
    secret: str


@dataclass(frozen=True, slots=True)
class _Asked:
    secret: str
    order: Order


@dataclass(frozen=True, slots=True)
class _Answered:
    done: Done | None = None
    error: str = ""


_PLACE: Final = TypeAdapter(_Place)
_ASKED: Final = TypeAdapter(_Asked)
_ANSWERED: Final = TypeAdapter(_Answered)


@asynccontextmanager
async def listening(data_dir: Path, work: Work) -> AsyncIterator[None]:
    """Carry out what terminals ask while the bot runs."""
    secret = secrets.token_urlsafe(32)

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            async with asyncio.timeout(_PATIENCE_SECONDS):
                line = await reader.readline()
                writer.write(_ANSWERED.dump_json(await _answer(line, secret, work)) + b"\n")
                await writer.drain()
        except (OSError, TimeoutError, ValueError) as error:
            log.warning("a terminal was not answered: %s", type(error).__name__)
        finally:
            writer.close()

    server = await asyncio.start_server(answer, _HOST, 0, limit=_MOST_BYTES)
    port = int(server.sockets[0].getsockname()[1])
    path = data_dir / FILE_NAME
    _write(path, _PLACE.dump_json(_Place(port, secret)))
    try:
        yield
    finally:
        path.unlink(missing_ok=True)
        server.close()
        await server.wait_closed()


async def _answer(line: bytes, secret: str, work: Work) -> _Answered:
    try:
        asked = _ASKED.validate_json(line)
    except ValidationError:
        return _Answered(error="The bot did not understand: are both of the same version?")
    if not secrets.compare_digest(asked.secret.encode(), secret.encode()):
        return _Answered(error="The bot was started anew meanwhile. Try again.")
    try:
        return _Answered(await work(asked.order))
    except BotError as error:
        return _Answered(error=str(error))
    except Exception:
        log.exception("an order of a terminal failed")
        return _Answered(error="Something went wrong in the bot; its log says what.")


def _write(path: Path, content: bytes) -> None:
    """For its owner's eyes alone, whoever wrote a file of that name before."""
    path.unlink(missing_ok=True)
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "wb") as file:
        file.write(content)


async def ask_bot(data_dir: Path, order: Order) -> Done:
    """Have the running bot carry it out.

    Raises:
        StoreError: no bot answers there, or it says why it did not do it.
    """
    try:
        place = _PLACE.validate_json((data_dir / FILE_NAME).read_bytes())
        async with asyncio.timeout(_PATIENCE_SECONDS):
            line = await _exchange(place, order)
    except (OSError, ValueError, TimeoutError) as error:
        raise StoreError(
            f"Another process holds {data_dir} and does not answer: the bot is starting or leaving, or "
            "another command is at work. Try again in a moment, or use its Slack commands."
        ) from error
    answered = _ANSWERED.validate_json(line)
    if answered.done is None:
        raise StoreError(answered.error)
    return answered.done


async def _exchange(place: _Place, order: Order) -> bytes:
    reader, writer = await asyncio.open_connection(_HOST, place.port, limit=_MOST_BYTES)
    try:
        writer.write(_ASKED.dump_json(_Asked(place.secret, order)) + b"\n")
        await writer.drain()
        return await reader.readline()
    finally:
        writer.close()
        with suppress(OSError):
            await writer.wait_closed()
