"""Pages that are heaps of links to sites that have nothing to do with each other."""

import re
from collections import Counter
from collections.abc import Sequence
from typing import Final

from bot.domain.spam_facts import SpamFacts, SpamSign
from bot.domain.spam_trades import sells
from bot.domain.spam_words import PUSHING
from bot.domain.topics import all_stems, stems_of, words_of

_FARM_DOMAINS, _FULL_FARM = 60, 300
_FARM_WORDS_A_LINK: Final = 25
_SELLING: Final = 0.1
"""From this part of the anchors on that sell, no common subject excuses a list."""
_SUBJECT_A_LINK: Final = 0.4
_RELATED: Final = 0.2
_DISTINCT: Final = 0.5
# What lists are called says nothing of what they are about.
_LIST_WORDS: Final = stems_of(
    "links link list lists resources resource directory partners partner friends sites site websites website web page pages"
    " home best top useful more catalogue catalog recommended our favourite favorite blogroll verzeichnis linkliste partner"
    " liens annuaire enlaces directorio links links diretório elenco siti каталог ссылки ссылок сайты katalog stron リンク集"
    " 相互リンク 友情链接 链接 링크"
)


def link_farm(facts: SpamFacts) -> SpamSign | None:
    """Many sites, few words, and nothing that holds them together."""
    if facts.outbound_domains is None or facts.text is None:
        return None
    sites, links = len(set(facts.outbound_domains)), len(facts.outbound_domains)
    if sites < _FARM_DOMAINS:
        return None
    words = len(re.findall(r"\w+", facts.text)) / links
    if words > _FARM_WORDS_A_LINK or _is_related(facts, links):
        return None
    seen = f"links to {sites} other sites, with {words:.0f} words of text a link"
    return SpamSign("link_farm", seen, min(1.0, 0.4 + 0.6 * sites / _FULL_FARM))


def _is_related(facts: SpamFacts, links: int) -> bool:
    """Whether the list has a subject: its title's words come back in its entries, or its entries share one."""
    anchors = facts.outbound_anchors
    if anchors and _selling(anchors) >= _SELLING:
        return False
    subject = stems_of(facts.subject) - _LIST_WORDS
    counted = Counter(all_stems(facts.text or ""))
    if sum(counted[stem] for stem in subject) >= _SUBJECT_A_LINK * links:
        return True
    named = [stems_of(anchor) - _LIST_WORDS for anchor in anchors or ()]
    # "Site 1", "Site 2", ... are no names.
    if not named or len(
        {frozenset(words_of(anchor)) for anchor in anchors or ()}
    ) < _DISTINCT * len(named):
        return False
    if sum(bool(stems & subject) for stems in named) >= _RELATED * len(named):
        return True
    common = Counter(stem for stems in named for stem in stems).most_common(1)
    return bool(common) and common[0][1] >= _RELATED * len(named)


def _selling(anchors: Sequence[str]) -> float:
    return sum(1 for anchor in anchors if PUSHING.search(anchor.lower()) or sells(anchor)) / len(
        anchors
    )
