"""What log lines look like: one line an event, times in UTC, secrets struck out."""

import logging
import re
import sys
import time
from typing import Final, TextIO

_SECRETS: Final = re.compile(
    r"xox[a-z]-[\w-]+|xapp-[\w-]+|(?<=ticket=)[\w-]+|(?<=[Bb]earer )\S+"
    r"|(?<=hooks\.slack\.com/)\S+|(?<=api[_-]key=)[^&\s]+"
)


class _Formatter(logging.Formatter):
    converter = staticmethod(time.gmtime)

    def format(self, record: logging.LogRecord) -> str:
        return redact(super().format(record))


def redact(text: str) -> str:
    """Strike out tokens, socket tickets and webhook paths.

    >>> redact("token xoxb-1-abc refused")
    'token [secret] refused'
    """
    return _SECRETS.sub("[secret]", text)


def formatter() -> logging.Formatter:
    """One line an event, in UTC, secrets struck out; stack traces too."""
    return _Formatter("%(asctime)sZ %(levelname)s %(name)s: %(message)s", "%Y-%m-%dT%H:%M:%S")


def set_up(level: str = "INFO", *, stream: TextIO | None = None) -> None:
    """Send every log line of the process to `stream` (standard error if None), once."""
    handler = logging.StreamHandler(stream or sys.stderr)
    handler.setFormatter(formatter())
    logging.basicConfig(level=level.upper(), handlers=[handler], force=True)
    for noisy in ("httpx", "slack_bolt", "slack_sdk", "apscheduler", "asyncio"):
        logging.getLogger(noisy).setLevel(logging.WARNING)
    # A job that is still at work when its next tick comes is as it should be.
    logging.getLogger("apscheduler.scheduler").setLevel(logging.ERROR)
