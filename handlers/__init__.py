"""What a person can ask in Slack: the table of contents."""

from typing import Final

from slack_bolt.app.async_app import AsyncApp

from handlers import guide, unmatched, verbs

VERBS: Final[tuple[verbs.Verb, ...]] = ()


def register(app: AsyncApp) -> None:
    """Tell Bolt every listener; the catch-alls come last."""
    greet = guide.overview_of(VERBS)
    verbs.register(app, (*VERBS, verbs.Verb("help", greet, guide.HELP)), greet=greet)
    unmatched.register(app)
