"""What a page shows of a link that signs of spam are looked for in."""

from collections.abc import Sequence

from bot.domain.documents import Document
from bot.domain.link_surroundings import (
    Outbound,
    comment_around,
    prose_of,
    subject_of,
    titles_of,
    whole_text,
)
from bot.domain.names import Target
from bot.domain.spam_facts import SpamFacts
from bot.domain.ties import shared_account
from bot.domain.topics import words_of
from bot.domain.verdicts import Observation


def spam_facts_of(
    seen: Observation,
    target: Target,
    document: Document,
    ours: Document | str,
    outbound: Sequence[Outbound],
) -> SpamFacts:
    """From the page and our own page, or why that could not be read. Reading the whole text takes a while on a long page."""
    comment = comment_around(document, seen.href, seen.anchor)
    return SpamFacts(
        text=whole_text(document),
        prose=prose_of(document),
        subject=subject_of(document),
        outbound_domains=[one.domain for one in outbound],
        outbound_anchors=[one.words for one in outbound],
        comment=comment.text if comment else None,
        comment_sites=comment.sites if comment else None,
        target_text=None if isinstance(ours, str) else ours.text,
        target_titles=() if isinstance(ours, str) else titles_of(ours),
        brand_words=frozenset(words_of(target.domain.partition(".")[0].replace("-", " "))),
        same_owner=None if isinstance(ours, str) else shared_account(document, ours) is not None,
    )
