"""What an HTTP status alone says about a page."""

from bot.domain.signs import Sign
from bot.domain.verdicts import Reason

_GONE = {404: "404: there is no such page", 410: "410: the page is gone for good"}
_BLOCKED = {
    401: "401: it asks for a login",
    403: "403: it refuses us",
    407: "407: a proxy asks for a login",
    429: "429: too many requests",
    451: "451: unavailable for legal reasons",
    999: "999: it refuses automatic visitors",
}


def status_sign(status: int) -> Sign | None:
    """The verdict of a status that brings no content; None for the statuses that do."""
    if 200 <= status < 300:
        return None
    if status in _GONE:
        return Sign(Reason.PAGE_GONE, f"The server answers {_GONE[status]}.")
    if status in _BLOCKED:
        return Sign(Reason.BLOCKED, f"The server answers {_BLOCKED[status]}.")
    if status == 408:
        return Sign(Reason.TIMEOUT, "The server answers 408: it waited too long for us.")
    if 400 <= status < 500:
        return Sign(Reason.BLOCKED, f"The server answers {status}: it refuses this request.")
    if 300 <= status < 400:
        return Sign(
            Reason.SERVER_ERROR, f"The server answers {status} without saying where the page is."
        )
    return Sign(Reason.SERVER_ERROR, f"The server answers {status}: it has a fault.")
