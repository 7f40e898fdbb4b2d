"""The verbs that find prospects: their table of contents."""

from typing import Final

from slack_bolt.app.async_app import AsyncApp

from handlers import broken_links, directories, gap, mentions, reclaim, social

VERBS: Final = (
    broken_links.VERB,
    reclaim.VERB,
    gap.VERB,
    mentions.VERB,
    directories.VERB,
    social.VERB,
)


def register(app: AsyncApp) -> None:
    """Tell Bolt the buttons of each."""
    for feature in (broken_links, reclaim, gap, mentions, directories):
        feature.register(app)
