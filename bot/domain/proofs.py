"""The evidence of a verdict, as a text that can be handed on: nothing in it but what was seen."""

import re
from dataclasses import dataclass

from bot.domain.verdicts import Observation, State

_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


@dataclass(frozen=True, slots=True)
class Exhibit:
    """One link's verdict: the look that it rests on, and what stands beside it."""

    seen: Observation
    last_live: Observation | None = None
    """The newest look before it that saw the link; None: none did."""

    @property
    def looks(self) -> tuple[tuple[str, Observation], ...]:
        """The looks by what they are called, the verdict's first."""
        if self.last_live is None or self.last_live == self.seen:
            return (("This look", self.seen),)
        before = ("The newest look that saw the link", self.last_live)
        return (("This look", self.seen), before)


def printable(text: str) -> str:
    """Without what a terminal obeys, what turns the direction of text, and halves of characters."""
    return _CONTROL.sub(" ", text).encode("utf-8", "replace").decode("utf-8")


def proof(exhibit: Exhibit) -> str:
    """What one look saw, and beside it the newest look that saw the link, where there is one.

    Whoever reads it can repeat it: addresses, times, status, redirects, headers, and the hash of what
    was read. It never holds a price or a contact: nothing of an agreement is known here.
    """
    parts = [
        "Evidence of a link's state",
        f"Page:   {exhibit.seen.referring_page}",
        f"Target: {exhibit.seen.target}",
    ]
    for title, look in exhibit.looks:
        parts += ["", *_look(title, look)]
    parts += ["", "Looked at without a browser: the page as its server sends it. Times are UTC."]
    return "\n".join(printable(line) for line in parts) + "\n"


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
