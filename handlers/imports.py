"""`/backlinks import`: exports of SEO tools, uploaded in a modal."""

import asyncio
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, BinaryIO, Final

from slack_bolt.app.async_app import AsyncApp

from bot.deps import Deps
from bot.domain.names import Target, parse_target
from bot.errors import BotError, InvalidInputError, OtherKindOfFileError
from bot.message import Block, Message
from bot.services import import_export
from bot.slack import forms, imports
from bot.slack.blocks import clean
from bot.slack.help import IMPORT_AN_EXPORT, HelpEntry
from handlers import check
from handlers.asks import Ask
from handlers.listeners import Values, choice_of, on_action, on_view, text_of
from handlers.verbs import Verb

_LIMIT_BYTES: Final = 1_000_000_000
"""Slack's own limit for one file: https://slack.com/help/articles/201330736"""


@dataclass(frozen=True, slots=True)
class _Upload:
    name: str
    url: str


@dataclass(frozen=True, slots=True)
class _Submitted:
    files: tuple[_Upload, ...]
    target: Target | None
    first_day: date | None
    last_day: date | None
    """The days of visits; None: the file says them."""


async def open_form(ask: Ask, _: Deps) -> None:
    """The modal; what stands behind the verb is taken as the site."""
    words = ask.words.strip()
    target = str(parse_target(words)) if words else ""
    await ask.open(forms.import_form(target=target, channel=ask.channel))


def _read(values: Values, _: str) -> _Submitted:
    listed = values.get(forms.FILES, {}).get(forms.FILES, {}).get("files") or ()
    uploads = tuple(_upload(file) for file in listed)
    if not uploads:
        raise InvalidInputError("Choose at least one file.", field=forms.FILES)
    typed = text_of(values, forms.TARGET, forms.TARGET)
    first, last = (_day(values, block) for block in (forms.FIRST_DAY, forms.LAST_DAY))
    if first and last and last < first:
        raise InvalidInputError("This day is before the first one.", field=forms.LAST_DAY)
    try:
        return _Submitted(uploads, parse_target(typed) if typed else None, first, last)
    except InvalidInputError as error:
        raise InvalidInputError(str(error), field=forms.TARGET) from error


def _day(values: Values, block_id: str) -> date | None:
    chosen = choice_of(values, block_id, block_id)
    return date.fromisoformat(chosen) if chosen else None


def _upload(file: Mapping[str, Any]) -> _Upload:
    url = str(file.get("url_private_download") or file.get("url_private") or "")
    return _Upload(clean(str(file.get("name") or "export.csv"), 200), url)


def _waiting(submitted: _Submitted) -> Block:
    return forms.importing([upload.name for upload in submitted.files])


async def _import(ask: Ask, deps: Deps, submitted: _Submitted) -> None:
    for upload in submitted.files:
        await deps.poster.post(ask.user, await _import_one(upload, submitted, deps))


async def _import_one(upload: _Upload, submitted: _Submitted, deps: Deps) -> Message:
    """One file's summary; a file that cannot be used never stops the others."""
    with tempfile.TemporaryDirectory(prefix="import-") as folder:
        path = Path(folder) / "upload"
        try:
            await deps.files.download(upload.url, path, limit_bytes=_LIMIT_BYTES)
            with path.open("rb") as file:
                told = await _visits(file, upload.name, submitted, deps)
                if told is not None:
                    return told
                file.seek(0)
                target = submitted.target
                summary = await import_export.import_file(
                    file,
                    name=upload.name,
                    target=target.domain if target else None,
                    read_export=deps.read_export,
                    store=deps.imports,
                    clock=deps.clock,
                )
        except BotError as error:
            return imports.refused(upload.name, str(error))
    return imports.summary(upload.name, summary)


async def _visits(file: BinaryIO, name: str, submitted: _Submitted, deps: Deps) -> Message | None:
    """The summary of an export of visits; None: the file is none.

    Raises:
        InvalidInputError: it is one, and it is not known whose visits or of which days.
    """
    try:
        report = await asyncio.to_thread(
            deps.read_traffic,
            file,
            name=name,
            first_day=submitted.first_day,
            last_day=submitted.last_day,
        )
    except OtherKindOfFileError:
        return None
    if submitted.target is None:
        raise InvalidInputError(
            f"{report.tool} counts visits but does not say to which site. Choose the file again and "
            "fill in Your site."
        )
    await deps.traffic.keep_traffic(submitted.target.domain, report, deps.clock())
    return imports.visits(name, submitted.target.domain, report)


VERB: Final = Verb(
    "import",
    open_form,
    HelpEntry(
        "import",
        "reads backlink exports of Ahrefs, Semrush, Majestic, Moz, Bing, Search Console, a plain CSV, or visits "
        "of GA4 and Matomo",
        "Opens a window in which you choose the files. Importing the same file twice changes nothing. "
        "Rows that cannot be used are listed with their line and the reason.",
    ),
)


def register(app: AsyncApp) -> None:
    on_action(app, IMPORT_AN_EXPORT, open_form)
    on_action(app, imports.CHECK_IMPORTED, check.check)
    on_action(app, imports.TRACK_IMPORTED, check.track_known)
    on_view(app, forms.IMPORT_FORM, _read, _import, waiting=_waiting)
