"""Reads visits by referrer from exports of GA4 and Matomo.

GA4's CSV begins with comment lines that name the days (`# Start date: 20260901`):
https://support.google.com/analytics/answer/9317657. Matomo's has a row a website or page, its days are in
the file's name at best: https://matomo.org/faq/how-to/export-reports/.
"""

import re
import unicodedata
from calendar import monthrange
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import BinaryIO, Final

from bot.adapters.sources.cell_values import parse_count, web_address
from bot.adapters.sources.csv_records import find_delimiter, read_records
from bot.adapters.sources.file_text import open_text
from bot.domain.backlinks import DomainName
from bot.domain.names import host_of, parse_page_url, registrable_domain
from bot.domain.traffic import Referral, TrafficReport
from bot.errors import InvalidInputError, OtherKindOfFileError

_MOST_ROWS: Final = 200_000
_HEAD_ROWS: Final = 60
_COMMENT_DAY: Final = re.compile(r"(?<!\d)(20\d\d)-?([01]\d)-?([0-3]\d)(?!\d)")
_NAMED_DAY: Final = re.compile(r"(?<!\d)(20\d\d)[-_.]?([01]\d)[-_.]?([0-3]\d)(?!\d)")
_NAMED_MONTH: Final = re.compile(r"(?<!\d)(20\d\d)[-_.]([01]\d)(?![-_.]?\d)")
# The columns by the words of their names, in the languages of both tools' menus.
_OF_SESSION: Final = "session|sitzung|sesi[oó]n|sess[ãa]o|sessie|sesj|сеанс|сеансу|oturum|relace|istunto|munkamenet|セッション|세션|会话|工作階段|phiên"
_SOURCE: Final = "source|quelle|fuente|origem|sorgente|bron|źródł|källa|kilde|lähde|zdroj|forrás|источник|джерел|kaynağ|参照元|ソース|소스|来源|來源|nguồn"
_PAGE: Final = (
    "page referr?er|seiten?[- ]?referr?er|referral-url|referr?er[- ]url|url de (?:la page de )?provenance|url de referencia|url de referência"
    "|url del referrer|referrer della pagina|verwijzende pagina|paginareferrer|strona odsyłająca|url strony odsyłającej"
    "|источник перехода|url перехода|sayfa yönlendiren|ページの参照元|ページ リファラー|페이지 리퍼러|페이지 추천인|网页引荐|网页引荐来源网址|網頁參照網址"
)
_GA4: Final = re.compile(
    rf"(?:(?:{_OF_SESSION}).*(?:{_SOURCE})|(?:{_SOURCE}).*(?:{_OF_SESSION})|first user source|{_PAGE})",
    re.IGNORECASE,
)
_MATOMO: Final = frozenset(
    [
        "label",
        "website",
        "websites",
        "webseite",
        "webseiten",
        "beschriftung",
        "bezeichnung",
        "libellé",
        "site web",
        "sites web",
        "sitio web",
        "sitios web",
        "etiqueta",
        "site",
        "sites",
        "website de referência",
        "sito",
        "sito web",
        "siti web",
        "etichetta",
        "веб-сайт",
        "веб-сайты",
        "сайт",
        "метка",
        "название",
        "strona",
        "strona internetowa",
        "etykieta",
        "webbplats",
        "referrer",
        "referer",
        "internetseite",
        "verweis",
        "ウェブサイト",
        "ラベル",
        "网站",
        "標籤",
        "标签",
        "웹사이트",
        "web sitesi",
        "etiket",
        "webstránka",
        "stránka",
        "verkkosivusto",
    ]
)
_SESSIONS: Final = frozenset(
    [
        "sessions",
        "visits",
        "nb_visits",
        "sitzungen",
        "sesiones",
        "sessões",
        "sessioni",
        "sessies",
        "sesje",
        "сеансы",
        "сеанси",
        "oturumlar",
        "oturum",
        "relace",
        "istunnot",
        "munkamenetek",
        "セッション",
        "セッション数",
        "세션",
        "세션수",
        "세션 수",
        "会话",
        "会话数",
        "工作階段",
        "sessioner",
        "sesjoner",
        "økter",
        "besuche",
        "visites",
        "visitas",
        "visite",
        "bezoeken",
        "odwiedziny",
        "wizyty",
        "визиты",
        "посещения",
        "відвідування",
        "ziyaretler",
        "ziyaret",
        "návštěvy",
        "besök",
        "besøk",
        "besøg",
        "käynnit",
        "訪問数",
        "訪問",
        "ビジット",
        "访问",
        "访问次数",
        "造訪",
        "방문",
        "방문수",
        "lượt truy cập",
        "kunjungan",
    ]
)
_VIEWS: Final = frozenset(
    [
        "views",
        "event count",
        "aufrufe",
        "vues",
        "vistas",
        "visualizações",
        "visualizzazioni",
        "weergaven",
        "wyświetlenia",
        "просмотры",
        "görüntüleme",
        "görüntülemeler",
        "表示回数",
        "조회수",
        "浏览次数",
        "瀏覽",
        "visningar",
        "visninger",
        "ereignisanzahl",
        "nombre d'événements",
        "número de eventos",
    ]
)


