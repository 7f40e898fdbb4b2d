"""Failures on purpose: what the network and Slack do to an app on a bad day, asked for by name."""

from dataclasses import dataclass
from fnmatch import fnmatchcase
from typing import Final, Literal

from bot.playground.errors import ControlError
from bot.playground.timeline import Json

AnswerFault = Literal["ratelimited", "server_error", "slow", "hang", "lost_answer", "error"]
ANSWER_FAULTS: Final[tuple[AnswerFault, ...]] = (
    "ratelimited",
    "server_error",
    "slow",
    "hang",
    "lost_answer",
    "error",
)
SOCKET_FAULTS: Final = ("dead_ticket", "lost_ack", "duplicate_event")


@dataclass(slots=True)
class Fault:
    """One kind of failure, still to happen `count` times."""

    kind: str
    method: str = "*"
    """A glob over Web API methods; socket faults ignore it."""
    count: int = 1
    seconds: float = 1.0
    name: str = "internal_error"

    def shown(self) -> Json:
        return {
            "kind": self.kind,
            "method": self.method,
            "count": self.count,
            "seconds": self.seconds,
            "name": self.name,
        }


class Faults:
    """The failures that are still to come, oldest first."""

    def __init__(self) -> None:
        self.pending: list[Fault] = []

    def add(self, fault: Fault) -> None:
        if fault.kind not in ANSWER_FAULTS and fault.kind not in SOCKET_FAULTS:
            raise ControlError("unknown_fault", f"There is no fault of the kind {fault.kind!r}.")
        self.pending.append(fault)

    def clear(self) -> None:
        self.pending.clear()

    def take(self, kind: str) -> bool:
        """Use up one fault of this kind, if one is pending."""
        fault = next((fault for fault in self.pending if fault.kind == kind), None)
        if fault is not None:
            self._use(fault)
        return fault is not None

    def take_for(self, method: str) -> Fault | None:
        """Use up the oldest fault of a Web API answer that matches the method."""
        for fault in self.pending:
            if fault.kind in ANSWER_FAULTS and fnmatchcase(method, fault.method):
                self._use(fault)
                return fault
        return None

    def _use(self, fault: Fault) -> None:
        fault.count -= 1
        if fault.count <= 0:
            self.pending.remove(fault)
