"""Comments that are there for their link alone."""

import re
from typing import Final

from bot.domain.anchor_words import looks_like_url
from bot.domain.placement import Placement
from bot.domain.spam_facts import SpamFacts, SpamSign
from bot.domain.spam_trades import sells
from bot.domain.spam_words import PUSHING
from bot.domain.topics import stems_of, words_of

_PLACES: Final = (Placement.COMMENT, Placement.FORUM_POST)
_MANY_SITES, _SHORT = 3, 40
_PRAISE: Final = re.compile(
    r"\b(great|nice|good|amazing|awesome|excellent|wonderful|fantastic|superb)\s+(post|article|blog|site|website|information|info|share|work|content|write[- ]?up|read)\b"
    r"|thanks? (you )?(so much |a lot )?for (sharing|the (great |useful )?(information|info|post|article))|very (informative|helpful|useful)"
    r"|i really (enjoyed|like|love)|keep up the (good|great) work|bookmarked"
    r"|(muy buen|excelente|gran) (art[ií]culo|post|blog)|gracias por compartir"
    r"|merci (beaucoup )?pour (cet|ce|le|votre) (partage|article|post)|(super|très bon|excellent) article"
    r"|(toller|guter|super|schöner|interessanter) (beitrag|artikel|blog|post)|danke für (den|die|diesen)"
    r"|(ottimo|bell?'?|bellissimo) (articolo|post|blog)|grazie per (la condivisione|l'articolo)"
    r"|([oó]timo|excelente|[oó]timas|belo) (post|artigo|blog|conteúdo)|parab[eé]ns pel[oa]|obrigad[oa] por compartilhar"
    r"|(goed|mooi|leuk) artikel|bedankt voor het delen|(świetny|super|ciekawy) (artykuł|wpis|blog)|dzięki za"
    r"|(отличная|хорошая|интересная|полезная|классная) (статья|информация)|спасибо (большое )?за (статью|информацию|пост)"
    r"|(harika|güzel|çok iyi) (bir )?(yazı|makale|paylaşım)|paylaşım için teşekkür|bài viết (rất )?(hay|hữu ích)"
    r"|artikel(nya)? (yang )?(bagus|menarik|bermanfaat)|terima kasih (atas|sudah)"
    r"|素晴らしい記事|とても参考になりました|写得(很|真)好|(好|不错的)文章|感谢分享|좋은 (글|정보)|مقال (رائع|ممتاز|مفيد)|شكرا على",
    re.IGNORECASE,
)


def comment_spam(facts: SpamFacts) -> SpamSign | None:
    """A comment signed with a trade, with links to many sites, or of praise that is about nothing."""
    if facts.placement not in _PLACES or not facts.anchor:
        return None
    if sells(facts.anchor):
        return SpamSign("comment_spam", f'a comment signed "{facts.anchor[:60]}"', 1.0)
    if (facts.comment_sites or 0) >= _MANY_SITES and _is_short(facts.comment, facts.comment_sites):
        return SpamSign(
            "comment_spam", f"a short comment with links to {facts.comment_sites} sites", 0.8
        )
    if _is_name(facts) or not _is_empty_praise(facts):
        return None
    seen = f'praise without a word on the subject, with the link "{facts.anchor[:60]}"'
    return SpamSign("comment_spam", seen, 0.7)


def _is_name(facts: SpamFacts) -> bool:
    """Whether the anchor may well be somebody's name: a URL, our brand, or short and selling nothing."""
    words = words_of(facts.anchor or "")
    if looks_like_url(facts.anchor or "") or set(words) & facts.brand_words:
        return True
    return len(words) < 3 and PUSHING.search((facts.anchor or "").lower()) is None


def _is_short(comment: str | None, sites: int | None) -> bool:
    return comment is not None and len(words_of(comment)) < 15 * (sites or 1)


def _is_empty_praise(facts: SpamFacts) -> bool:
    """Praise in few words, none of which is of the page's subject.

    The comment alone counts, where it could be told from the others; a page has readers who praise honestly.
    """
    said = facts.comment if facts.comment is not None else facts.text
    if said is None or _PRAISE.search(said) is None:
        return False
    own = said.replace(facts.anchor or "", " ")
    if len(words_of(own)) > _SHORT and facts.comment is not None:
        return False
    left = stems_of(_PRAISE.sub(" ", own)) - stems_of(facts.anchor or "")
    return facts.comment is None or not left & stems_of(facts.subject)
