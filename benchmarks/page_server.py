"""A server of pages of real size, in a process of its own: `python -m benchmarks.page_server`.

Prints its port. `/N` answers with page N of the set; nine in ten carry a link to `target.example`.
"""

import asyncio
import gzip
import random
import re
from pathlib import Path

CORPUS = Path(__file__).parents[2] / "shared" / "corpora" / "pages"
LINK = b'<p>See <a href="https://www.target.example/guide">the guide</a>.</p>'
_WORDS = ("garden", "spade", "soil", "autumn", "handle", "blade", "clay", "winter", "seed", "path")


def pages() -> list[bytes]:
    """The real pages where they are at hand, else generated ones of the same size and shape."""
    real = sorted(CORPUS.glob("*/source.html.gz"))
    made = [gzip.decompress(path.read_bytes()) for path in real] or [
        generated(n) for n in range(40)
    ]
    return [page if number % 10 == 9 else _with_link(page) for number, page in enumerate(made)]


def _with_link(page: bytes) -> bytes:
    """The link goes after the paragraph in the middle, where an author would set it."""
    ends = [found.end() for found in re.finditer(rb"</p>", page)]
    middle = ends[len(ends) // 2] if ends else page.rfind(b"</body>")
    return page[:middle] + LINK + page[middle:] if middle > 0 else page + LINK


def generated(number: int) -> bytes:
    """About 170 kB with 150 links, most of it scripts and styles, as real pages are."""
    dice = random.Random(number)

    def words(count: int) -> str:
        return " ".join(dice.choices(_WORDS, k=count))

    def links(count: int) -> str:
        return "".join(
            f'<li class="menu-item menu-item-{n}"><a href="/{words(1)}/{n}" title="{words(3)}">'
            f"<span>{words(2)}</span></a></li>"
            for n in range(count)
        )

    article = "".join(
        f'<p class="text">{words(60)} <a href="https://{words(1)}.example/{n}">{words(3)}</a> {words(40)}</p>'
        for n in range(30)
    )
    script = ";".join(f"var {words(1)}{n}={{a:{n},b:'{words(1)}'}}" for n in range(2500))
    style = "".join(f".{words(1)}-{n}{{margin:{n}px}}" for n in range(1200))
    return (
        f"<!DOCTYPE html><html lang=en><head><meta charset=utf-8><title>{words(6)}</title>"
        f"<style>{style}</style><script>{script}</script></head><body>"
        f"<header><nav><ul>{links(50)}</ul></nav></header>"
        f"<main><article><h1>{words(5)}</h1>{article}</article></main>"
        f"<aside><ul>{links(30)}</ul></aside><footer><ul>{links(40)}</ul></footer></body></html>"
    ).encode()


async def serve() -> None:
    """Answer until somebody ends the process."""
    answers = []
    for page in pages():
        head = (
            'HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\nETag: "1"\r\n'
            f"Content-Length: {len(page)}\r\n\r\n"
        )
        answers.append(head.encode() + page)

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while True:
                request = await reader.readuntil(b"\r\n\r\n")
                path = request.split(b" ", 2)[1].rpartition(b"/")[2]
                writer.write(answers[int(path) % len(answers)] if path.isdigit() else _NOT_FOUND)
                await writer.drain()
        except (asyncio.IncompleteReadError, ConnectionError):
            pass
        finally:
            writer.close()

    server = await asyncio.start_server(answer, "0.0.0.0", 0)
    print(server.sockets[0].getsockname()[1], flush=True)
    async with server:
        await server.serve_forever()


_NOT_FOUND = b"HTTP/1.1 404 Not Found\r\nContent-Type: text/plain\r\nContent-Length: 0\r\n\r\n"

if __name__ == "__main__":
    asyncio.run(serve())
