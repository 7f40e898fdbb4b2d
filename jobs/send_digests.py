"""Sends the digests whose local time has come, and keeps the newest ones true."""

from bot.deps import Deps
from bot.digesting import digest_sender


async def send_digests(deps: Deps) -> None:
    """Safe to run twice, and to kill: a ledger keeps one digest per channel and local day."""
    sender = digest_sender(deps)
    await sender.send_due()
    await sender.tell_what_came_back()
