"""Short keys for long names: 64-bit hashes of normalised URLs.

Two of a hundred million links share a key with a probability of about 0.03 %; of a million, 3 in 10^8.
"""

import re
from functools import lru_cache
from hashlib import blake2b

from bot.domain.names import normalize_url, registrable_domain
from bot.errors import InvalidInputError


def key_of(*parts: str) -> int:
    """A signed 64-bit key of the parts, the same on every machine and for ever."""
    text = "\x00".join(parts).encode("utf-8", "surrogatepass")
    return int.from_bytes(blake2b(text, digest_size=8).digest(), "big", signed=True)


# Most addresses in an export have nothing to normalise but scheme, `www.` and slashes: this says the
# same of them as `normalize_url`, ten times as fast.
_SIMPLE = re.compile(r"https?://((?:(?!xn--)[a-z0-9-]+\.)+[a-z]{2,})((?:/[A-Za-z0-9/._~-]*)?)")


@lru_cache(maxsize=4096)
def normal(url: str | None) -> str:
    """The URL by which two spellings are the same page; empty where there is none."""
    if not url:
        return ""
    simple = _SIMPLE.fullmatch(url)
    if simple and "/." not in simple[2]:
        host = simple[1]
        bare = host.removeprefix("www.")
        if bare != host and registrable_domain(bare):
            host = bare
        return f"{host}{simple[2]}".rstrip("/")
    try:
        return normalize_url(url)
    except InvalidInputError:
        return url
