"""`/backlinks prospects`, `who`, `forget`: lists, adding many, CSV, what we know of a site."""

import re
import tempfile
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from slack_bolt.app.async_app import AsyncApp

from bot.deps import Deps
from bot.domain.names import Target, parse_page_url, parse_target
from bot.domain.prospect_csv import read_prospects, to_csv
from bot.domain.prospect_lists import Sort
from bot.domain.prospects import Kind, NewProspect, Status, site_of
from bot.errors import InvalidInputError
from bot.message import Message
from bot.prospecting import carry_out_order, publish_home, rules_of
from bot.services import outreach
from bot.services.desk import Order, Task
from bot.services.who_is import who_is
from bot.slack import prospect_forms as forms
from bot.slack import prospect_list as drawn
from bot.slack import who as who_drawn
from bot.slack.blocks import section
from bot.slack.help import HelpEntry
from handlers.asks import Ask
from handlers.listeners import Values, choice_of, on_action, on_shortcut, on_view, text_of
from handlers.prospect_places import form, place, with_window
from handlers.verbs import Verb

SHORTCUT: Final = "who"
"""The manifest's message shortcut."""
_CSV_BYTES: Final = 10_000_000
_URL: Final = re.compile(r"<(https?://[^<>|\s]+)(?:\|[^<>]*)?>")
_MENTION: Final = re.compile(r"<@([UW][A-Z0-9]+)(?:\|[^>]*)?>")
_GRADE: Final = re.compile(r"(\d{1,3})\+")
_ORDERS: Final = {
    "best": Sort.QUALITY,
    "quality": Sort.QUALITY,
    "due": Sort.DUE,
    "newest": Sort.MOVED,
    "sites": Sort.SITE,
}
_EMAIL: Final = re.compile(r"[^@\s<>]+@[^@\s<>]+\.[^@\s<>]+")


async def list_all(ask: Ask, deps: Deps) -> None:
    """`prospects [status] [mine] [kind] [site] [60+] [best]`, in any order."""
    words = ask.words.split()
    if [word.lower() for word in words] == ["add"]:
        await form(ask, forms.add_form(response_url=ask.response_url))
        return
    place_ = drawn.ListPlace()
    for word in words:
        place_ = _narrowed(place_, word, user=ask.user)
    await _show(ask, deps, place_, over=False)


def _narrowed(now: drawn.ListPlace, word: str, *, user: str) -> drawn.ListPlace:
    """The list after one more word."""
    name = word.lower().replace("-", "_")
    if name == "mine":
        return replace(now, owner=user)
    if found := _MENTION.fullmatch(word):
        return replace(now, owner=found[1])
    if name in set(Status):
        return replace(now, status=Status(name))
    if name in set(Kind):
        return replace(now, kind=Kind(name))
    if name in _ORDERS:
        return replace(now, sort=_ORDERS[name])
    if found := _GRADE.fullmatch(word):
        return replace(now, quality_from=int(found[1]))
    if "." in word:
        return replace(now, site=site_of(parse_page_url(word)))
    statuses, kinds = (", ".join(one.value for one in known) for known in (Status, Kind))
    raise InvalidInputError(
        f"`{word[:40]}` narrows no list. Statuses are: {statuses}. Kinds are: {kinds}. Or: `mine`, "
        "a site, `60+` for the quality, `best` or `due` for the order."
    )


async def _show(ask: Ask, deps: Deps, wanted: drawn.ListPlace, *, over: bool) -> None:
    ask = await with_window(ask)
    found = await deps.prospects.find_prospects(
        wanted.wanted, limit=drawn.PAGE_SIZE, offset=wanted.offset
    )
    await place(ask, drawn.prospect_list(found, wanted), over=over)


async def turn(ask: Ask, deps: Deps) -> None:
    """A filter or another page."""
    clicked = (ask.body.get("actions") or [{}])[0]
    now = drawn.place_of(str(clicked.get("block_id") or ""))
    words = ask.words
    if clicked.get("type") == "users_select":
        words = f"owner={words}"
    await _show(ask, deps, drawn.changed_place(now, words), over=True)


async def mine(ask: Ask, deps: Deps) -> None:
    """Between one's own and everybody's."""
    now = drawn.read_place(ask.words)
    wanted = replace(now, owner=None if now.owner else ask.user, offset=0)
    await _show(ask, deps, wanted, over=True)


async def export(ask: Ask, deps: Deps) -> None:
    """All that is held, as a CSV in a direct message."""
    every = await deps.prospects.all_prospects()
    content = to_csv(every).encode("utf-8-sig")
    await deps.poster.upload(
        ask.user, filename="prospects.csv", content=content, comment="All prospects, as of now."
    )
    text = "The CSV is in your direct messages with me."
    if ask.respond.response_url:
        await ask.say(Message(text, (section(text),)))


# --- adding many


@dataclass(frozen=True, slots=True)
class _Added:
    text: str
    file_url: str
    target: Target | None
    kind: Kind
    response_url: str
    """Of where the window was opened."""


