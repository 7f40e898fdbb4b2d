"""The table of contents of this folder: every kind of file that can be read, most telling first."""

from bot.adapters.sources import (
    ahrefs,
    bing,
    majestic,
    moz,
    own_pages,
    plain,
    search_console,
    semrush,
)
from bot.adapters.sources.export_format import ExportFormat

SOURCES: tuple[ExportFormat, ...] = (
    *ahrefs.FORMATS,
    *semrush.FORMATS,
    *majestic.FORMATS,
    *bing.FORMATS,
    *search_console.FORMATS,
    *own_pages.FORMATS,
    *moz.FORMATS,
    *plain.FORMATS,
)
"""To add a vendor: one file beside these, one line here, one test file."""
