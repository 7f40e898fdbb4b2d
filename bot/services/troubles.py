"""When a channel cannot be posted to: its people are told in a direct message, nothing is dropped."""

from datetime import datetime
from typing import Final

from bot.domain.delivery import TROUBLE
from bot.domain.tracking import PlannedPost
from bot.errors import DeliveryError
from bot.ports import Outbox, WatchStore

# https://docs.slack.dev/reference/methods/chat.postMessage#errors
_OF_THE_CHANNEL: Final = frozenset(
    {
        "channel_is_archived",
        "channel_not_found",
        "is_archived",
        "no_permission",
        "not_in_channel",
        "restricted_action",
        "restricted_action_read_only_channel",
        "user_not_visible",
    }
)


def is_of_the_channel(error: DeliveryError) -> bool:
    """Whether people of the channel can mend it: archived, the bot was removed, posting is restricted."""
    return error.code in _OF_THE_CHANNEL


async def tell_owners(
    channel: str, error: DeliveryError, *, watches: WatchStore, outbox: Outbox, now: datetime
) -> None:
    """Plan a direct message to everybody who set the channel up, once a week at most.

    What waits for a channel that can be posted to again is posted then; a refusal that is not of the
    channel (the token was revoked) cannot be told by Slack and stands in the log.
    """
    if not is_of_the_channel(error):
        return
    owners = {watch.created_by for watch in await watches.watches(channel=channel)}
    owners.add((await watches.settings_of(channel)).set_by)
    year, week, _ = now.isocalendar()
    posts = [
        PlannedPost(
            dedup_key=f"trouble:{channel}:{error.code}:{year}-{week}:{owner}",
            channel=owner,
            kind=TROUBLE,
            payload={"channel": channel, "code": error.code},
            not_before=now,
        )
        for owner in sorted(owners)
        if owner
    ]
    await outbox.plan_posts(posts, now=now)
