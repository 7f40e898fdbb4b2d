"""The verbs that find prospects: their table of contents."""

from typing import Final

from slack_bolt.app.async_app import AsyncApp

from handlers import broken_links, reclaim

VERBS: Final = (broken_links.VERB, reclaim.VERB)


def register(app: AsyncApp) -> None:
    broken_links.register(app)
    reclaim.register(app)
