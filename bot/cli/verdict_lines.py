"""Verdicts in a terminal: JSON for programs, lines for people."""

import dataclasses
import re

import orjson

from bot.domain.verdicts import Evidence, Observation, State
from bot.services.verify_links import LinkRow

_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")

_EVIDENCE = tuple(field.name for field in dataclasses.fields(Evidence))


def as_json(seen: Observation, row: LinkRow) -> str:
    """One line of the stable machine output; the page as it was given, so that rows can be joined.

    docs/verdicts.md explains each key.
    """
    line = {
        "referring_page": row.referring_page.strip() or seen.referring_page,
        "target": seen.target,
        "state": seen.state,
        "reason": seen.reason,
        "http_status": seen.http_status,
        "final_url": seen.final_url,
        "redirects": [{"url": hop.url, "status": hop.status} for hop in seen.redirects],
        "links": seen.links,
        "href": seen.href,
        "anchor": seen.anchor,
        "rel": seen.rel,
        "followed": seen.followed,
        "indexable": seen.indexable,
        "canonical": seen.canonical,
        "indirect": seen.indirect,
        "target_changed": seen.target_changed,
        "placement": seen.placement,
        "editorial": seen.editorial,
        "evidence": {
            **{name: getattr(seen.evidence, name) for name in _EVIDENCE},
            "canonical_elsewhere": seen.canonical_elsewhere,
        },
        "checked_at": seen.checked_at.isoformat(),
    }
    try:
        return orjson.dumps(line).decode()
    except TypeError:
        # Half a character (a lone surrogate), as a terminal or a file may hand over.
        return orjson.dumps(_whole_characters(line)).decode()


def _whole_characters(value: object) -> object:
    if isinstance(value, str):
        return value.encode("utf-8", "replace").decode()
    if isinstance(value, dict):
        return {key: _whole_characters(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_whole_characters(inner) for inner in value]
    return value


def as_line(seen: Observation, row: LinkRow) -> str:
    """One link of many: state, page, target, and what decides."""
    return safe(f"{seen.state:<10}  {row.referring_page} -> {seen.target}  {_in_short(seen)}")


def as_text(seen: Observation) -> str:
    """One link by itself: the verdict with its evidence."""
    lines = [f"{_headline(seen)}  {seen.evidence.because}"]
    if seen.state is State.LIVE:
        lines.append(f"  Link: {seen.href}")
        if seen.anchor:
            lines.append(f'  Anchor: "{seen.anchor}"')
        lines.append(f"  {_in_short(seen)[0].upper()}{_in_short(seen)[1:]}")
        around = (
            f"{seen.evidence.before or ''} [{seen.anchor or 'link'}] {seen.evidence.after or ''}"
        )
        lines.append(f"  Around it: {around.strip()}")
    if seen.final_url and seen.final_url != seen.referring_page:
        lines.append(f"  Final address: {seen.final_url} ({_redirects(seen)})")
    if seen.canonical_elsewhere:
        lines.append(f"  Its canonical is another page: {seen.canonical}")
    status = f"{seen.http_status}, " if seen.http_status else ""
    lines.append(f"  Looked at {seen.checked_at:%Y-%m-%d %H:%M} UTC: {status}as the page is sent.")
    return "\n".join(safe(line) for line in lines)


def _headline(seen: Observation) -> str:
    if seen.state is State.LIVE:
        return "Live."
    return ("Lost" if seen.state is State.LOST else "Cannot tell") + f" ({seen.reason})."


def _in_short(seen: Observation) -> str:
    if seen.state is not State.LIVE:
        return f"{seen.reason}: {seen.evidence.because}"
    facts = ["followed" if seen.followed else "not followed"]
    facts += ["indirect"] if seen.indirect else []
    facts += ["to another page of the site"] if seen.target_changed else []
    facts += [f"in {seen.placement}"] if seen.placement else []
    facts += [] if seen.indexable else ["page is noindex"]
    facts += [f"{seen.links} links"] if seen.links > 1 else []
    return ", ".join(facts)


def _redirects(seen: Observation) -> str:
    count = len(seen.redirects)
    return "1 redirect" if count == 1 else f"{count} redirects"


def safe(line: str) -> str:
    """Pages of strangers must not steer a terminal."""
    return _CONTROL.sub(" ", line)
