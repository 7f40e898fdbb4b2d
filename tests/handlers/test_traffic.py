"""Visits beside links: from an analytics export on the command line to check, quality and the CSV."""

import asyncio
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any

import orjson
import pytest
from typer.testing import CliRunner

from bot.adapters.sources.traffic import read_traffic
from bot.cli import app
from bot.domain.names import parse_target
from bot.errors import InvalidInputError
from bot.services.known_links import export_csv
from bot.slack import forms
from bot.slack.imports import CHECK_IMPORTED
from tests.handlers.conftest import Office, office
from tests.handlers.test_quality import WEB, _import
from tests.handlers.test_verifying import PAGE

Json = dict[str, Any]
DATA = Path(__file__).parents[1] / "data" / "traffic"


async def test_visits_stand_in_check_in_quality_and_in_the_csv(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATA_DIR", str(tmp_path))
    async with office(tmp_path, WEB) as bot:
        await _import(bot)
        words = ["import-traffic", str(DATA / "ga4.csv"), "--target", "site.example", "--json"]
        done = await asyncio.to_thread(CliRunner().invoke, app, words)
        assert done.exit_code == 0, done.output
        assert orjson.loads(done.stdout)["visits"] == 1372
        await bot.here.command("/backlinks check site.example")
        answer = await bot.here.wait_for(lambda m: "referring domains" in m["text"])
        assert "1,360 visits" in str(answer["blocks"])
        await bot.here.command(f"/backlinks quality {PAGE} site.example")
        why = await bot.here.wait_for(lambda m: " = " in m["text"])
        assert "670 visits in 30 days" in why["text"], "60 days of 1,340 visits"
        content = await export_csv(
            parse_target("site.example"), backlinks=bot.deps.backlinks, traffic=bot.deps.traffic
        )
        assert '1340,"page, 2026-09-01 to 2026-10-30"' in content.decode("utf-8-sig")


async def _upload(bot: Office, name: str, said: str, **values: str) -> Json:
    """Import one file of the samples by the window; gives the summary that says so."""
    await bot.here.command("/backlinks import")
    view = await bot.here.wait_for_view(lambda v: v["callback_id"] == forms.IMPORT_FORM)
    file = await bot.here.upload(name, (DATA / name).read_bytes())
    await bot.here.submit(view, {forms.FILES: [file["id"]], **values})
    return await bot.here.wait_for(
        lambda m: m["text"].startswith(name) and said in m["text"], channel="dm"
    )


async def test_the_import_window_reads_visits_too(tmp_path: Path) -> None:
    async with office(tmp_path, WEB) as bot:
        await _import(bot)
        await _upload(bot, "ga4.csv", "does not say to which site")
        told = await _upload(bot, "ga4.csv", "1,372 visits from 3 referring", target="site.example")
        assert "GA4, visits to site.example, 1 Sep 26 to 30 Oct 26" in told["text"]
        await _upload(bot, "matomo.csv", "does not say which days", target="site.example")
        days = {forms.FIRST_DAY: "2026-10-01", forms.LAST_DAY: "2026-11-20"}
        told = await _upload(bot, "matomo.csv", "352 visits", target="site.example", **days)
        assert "from 2 referring sites" in told["text"]
        await bot.here.click(told, CHECK_IMPORTED)
        await bot.here.command("/backlinks check site.example")
        answer = await bot.here.wait_for(lambda m: "referring domains" in m["text"])
        assert "340 visits" in str(answer["blocks"])


async def test_days_the_wrong_way_round_are_refused_at_their_field(tmp_path: Path) -> None:
    async with office(tmp_path, WEB) as bot:
        await bot.here.command("/backlinks import")
        view = await bot.here.wait_for_view(lambda v: v["callback_id"] == forms.IMPORT_FORM)
        file = await bot.here.upload("matomo.csv", (DATA / "matomo.csv").read_bytes())
        days = {forms.FIRST_DAY: "2026-10-09", forms.LAST_DAY: "2026-10-01"}
        answer = await bot.here.submit(view, {forms.FILES: [file["id"]], **days})
        assert list(answer["errors"]) == [forms.LAST_DAY]


async def test_visits_stand_in_the_answer_of_the_command_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATA_DIR", str(tmp_path))
    async with office(tmp_path, WEB) as bot:
        await _import(bot)
        await _upload(bot, "ga4.csv", "1,372 visits", target="site.example")
        words = ["check", "site.example"]
        done = await asyncio.to_thread(CliRunner().invoke, app, [*words, "--json"])
        rows = {row["domain"]: row for row in orjson.loads(done.stdout)["domains"]}
        assert rows["journal.example"]["visits"] == 1360
        assert "visits" in rows["journal.example"]["why"]
        shown = await asyncio.to_thread(CliRunner().invoke, app, words)
        assert "Visits" in shown.stdout
        assert "1,360" in shown.stdout


def test_matomo_s_file_counts_sites_and_needs_its_days_said() -> None:
    content = (DATA / "matomo.csv").read_bytes()
    with pytest.raises(InvalidInputError, match="which days"):
        read_traffic(BytesIO(content), name="export.csv", first_day=None, last_day=None)
    report = read_traffic(
        BytesIO(content), name="export 2026-10-01 2026-10-31.csv", first_day=None, last_day=None
    )
    assert [(r.site, r.page, r.visits) for r in report.referrals] == [
        ("journal.example", None, 340),
        ("forum.example", None, 12),
    ]
    assert (report.tool, report.skipped) == ("Matomo", 2)
    assert (report.first_day, report.last_day) == (date(2026, 10, 1), date(2026, 10, 31))


@pytest.mark.parametrize("content", [b"a,b\n1,2\n", b"\x89PNG\r\n", b"# Start date: 99999999\n"])
def test_what_is_no_such_export_is_refused_with_a_sentence(content: bytes) -> None:
    day = date(2026, 10, 1)
    with pytest.raises(InvalidInputError):
        read_traffic(BytesIO(content), name="x.csv", first_day=day, last_day=day)