def read_traffic(
    file: BinaryIO, *, name: str, first_day: date | None, last_day: date | None
) -> TrafficReport:
    """Read a seekable file. The days given count before those that the file names.

    Raises:
        OtherKindOfFileError: it is no such export.
        InvalidInputError: nobody says which days it counts.
    """
    # The head alone says what kind of file it is: others may be large, and are none of ours.
    _columns(_records(open_text(file, name).head(_HEAD_ROWS)), name)
    file.seek(0)
    text = open_text(file, name).head(_MOST_ROWS)
    records = _records(text)
    columns = _columns(records, name)
    days = _days(text, name)
    first, last = first_day or days[0], last_day or days[1]
    if first is None or last is None:
        raise InvalidInputError(
            f"{name} does not say which days it counts: say the first and the last one "
            "(--from and --to in a terminal)."
        )
    if last < first:
        raise InvalidInputError(f"The last day, {last}, is before the first, {first}.")
    found: dict[tuple[str, str | None], int] = {}
    skipped = 0
    for cells in records[columns.begin :]:
        read = _referral(cells, columns)
        if read is None:
            skipped += 1
            continue
        key = (read.site, read.page)
        found[key] = found.get(key, 0) + read.visits
    referrals = tuple(Referral(DomainName(s), page, n) for (s, page), n in found.items())
    return TrafficReport(columns.tool, first, last, referrals, skipped)


def _records(text: Sequence[str]) -> list[Sequence[str]]:
    rows = [line for line in text if not line.startswith("#")]
    delimiter, skip = find_delimiter(rows[:50])
    return [record.cells for record in read_records(rows, delimiter, skip=skip)]


@dataclass(frozen=True, slots=True)
class _Columns:
    tool: str
    referrer: int
    visits: int
    address: int | None
    """The whole URL, where Matomo gives it beside the label."""
    begin: int
    """The first row of data."""


def _columns(records: Sequence[Sequence[str]], name: str) -> _Columns:
    for number, cells in enumerate(records[:20]):
        names = [_folded(cell) for cell in cells]
        counts = [
            i for known in (_SESSIONS, _VIEWS) for i, cell in enumerate(names) if cell in known
        ]
        by_page = (i for i, cell in enumerate(names) if re.search(_PAGE, cell))
        by_source = (i for i, cell in enumerate(names) if i not in counts and _GA4.search(cell))
        ga4 = next(by_page, None)
        ga4 = next(by_source, None) if ga4 is None else ga4
        labels = (i for i, cell in enumerate(names) if cell in _MATOMO)
        referrer = next(labels, None) if ga4 is None else ga4
        if referrer is not None and counts:
            address = names.index("metadata_url") if "metadata_url" in names else None
            tool = "Matomo" if ga4 is None else "GA4"
            return _Columns(tool, referrer, counts[0], address, number + 1)
    raise OtherKindOfFileError(
        f"{name} is no export of visits by referrer: GA4 names them Session source or Page referrer "
        "beside Sessions, Matomo Website beside Visits."
    )


def _folded(cell: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", cell).strip(' "\ufeff').lower().split())


def _referral(cells: Sequence[str], columns: _Columns) -> Referral | None:
    if len(cells) <= max(columns.referrer, columns.visits):
        return None
    number = parse_count(cells[columns.visits])
    words = cells[columns.referrer].split(" / ")
    if columns.address is not None and len(cells) > columns.address and cells[columns.address]:
        words = [cells[columns.address]]
    if len(words) > 1 and words[1].strip().lower() != "referral":
        return None
    address = web_address(words[0]) if "." in words[0] else None
    if address is None or number is None or number < 0:
        return None
    try:
        url = parse_page_url(address)
    except InvalidInputError:
        return None
    site = registrable_domain(host_of(url))
    if site is None:
        return None
    is_page = url.partition("//")[2].partition("/")[2] != ""
    return Referral(site, url if is_page else None, number)


def _days(lines: Sequence[str], name: str) -> tuple[date | None, date | None]:
    """The first and the last day: of GA4's comments, in any language, else of the file's name."""
    comments = (line for line in lines[:20] if line.startswith("#"))
    told = [_day(*match) for line in comments for match in _COMMENT_DAY.findall(line)]
    if len(told) >= 2:
        return told[0], told[1]
    named = [_day(*match) for match in _NAMED_DAY.findall(name)]
    if len(named) in (1, 2):
        return named[0], named[-1]
    months = [_day(year, month, "01") for year, month in _NAMED_MONTH.findall(name)]
    if not named and len(months) == 1 and months[0]:
        return months[0], _month_end(months[0])
    return None, None


def _month_end(first: date) -> date:
    return first.replace(day=monthrange(first.year, first.month)[1])


def _day(year: str, month: str, day: str) -> date | None:
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None
