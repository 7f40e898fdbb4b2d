"""Sends the digests whose local time has come, and keeps the newest ones true."""

from bot.deps import Deps
from bot.digesting import digest_sender
from jobs.deliver_posts import deliver_posts


async def send_digests(deps: Deps) -> None:
    """Safe to run twice, and to kill: a ledger keeps one digest per channel and local day."""
    digests = digest_sender(deps)
    if await digests.send_due():
        await deliver_posts(deps)  # their files
    await digests.tell_what_came_back()
