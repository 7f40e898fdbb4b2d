"""What strangers write into titles, anchors and URLs, to be drawn harmless and inside the limits."""

from typing import Final

HOSTILE_TEXTS: Final = (
    "<!channel> <!here> <!everyone> <@U123> <#C123> <!subteam^S1>",
    "<https://evil.example|click me>",
    "*bold* _it_ ~no~ `code` ```block``` > quote",
    "a\x00b\x07c\x1b[31mred\x7f",
    "\u202egnp.exe\u202c \u2066x\u2069 \u200bzero\u200b \ufeff",
    "line one\nline two\r\n\tthird",
    "x" * 10_000,
    "&lt;!channel&gt; &amp;amp; <<<>>>",
    "😀" * 3_000,
    "",
    "   ",
    "|||>>><<<&&&",
    "<script>alert(1)</script>",
    "=HYPERLINK(\"http://evil.example\")",
    "\ud800 lone surrogate",
    "قراءة من اليمين",
)  # fmt: skip

HOSTILE_URLS: Final = (
    "javascript:alert(1)",
    "data:text/html,<script>alert(1)</script>",
    "https://evil.example/a|b>c<d e\nf",
    "https://evil.example/" + "x" * 5_000,
    "https://evil.example/?q=<!channel>&r=*_~`",
    "http://[::1]/",
    "",
)
