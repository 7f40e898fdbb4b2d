"""A look that saw no link, held against the newest one that saw it: is it still the same page?"""

from dataclasses import replace
from typing import Final

from bot.domain.unread import COMMENTS
from bot.domain.verdicts import Observation, Reason

_IN_COMMENTS: Final = frozenset({"comment", "forum_post"})
_LEAST_BYTES: Final = 4_000
"""Smaller pages may become anything by a small change."""
_MUCH_SMALLER: Final = 4
_HARDLY_ANYTHING: Final = 10


def held_against(seen: Observation, before: Observation | None) -> Observation:
    """Doubt a `link_removed` whose page is not the page that had the link.

    A wall, an error page or an empty frame that no rule knows is much smaller than the page that it
    stands for, and has another title; a tenth of the page with the same title is not all of it. What is
    doubted so is unverified: if it stays, somebody is asked to look. A comment may be where this look did
    not read: behind a script that loads comments, or on another page of them.
    """
    if before is None or seen.reason is not Reason.LINK_REMOVED:
        return seen
    if before.placement in _IN_COMMENTS and COMMENTS in seen.evidence.unread:
        return _doubted(
            seen,
            Reason.NEEDS_JAVASCRIPT,
            "The link stood in a comment, and not all comments are in the page as it is sent: a script loads "
            "them, or they stand on other pages.",
        )
    was, now = before.evidence.bytes_read or 0, seen.evidence.bytes_read or 0
    if was < _LEAST_BYTES:
        return seen
    is_other = _title(seen) != _title(before)
    if is_other and now * _MUCH_SMALLER < was:
        return _doubted(
            seen,
            Reason.BLOCKED,
            f"A page of {now:,} bytes {_titled(seen)} came in place of the one of {was:,} bytes "
            f"{_titled(before)} that had the link: we cannot tell what became of that.",
        )
    if now * _HARDLY_ANYTHING < was:
        return _doubted(
            seen,
            Reason.TRUNCATED,
            f"Only {now:,} bytes came of a page that had {was:,} when the link was seen.",
        )
    return seen


def _title(seen: Observation) -> str:
    return (seen.evidence.title or "").casefold()


def _titled(seen: Observation) -> str:
    return f"titled “{seen.evidence.title[:80]}”" if seen.evidence.title else "without a title"


def _doubted(seen: Observation, reason: Reason, because: str) -> Observation:
    evidence = replace(seen.evidence, because=because)
    return replace(seen, state=reason.state, reason=reason, evidence=evidence)
