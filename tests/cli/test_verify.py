"""`backlinks verify` as a person and a program use it, against a server on this machine."""

import json
import os
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from bot.cli import app

KEYS = [
    "referring_page", "target", "state", "reason", "http_status", "final_url", "redirects", "links",
    "href", "anchor", "rel", "followed", "indexable", "canonical", "indirect", "target_changed",
    "placement", "editorial", "evidence", "checked_at",
]  # fmt: skip
PROSE = "<p>" + "A spade that fits the soil saves the back. " * 20 + "</p>"
PAGES = {
    "/live": f"<main>{PROSE}<p>See <a href='https://site.com/'>the \x1b[31mguide</a>.</p></main>",
    "/lost": f"<main>{PROSE}</main>",
    "/refresh": f"<meta http-equiv=refresh content='0;url=/live'>{PROSE}",
}


@dataclass(slots=True)
class Site:
    url: str
    asked: list[str] = field(default_factory=list)
    slow_asked: threading.Event = field(default_factory=threading.Event)
    let_go: threading.Event = field(default_factory=threading.Event)


@pytest.fixture
def site() -> Iterator[Site]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            found.asked.append(self.path)
            if self.path == "/slow":
                found.slow_asked.set()
                found.let_go.wait(30)
            body = PAGES.get(self.path)
            self.send_response(200 if body else 404)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.end_headers()
            self.wfile.write((body or "gone").encode())

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    found = Site(f"http://127.0.0.1:{server.server_address[1]}")
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield found
    found.let_go.set()
    server.shutdown()
    server.server_close()
    thread.join()


def environment() -> dict[str, str]:
    return {
        **os.environ,
        "ALLOWED_PRIVATE_NETWORKS": "127.0.0.0/8",
        "HOST_DELAY_SECONDS": "0",
        "COLUMNS": "200",
    }


def backlinks(*arguments: str, stdin: str | bytes = b"") -> Result:
    return CliRunner().invoke(app, list(arguments), input=stdin, env=environment())


def test_one_link_as_json_has_the_promised_keys_in_order(site: Site) -> None:
    done = backlinks("verify", f"{site.url}/live", "site.com", "--json")
    assert (done.exit_code, done.stderr) == (0, "")
    [line] = map(json.loads, done.stdout.splitlines())
    assert list(line) == KEYS
    assert (line["state"], line["reason"], line["href"]) == ("live", None, "https://site.com/")
    assert line["referring_page"] == f"{site.url}/live"
    assert line["evidence"]["bytes_read"] == len(PAGES["/live"].encode())


def test_one_link_for_people_says_the_verdict_and_steers_no_terminal(site: Site) -> None:
    done = backlinks("verify", f"{site.url}/live", "site.com")
    assert done.exit_code == 0
    assert done.stdout.startswith("Live.")
    assert "Followed, in content" in done.stdout
    assert "\x1b" not in done.stdout
    lost = backlinks("verify", f"{site.url}/lost", "site.com")
    assert (lost.exit_code, lost.stdout[:20]) == (0, "Lost (link_removed).")


def test_wrong_usage_exits_with_2_and_says_what_is_right() -> None:
    for arguments in (
        ("verify",), ("verify", "https://a.example/"), ("verify", "nope", "site.com"),
        ("verify", "https://a.example/", "nope"), ("verify", "--from", "/no/such/file.csv"),
        ("verify", "https://a.example/", "site.com", "--from", "-"),
    ):  # fmt: skip
        done = backlinks(*arguments)
        assert (done.exit_code, done.stdout) == (2, ""), arguments
        assert "Invalid value" in done.stderr


def test_a_file_is_answered_line_by_line_in_its_order(site: Site, tmp_path: Path) -> None:
    file = tmp_path / "links.csv"
    rows = [
        (f"{site.url}/live", "site.com", "live"),
        (f"{site.url}/gone", "site.com", "page_gone"),
        ("not a page", "site.com", "bad_url"),
        (f"{site.url}/refresh", "site.com", "live"),
        (f"{site.url}/live", "other.example", "link_removed"),
        (f"{site.url}/live", "", "bad_url"),
        ("http://10.0.0.1/", "site.com", "unsafe_address"),
    ]
    file.write_text("referring_page,target\n" + "".join(f"{p},{t}\n" for p, t, _ in rows))
    done = backlinks("verify", "--from", str(file), "--json")
    assert (done.exit_code, done.stderr) == (0, "")
    lines = [json.loads(line) for line in done.stdout.splitlines()]
    assert [line["reason"] or line["state"] for line in lines] == [
        verdict for _, _, verdict in rows
    ]
    assert [line["referring_page"] for line in lines] == [page for page, _, _ in rows]
    assert all(list(line) == KEYS for line in lines)
    assert [len(line["redirects"]) for line in lines] == [0, 0, 0, 1, 0, 0, 0]
    assert site.asked.count("/live") == 2  # once for its two rows, once for the refresh


def test_a_table_without_the_columns_is_refused_with_their_names() -> None:
    done = backlinks("verify", "--from", "-", stdin="name,colour\nspade,green\n")
    assert (done.exit_code, done.stdout) == (1, "")
    assert "referring_page and target; it has: name, colour" in done.stderr


def test_people_get_a_line_a_link_and_the_sums(site: Site) -> None:
    table = f"referring_page,target\n{site.url}/live,site.com\n{site.url}/lost,site.com\n"
    done = backlinks("verify", "--from", "-", stdin=table)
    lines = done.stdout.splitlines()
    assert [line.split()[0] for line in lines] == ["live", "lost", "2"]
    assert lines[-1] == "2 links: 1 live, 1 lost, 0 unverified."


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_ctrl_c_loses_nothing_that_is_done(site: Site, number: signal.Signals) -> None:
    other = site.url.replace("127.0.0.1", "127.0.0.2")
    table = f"{site.url}/live,site.com\n{other}/slow,site.com\n{site.url}/lost,site.com\n"
    with socket.create_server(("127.0.0.2", int(other.rsplit(":", 1)[1]))) as silent:
        process = subprocess.Popen(
            [sys.executable, "-m", "bot", "verify", "--from", "-", "--json"],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
            env=environment() | {"RESPECT_ROBOTS": "false"}, cwd=Path(__file__).parents[2],
        )  # fmt: skip
        assert process.stdin is not None
        assert process.stdout is not None
        process.stdin.write(table.encode())
        process.stdin.close()
        first = process.stdout.readline()
        silent.settimeout(30)
        held, _ = silent.accept()
        while "/lost" not in site.asked:
            assert process.poll() is None
        os.kill(process.pid, number)
        rest = process.stdout.read()
        errors = process.stderr.read() if process.stderr else b""
        assert process.wait(30) == 130
        held.close()
        process.stdout.close()
        if process.stderr:
            process.stderr.close()
    done = [json.loads(line) for line in [first, *rest.splitlines()]]
    assert done[0]["state"] == "live"
    assert all(line["referring_page"] != f"{other}/slow" for line in done)
    assert b"Stopped before the end" in errors
