"""The words by which others link to a target, sorted into kinds, with a warning where they look unnatural."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from urllib.parse import unquote, urlsplit

from bot.domain.anchor_names import is_naked_url, is_named, is_same_phrase, name_of_domain
from bot.domain.anchor_words import SMALL, is_generic
from bot.domain.scripts import script_of
from bot.domain.topics import stems_of


class AnchorKind(StrEnum):
    """What an anchor text is to its target."""

    BRAND = "brand"
    EXACT = "exact"
    PARTIAL = "partial"
    NAKED_URL = "naked_url"
    GENERIC = "generic"
    IMAGE = "image"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class AnchorUse:
    """One link: its text, the domain that it comes from, and whether it is an image without words."""

    text: str
    domain: str
    image: bool = False
    page_words: str = ""
    """The words of the linked page's address, as `words_of_address` gives them; empty: not known."""


@dataclass(frozen=True, slots=True)
class AnchorProfile:
    """`domains` counts referring domains a kind, each domain once a kind; shares are of all such counts.

    `top` are the most used texts with their number of domains; `warnings` are sentences to review.
    """

    domains: dict[AnchorKind, int]
    top: tuple[tuple[str, int], ...]
    warnings: tuple[str, ...]

    def share(self, kind: AnchorKind) -> float:
        """From 0 to 1; 0 for a target without links."""
        whole = sum(self.domains.values())
        return self.domains.get(kind, 0) / whole if whole else 0.0


def kind_of_anchor(
    use: AnchorUse, *, domain: str, brands: Sequence[str] = (), keywords: Sequence[str] = ()
) -> AnchorKind:
    """Sort one anchor. `brands` are names of the target, `keywords` the phrases that it wants to be found for.

    The words of the linked page's own address count as such a phrase.

    >>> kind_of_anchor(AnchorUse("hier klicken!", "a.de"), domain="site.com").value
    'generic'
    >>> kind_of_anchor(AnchorUse("best running shoes", "a.de"), domain="site.com", keywords=["running shoes"]).value
    'partial'
    """
    text = _folded(use.text)
    phrases = [*keywords, *([use.page_words] if use.page_words else [])]
    if not re.search(r"[^\W_]", text):
        return AnchorKind.IMAGE
    if is_naked_url(text, domain):
        return AnchorKind.NAKED_URL
    if is_generic(text):
        return AnchorKind.GENERIC
    if any(is_same_phrase(text, phrase) for phrase in phrases):
        return AnchorKind.EXACT
    if any(is_named(text, brand) for brand in [*brands, *name_of_domain(domain)]):
        return AnchorKind.BRAND
    words = stems_of(text) - _SMALL_STEMS
    if any(words & stems_of(phrase) for phrase in phrases):
        return AnchorKind.PARTIAL
    return AnchorKind.IMAGE if use.image else AnchorKind.OTHER


_SMALL_STEMS = stems_of(" ".join(SMALL))


def words_of_address(url: str) -> str:
    """The phrase that a page's address carries: what it wants to be found for. Empty without one.

    >>> words_of_address("https://site.com/guides/narrow-garden-trowels.html?x=1")
    'narrow garden trowels'
    >>> words_of_address("https://site.com/"), words_of_address("https://site.com/p/1834")
    ('', '')
    """
    try:
        last = urlsplit(url).path.rstrip("/").rpartition("/")[2]
    except ValueError:
        return ""
    stem = re.sub(r"\.\w{2,5}$", "", unquote(last)).lower()
    return " ".join(word for word in re.split(r"[\W_]+", stem) if word and not word.isdigit())


def _folded(text: str) -> str:
    return " ".join(text.lower().split())


_ENOUGH = 20
"""Below this many referring domains shares say little, and no warning is given."""
_MOST_EXACT, _MOST_ONE, _MOST_FOREIGN = 0.25, 0.3, 0.3


def anchor_profile(
    uses: Iterable[AnchorUse],
    *,
    domain: str,
    brands: Sequence[str] = (),
    keywords: Sequence[str] = (),
) -> AnchorProfile:
    """Count kinds by referring domain, so that one sitewide link does not outweigh a hundred sites."""
    kinds: dict[AnchorKind, set[str]] = {}
    texts: dict[str, set[str]] = {}
    chosen: set[str] = set()
    wanted: set[str] = set()
    for use in uses:
        kind = kind_of_anchor(use, domain=domain, brands=brands, keywords=keywords)
        kinds.setdefault(kind, set()).add(use.domain)
        text = _folded(use.text)
        if text:
            texts.setdefault(text, set()).add(use.domain)
        if kind is AnchorKind.EXACT and any(is_same_phrase(text, one) for one in keywords):
            wanted.add(use.domain)
        if text and kind in (AnchorKind.EXACT, AnchorKind.PARTIAL, AnchorKind.OTHER):
            chosen.add(text)
    counts = {kind: len(kinds.get(kind, ())) for kind in AnchorKind}
    top = Counter({text: len(domains) for text, domains in texts.items()}).most_common(10)
    everyone = {name for domains in kinds.values() for name in domains}
    if len(everyone) < _ENOUGH:
        return AnchorProfile(counts, tuple(top), ())
    warnings = _warnings(len(wanted), texts, chosen, len(everyone))
    return AnchorProfile(counts, tuple(top), warnings)


def _warnings(
    wanted: int,
    texts: dict[str, set[str]],
    chosen: set[str],
    domains: int,
) -> tuple[str, ...]:
    warnings = []
    exact = wanted / domains
    # People often link with a page's own title; with a wanted phrase they seldom do.
    if exact > _MOST_EXACT:
        warnings.append(
            f"{exact:.0%} of the referring domains use exactly a wanted phrase; people seldom do: review them."
        )
    most = max(chosen, key=lambda text: (len(texts[text]), text), default="")
    if most and len(texts[most]) / domains > _MOST_ONE:
        warnings.append(
            f'{len(texts[most])} of {domains} domains link with the same words, "{most[:60]}": review them.'
        )
    scripts = Counter(
        script_of(text) for text, names in texts.items() for _ in names if script_of(text)
    )
    if scripts:
        main = scripts.most_common(1)[0][0]
        foreign = 1 - scripts[main] / scripts.total()
        if foreign > _MOST_FOREIGN:
            warnings.append(
                f"{foreign:.0%} of the anchors are written in another script than most: review them."
            )
    return tuple(warnings)
