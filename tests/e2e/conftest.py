"""One headless Chromium for the run; every test gets a fresh context of it."""

import shutil
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
from playwright.async_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Page,
    Route,
    async_playwright,
)

from tests.e2e.town import Town, town

STATIC = Path(__file__).parents[2] / "bot" / "playground" / "static"
NAMES = ("chromium", "chromium-browser", "google-chrome")
ARGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
SHELF = "http://shelf.test"
"""Where the page's files are served from disk, without a server: for the renderers alone."""
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; "
    "img-src 'self'; form-action 'none'; frame-ancestors 'none'; base-uri 'none'"
)
TYPES = {
    ".js": "text/javascript",
    ".css": "text/css",
    ".html": "text/html",
    ".svg": "image/svg+xml",
}


def chromium() -> str:
    """The path of the system's browser; fails the test run with the way out."""
    for name in NAMES:
        if path := shutil.which(name):
            return path
    pytest.fail(
        "No Chromium was found. Install it by the system's package manager "
        "(`make browser` does it, or for example `sudo apt-get install chromium`), then run again."
    )


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def browser() -> AsyncIterator[Browser]:
    async with async_playwright() as playwright:
        found = await playwright.chromium.launch(executable_path=chromium(), args=ARGS)
        yield found
        await found.close()


class Tabs:
    """Opens pages in contexts of their own, and holds every error that a page reports."""

    def __init__(self, browser: Browser) -> None:
        self._browser = browser
        self._contexts: list[BrowserContext] = []
        self.errors: list[str] = []
        self.dialogs: list[str] = []
        """What alert() and its kin said: a hostile string must never get this far."""

    async def open(self, url: str = "about:blank", **context: Any) -> Page:
        options = {"viewport": {"width": 1180, "height": 800}, "locale": "en-US", **context}
        self._contexts.append(await self._browser.new_context(**options))
        page = await self._contexts[-1].new_page()
        page.set_default_timeout(8000)
        page.on("pageerror", lambda error: self.errors.append(str(error)))
        page.on("console", self._on_console)
        page.on("dialog", self._on_dialog)
        if url != "about:blank":
            await page.goto(url)
        return page

    def _on_console(self, line: ConsoleMessage) -> None:
        # A stream of events ends when its server stops before the page is closed.
        if line.type == "error" and "net::ERR_" not in line.text:
            self.errors.append(line.text)

    async def _on_dialog(self, dialog: Any) -> None:
        self.dialogs.append(dialog.message)
        await dialog.dismiss()

    async def close(self) -> None:
        """Close every page; again is harmless."""
        while self._contexts:
            await self._contexts.pop().close()


@pytest_asyncio.fixture(loop_scope="session")
async def tabs(browser: Browser) -> AsyncIterator[Tabs]:
    """Pages for one test; any script error on them fails it."""
    found = Tabs(browser)
    yield found
    await found.close()
    assert found.errors == []
    assert found.dialogs == []


async def _shelf(route: Route) -> None:
    path = route.request.url.removeprefix(SHELF).split("?")[0]
    headers = {"Content-Security-Policy": POLICY}
    if path == "/":
        styles = "".join(
            f'<link rel="stylesheet" href="/static/css/{name}.css">'
            for name in ("theme", "layout", "messages", "blocks", "controls")
        )
        body = f"<!doctype html><html lang=en><title>shelf</title>{styles}<main id=here></main>"
        await route.fulfill(body=body, content_type="text/html", headers=headers)
        return
    file = STATIC / path.removeprefix("/static/")[:200]
    if not file.is_file():
        await route.fulfill(status=204, headers=headers)
        return
    kind = TYPES.get(file.suffix, "application/octet-stream")
    await route.fulfill(body=file.read_bytes(), content_type=kind, headers=headers)


DRAW = """async ([blocks, extra]) => {
  const {renderBlocks} = await import('/static/js/blocks.js');
  const {Form} = await import('/static/js/form.js');
  window.form = new Form();
  window.acts = [];
  const people = [{id: 'U1', name: 'ana', real_name: 'Ana Reyes'}, {id: 'U2', name: 'ben', real_name: 'Ben Carter'}];
  const rooms = [{id: 'C1', name: 'seo', kind: 'public'}, {id: 'C2', name: 'secret', kind: 'private'}];
  const ctx = {
    user: 'U1', users: new Map(people.map((u) => [u.id, u])), channels: new Map(rooms.map((c) => [c.id, c])),
    siteMap: {'blog.example': 'http://127.0.0.1:4000'}, tz: 'Europe/Madrid', now: () => 1763900000, form,
    act: async (body) => { acts.push(body); },
    suggest: async ({value}) => ({options: [{text: {type: 'plain_text', text: 'Found ' + value}, value: 'f-' + value}]}),
    upload: async (files) => ({ok: true, files: files.map((f, n) => ({id: 'F' + n, name: f.name, size: f.size}))}),
    openChannel: (id) => { acts.push({channel: id}); },
    ...extra,
  };
  const here = document.getElementById('here');
  here.replaceChildren(...renderBlocks(blocks, ctx));
}"""


class Shelf:
    """The renderers on an empty page, under the server's policy."""

    def __init__(self, page: Page) -> None:
        self.page = page

    async def draw(self, *blocks: Any, **context: Any) -> None:
        await self.page.evaluate(DRAW, [list(blocks), context])

    async def aria(self) -> str:
        """The accessibility tree of what was drawn, in playwright's YAML."""
        return await self.page.locator("#here").aria_snapshot()

    async def acts(self) -> list[dict[str, Any]]:
        """What was told to the app so far."""
        found: list[dict[str, Any]] = await self.page.evaluate("acts")
        return found

    async def values(self) -> dict[str, dict[str, Any]]:
        found: dict[str, dict[str, Any]] = await self.page.evaluate("form.values()")
        return found


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def shelf_tabs(browser: Browser) -> AsyncIterator[tuple[Tabs, Shelf]]:
    """One page for all tests of renderers: drawing again replaces what was there."""
    tabs = Tabs(browser)
    page = await tabs.open()
    await page.context.route(f"{SHELF}/**", _shelf)
    await page.goto(f"{SHELF}/")
    yield tabs, Shelf(page)
    await tabs.close()


@pytest_asyncio.fixture(loop_scope="session")
async def shelf(shelf_tabs: tuple[Tabs, Shelf]) -> AsyncIterator[Shelf]:
    """The shelf for one test; any script error on it fails the test."""
    tabs, found = shelf_tabs
    tabs.errors.clear()
    yield found
    assert tabs.errors == []
    assert tabs.dialogs == []


@pytest_asyncio.fixture(loop_scope="session")
async def place(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Town]:
    """The demonstration on its first morning, before anybody imported anything."""
    async with town(tmp_path_factory.mktemp("town")) as opened:
        yield opened
