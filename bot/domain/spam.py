"""Signs that a link deserves a second look, each named with what was seen. None condemns alone."""

import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from bot.domain.placement import Placement
from bot.domain.spam_words import VOCABULARY
from bot.domain.topics import script_of, words_of


@dataclass(frozen=True, slots=True)
class SpamSign:
    """`strength` from 0 to 1; `seen` is a fact for people, to be reviewed by one."""

    name: str
    seen: str
    strength: float


@dataclass(frozen=True, slots=True)
class SpamFacts:
    """What is known of a link and its page. None: not known, so no sign is looked for.

    `outbound_domains` are the registrable domains of the page's links to other sites, one an anchor.
    `same_anchor_domains` counts the domains that link to the target with this very anchor.
    `new_domains_a_day` are the target's new referring domains, oldest day first.
    """

    text: str | None = None
    anchor: str | None = None
    placement: Placement | None = None
    outbound_domains: Sequence[str] | None = None
    target_text: str | None = None
    same_anchor_domains: int | None = None
    parked: bool | None = None
    domain_links: int | None = None
    new_domains_a_day: Sequence[int] | None = None
    brand_words: frozenset[str] = frozenset()


def spam_signs(facts: SpamFacts) -> tuple[SpamSign, ...]:
    """All signs that the facts show, strongest first."""
    found = [sign for look in _LOOKS if (sign := look(facts)) is not None]
    return tuple(sorted(found, key=lambda sign: -sign.strength))


_FARM_DOMAINS, _FULL_FARM = 60, 300
_FARM_WORDS_A_LINK = 25


def _link_farm(facts: SpamFacts) -> SpamSign | None:
    if facts.outbound_domains is None or facts.text is None:
        return None
    domains = len(set(facts.outbound_domains))
    words = len(words_of(facts.text))
    if domains < _FARM_DOMAINS or words / len(facts.outbound_domains) > _FARM_WORDS_A_LINK:
        return None
    seen = f"links to {domains} other sites, with {words / len(facts.outbound_domains):.0f} words of text a link"
    return SpamSign("link_farm", seen, min(1.0, 0.4 + 0.6 * domains / _FULL_FARM))


def _stuffed_anchor(facts: SpamFacts) -> SpamSign | None:
    if facts.anchor is None or facts.same_anchor_domains is None or facts.same_anchor_domains < 5:
        return None
    words = words_of(facts.anchor)
    if len(words) < 2 or set(words) & facts.brand_words or _looks_like_url(facts.anchor):
        return None
    seen = f'{facts.same_anchor_domains} domains use the same words, "{facts.anchor[:60]}"'
    return SpamSign("stuffed_anchor", seen, min(1.0, facts.same_anchor_domains / 25))


def _hidden(facts: SpamFacts) -> SpamSign | None:
    if facts.placement is not Placement.HIDDEN:
        return None
    return SpamSign("hidden_link", "the link is on the page, but readers cannot see it", 1.0)


_SPIN = re.compile(r"\{[^{}|\n]{2,40}(?:\|[^{}|\n]{2,40})+\}")
_LEAST_WORDS = 120


def _generated_text(facts: SpamFacts) -> SpamSign | None:
    if facts.text is None:
        return None
    spun = _SPIN.findall(facts.text)
    if len(spun) >= 2:
        return SpamSign("spun_text", f"a text spinner's brackets: {spun[0][:60]}", 1.0)
    words = words_of(facts.text)
    if len(words) < _LEAST_WORDS:
        return None
    triples = list(zip(words, words[1:], words[2:], strict=False))
    repeated = 1 - len(set(triples)) / len(triples)
    if repeated < 0.4:
        return None
    return SpamSign(
        "generated_text", f"{repeated:.0%} of its phrases are repetitions", min(1.0, repeated)
    )


