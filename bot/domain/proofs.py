"""The evidence of a verdict, as a text that can be handed on: nothing in it but what was seen."""

import re

from bot.domain.verdicts import Observation, State

_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


def proof(seen: Observation, last_live: Observation | None = None) -> str:
    """What one look saw, and beside it the newest look that saw the link, where there is one.

    Whoever reads it can repeat it: addresses, times, status, redirects, headers, and the hash of what
    was read. It never holds a price or a contact: nothing of an agreement is known here.
    """
    parts = [
        "Evidence of a link's state",
        f"Page:   {seen.referring_page}",
        f"Target: {seen.target}",
        "",
        *_look("This look", seen),
    ]
    if last_live is not None and last_live != seen:
        parts += ["", *_look("The newest look that saw the link", last_live)]
    parts += ["", "Looked at without a browser: the page as its server sends it. Times are UTC."]
    return "\n".join(_CONTROL.sub(" ", line) for line in parts) + "\n"


def _look(title: str, seen: Observation) -> list[str]:
    evidence = seen.evidence
    state = seen.state.value if seen.reason is None else f"{seen.state.value} ({seen.reason.value})"
    lines = [
        f"{title}: {seen.checked_at:%Y-%m-%d %H:%M:%S} UTC",
        f"  State: {state}",
        f"  Because: {evidence.because}",
        f"  HTTP status: {seen.http_status or 'no answer'}",
    ]
    lines += [f"  Redirect: {hop.status} at {hop.url}" for hop in seen.redirects]
    if seen.final_url and seen.final_url != seen.referring_page:
        lines.append(f"  Final address: {seen.final_url}")
    if seen.state is State.LIVE:
        lines += _link(seen)
    if evidence.title:
        lines.append(f"  Title: {evidence.title}")
    if evidence.sha256:
        lines.append(f"  Read: {evidence.bytes_read or 0:,} bytes, SHA-256 {evidence.sha256}")
    lines += [f"  Header: {name}: {value}" for name, value in evidence.headers]
    return lines


def _link(seen: Observation) -> list[str]:
    evidence = seen.evidence
    around = f"{evidence.before or ''} [{seen.anchor or 'link'}] {evidence.after or ''}".strip()
    lines = [
        f"  Link: {seen.href}",
        f"  Text around it: {around}",
        f"  rel: {' '.join(seen.rel) or 'none'}; "
        + ("followed" if seen.followed else "not followed"),
    ]
    lines += [f"  Not followed because of: {source}" for source in evidence.nofollow_from]
    lines += [f"  Not indexable because of: {source}" for source in evidence.noindex_from]
    if seen.canonical_elsewhere:
        lines.append(f"  Canonical: {seen.canonical}")
    return lines
