"""The modals of asking: a site to check, an export to import."""

from collections.abc import Sequence
from typing import Final

from bot.message import Block
from bot.slack.blocks import code, outside, section
from bot.slack.inputs import date_input, input_block, modal, text_input

CHECK_FORM: Final = "form.check"
IMPORT_FORM: Final = "form.import"
TARGET: Final = "target"
FILES: Final = "files"
FIRST_DAY: Final = "first_day"
LAST_DAY: Final = "last_day"


def check_form() -> Block:
    return modal(
        CHECK_FORM,
        "Check a site",
        [
            input_block(
                TARGET,
                "Site or page",
                text_input(TARGET, placeholder="site.com"),
                hint="The answer comes as a direct message, to you alone.",
            )
        ],
        submit="Check",
    )


def import_form(*, target: str = "", channel: str = "") -> Block:
    """A file input for exports. `channel` is remembered for the answer."""
    files: Block = {"type": "file_input", "action_id": FILES, "max_files": 5}
    return modal(
        IMPORT_FORM,
        "Import an export",
        [
            section(
                "Backlink exports of Ahrefs, Semrush, Majestic, Moz, Bing or Search Console "
                "(_Latest links_), or a CSV with a column of URLs. Also visits by referrer: a CSV of "
                "GA4 or Matomo."
            ),
            input_block(FILES, "Files", files),
            input_block(
                TARGET,
                "Your site",
                text_input(TARGET, initial=target, placeholder="site.com"),
                optional=True,
                hint="Needed when the file does not say it, as with Search Console and visits.",
            ),
            input_block(
                FIRST_DAY,
                "First day of the visits",
                date_input(FIRST_DAY),
                optional=True,
                hint="Only for visits whose file does not say its days, as with Matomo.",
            ),
            input_block(LAST_DAY, "Last day of the visits", date_input(LAST_DAY), optional=True),
        ],
        submit="Import",
        private_metadata=channel,
    )


def importing(names: Sequence[str]) -> Block:
    """What stands in the modal's place while files are read."""
    shown = ", ".join(code(name, 80) for name in names[:5])
    text = f"Reading {shown}. The summary comes as a direct message; you can close this."
    return modal(IMPORT_FORM + ".waiting", "Importing", [section(text)])


def note(title: str, text: str) -> Block:
    """A modal that only says something. `text` may quote strangers; it is escaped here."""
    return modal("form.note", title, [section(outside(text, 2900))])