def _other_trade(facts: SpamFacts) -> SpamSign | None:
    """Words of a spammer's trade on a page whose target has nothing to do with it."""
    if facts.text is None:
        return None
    ours = set(words_of(facts.target_text or ""))
    counts = Counter(words_of(facts.text))
    for trade, vocabulary in VOCABULARY.items():
        hits = {word: counts[word] for word in vocabulary if counts[word]}
        hits.update(
            {
                word: facts.text.count(word)
                for word in vocabulary
                if not word.isascii() and word in facts.text
            }
        )
        if ours & vocabulary or sum(hits.values()) < 3:
            continue
        most = ", ".join(sorted(hits, key=lambda word: (-hits[word], word))[:3])
        return SpamSign(
            f"{trade}_words",
            f"{sum(hits.values())} words of that trade: {most}",
            min(1.0, sum(hits.values()) / 12),
        )
    return None


def _parked(facts: SpamFacts) -> SpamSign | None:
    return (
        SpamSign("parked_domain", "a domain seller's or parking page", 1.0)
        if facts.parked
        else None
    )


def _sitewide_footer(facts: SpamFacts) -> SpamSign | None:
    places = (Placement.FOOTER, Placement.SIDEBAR, Placement.WIDGET)
    if facts.placement not in places or (facts.domain_links or 0) < 100:
        return None
    where = facts.placement.value if facts.placement else ""
    return SpamSign("sitewide_footer", f"in the {where} of {facts.domain_links} pages", 0.4)


def _foreign_anchor(facts: SpamFacts) -> SpamSign | None:
    """An anchor in a script that neither its page nor its target is written in."""
    if facts.anchor is None or facts.text is None:
        return None
    written, around = script_of(facts.anchor), script_of(facts.text)
    known = {around, script_of(facts.target_text or "")} - {""}
    if not written or not around or written in known or written == "latin":
        return None
    return SpamSign(
        "foreign_script_anchor",
        f"the anchor is in {written} letters, its page in {around} ones",
        0.6,
    )


def _burst(facts: SpamFacts) -> SpamSign | None:
    days = facts.new_domains_a_day
    if days is None or len(days) < 8:
        return None
    usual = sorted(days[:-1])[len(days) // 2]
    if days[-1] < 20 or days[-1] < 8 * max(usual, 1):
        return None
    seen = f"{days[-1]} new domains in a day, {usual} on a usual one"
    return SpamSign("sudden_burst", seen, min(1.0, days[-1] / (40 * max(usual, 1))))


_PRAISE = re.compile(
    r"\b(great|nice|good|amazing|awesome|excellent)\s+(post|article|blog|site|information|info|share|work)\b"
    r"|thanks? (you )?for (sharing|the information)|very (informative|helpful)|i really (enjoyed|like)"
    r"|muy buen art[ií]culo|merci pour (cet|le partage)|toller (beitrag|artikel)|ottimo articolo|[оО]тличная статья"
    r"|素晴らしい記事|写得(很|真)好|좋은 글",
    re.IGNORECASE,
)


def _comment_spam(facts: SpamFacts) -> SpamSign | None:
    if facts.placement not in (Placement.COMMENT, Placement.FORUM_POST) or not facts.anchor:
        return None
    words = set(words_of(facts.anchor))
    trade = next((name for name, vocabulary in VOCABULARY.items() if words & vocabulary), "")
    if trade:
        return SpamSign("comment_spam", f'a comment signed "{facts.anchor[:60]}"', 1.0)
    if (
        len(words) >= 3
        and not words & facts.brand_words
        and not _looks_like_url(facts.anchor)
        and _praised(facts)
    ):
        return SpamSign(
            "comment_spam",
            f'praise without a word on the subject, with the link "{facts.anchor[:60]}"',
            0.7,
        )
    return None


def _praised(facts: SpamFacts) -> bool:
    return facts.text is not None and _PRAISE.search(facts.text) is not None


def _looks_like_url(text: str) -> bool:
    return (
        re.match(r"\s*(https?://|www\.)|\s*[\w-]+(\.[\w-]+)+(/\S*)?\s*$", text, re.IGNORECASE)
        is not None
    )


_LOOKS: tuple[Callable[[SpamFacts], SpamSign | None], ...] = (
    _link_farm,
    _stuffed_anchor,
    _hidden,
    _generated_text,
    _other_trade,
    _parked,
    _sitewide_footer,
    _foreign_anchor,
    _burst,
    _comment_spam,
)
