"""What a person reads of `backlinks graph`."""

from collections.abc import Sequence
from typing import Any, Protocol

from bot.domain.webgraph import LIMITS, GraphDiff, InlinkReport, Presence, Referrer

Found = dict[str, Any]
"""A machine answer, as `--json` would print it."""


class Plan(Protocol):
    """What is shown before a build begins."""

    @property
    def release(self) -> str: ...
    @property
    def download(self) -> int: ...
    @property
    def disk(self) -> int: ...


def plan(found: Plan, free_bytes: int) -> str:
    """What a build is going to take."""
    return (
        f"{found.release}: {_size(found.download)} to download at most, "
        f"{_size(found.disk)} of disk needed, {_size(free_bytes)} free. "
        "It can be broken off at any time and goes on when called again."
    )


def built(found: Found) -> str:
    """A finished build."""
    total = sum(found["files"].values())
    return (
        f"{found['release']} is ready: {found['nodes']:,} domains, {found['arcs']:,} links, "
        f"ranks of {found['ranks']:,}; {_size(total)} on disk."
    )


def releases(rows: Sequence[Found]) -> str:
    """The list of releases."""
    said = {True: "published", False: "listed, not there yet", None: "listed"}
    lines = [
        f"{row['release']:32} {said[row['published']]}{', built here' if row['built'] else ''}"
        for row in rows
    ]
    return "\n".join(lines) or "No release is listed."


def inlinks(report: InlinkReport) -> str:
    """Who links to a domain."""
    if report.presence is not Presence.FOUND:
        return report.note
    until = f", data until {report.as_of}" if report.as_of else ""
    head = f"{report.domain}: {_domains(report.referring_domains)} ({report.release}{until})"
    lines = [head, *([report.note] if report.note else []), *_table(report.rows)]
    if not report.complete:
        lines.append(f"… and {report.referring_domains - report.returned:,} more (--limit)")
    return "\n".join([*lines, "", LIMITS])


def diff(found: GraphDiff) -> str:
    """What changed between two releases."""
    before, after = found.referring_domains_older, found.referring_domains_newer
    lines = [
        f"{found.domain}: {before:,} referring domains in {found.older}, {after:,} in {found.newer}",
        "",
        f"New in the web graph: {found.gained:,}",
        *_table(found.gained_rows),
        "",
        (
            f"No longer in the web graph: {found.lost:,}, of which {found.lost_unknown:,} were not seen "
            "by the newer crawl at all"
        ),
        *_table(found.lost_rows),
        "",
        *([] if found.complete else ["Rows were cut (--limit)."]),
        found.note,
        LIMITS,
    ]
    return "\n".join(lines)


def degrees(rows: Sequence[Found]) -> str:
    """How many domains link to each."""
    return "\n".join(
        f"{row['domain']}: linked from {_domains(row['referring_domains'])}"
        + (f" ({row['note']})" if row["note"] else "")
        for row in rows
    )


def status(found: Found) -> str:
    """What is here."""
    lines = [
        f"{row['release']:32} {row['nodes']:>12,} domains {row['arcs']:>14,} links "
        f"{_size(row['bytes']):>9}  built {row['built_at'][:10]}"
        for row in found["releases"]
    ]
    lines += [f"{name:32} begun; `backlinks graph build` goes on" for name in found["begun"]]
    none = ["No release is built here yet: `backlinks graph build`."] * (not lines)
    return "\n".join([*none, *lines, f"{_size(found['free_bytes'])} free in {found['folder']}"])


def removed(found: Found) -> str:
    """A release that is gone."""
    return f"{found['release']} was removed; {_size(found['freed_bytes'])} are free again."


def exported(found: Found) -> str:
    """Checkpoints in a file."""
    return f"{found['release']}: checkpoints written to {found['file']} ({_size(found['bytes'])})."


def imported(found: Found) -> str:
    """Checkpoints taken over."""
    return (
        f"{found['release']}: checkpoints taken over. "
        f"Now `backlinks graph build --release {found['release']}` needs the names alone."
    )


def _domains(count: int) -> str:
    return f"{count:,} referring domain{'' if count == 1 else 's'}"


def _table(rows: Sequence[Referrer]) -> list[str]:
    if not rows:
        return []
    width = min(60, max(len(row.domain) for row in rows))
    head = f"  {'domain':{width}}  {'rank':>11}  {'referring domains':>17}"
    return [head] + [
        f"  {row.domain:{width}}  {_number(row.rank):>11}  {_number(row.referring_domains):>17}"
        for row in rows
    ]


def _number(value: int | None) -> str:
    return "–" if value is None else f"{value:,}"


def _size(count: float) -> str:
    for unit in ("bytes", "kB", "MB"):
        if count < 1000:
            return f"{count:.0f} {unit}"
        count /= 1000
    return f"{count:.1f} GB"
