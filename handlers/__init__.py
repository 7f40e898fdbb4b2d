"""What a person can ask in Slack: the table of contents."""

from typing import Final

from slack_bolt.app.async_app import AsyncApp

from handlers import (
    anchor_words,
    ask_form,
    asof,
    cards,
    check,
    digest,
    fetch,
    find_page,
    finders,
    guide,
    home,
    imports,
    outreach,
    proofs,
    quality,
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
    fetch.VERB,
    tracked.TRACK,
    tracked.UNTRACK,
    tracked.LINKS,
    asof.VERB,
    watches.WATCH,
    watches.UNWATCH,
    watches.WATCHES,
    digest.VERB,
    *outreach.VERBS,
    settings.VERB,
    *finders.VERBS,
    status.VERB,
)
FEATURES: Final = (
    anchor_words,
    review,
    check,
    find_page,
    verify,
    proofs,
    imports,
    fetch,
    quality,
    tracked,
    watches,
    cards,
    digest,
    settings,
    finders,
    outreach,
    home,
)


def register(app: AsyncApp) -> None:
    """Tell Bolt every listener; the catch-alls come last."""
    greet = guide.overview_of(VERBS)
    verbs.register(app, (*VERBS, verbs.Verb("help", greet, guide.HELP)), greet=greet)
    ask_form.register(app, VERBS)
    for feature in FEATURES:
        feature.register(app)
    unmatched.register(app)
