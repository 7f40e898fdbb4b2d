"""What is erased when somebody asks to be forgotten: an address, or all addresses of a site."""

import re
from typing import Final

ERASED: Final = "[erased]"
_LOCAL: Final = r"[\w.!#$&'*+/=?^`{|}~-]{1,64}"


def pattern_of(what: str) -> re.Pattern[str]:
    """Finds an e-mail address, or with a site each address there, in either spelling of the `@`.

    >>> pattern_of("ann@blog.example").sub(ERASED, "Ann@Blog.example, joann@blog.example.org")
    '[erased], joann@blog.example.org'
    >>> pattern_of("blog.example").sub(ERASED, "bo@mail.blog.example or cy@blog.example.org")
    '[erased] or cy@blog.example.org'
    """
    local, at, domain = what.rpartition("@")
    end = r"(?![\w-]|\.[\w-])"
    if at:
        name = rf"(?<![\w.+-]){re.escape(local)}"
        return re.compile(rf"{name}(?:@|%40){re.escape(domain)}{end}", re.IGNORECASE)
    hosts = r"(?:[\w-]+\.)*"
    return re.compile(rf"{_LOCAL}(?:@|%40){hosts}{re.escape(what)}{end}", re.IGNORECASE)


def without(text: str, pattern: re.Pattern[str]) -> str:
    """The text with what is forgotten taken out."""
    return pattern.sub(ERASED, text)
