"""Why a request was refused.

SlackError          what the Web API answers with `ok: false`
ControlError        what a person's act in the page is answered with
"""

from collections.abc import Sequence


class SlackError(Exception):
    """A Web API error by Slack's own name, https://docs.slack.dev/reference/methods."""

    def __init__(self, error: str, *, messages: Sequence[str] = (), **fields: object) -> None:
        super().__init__(error)
        self.error = error
        self.messages = tuple(messages)
        self.fields = fields
        """Further top-level fields of the answer, such as `needed` and `provided`."""


class ControlError(Exception):
    """`error` is for programs, `str()` is a sentence for people, `status` is for HTTP."""

    def __init__(self, error: str, message: str, status: int = 400) -> None:
        super().__init__(message)
        self.error = error
        self.status = status
