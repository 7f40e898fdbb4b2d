"""Google Search Console's exports from Links, in the languages whose headers are known.

Other languages are recognised by their shape, see `plain.py`. The report is cut off at 1,000 rows a
table and 100,000 latest links: https://support.google.com/webmasters/answer/9049606
"""

from bot.adapters.sources.export_format import ExportFormat
from bot.domain.backlinks import Grain

SOURCE = "search_console"
OWN_PAGES = (
    "This is Top linked pages: it lists your own pages, not the pages that link to them. "
    "In Search Console open Links, Export external links, Latest links (or Top linking sites)."
)

_LINKING_PAGE = (
    "linking page",
    "linking pages",
    "verweisende seite",
    "verlinkende seite",
    "page d'origine",
    "page contenant le lien",
    "página de enlace",
    "página con enlaces",
    "página que enlaza",
    "pagina con link",
    "pagina di collegamento",
    "página com link",
    "página de link",
    "linkende pagina",
    "strona linkująca",
    "リンク元ページ",
    "דף מקשר",
)
_LAST_CRAWLED = (
    "last crawled",
    "zuletzt gecrawlt",
    "letztes crawling",
    "dernière exploration",
    "último rastreo",
    "ultima scansione",
    "último rastreamento",
    "laatst gecrawld",
    "ostatnie indeksowanie",
    "前回のクロール",
    "最終クロール",
)
_SITE = ("site", "website", "sitio", "sito", "witryna", "サイト", "אתר")
_LINKING_PAGES = (
    "linking pages",
    "verweisende seiten",
    "verlinkende seiten",
    "pages d'origine",
    "páginas de enlace",
    "páginas com link",
    "linkende pagina's",
    "リンク元ページ",
    "דפים מקשרים",
)
_TARGET_PAGE = ("target page", "zielseite", "page cible", "página de destino", "doelpagina")
_INCOMING = ("incoming links", "eingehende links", "liens entrants", "enlaces entrantes")

TOP_LINKED_PAGES = ExportFormat(
    "search_console_top_linked_pages",
    SOURCE,
    Grain.PAGES,
    required=(_TARGET_PAGE, (*_INCOMING, "linking sites")),
    columns={},
    refused_because=OWN_PAGES,
)

TOP_LINKING_TEXT = ExportFormat(
    "search_console_top_linking_text",
    SOURCE,
    Grain.PAGES,
    required=(("link text", "linktext"), ("rank", "rang")),
    columns={},
    refused_because=(
        "This is Top linking text, without the pages that link. "
        "In Search Console open Links, Export external links, Latest links."
    ),
)

TOP_LINKING_SITES = ExportFormat(
    "search_console_top_linking_sites",
    SOURCE,
    Grain.DOMAINS,
    required=(_SITE, _LINKING_PAGES),
    columns={"referring_domain": _SITE, "links": _LINKING_PAGES},
    most_rows=(1_000,),
)

LATEST_LINKS = ExportFormat(
    "search_console_links",
    SOURCE,
    Grain.PAGES,
    required=(_LINKING_PAGE,),
    absent=(
        *_SITE,
        *_TARGET_PAGE,
        *("target url", "target", "anchor", "anchor text"),
        *("domain", "root domain", "linking domain", "domain authority"),
    ),
    columns={"referring_page": _LINKING_PAGE, "last_seen": _LAST_CRAWLED},
    most_rows=(1_000, 100_000),
)

FORMATS = (TOP_LINKED_PAGES, TOP_LINKING_TEXT, TOP_LINKING_SITES, LATEST_LINKS)
