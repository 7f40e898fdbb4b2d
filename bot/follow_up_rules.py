"""The follow-up rules as the settings have them: one place for the bot, its digests and the terminal."""

from datetime import timedelta

from bot.config import Settings
from bot.domain.follow_ups import FollowUpRules, parse_days


def rules_from(settings: Settings) -> FollowUpRules:
    """How long we wait before we write again, give up, or call a promise late."""
    return FollowUpRules(
        working_days=parse_days(settings.follow_up_days),
        give_up_after=timedelta(days=settings.no_reply_after_days),
        late_after=timedelta(hours=settings.promise_late_after_hours),
    )
