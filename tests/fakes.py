"""Fakes that keep the promises of `bot/ports.py` and record what was asked of them."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from bot.domain.pages import Page, Validators
from bot.errors import FetchError


@dataclass(frozen=True, slots=True)
class FetchCall:
    """One call of a `PageFetcher`."""

    url: str
    validators: Validators | None
    fresh: bool


@dataclass(slots=True)
class FakeFetcher:
    """A `PageFetcher` over a table: a URL leads to a page, or to the error that it raises.

    A URL that is not in the table is a name that does not exist.
    """

    answers: Mapping[str, Page | FetchError] = field(default_factory=dict)
    calls: list[FetchCall] = field(default_factory=list)

    async def fetch(
        self, url: str, *, validators: Validators | None = None, fresh: bool = False
    ) -> Page:
        """Answer from the table."""
        self.calls.append(FetchCall(url, validators, fresh))
        answer = self.answers.get(url)
        if answer is None:
            raise FetchError("dns_error", "No such name in this test.", url=url, name_exists=False)
        if isinstance(answer, FetchError):
            raise answer
        return answer

    @property
    def urls(self) -> list[str]:
        """What was asked for, in order."""
        return [call.url for call in self.calls]
