"""Puts the demonstration together: servers first, then the address, then the bot, then more data."""

import asyncio
import errno
import json
import signal
import tempfile
import time
import webbrowser
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Mapping
from contextlib import AsyncExitStack, asynccontextmanager, contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from bot.cli.demo.child import Child, ChildEndedError, clean_environment
from bot.cli.demo.days import Days
from bot.cli.demo.filling import build_graph, fill
from bot.cli.demo.news import NEW_RELEASE_ON, day_in_words
from bot.cli.demo.world import World, served
from bot.cli.manifest import manifest_text
from bot.playground.playground import Playground
from bot.playground.server import running
from bot.playground.web import site_map

Say = Callable[[str], object]


class StageError(Exception):
    """The demonstration cannot go on; str() is a sentence for people."""


@dataclass(frozen=True, slots=True)
class Options:
    """What was typed."""

    port: int
    any_port: bool
    """Whether a free port will do when `port` is taken."""
    browser: bool
    data_dir: Path | None
    day_seconds: float
    verbose: bool


async def play(options: Options, *, say: Say) -> None:
    """Run until Ctrl-C or SIGTERM.

    Raises:
        StageError: a port is taken, the folder is not empty, or the bot ended by itself.
    """
    stop = asyncio.Event()
    for name in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(name, stop.set)
    with _folder(options.data_dir) as folder:
        days = Days(folder / "clock.json", real=time.time, seconds_a_day=options.day_seconds)
        async with served(days.day, folder / "crawl") as world:
            playground = make_playground(days, world)
            async with _page(playground, options) as url:
                say(f"Open {url}  (Ctrl-C ends it)")
                if options.browser:
                    await asyncio.to_thread(webbrowser.open, url)
                environment = clean_environment() | bot_settings(playground, url, world, folder)
                given = partial(_give, environment, folder, days)
                bot = Child(
                    ("run",), environment, folder / "bot.log", echo=say if options.verbose else None
                )
                await _live(bot, given, stop)


async def _give(environment: Mapping[str, str], folder: Path, days: Days) -> None:
    """What a team would give the bot: its exports and a web graph, and the new release when there is one."""
    await fill(environment, folder)
    await days.begun(NEW_RELEASE_ON)
    await build_graph(environment, folder, months_ago=1)


async def _live(bot: Child, given: Callable[[], Awaitable[None]], stop: asyncio.Event) -> None:
    """Fill the store, run the bot, fill it some more; until told to stop or the bot ends."""
    work = asyncio.create_task(_run(bot, given))
    stopping = asyncio.create_task(stop.wait())
    try:
        await asyncio.wait({work, stopping}, return_when=asyncio.FIRST_COMPLETED)
        if not stop.is_set():
            try:
                await work
            except ChildEndedError as error:
                raise StageError(str(error)) from error
    finally:
        for task in (work, stopping):
            task.cancel()
        await asyncio.gather(work, stopping, return_exceptions=True)
        await bot.stop()


async def _run(bot: Child, given: Callable[[], Awaitable[None]]) -> None:
    """The bot, and beside it what a team would give it; the two agree on who makes the store."""
    await bot.start()
    filling = asyncio.ensure_future(given())
    try:
        await bot.wait()
    finally:
        filling.cancel()
        await asyncio.gather(filling, return_exceptions=True)
    raise ChildEndedError("The bot", bot)


def make_playground(days: Days, world: World) -> Playground:
    """A workspace whose time is the demonstration's."""

    async def next_day() -> Mapping[str, object]:
        await days.next_day()
        return {"text": day_in_words(days.day())}

    return Playground(
        json.loads(manifest_text()),
        now=days.now,
        on_next_day=next_day,
        site_map=site_map(world.web_url),
    )


def bot_settings(playground: Playground, url: str, world: World, folder: Path) -> dict[str, str]:
    """All that makes the unchanged bot live in this world instead of the real one."""
    return {
        "SLACK_API_URL": f"{url}/api/",
        "SLACK_BOT_TOKEN": playground.bot_token,
        "SLACK_APP_TOKEN": playground.app_token,
        "DATA_DIR": str(folder / "data"),
        "CLOCK_FILE": str(folder / "clock.json"),
        # A second is two hours of a day that lasts twelve: the digest should come at its hour.
        "TICK_SECONDS": "0.25",
        "POST_EVERY_SECONDS": "0.1",
        "ALLOWED_PRIVATE_NETWORKS": "127.0.0.0/8",
        "STATIC_HOSTS": f"*.example=127.0.0.1:{world.web_port}",
        # The hosts are ours, and a day is short: a second of politeness would be hours of it.
        "HOST_DELAY_SECONDS": "0.02",
        "FETCH_DEADLINE_SECONDS": "4",
        "COMMONCRAWL_BASE_URL": world.crawl_url,
        "COMMONCRAWL_INDEX_URL": world.crawl_url,
        "AHREFS_API_URL": world.vendor_url,
        "AHREFS_API_KEY": "of-the-demonstration",
    }


@asynccontextmanager
async def _page(playground: Playground, options: Options) -> AsyncIterator[str]:
    async with AsyncExitStack() as stack:
        try:
            url = await stack.enter_async_context(running(playground, port=options.port))
        except OSError as error:
            if error.errno != errno.EADDRINUSE:
                raise
            if not options.any_port:
                raise StageError(
                    f"Port {options.port} is in use by another program. Choose another one with "
                    "--port, or leave it out and a free one is found."
                ) from error
            url = await stack.enter_async_context(running(playground, port=0))
        yield url


@contextmanager
def _folder(wanted: Path | None) -> Iterator[Path]:
    """The folder of this run: the one that was named, or one that goes with it."""
    if wanted is None:
        with tempfile.TemporaryDirectory(
            prefix="backlinks-demo-", ignore_cleanup_errors=True
        ) as name:
            yield Path(name)
        return
    if wanted.exists() and any(wanted.iterdir()):
        raise StageError(f"{wanted} is not empty. Name a new folder: a demonstration starts anew.")
    wanted.mkdir(parents=True, exist_ok=True)
    yield wanted.resolve()
