"""What a person can ask in Slack: the table of contents."""

from typing import Final

from slack_bolt.app.async_app import AsyncApp

from handlers import (
    asof,
    cards,
    check,
    digest,
    find_page,
    finders,
    guide,
    home,
    imports,
    prospect_lists,
    prospects,
    quality,
    reminders,
    review,
    settings,
    status,
    tracked,
    unmatched,
    verbs,
    verify,
    watches,
)

VERBS: Final = (
    check.VERB,
    verify.VERB,
    quality.VERB,
    review.VERB,
    imports.VERB,
    tracked.TRACK,
    tracked.UNTRACK,
    tracked.LINKS,
    asof.VERB,
    watches.WATCH,
    watches.UNWATCH,
    watches.WATCHES,
    digest.VERB,
    prospects.VERB,
    prospect_lists.LIST,
    prospect_lists.WHO,
    prospect_lists.FORGET,
    settings.VERB,
    *finders.VERBS,
    status.VERB,
)
FEATURES: Final = (
    review,
    check,
    find_page,
    verify,
    imports,
    quality,
    tracked,
    watches,
    cards,
    digest,
    settings,
    finders,
    prospects,
    prospect_lists,
    reminders,
    home,
)


def register(app: AsyncApp) -> None:
    """Tell Bolt every listener; the catch-alls come last."""
    greet = guide.overview_of(VERBS)
    verbs.register(app, (*VERBS, verbs.Verb("help", greet, guide.HELP)), greet=greet)
    for feature in FEATURES:
        feature.register(app)
    unmatched.register(app)
