"""Outreach: its verbs, buttons and windows, as one table of contents."""

from typing import Final

from slack_bolt.app.async_app import AsyncApp

from handlers import prospect_lists, prospects, reminders

VERBS: Final = (
    prospects.VERB,
    prospect_lists.LIST,
    prospect_lists.WHO,
    prospect_lists.FORGET,
)


def register(app: AsyncApp) -> None:
    """Tell Bolt the buttons and windows of each."""
    for feature in (prospects, prospect_lists, reminders):
        feature.register(app)
