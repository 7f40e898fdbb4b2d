"""A guess at the encoding of bytes that nobody declared."""

import re
from collections.abc import Callable
from dataclasses import dataclass

_SAMPLE_BYTES = 65_536
_TAGS = re.compile(rb"<(script|style)\b.*?</\1\s*>|<[^>]*>", re.IGNORECASE | re.DOTALL)
_HIGH = re.compile(r"[^\x00-\x7f]")


def _share(pattern: str) -> Callable[[str], float]:
    """The share of the non-ASCII characters that a script would use."""
    wanted = re.compile(pattern)

    def share(text: str) -> float:
        high = len(_HIGH.findall(text))
        return len(wanted.findall(text)) / high if high else 0.0

    return share


@dataclass(frozen=True, slots=True)
class _Candidate:
    codec: str
    score: Callable[[str], float]


# Kana, common ideographs and syllables are what real text of each language is made of; a wrong codec
# gives rare ideographs and half-width forms. In Cyrillic most letters are small, and KOI8-R and
# windows-1251 have small and capital letters the other way round.
_CANDIDATES = (
    _Candidate("cp932", _share(r"[\u3040-\u30fa\u30fc]")),
    _Candidate("euc-jp", _share(r"[\u3040-\u30fa\u30fc]")),
    _Candidate("cp949", _share(r"[\uac00-\ud7a3]")),
    _Candidate(
        "gb18030", _share(r"[的一是不了在人有我他这中大来上个国和时要出会为年,。、:\u4e00-\u9fa5]")
    ),
    _Candidate("big5", _share(r"[\u4e00-\u9fa5,。、:]")),
    _Candidate("cp1251", _share(r"[а-яё]")),
    _Candidate("koi8-r", _share(r"[а-яё]")),
    _Candidate("cp1253", _share(r"[α-ωάέήίόύώ]")),
    _Candidate("cp1255", _share(r"[א-ת]")),
    _Candidate("cp1256", _share(r"[\u0621-\u064a]")),
    _Candidate("cp874", _share(r"[\u0e01-\u0e4e]")),
)
_CHINESE = re.compile(r"[的一是不了在有我他这這中大来來上个個国國和時时要出会會為为年、。,]")
_WORDS = re.compile(rb"[\x80-\xff]{3,}")
_HIGH_BYTES = re.compile(rb"[\x80-\xff]")
_WIDE_MARKUP = (
    ("utf-16-le", re.compile(rb"(?:[\t\n\f\r ]\0)*<\0[!?/A-Za-z]\0")),
    ("utf-16-be", re.compile(rb"(?:\0[\t\n\f\r ])*\0<\0[!?/A-Za-z]")),
)
_GOOD_ENOUGH = 0.6
_JAPANESE_ENOUGH = 0.3


def guess_codec(body: bytes) -> str:
    """Python's codec for undeclared bytes: UTF-8 where they are valid, else by what the text looks like.

    >>> guess_codec("Ünïcödé".encode()), guess_codec("Вот простой пример текста".encode("koi8-r"))
    ('utf-8', 'koi8-r')
    """
    if body.isascii():
        return "iso2022-jp" if b"\x1b$" in body else wide_codec(body) or "utf-8"
    if _is_utf8(body):
        return "utf-8"
    return wide_codec(body) or _legacy_codec(_TAGS.sub(b" ", body[:_SAMPLE_BYTES]))


def _is_utf8(body: bytes) -> bool:
    try:
        body.decode("utf-8")
    except UnicodeDecodeError as error:
        # One cut or broken character among many good ones does not make another encoding.
        rest = body[error.end : error.end + _SAMPLE_BYTES]
        before = body[max(0, error.start - _SAMPLE_BYTES) : error.start]
        return _counts_as_utf8(before) and _counts_as_utf8(rest) and not (before + rest).isascii()
    return True


def _counts_as_utf8(part: bytes) -> bool:
    text = part.decode("utf-8", "replace")
    broken = text.count("\ufffd")
    return broken <= 3 and broken * 20 <= len(_HIGH.findall(text))


def wide_codec(body: bytes) -> str | None:
    """UTF-16 without a mark: every other byte of markup is zero. None for anything else."""
    for codec, beginning in _WIDE_MARKUP:
        if beginning.match(body):  # a text without Latin letters has few zeros after its first tags
            return codec
    sample = body[:512]
    if len(sample) < 4 or sample.count(0) * 3 < len(sample):
        return None
    return "utf-16-be" if sample[::2].count(0) > sample[1::2].count(0) else "utf-16-le"


def _legacy_codec(sample: bytes) -> str:
    best, best_score = "cp1252", 0.0
    high = len(_HIGH_BYTES.findall(sample))
    if sum(map(len, _WORDS.findall(sample))) < high * _GOOD_ENOUGH:
        # Accents stand alone between ASCII letters: a language in Latin script.
        return best
    for candidate in _CANDIDATES:
        score = _score(candidate, sample)
        if score > best_score:
            best, best_score = candidate.codec, score
    return best


def _score(candidate: _Candidate, sample: bytes) -> float:
    """0 when the bytes are not of this encoding or do not look like its languages."""
    text = sample.decode(candidate.codec, "replace")
    high = len(_HIGH.findall(text))
    if text.count("\ufffd") * 50 > high or any("\ue000" <= c <= "\uf8ff" for c in text):
        return 0.0
    score = candidate.score(text)
    if candidate.codec in ("cp932", "euc-jp"):
        return 1 + score if score > _JAPANESE_ENOUGH else 0.0
    if candidate.codec in ("gb18030", "big5"):
        common = len(_CHINESE.findall(text)) / high if high else 0.0
        return 0.8 + common if score > _GOOD_ENOUGH and common > 0.05 else 0.0
    if candidate.codec == "cp949":
        return 0.9 + score / 10 if score > 0.8 else 0.0
    if candidate.codec == "cp1255" and max(sample) <= 0xFA:
        # The same bytes are small letters in windows-1251, but Russian cannot do without FB to FF.
        score *= 1.1
    return score if score > _GOOD_ENOUGH else 0.0