def _read_add(values: Values, response_url: str) -> _Added:
    typed = text_of(values, forms.TARGET, forms.TARGET)
    try:
        target = parse_target(typed) if typed else None
    except InvalidInputError as error:
        raise InvalidInputError(str(error), field=forms.TARGET) from error
    listed = values.get(forms.FILES, {}).get(forms.FILES, {}).get("files") or ()
    urls = [str(f.get("url_private_download") or f.get("url_private") or "") for f in listed]
    text = text_of(values, forms.LINES, forms.LINES)
    if not text and not urls:
        raise InvalidInputError("Paste at least one page, or choose a file.", field=forms.LINES)
    kind = Kind(choice_of(values, forms.KIND, forms.KIND) or Kind.OTHER.value)
    return _Added(text, urls[0] if urls else "", target, kind, response_url)


async def _submitted_add(ask: Ask, deps: Deps, wanted: _Added) -> None:
    new: list[NewProspect] = []
    bad: list[tuple[int, str]] = []
    for text in (wanted.text, await _download(wanted.file_url, deps)):
        read = read_prospects(text, target=wanted.target, kind=wanted.kind, by=ask.user)
        new += read.new
        bad += read.bad
    done = await outreach.create_prospects(new, prospects=deps.prospects, clock=deps.clock)
    await ask.tell(drawn.added(done, bad), response_url=wanted.response_url, poster=deps.poster)
    await publish_home(ask.user, deps)


async def _download(url: str, deps: Deps) -> str:
    if not url:
        return ""
    with tempfile.TemporaryDirectory(prefix="prospects-") as folder:
        path = Path(folder) / "upload"
        await deps.files.download(url, path, limit_bytes=_CSV_BYTES)
        content = path.read_bytes()
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", "replace")


async def open_add(ask: Ask, _: Deps) -> None:
    await form(ask, forms.add_form(response_url=ask.response_url))


async def open_one(ask: Ask, _: Deps) -> None:
    await form(ask, forms.open_form())


# --- what we know, and forgetting it


async def who(ask: Ask, deps: Deps) -> None:
    """What we know of a site."""
    if not ask.words.strip():
        raise InvalidInputError("Of which site? Try `/backlinks who blog.example`.")
    await place(ask, await _facts(parse_page_url(ask.words), ask, deps))


async def _facts(page: str, ask: Ask, deps: Deps) -> Message:
    facts = await who_is(
        site_of(page),
        person=ask.user,
        prospects=deps.prospects,
        watches=deps.watches,
        backlinks=deps.backlinks,
        clock=deps.clock,
        late_after=rules_of(deps).late_after,
    )
    return who_drawn.who(facts)


async def who_from_message(ask: Ask, deps: Deps) -> None:
    """The message shortcut: takes the URLs of the message, never its text."""
    urls = _URL.findall(str((ask.body.get("message") or {}).get("text") or ""))
    sites = dict.fromkeys(site_of(parse_page_url(url)) for url in urls)
    if not sites:
        raise InvalidInputError("There is no link in that message.")
    for site in list(sites)[:3]:
        await place(ask, await _facts(f"https://{site}/", ask, deps))


async def forget(ask: Ask, _: Deps) -> None:
    """Asks first: erasing cannot be undone."""
    await place(ask, drawn.ask_to_forget(_what(ask.words)))


async def do_forget(ask: Ask, deps: Deps) -> None:
    """Erase, then redraw every message that the bot still edits, so that it is gone there too."""
    done = await carry_out_order(deps, Order(Task.FORGET, what=_what(ask.words), by=ask.user))
    await place(ask, drawn.forgotten(done.erased, done.measured), over=True)


def _what(words: str) -> str:
    """An address as it was typed (Slack makes links of them), or a site."""
    bare = re.sub(r"<mailto:([^|>]+)(?:\|[^>]*)?>", r"\1", words.strip())
    if _EMAIL.fullmatch(bare):
        return bare.lower()
    if not bare or "@" in bare:
        raise InvalidInputError(
            "Type an e-mail address or a site: `/backlinks forget ann@blog.example`."
        )
    return str(site_of(parse_page_url(bare)))


LIST: Final = Verb(
    "prospects",
    list_all,
    HelpEntry(
        "prospects [status] [mine]",
        "outreach as a list, with counts, filters and a funnel; `prospects add` for many at once",
        "More words narrow it, in any order: a kind (`directory`), a site (`blog.example`), a person, `60+` for "
        "the quality of the site; `best` puts the best sites first, `due` what is due.",
    ),
)
WHO: Final = Verb(
    "who",
    who,
    HelpEntry("who site.com", "links from a site, who wrote to it, what was agreed and kept"),
)
FORGET: Final = Verb(
    "forget",
    forget,
    HelpEntry(
        "forget EMAIL or site", "erases a contact everywhere, or contacts and notes of a site"
    ),
)


def register(app: AsyncApp) -> None:
    on_action(app, re.compile(rf"{re.escape(drawn.FILTER)}(\..+)?"), turn)
    on_action(app, re.compile(rf"{re.escape(drawn.PAGE)}\..+"), turn)
    on_action(app, drawn.MINE, mine)
    on_action(app, drawn.EXPORT, export)
    on_action(app, drawn.ADD, open_add)
    on_action(app, drawn.ADD_ONE, open_one)
    on_action(app, drawn.FORGET, do_forget)
    on_shortcut(app, SHORTCUT, who_from_message)
    on_view(app, forms.ADD_FORM, _read_add, _submitted_add)
