"""`backlinks fetch` against a vendor on loopback, as a script calls it."""

import asyncio
import json
import os
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from bot.cli import app
from tests.vendors import (
    AHREFS_KEY,
    LOGIN,
    PASSWORD,
    Vendor,
    ahrefs,
    ahrefs_row,
    as_json,
    dataforseo,
    dataforseo_refuses,
    dataforseo_row,
    vendor,
)


@dataclass(frozen=True)
class Said:
    status: int
    out: str
    err: str

    @property
    def told(self) -> dict[str, Any]:
        told: dict[str, Any] = json.loads(self.out)
        return told


class Desk:
    """A folder with settings, and the command line in it."""

    def __init__(self, folder: Path, environment: Mapping[str, str]) -> None:
        self.folder, self.environment = folder, dict(environment)

    async def run(self, *args: object) -> Said:
        def call() -> Said:
            with pytest.MonkeyPatch.context() as patch:
                patch.chdir(self.folder)
                done = CliRunner(env=self.environment).invoke(app, [str(arg) for arg in args])
                return Said(done.exit_code, done.stdout, done.stderr)

        return await asyncio.to_thread(call)


def at_ahrefs(folder: Path, server: Vendor, **settings: str) -> Desk:
    return Desk(
        folder,
        {
            "DATA_DIR": str(folder / "data"),
            "AHREFS_API_KEY": AHREFS_KEY,
            "AHREFS_API_URL": f"{server.url}/v3",
            **settings,
        },
    )


async def test_a_fetch_says_what_came_what_it_cost_and_where_to_look(tmp_path: Path) -> None:
    rows = [
        ahrefs_row(),
        ahrefs_row("https://news.example/story", anchor="story"),
        ahrefs_row("https://other.example/x", url_to="https://elsewhere.example/"),
    ]
    async with vendor(ahrefs(rows)) as server:
        desk = at_ahrefs(tmp_path, server)
        said = await desk.run("fetch", "Site.example", "--from", "ahrefs", "--limit", 50)
    assert said.status == 0, said.err
    assert said.out.splitlines() == [
        "Ahrefs gave 3 rows on site.example: 2 new, 1 refused.",
        "  1 refused: it links to elsewhere.example, not to site.example",
        "It cost 50 API units.",
        "Look at them with `backlinks check site.example`.",
    ]
    assert "up to 50 backlinks of site.example, at most 650 API units" in said.err
    assert server.asked[0].query["history"] == "live"
    assert server.asked[0].query["limit"] == "50"


async def test_what_was_fetched_is_in_the_answer_to_check_with_its_source(tmp_path: Path) -> None:
    async with vendor(
        ahrefs([ahrefs_row(), ahrefs_row("https://b.example/", is_nofollow=True)])
    ) as server:
        desk = at_ahrefs(tmp_path, server)
        await desk.run("fetch", "site.example")
        told = (await desk.run("check", "site.example", "--json")).told
        text = (await desk.run("check", "site.example")).out
    assert (told["referring_domains"], told["backlinks"], told["followed"]) == (2, 2, 1)
    assert [source["name"] for source in told["sources"]] == ["ahrefs_api"]
    assert "Ahrefs API" in text


async def test_fetching_the_same_again_changes_nothing_and_says_so(tmp_path: Path) -> None:
    async with vendor(ahrefs([ahrefs_row()])) as server:
        desk = at_ahrefs(tmp_path, server)
        await desk.run("fetch", "site.example")
        before = (await desk.run("export", "links", "site.example")).out
        again = (await desk.run("fetch", "site.example", "--json")).told
        after = (await desk.run("export", "links", "site.example")).out
    assert (again["kept"], again["known"], again["duplicates"]) == (1, 1, 1)
    assert after == before


@pytest.mark.parametrize(
    ("args", "settings", "says"),
    [
        (("--limit", 1001), {}, "1,000 rows at most (PAID_ROWS_PER_CALL)"),
        (("--limit", 30), {"PAID_ROWS_PER_DAY": "20"}, "0 of the 20 rows that a day allows"),
        (("--from", "dataforseo"), {}, "DATAFORSEO_LOGIN and DATAFORSEO_PASSWORD has no value"),
        (("--from", "ahref"), {}, "Did you mean ahrefs?"),
        (("--from", "ahrefs"), {"AHREFS_API_KEY": ""}, "AHREFS_API_KEY has no value"),
        ((), {"AHREFS_API_KEY": ""}, "No vendor's API is set up"),
    ],
)
async def test_what_is_not_allowed_is_said_before_anybody_is_asked(
    tmp_path: Path, args: tuple[object, ...], settings: dict[str, str], says: str
) -> None:
    async with vendor(ahrefs([ahrefs_row()])) as server:
        said = await at_ahrefs(tmp_path, server, **settings).run("fetch", "site.example", *args)
        assert (said.status, said.out) == (1, "")
        assert says in said.err
        assert server.asked == []


async def test_the_day_s_rows_are_counted_over_all_calls(tmp_path: Path) -> None:
    rows = [ahrefs_row(f"https://a{number}.example/") for number in range(30)]
    async with vendor(ahrefs(rows)) as server:
        desk = at_ahrefs(tmp_path, server, PAID_ROWS_PER_DAY="50")
        first = await desk.run("fetch", "site.example", "--limit", 40)
        second = await desk.run("fetch", "site.example", "--limit", 40)
        third = await desk.run("fetch", "site.example", "--limit", 20)
    assert (first.status, second.status, third.status) == (0, 1, 0)
    assert "30 of the 50 rows that a day allows" in second.err
    assert "20 more until midnight UTC" in second.err
    assert len(server.asked) == 2


