"""What is erased when somebody asks to be forgotten: an address, or all addresses of a site."""

import re
from collections.abc import Collection
from typing import Final
from urllib.parse import quote

from bot.domain.names import ascii_host, shown_host

ERASED: Final = "[erased]"
_LOCAL: Final = r"[\w.!#$&'*+/=?^`{|}~-]{1,64}"
_AT: Final = "(?:@|%40)"
_HOSTS: Final = r"(?:[\w-]+\.)*"


def pattern_of(what: str) -> re.Pattern[str]:
    """Finds an e-mail address, or with a site each address there, in every spelling.

    Letter case, the `@` and other letters percent-encoded or not, an international host in either form.

    >>> pattern_of("ann@blog.example").sub(ERASED, "Ann@Blog.example, joann@blog.example.org")
    '[erased], joann@blog.example.org'
    >>> pattern_of("blog.example").sub(ERASED, "bo@mail.blog.example or cy@blog.example.org")
    '[erased] or cy@blog.example.org'
    >>> pattern_of("jürgen@köln.example").sub(ERASED, "J%C3%BCrgen%40xn--kln-sna.example")
    '[erased]'
    """
    local, at, domain = what.rpartition("@")
    end = r"(?![\w-]|\.[\w-])"
    name = rf"(?<![\w.+-]){_any_of({local, quote(local)})}" if at else _LOCAL
    return _pattern(f"{name}{_AT}{'' if at else _HOSTS}{_any_of(spellings_of(domain))}{end}")


def loose_pattern_of(what: str) -> re.Pattern[str]:
    """As `pattern_of`, for the bytes of a file: an address has neighbours there that are no text."""
    local, at, domain = what.rpartition("@")
    name = _any_of({local, quote(local)}) if at else ""
    return _pattern(f"{name}{_AT}{'' if at else _HOSTS}{_any_of(spellings_of(domain))}")


def spellings_of(domain: str) -> frozenset[str]:
    """A host as people read it and as machines do.

    >>> sorted(spellings_of("köln.example"))
    ['köln.example', 'xn--kln-sna.example']
    """
    return frozenset({domain, shown_host(domain), ascii_host(domain) or domain})


def _any_of(words: Collection[str]) -> str:
    return f"(?:{'|'.join(re.escape(word) for word in sorted(words))})"


def _pattern(text: str) -> re.Pattern[str]:
    return re.compile(text, re.IGNORECASE)


def without(text: str, pattern: re.Pattern[str]) -> str:
    """The text with what is forgotten taken out."""
    return pattern.sub(ERASED, text)
