"""Signs that a link deserves a second look, each named with what was seen. None condemns alone."""

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Final

from bot.domain.anchor_words import LANGUAGES, is_generic, looks_like_url
from bot.domain.placement import Placement
from bot.domain.scripts import script_of, scripts_in
from bot.domain.spam_comments import comment_spam
from bot.domain.spam_facts import SpamFacts, SpamSign
from bot.domain.spam_lists import link_farm
from bot.domain.spam_texts import written_by_program
from bot.domain.spam_trades import other_trade
from bot.domain.topics import words_of

__all__ = ["SpamFacts", "SpamSign", "alike", "spam_signs"]


def spam_signs(facts: SpamFacts) -> tuple[SpamSign, ...]:
    """All signs that the facts show, strongest first."""
    found = [sign for look in _LOOKS if (sign := look(facts)) is not None]
    return tuple(sorted(found, key=lambda sign: -sign.strength))


_SAME_ANCHOR, _MANY_SAME, _STUFFED = 5, 25, 3


def _stuffed_anchor(facts: SpamFacts) -> SpamSign | None:
    """One anchor on many domains, or one word over and over. Names, titles and "click here" are none."""
    if facts.anchor is None:
        return None
    words = words_of(facts.anchor)
    most = Counter(word for word in words if len(word) > _STUFFED).most_common(1)
    if most and most[0][1] >= _STUFFED:
        seen = f'"{most[0][0]}" {most[0][1]} times in one anchor, "{facts.anchor[:60]}"'
        return SpamSign("stuffed_anchor", seen, 0.6)
    if facts.same_anchor_domains is None or facts.same_anchor_domains < _SAME_ANCHOR:
        return None
    if len(words) < 2 or _is_usual(facts, words):
        return None
    seen = f'{facts.same_anchor_domains} domains use the same words, "{facts.anchor[:60]}"'
    return SpamSign("stuffed_anchor", seen, min(1.0, facts.same_anchor_domains / _MANY_SAME))


def _is_usual(facts: SpamFacts, words: list[str]) -> bool:
    """Whether people link with such words anyway: our name, our page's title, a URL, "read more"."""
    anchor = " ".join((facts.anchor or "").lower().split()).strip(" .!?»«›‹→…")
    if is_generic(anchor) or looks_like_url(anchor) or set(words) & facts.brand_words:
        return True
    # A title is often cut, or loses the site's name after it.
    return any(
        words == words_of(title)[: len(words)] and 2 * len(words) >= len(words_of(title)) - 3
        for title in facts.target_titles
    )


def _hidden(facts: SpamFacts) -> SpamSign | None:
    if facts.placement is not Placement.HIDDEN:
        return None
    return SpamSign("hidden_link", "the link is on the page, but readers cannot see it", 1.0)


def _parked(facts: SpamFacts) -> SpamSign | None:
    return (
        SpamSign("parked_domain", "a domain seller's or parking page", 1.0)
        if facts.parked
        else None
    )


def _sitewide_footer(facts: SpamFacts) -> SpamSign | None:
    """A template's link on many pages; a firm that names its other sites in its footers does nothing odd."""
    places = (Placement.FOOTER, Placement.SIDEBAR, Placement.WIDGET)
    if facts.placement not in places or (facts.domain_links or 0) < 100 or facts.same_owner:
        return None
    where = facts.placement.value if facts.placement else ""
    return SpamSign("sitewide_footer", f"in the {where} of {facts.domain_links} pages", 0.4)


_LEAST_LETTERS, _SPOKEN_HERE = 3, 0.04


def _foreign_anchor(facts: SpamFacts) -> SpamSign | None:
    """An anchor in a script that neither its page nor its target is written in."""
    if facts.anchor is None or facts.text is None:
        return None
    written, around = script_of(facts.anchor), script_of(facts.text)
    letters = sum(letter.isalpha() for letter in facts.anchor)
    if not written or not around or letters < _LEAST_LETTERS or written in ("latin", around):
        return None
    if " ".join(facts.anchor.lower().split()) in LANGUAGES or written == script_of(
        facts.target_text or ""
    ):
        return None
    # A page of two languages is written in both.
    here = scripts_in(facts.text)
    others = here[written] - letters
    if others >= max(_SPOKEN_HERE * here.total(), 2 * letters):
        return None
    seen = f"the anchor is in {written} letters, its page in {around} ones"
    return SpamSign("foreign_script_anchor", seen, 0.6)


_LEAST_BURST, _BURST, _ALIKE = 20, 8, 0.3
_UNKNOWN_BURST: Final = 0.3
"""How strong a burst is of which no anchors are known."""


def _burst(facts: SpamFacts) -> SpamSign | None:
    """Many new domains in a day that link with the same words. What many people share, they name differently."""
    days = facts.new_domains_a_day
    if days is None or len(days) < 8:
        return None
    usual = sorted(days[:-1])[len(days) // 2]
    if days[-1] < _LEAST_BURST or days[-1] < _BURST * max(usual, 1):
        return None
    seen = f"{days[-1]} new domains in a day, {usual} on a usual one"
    if facts.burst_alike is None:
        return SpamSign("sudden_burst", f"{seen}; their anchors are not known", _UNKNOWN_BURST)
    if facts.burst_alike < _ALIKE:
        return None
    seen += f", {100 * facts.burst_alike:.0f} % of them with the same words"
    return SpamSign("sudden_burst", seen, min(1.0, days[-1] / (40 * max(usual, 1))))


def alike(anchors: Mapping[str, int], facts: SpamFacts) -> float | None:
    """Which part of so many domains use one and the same anchor that is no usual one; None: none is known."""
    whole = sum(anchors.values())
    if not whole:
        return None
    odd = [
        number
        for anchor, number in anchors.items()
        if not _is_usual(replace(facts, anchor=anchor), words_of(anchor))
    ]
    return max(odd, default=0) / whole


_LOOKS: tuple[Callable[[SpamFacts], SpamSign | None], ...] = (
    link_farm,
    _stuffed_anchor,
    _hidden,
    written_by_program,
    other_trade,
    _parked,
    _sitewide_footer,
    _foreign_anchor,
    _burst,
    comment_spam,
)