async def test_a_page_instead_of_a_site_is_not_bought(tmp_path: Path) -> None:
    async with vendor(ahrefs([])) as server:
        said = await at_ahrefs(tmp_path, server).run("fetch", "https://site.example/guide")
        assert said.status == 1
        assert "give site.example" in said.err
        assert server.asked == []


async def test_a_refused_key_is_told_without_the_key(tmp_path: Path) -> None:
    refusal = as_json({"error": f"key {AHREFS_KEY} is unknown"}, status=401)
    async with vendor(refusal) as server:
        said = await at_ahrefs(tmp_path, server).run("fetch", "site.example")
    assert said.status == 1
    assert "AHREFS_API_KEY" in said.err
    assert "Nothing was spent." in said.err
    assert AHREFS_KEY not in said.err + said.out


def at_dataforseo(folder: Path, server: Vendor, **settings: str) -> Desk:
    environment = {
        "DATA_DIR": str(folder / "data"),
        "DATAFORSEO_LOGIN": LOGIN,
        "DATAFORSEO_PASSWORD": PASSWORD,
        "DATAFORSEO_API_URL": server.url,
    }
    return Desk(folder, environment | settings)


async def test_dataforseo_tells_its_price_afterwards(tmp_path: Path) -> None:
    rows = [dataforseo_row(f"https://a{number}.example/") for number in range(5)]
    async with vendor(dataforseo(rows, total=812)) as server:
        desk = at_dataforseo(tmp_path, server)
        said = await desk.run("fetch", "site.example", "--from", "dataforseo", "--limit", 5)
        told = (await desk.run("check", "site.example", "--json")).told
    assert "at a price that its answer names" in said.err
    assert said.out.splitlines() == [
        "DataForSEO gave 5 rows on site.example: 5 new.",
        "It cost $0.0203.",
        "DataForSEO knows 812 in all.",
        "Look at them with `backlinks check site.example`.",
    ]
    assert [(one["name"], one["complete"]) for one in told["sources"]] == [
        ("dataforseo_api", False)
    ]


async def test_two_vendors_sources_are_merged_with_their_names(tmp_path: Path) -> None:
    async with (
        vendor(ahrefs([ahrefs_row()])) as one,
        vendor(dataforseo([dataforseo_row()])) as other,
    ):
        desk = at_ahrefs(
            tmp_path,
            one,
            DATAFORSEO_LOGIN=LOGIN,
            DATAFORSEO_PASSWORD=PASSWORD,
            DATAFORSEO_API_URL=other.url,
        )
        assert "From whom?" in (await desk.run("fetch", "site.example")).err
        await desk.run("fetch", "site.example", "--from", "ahrefs")
        again = (await desk.run("fetch", "site.example", "--from", "dataforseo", "--json")).told
        told = (await desk.run("check", "site.example", "--json")).told
    assert (again["known"], again["cost"], again["cost_unit"]) == (1, 0.0203, "US dollars")
    assert (told["referring_domains"], told["backlinks"]) == (1, 1)
    assert {source["name"] for source in told["sources"]} == {"ahrefs_api", "dataforseo_api"}


async def test_half_a_login_stops_the_start_with_both_names(tmp_path: Path) -> None:
    async with vendor(dataforseo([])) as server:
        said = await at_dataforseo(tmp_path, server, DATAFORSEO_PASSWORD="").run(
            "fetch", "site.example"
        )
    assert said.status == 1
    assert "DATAFORSEO_LOGIN and DATAFORSEO_PASSWORD: set both or neither" in said.err


async def test_a_key_that_no_header_can_carry_is_named_without_it(tmp_path: Path) -> None:
    async with vendor(ahrefs([])) as server:
        said = await at_ahrefs(tmp_path, server, AHREFS_API_KEY="two\nlines").run(
            "fetch", "site.example"
        )
    assert "AHREFS_API_KEY" in said.err
    assert "lines" not in said.err


@pytest.mark.parametrize("address", ["https://", "https://[", "ftp://vendor.example", "vendor"])
async def test_an_address_that_is_none_is_named(tmp_path: Path, address: str) -> None:
    desk = Desk(tmp_path, {"DATA_DIR": str(tmp_path), "AHREFS_API_URL": address})
    said = await desk.run("fetch", "site.example")
    assert said.status == 1
    assert "Wrong settings: AHREFS_API_URL" in said.err


async def test_the_doctor_says_whether_a_key_works(tmp_path: Path) -> None:
    async with vendor(dataforseo_refuses(40100, "You are not authorized.")) as server:
        said = await at_dataforseo(tmp_path, server).run("doctor", "--json")
    (check,) = [one for one in said.told["checks"] if one["name"] == "dataforseo"]
    assert not check["ok"]
    assert "You are not authorized" in check["said"]
    assert PASSWORD not in said.out


@pytest.mark.parametrize(("answer", "sales"), [(b"n\n", 0), (b"\n", 0), (b"y\n", 1)])
async def test_a_terminal_is_asked_before_it_spends(
    tmp_path: Path, answer: bytes, sales: int
) -> None:
    async with vendor(ahrefs([ahrefs_row()])) as server:
        desk = at_ahrefs(tmp_path, server)
        master, slave = os.openpty()
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "bot", "fetch", "site.example", "--json"),
            stdin=slave,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.PIPE,
            env={"PATH": os.environ["PATH"], **desk.environment},
        )
        os.write(master, answer)
        out, err = await process.communicate()
        os.close(master)
        os.close(slave)
        assert len(server.asked) == sales
    assert b"at most 1,300 API units" in err
    assert b"Spend it? [y/N]" in err
    assert process.returncode == (0 if sales else 1)
    assert out[:1] == (b"{" if sales else b"")
