"""One thing that Slack would refuse in a payload."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Problem:
    """Where (JSON pointer) and what; `str()` gives the line that Slack puts into response_metadata."""

    pointer: str
    message: str
    code: str = "invalid_blocks"
    """Slack's own error name where one is known (`only_one_table_allowed`)."""

    def __str__(self) -> str:
        return f"[ERROR] {self.message} [json-pointer:{self.pointer}]"
