"""trigger_id: the right to show one modal, within three seconds of a person's act.

https://docs.slack.dev/interactivity/handling-user-interaction
"""

import re
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from bot.playground.errors import SlackError
from bot.playground.ids import new_trigger_id

LIFETIME_SECONDS: Final = 3.0
_KEPT: Final = 10_000
_FORMAT = re.compile(r"\d+\.\d+\.\w+\Z", re.ASCII)


@dataclass(slots=True)
class _Trigger:
    team_id: str
    app_id: str
    user_id: str
    expires: float
    is_spent: bool = False


class Triggers:
    """All triggers of a playground; time is real, not the workspace's."""

    def __init__(self, monotonic: Callable[[], float] = time.monotonic) -> None:
        self._monotonic = monotonic
        self._triggers: dict[str, _Trigger] = {}

    def new(self, team_id: str, app_id: str, user_id: str) -> str:
        trigger_id = new_trigger_id()
        expires = self._monotonic() + LIFETIME_SECONDS
        self._triggers[trigger_id] = _Trigger(team_id, app_id, user_id, expires)
        if len(self._triggers) > _KEPT:
            del self._triggers[next(iter(self._triggers))]
        return trigger_id

    def spend(self, trigger_id: str, team_id: str, app_id: str) -> str:
        """The user who may be shown a modal; raises SlackError with Slack's name for why not."""
        trigger = self._triggers.get(trigger_id)
        if trigger is None or (trigger.team_id, trigger.app_id) != (team_id, app_id):
            known_form = _FORMAT.match(trigger_id) is not None
            raise SlackError("expired_trigger_id" if known_form else "invalid_trigger_id")
        if trigger.is_spent:
            raise SlackError("exchanged_trigger_id")
        if self._monotonic() > trigger.expires:
            raise SlackError("expired_trigger_id")
        trigger.is_spent = True
        return trigger.user_id
