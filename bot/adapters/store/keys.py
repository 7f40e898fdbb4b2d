"""Short keys for long names: 64-bit hashes of normalised URLs.

Two of a hundred million links share a key with a probability of about 0.03 %; of a million, 3 in 10^8.
"""

from functools import lru_cache
from hashlib import blake2b

from bot.domain.names import normalize_url
from bot.errors import InvalidInputError


def key_of(*parts: str) -> int:
    """A signed 64-bit key of the parts, the same on every machine and for ever."""
    text = "\x00".join(parts).encode("utf-8", "surrogatepass")
    return int.from_bytes(blake2b(text, digest_size=8).digest(), "big", signed=True)


@lru_cache(maxsize=4096)
def normal(url: str | None) -> str:
    """The URL by which two spellings are the same page; empty where there is none."""
    if not url:
        return ""
    try:
        return normalize_url(url)
    except InvalidInputError:
        return url
