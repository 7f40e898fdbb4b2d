"""What people call the sources."""

from typing import Final

_NAMES: Final = {
    "ahrefs": "Ahrefs export",
    "ahrefs_api": "Ahrefs API",
    "dataforseo_api": "DataForSEO API",
    "semrush": "Semrush export",
    "majestic": "Majestic export",
    "moz": "Moz export",
    "bing": "Bing export",
    "search_console": "Search Console export",
    "screaming_frog": "Screaming Frog export",
    "file": "your file",
    "plain": "your file",
    "webgraph": "Common Crawl web graph",
    "own_looks": "our own looks",
}


def source_name(name: str) -> str:
    """A source as people call it.

    >>> source_name("ahrefs"), source_name("another_tool")
    ('Ahrefs export', 'another tool')
    """
    return _NAMES.get(name, name.replace("_", " "))


def data_of(name: str) -> str:
    """`the Ahrefs export`, `your file`: a source inside a sentence.

    >>> data_of("ahrefs"), data_of("file"), data_of("own_looks")
    ('the Ahrefs export', 'your file', 'our own looks')
    """
    called = source_name(name)
    return called if called.startswith(("your ", "our ")) else f"the {called}"
