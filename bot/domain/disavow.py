"""The disavow file: what people marked, merged with the file that was uploaded before.

Format and limits: https://support.google.com/webmasters/answer/2648487 - UTF-8 text, a URL or `domain:` a
line, `#` comments, at most 100,000 lines (comments and empty lines included) and 2 MB. An upload replaces
the file before it, so what was in there must be in here.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from bot.domain.names import ascii_host, host_of, parse_page_url, registrable_domain
from bot.errors import InvalidInputError

MOST_LINES = 100_000
MOST_BYTES = 2 * 1024 * 1024
LONGEST_URL = 2_048


@dataclass(frozen=True, slots=True)
class DisavowFile:
    """`text` is the whole file; `added` are the domains that were not in the file before."""

    text: str
    added: tuple[str, ...]
    kept_lines: int
    refused: tuple[str, ...]
    """Lines of the file before that the search engine would not take; they are kept as comments."""

    @property
    def body(self) -> bytes:
        """What is uploaded: UTF-8 without a byte order mark."""
        return self.text.encode("utf-8")


def disavow_file(
    domains: Iterable[str],
    *,
    before: bytes | str = b"",
    note: str = "",
    on: date | None = None,
    own: str = "",
) -> DisavowFile:
    """Add domains below what was uploaded before; order, comments and spelling of the old lines stay.

    `own` is the site whose links they are: a line that disavows it becomes a comment, and it is never added.

    Raises InvalidInputError when the file before is not UTF-8, or when the result would be over a limit.
    """
    kept, refused = _kept(_decoded(before), own)
    present = {_key(line) for line in kept}
    wanted = dict.fromkeys(_domain(domain) for domain in domains)
    wanted.pop(own, None)
    added = tuple(
        domain
        for domain in wanted
        # A line for the whole domain covers its subdomains.
        if not {f"domain:{domain}", f"domain:{registrable_domain(domain)}"} & present
    )
    lines = list(kept)
    if added:
        if lines and lines[-1].strip():
            lines.append("")
        heading = " ".join(filter(None, ("Added", on.isoformat() if on else "", _one_line(note))))
        lines += [f"# {heading}", *(f"domain:{domain}" for domain in added)]
    text = "\n".join(lines) + ("\n" if lines else "")
    _check(text, len(lines))
    return DisavowFile(text, added, len(kept), tuple(refused))


def _decoded(before: bytes | str) -> str:
    if isinstance(before, str):
        return before.removeprefix("\ufeff")
    try:
        return before.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise InvalidInputError(
            "The disavow file from before is not UTF-8 text; save it as UTF-8 and try again."
        ) from error


def _kept(text: str, own: str) -> tuple[list[str], list[str]]:
    kept, refused, seen = [], [], set()
    # Other characters that Python takes for ends of lines would turn a comment into an entry.
    for written in (
        re.split(r"\r\n|\n|\r", text.removesuffix("\n").removesuffix("\r")) if text else ()
    ):
        line = written.rstrip()
        entry = line.strip()
        if not entry or entry.startswith("#"):
            kept.append(line)
        elif own and _key(entry) in (f"domain:{own}", f"domain:www.{own}"):
            kept.append(f"# your own site: {entry}")
            refused.append(entry)
        elif not _is_entry(entry):
            kept.append(f"# not understood: {entry}")
            refused.append(entry)
        elif _key(entry) not in seen:
            seen.add(_key(entry))
            kept.append(entry)
    return kept, refused


def _is_entry(entry: str) -> bool:
    if entry.lower().startswith("domain:"):
        name = entry[7:].strip()
        # A line for a whole ending, like domain:com, would be a slip that costs all.
        return "." in name.strip(".") and name.isprintable() and not {"/", " "} & set(name)
    return (
        entry.lower().startswith(("http://", "https://"))
        and len(entry) <= LONGEST_URL
        and entry.isprintable()
        and " " not in entry
    )


def _key(line: str) -> str:
    """One spelling for each entry: a domain in lower case and ASCII; of a URL the host alone has no case."""
    if line[:7].lower() == "domain:":
        name = line[7:].strip().rstrip(".")
        return f"domain:{ascii_host(name) or name.lower()}"
    scheme, separator, rest = line.partition("://")
    host, slash, path = rest.partition("/")
    return f"{scheme.lower()}{separator}{host.lower()}{slash}{path}"


def _domain(text: str) -> str:
    """A domain as the file wants it: no scheme, ASCII, lower case; a subdomain stays one.

    Raises InvalidInputError for what is no domain.
    """
    name = text.strip().lower().removeprefix("domain:").split("//")[-1].split("/")[0]
    try:
        host = host_of(parse_page_url(f"http://{name}/")).removeprefix("www.")
    except InvalidInputError:
        host = ""
    if not host or registrable_domain(host) is None:
        raise InvalidInputError(f'"{_one_line(text)[:80]}" is no domain that could be disavowed.')
    return host


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _check(text: str, lines: int) -> None:
    if lines > MOST_LINES:
        raise InvalidInputError(
            f"A disavow file may have {MOST_LINES:,} lines; this one would have {lines:,}."
        )
    size = len(text.encode("utf-8"))
    if size > MOST_BYTES:
        raise InvalidInputError(
            f"A disavow file may have 2 MB; this one would have {size / 1024 / 1024:.1f} MB."
        )
