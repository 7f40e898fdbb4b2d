"""Sites that people mark for review: what one person marks and a second agrees to may be disavowed."""

from dataclasses import dataclass, replace
from datetime import datetime

from bot.domain.backlinks import DomainName
from bot.errors import InvalidInputError


@dataclass(frozen=True, slots=True)
class ReviewMark:
    """One referring site of one target's site, with who decided what and when (Slack users' IDs)."""

    site: DomainName
    target_domain: DomainName
    marked_by: str
    marked_at: datetime
    agreed_by: str | None = None
    """The second person; None: nobody said yes yet."""
    agreed_at: datetime | None = None
    withdrawn_by: str | None = None
    """Who took it back; None: it stands."""
    withdrawn_at: datetime | None = None

    @property
    def stands(self) -> bool:
        return self.withdrawn_by is None

    @property
    def is_effective(self) -> bool:
        """Whether the site goes into the disavow file."""
        return self.stands and self.agreed_by is not None


def agree(mark: ReviewMark, *, by: str, at: datetime) -> ReviewMark:
    """A second person's yes; a further one changes nothing.

    Raises:
        InvalidInputError: it is the person who marked it, or it was taken back.
    """
    if not mark.stands:
        raise InvalidInputError(f"The mark on {mark.site} was taken back. Mark it again first.")
    if mark.agreed_by is not None:
        return mark
    if by == mark.marked_by:
        raise InvalidInputError(
            f"You marked {mark.site} yourself: a second person has to say yes. "
            f"They find it under `/backlinks review {mark.target_domain}`."
        )
    return replace(mark, agreed_by=by, agreed_at=at)


def withdraw(mark: ReviewMark, *, by: str, at: datetime) -> ReviewMark:
    """Take it back: anybody may, since a site left out is the safer side."""
    return mark if not mark.stands else replace(mark, withdrawn_by=by, withdrawn_at=at)
