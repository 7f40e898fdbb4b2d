"""Exports of visits as both tools write them: in other languages, encodings and shapes, with sums between."""

from datetime import date
from io import BytesIO

import pytest

from bot.adapters.sources.traffic import read_traffic
from bot.domain.traffic import TrafficReport

FIRST, LAST = date(2026, 9, 1), date(2026, 9, 30)
DAYS = "# Start date: 20260901\n# End date: 20260930\n"


def _read(content: str | bytes, name: str = "data.csv", *, days: bool = True) -> TrafficReport:
    raw = content.encode() if isinstance(content, str) else content
    first, last = (FIRST, LAST) if days else (None, None)
    return read_traffic(BytesIO(raw), name=name, first_day=first, last_day=last)


def _visits(content: str | bytes, name: str = "data.csv") -> dict[str, int]:
    return {
        referral.page or referral.site: referral.visits
        for referral in _read(content, name).referrals
    }


@pytest.mark.parametrize(
    ("referrer", "visits", "dates"),
    [
        ("Sitzungsquelle", "Sitzungen", ("Startdatum", "Enddatum")),
        ("Sitzung – Quelle/Medium", "Sitzungen", ("Startdatum", "Enddatum")),
        ("Source de la session", "Sessions", ("Date de début", "Date de fin")),
        ("Source / support de la session", "Sessions", ("Date de début", "Date de fin")),
        ("Fuente de la sesión", "Sesiones", ("Fecha de inicio", "Fecha de finalización")),
        ("Fuente/medio de la sesión", "Sesiones", ("Fecha de inicio", "Fecha de finalización")),
        ("Origem da sessão", "Sessões", ("Data de início", "Data de término")),
        ("Sorgente sessione", "Sessioni", ("Data di inizio", "Data di fine")),
        ("Sessiebron", "Sessies", ("Startdatum", "Einddatum")),
        ("Źródło sesji", "Sesje", ("Data rozpoczęcia", "Data zakończenia")),
        ("Источник сеанса", "Сеансы", ("Дата начала", "Дата окончания")),
        ("Oturum kaynağı", "Oturumlar", ("Başlangıç tarihi", "Bitiş tarihi")),
        ("セッションの参照元", "セッション", ("開始日", "終了日")),
        ("세션 소스", "세션수", ("시작일", "종료일")),
        ("会话来源", "会话数", ("开始日期", "结束日期")),
    ],
)
def test_ga4_is_read_in_the_languages_of_its_menus(
    referrer: str, visits: str, dates: tuple[str, str]
) -> None:
    begin, end = dates
    text = f"# {begin}: 20260901\n# {end}: 20260930\n{referrer},Users,{visits}\njournal.example,1,340\n"
    report = _read(text, days=False)
    assert (report.tool, report.first_day, report.last_day) == ("GA4", FIRST, LAST)
    assert [(r.site, r.visits) for r in report.referrals] == [("journal.example", 340)]


@pytest.mark.parametrize(
    "header",
    ["Website,Besuche", "Libellé,Visites", "Sitio web,Visitas", "Sito,Visite", "Веб-сайт,Визиты",
     "Strona,Odwiedziny", "ウェブサイト,訪問数", "label,nb_visits", "Label,Unique visitors,Visits"],
)  # fmt: skip
def test_matomo_is_read_in_the_languages_of_its_menus(header: str) -> None:
    row = "journal.example" + ",7" * (header.count(",") - 1) + ",340"
    assert _visits(f"{header}\n{row}\n") == {"journal.example": 340}


def test_sums_direct_visits_and_search_engines_are_skipped_and_counted() -> None:
    text = (
        f"{DAYS}Session source / medium,Sessions\n,900\njournal.example / referral,340\n"
        "google / organic,9\n(direct) / (none),8\n(not set),7\nTotals,900\nGrand total,900\n"
    )
    report = _read(text)
    assert [(r.site, r.visits) for r in report.referrals] == [("journal.example", 340)]
    assert report.skipped == 6


def test_a_table_of_days_above_the_table_of_sources_does_not_confuse() -> None:
    text = f"{DAYS}Nth day,Sessions\n0000,5\n\n{DAYS}Session source,Sessions\njournal.example,340\n"
    assert _visits(text) == {"journal.example": 340}


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-8-sig", "cp1252"])
def test_encodings_and_tabs_are_found(encoding: str) -> None:
    text = "Libellé\tVisites\njournal.example\t1\u00a0340\n"
    assert _visits(text.encode(encoding)) == {"journal.example": 1340}


@pytest.mark.parametrize("number", ["1.340", '"1,340"', "1'340", "1340,0", "1\u202f340", "1340.00"])
def test_thousands_are_read_however_they_are_parted(number: str) -> None:
    delimiter = ";" if '"' not in number else ","
    text = f"label{delimiter}nb_visits\njournal.example{delimiter}{number}\n"
    assert _visits(text) == {"journal.example": 1340}


@pytest.mark.parametrize(
    ("name", "first", "last"),
    [
        ("Export _ Websites _ 2026-09-01,2026-09-30.csv", FIRST, LAST),
        ("Websites_2026-09-01_2026-09-30.csv", FIRST, LAST),
        ("Websites 20260901-20260930.csv", FIRST, LAST),
        ("Websites 2026-09.csv", FIRST, LAST),
        ("Websites 2026-09-14.csv", date(2026, 9, 14), date(2026, 9, 14)),
    ],
)
def test_the_file_s_name_says_its_days(name: str, first: date, last: date) -> None:
    report = _read("label,nb_visits\njournal.example,340\n", name, days=False)
    assert (report.first_day, report.last_day) == (first, last)


def test_matomo_s_page_under_a_site_has_its_whole_address() -> None:
    text = "label,nb_visits,metadata_url\n/tools,340,https://journal.example/tools\n"
    assert _visits(text) == {"https://journal.example/tools": 340}


def test_rows_of_single_days_add_up_and_explorations_name_their_days_in_one_comment() -> None:
    text = "# Free form 1\n# 20260901-20260930\nPage referrer,Sessions\n,Totals\nhttps://journal.example/tools,3\nhttps://journal.example/tools,4\n"
    report = _read(text, days=False)
    assert (report.first_day, report.last_day) == (FIRST, LAST)
    assert [r.visits for r in report.referrals] == [7]
