"""Takes the pictures of the documentation: `make pictures`.

Starts `backlinks demo`, does in a real browser what a newcomer does, and saves what is seen. Needs the
system's Chromium.
"""

import json
import shutil
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, Page, expect, sync_playwright

HERE = Path(__file__).parent
PORT = 8431
URL = f"http://127.0.0.1:{PORT}"
SITE = "garden.example"


@contextmanager
def demo() -> Iterator[None]:
    """The demonstration, until the block is left."""
    with tempfile.TemporaryDirectory() as folder:
        data = Path(folder) / "demo"
        command = [sys.executable, "-m", "bot", "demo", "--port", str(PORT), "--no-browser"]
        process = subprocess.Popen([*command, "--data-dir", str(data)])
        try:
            _wait_until_connected()
            _wait_until_filled(data / "filling.log")
            yield
        finally:
            process.terminate()
            process.wait(30)


def _wait_until_connected() -> None:
    for _ in range(240):
        try:
            with urllib.request.urlopen(f"{URL}/control/state", timeout=5) as answer:
                if json.load(answer)["apps"][0]["connected"]:
                    return
        except OSError:
            pass
        time.sleep(0.5)
    sys.exit("The demonstration did not start within two minutes.")


def _wait_until_filled(log: Path) -> None:
    """Until the exports are in, and both releases of the web graph are built."""
    for _ in range(480):
        if log.exists() and log.read_text("utf-8").count(" is ready: ") == 2:
            return
        time.sleep(0.5)
    sys.exit("The web graph was not built within four minutes.")


def _channel(name: str) -> str:
    with urllib.request.urlopen(f"{URL}/control/state", timeout=30) as answer:
        channels = json.load(answer)["channels"]
    return next(str(channel["id"]) for channel in channels if channel["name"] == name)


class Visitor:
    """One person in one browser window."""

    def __init__(self, browser: Browser, *, dark: bool = False, width: int = 1180) -> None:
        self.page: Page = browser.new_page(
            viewport={"width": width, "height": 900}, color_scheme="dark" if dark else "light"
        )
        self.page.set_default_timeout(60_000)
        self.page.goto(f"{URL}/?channel={_channel('seo')}")

    def type(self, text: str) -> None:
        """Send a command or a message."""
        box = self.page.locator("textarea.composer-input").first
        box.fill(text)
        box.press("Enter")

    def shoot(self, name: str) -> None:
        """Save what is seen, once it has settled."""
        self.page.wait_for_timeout(700)
        self.page.screenshot(path=HERE / f"{name}.png")

    def sees(self, text: str) -> None:
        """Wait until a text is there."""
        expect(self.page.get_by_text(text).last).to_be_visible(timeout=60_000)


def asking(browser: Browser) -> None:
    """Help, check, verify now, share, the import window."""
    ana = Visitor(browser)
    ana.type("/backlinks")
    ana.sees("What I can do")
    ana.shoot("help")
    ana.type(f"/backlinks check {SITE}")
    ana.sees("referring domains")
    ana.page.get_by_role("button", name="Verify now").last.click()
    ana.sees("Looking at")
    expect(ana.page.get_by_text("Looking at")).to_have_count(0, timeout=60_000)
    ana.sees("live, just now")
    ana.shoot("check")
    ana.page.get_by_role("button", name="Share in channel").last.click()
    ana.sees("Shared by")
    ana.shoot("shared")
    ana.type("/backlinks import")
    ana.page.get_by_role("dialog").wait_for()
    ana.shoot("import")
    ana.page.keyboard.press("Escape")
    dark = Visitor(browser, dark=True)
    dark.type(f"/backlinks check {SITE}")
    dark.sees("referring domains")
    dark.shoot("check-dark")
    narrow = Visitor(browser, width=420)
    narrow.shoot("narrow")


def watching(browser: Browser) -> None:
    """Track, watch, a digest, and what three days bring."""
    ana = Visitor(browser)
    ana.type(f"/backlinks check {SITE}")
    ana.sees("referring domains")
    ana.page.locator("button[data-action='check.menu']").last.click()
    ana.page.get_by_text("Track its pages").last.click()
    ana.sees("new links")
    ana.type("/backlinks digest on 09:00")
    ana.sees("Digest on")
    ana.type(f"/backlinks watch {SITE}")
    dialog = ana.page.get_by_role("dialog")
    dialog.wait_for()
    ana.shoot("watch")
    dialog.get_by_role("button", name="Watch", exact=True).click()
    ana.sees("This channel now watches")
    for _ in range(3):
        _next_day(ana.page)
    ana.shoot("digest")


def _next_day(page: Page) -> None:
    button = page.get_by_role("button", name="Next day")
    button.click()
    page.get_by_text("A day passes").wait_for()
    expect(button).to_be_visible(timeout=60_000)


def winning(browser: Browser) -> None:
    """Broken links of a page, a prospect, App Home."""
    ana = Visitor(browser)
    ana.type(f"/backlinks broken http://library.example/resources/school-gardens {SITE}")
    ana.sees("broken")
    ana.sees("links to other sites are broken")
    ana.shoot("broken")
    ana.page.get_by_role("button", name="Open a prospect").last.click()
    ana.sees("Nobody wrote yet")
    ana.page.get_by_role("button", name="Contacted anyway").last.click()
    ana.sees("no answer yet")
    ana.page.get_by_text("no answer yet").last.scroll_into_view_if_needed()
    ana.shoot("prospect")
    ana.page.get_by_text("Backlinks", exact=True).first.click()
    ana.page.wait_for_timeout(3_000)
    ana.shoot("home")


def main() -> None:
    """Take them all."""
    browser_path = shutil.which("chromium") or shutil.which("chromium-browser")
    if browser_path is None:
        sys.exit("No Chromium was found: `make browser` installs it.")
    with demo(), sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=browser_path, args=["--no-sandbox"])
        for part in (asking, winning, watching):
            part(browser)
        browser.close()


if __name__ == "__main__":
    main()
