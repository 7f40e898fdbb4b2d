"""What the doctor looks through."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:  # whoever asks for one port need not wait for the whole domain
    from bot.domain.checkups import SlackLook, StoreLook, WebLook


class SlackHealth(Protocol):
    """Tries the tokens, for the doctor alone."""

    async def look(self) -> SlackLook:
        """Ask Slack about both tokens; never raises, never keeps a token or a ticket."""


class StoreHealth(Protocol):
    """Tries the data folder, for the doctor alone."""

    async def look(self) -> StoreLook:
        """Write and remove a file of its own there; never raises, changes nothing that is kept."""


class WebHealth(Protocol):
    """Tries the network, for the doctor alone."""

    async def look(self) -> WebLook:
        """Ask one known address for an answer; never raises."""
