"""Small servers on loopback that answer exactly the bytes that a test wants, hostile ones included."""

import asyncio
import ssl
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Request:
    """A request as it came in."""

    head: bytes

    @property
    def path(self) -> str:
        return self.head.split(b" ", 2)[1].decode("latin-1")

    def header(self, name: str) -> str | None:
        for line in self.head.split(b"\r\n")[1:]:
            key, _, value = line.decode("latin-1").partition(":")
            if key.lower() == name.lower():
                return value.strip()
        return None


Answer = bytes | Callable[[Request, asyncio.StreamWriter], Awaitable[None]]
Handler = Callable[[Request], Answer]


@dataclass(slots=True)
class Server:
    """A running server: its port, and what it was asked."""

    port: int
    requests: list[Request] = field(default_factory=list)
    connections: int = 0
    open_now: int = 0
    most_open: int = 0

    def url(self, path: str = "/") -> str:
        return f"http://127.0.0.1:{self.port}{path}"

    @property
    def paths(self) -> list[str]:
        return [request.path for request in self.requests]


def answer(
    body: bytes | str = b"", *headers: str, status: str = "200 OK", length: int | None = None
) -> bytes:
    """A whole answer with a Content-Length, true unless `length` is given."""
    content = body.encode() if isinstance(body, str) else body
    lines = [
        f"HTTP/1.1 {status}",
        *headers,
        f"Content-Length: {len(content) if length is None else length}",
    ]
    return "\r\n".join(lines).encode("latin-1") + b"\r\n\r\n" + content


def redirect(to: str, *headers: str, status: str = "302 Found") -> bytes:
    return answer(b"moved", f"Location: {to}", *headers, status=status)


def html(body: str = "<p>hello</p>", *headers: str) -> bytes:
    return answer(body, "Content-Type: text/html", *headers)


@asynccontextmanager
async def serve(
    handler: Handler | bytes, *, ssl_context: ssl.SSLContext | None = None, host: str = "127.0.0.1"
) -> AsyncIterator[Server]:
    """Serve until the block ends; `handler` gives each request its answer.

    An answer is bytes, or a coroutine function that writes by itself; the connection ends with it.
    """
    server = Server(0)
    tasks: set[asyncio.Task[None]] = set()

    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        tasks.add(task)
        server.connections += 1
        server.open_now += 1
        server.most_open = max(server.most_open, server.open_now)
        try:
            while await _answer_one(reader, writer):
                pass
        except (ConnectionError, asyncio.IncompleteReadError, asyncio.CancelledError):
            pass
        finally:
            server.open_now -= 1
            tasks.discard(task)
            writer.close()
            with suppress(ConnectionError, asyncio.CancelledError):
                await writer.wait_closed()

    async def _answer_one(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> bool:
        request = Request(await reader.readuntil(b"\r\n\r\n"))
        server.requests.append(request)
        reply = handler if isinstance(handler, bytes) else handler(request)
        if isinstance(reply, bytes):
            writer.write(reply)
            await writer.drain()
            return request.header("connection") != "close"
        await reply(request, writer)
        return False

    listener = await asyncio.start_server(talk, host, 0, ssl=ssl_context)
    server.port = listener.sockets[0].getsockname()[1]
    try:
        yield server
    finally:
        listener.close()
        for task in list(tasks):
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
