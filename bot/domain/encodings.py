"""The text of a page's bytes, in UTF-8, whatever the page was written in.

Order: byte order mark, the HTTP charset, what the page declares, a guess. Labels mean what the standard
says they mean in browsers (`latin1` is windows-1252, `gb2312` is GBK): https://encoding.spec.whatwg.org/
"""

import codecs
import re

from bot.domain.encoding_guess import guess_codec, wide_codec

# One line a codec of Python: the labels of the standard (https://encoding.spec.whatwg.org/#names-and-labels).
# UTF-7 is no label of the standard and is never read: it hides markup from every other reader.
_LABELS = """
utf-8: unicode-1-1-utf-8 unicode11utf8 unicode20utf8 utf-8 utf8 x-unicode20utf8
cp866: 866 cp866 csibm866 ibm866
iso8859-2: csisolatin2 iso-8859-2 iso-ir-101 iso8859-2 iso88592 iso_8859-2 iso_8859-2:1987 l2 latin2
iso8859-3: csisolatin3 iso-8859-3 iso-ir-109 iso8859-3 iso88593 iso_8859-3 iso_8859-3:1988 l3 latin3
iso8859-4: csisolatin4 iso-8859-4 iso-ir-110 iso8859-4 iso88594 iso_8859-4 iso_8859-4:1988 l4 latin4
iso8859-5: csisolatincyrillic cyrillic iso-8859-5 iso-ir-144 iso8859-5 iso88595 iso_8859-5 iso_8859-5:1988
iso8859-6: arabic asmo-708 csiso88596e csiso88596i csisolatinarabic ecma-114 iso-8859-6 iso-8859-6-e iso-8859-6-i iso-ir-127 iso8859-6 iso88596 iso_8859-6 iso_8859-6:1987
iso8859-7: csisolatingreek ecma-118 elot_928 greek greek8 iso-8859-7 iso-ir-126 iso8859-7 iso88597 iso_8859-7 iso_8859-7:1987 sun_eu_greek
iso8859-8: csiso88598e csisolatinhebrew hebrew iso-8859-8 iso-8859-8-e iso-ir-138 iso8859-8 iso88598 iso_8859-8 iso_8859-8:1988 visual csiso88598i iso-8859-8-i logical
iso8859-10: csisolatin6 iso-8859-10 iso-ir-157 iso8859-10 iso885910 l6 latin6
iso8859-13: iso-8859-13 iso8859-13 iso885913
iso8859-14: iso-8859-14 iso8859-14 iso885914
iso8859-15: csisolatin9 iso-8859-15 iso8859-15 iso885915 iso_8859-15 l9
iso8859-16: iso-8859-16
koi8-r: cskoi8r koi koi8 koi8-r koi8_r
koi8-u: koi8-ru koi8-u
mac-roman: csmacintosh mac macintosh x-mac-roman
cp874: dos-874 iso-8859-11 iso8859-11 iso885911 tis-620 windows-874
cp1250: cp1250 windows-1250 x-cp1250
cp1251: cp1251 windows-1251 x-cp1251
cp1252: ansi_x3.4-1968 ascii cp1252 cp819 csisolatin1 ibm819 iso-8859-1 iso-ir-100 iso8859-1 iso88591 iso_8859-1 iso_8859-1:1987 l1 latin1 us-ascii windows-1252 x-cp1252 x-user-defined
cp1253: cp1253 windows-1253 x-cp1253
cp1254: cp1254 csisolatin5 iso-8859-9 iso-ir-148 iso8859-9 iso88599 iso_8859-9 iso_8859-9:1989 l5 latin5 windows-1254 x-cp1254
cp1255: cp1255 windows-1255 x-cp1255
cp1256: cp1256 windows-1256 x-cp1256
cp1257: cp1257 windows-1257 x-cp1257
cp1258: cp1258 windows-1258 x-cp1258
mac-cyrillic: x-mac-cyrillic x-mac-ukrainian
gb18030: chinese csgb2312 csiso58gb231280 gb2312 gb_2312 gb_2312-80 gbk iso-ir-58 x-gbk gb18030
big5hkscs: big5 big5-hkscs cn-big5 csbig5 x-x-big5
euc-jp: cseucpkdfmtjapanese euc-jp x-euc-jp
iso2022-jp: csiso2022jp iso-2022-jp
cp932: csshiftjis ms932 ms_kanji shift-jis shift_jis sjis windows-31j x-sjis
cp949: cseuckr csksc56011987 euc-kr iso-ir-149 korean ks_c_5601-1987 ks_c_5601-1989 ksc5601 ksc_5601 windows-949
utf-16-be: unicodefffe utf-16be
utf-16-le: csunicode iso-10646-ucs-2 ucs-2 unicode unicodefeff utf-16 utf-16le
"""
_CODECS = {
    label: codec.strip()
    for line in _LABELS.strip().splitlines()
    for codec, _, labels in [line.partition(": ")]
    for label in labels.split()
}

# The standard looks at 1,024 bytes first and then starts again when the parser meets a later one.
_PRESCAN_BYTES = 16_384
_HTTP_CHARSET = re.compile(r"charset\s*=\s*[\"']?\s*([^\s\"';,]+)", re.IGNORECASE)
_XML_DECLARATION = re.compile(rb"^<\?xml\s[^>]*?encoding\s*=\s*[\"']([^\"'>]+)[\"']")
_SKIP_OR_META = re.compile(
    rb"<!--.*?-->|<(script|style|title|textarea|noscript)\b[^>]*>.*?</\1\s*>|(<meta[\s/][^>]*>)",
    re.IGNORECASE | re.DOTALL,
)
_ATTRIBUTE = re.compile(rb"([^\s/=\"'<>]+)\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s>\"']+))")
_CONTENT_CHARSET = re.compile(rb"charset\s*=\s*[\"']?\s*([^\s\"';]+)", re.IGNORECASE)
_WIDE = frozenset({"utf-16-le", "utf-16-be"})
_WIDE_SAMPLE_BYTES = 1_024


def codec_of_label(label: str) -> str | None:
    """Python's codec for a label as browsers understand it; None for a label of no encoding.

    >>> codec_of_label(" Latin1 "), codec_of_label("GB2312"), codec_of_label("utf-7")
    ('cp1252', 'gb18030', None)
    """
    return _CODECS.get(label.strip(" \t\n\f\r").lower())


def to_utf8(body: bytes, content_type: str | None = None) -> bytes:
    """The body in UTF-8 without byte order mark.

    A body that is UTF-8 or says so is passed through as it is, faults included: the parser replaces
    them. In other encodings what cannot be decoded becomes U+FFFD; nothing is raised.
    """
    codec, skip = _codec_of(body, content_type)
    if codec == "utf-8":
        return body[skip:] if skip else body
    return codecs.decode(body[skip:], codec, "replace").encode("utf-8", "replace")


def _codec_of(body: bytes, content_type: str | None) -> tuple[str, int]:
    """The codec and the length of the byte order mark."""
    if body.startswith(codecs.BOM_UTF8):
        return "utf-8", 3
    if body.startswith(codecs.BOM_UTF16_LE):
        return "utf-16-le", 2
    if body.startswith(codecs.BOM_UTF16_BE):
        return "utf-16-be", 2
    http = _http_codec(content_type)
    wide = wide_codec(body)
    if wide or (http in _WIDE and b"\0" not in body[:_WIDE_SAMPLE_BYTES]):
        # Markup is ASCII, so whether it is two bytes wide is seen, whatever a server calls it. Read
        # by a wrong label there would be no markup at all, and a link that is there would be lost.
        return (wide or _declared_codec(body) or guess_codec(body)), 0
    return (http or _declared_codec(body) or guess_codec(body)), 0


def _http_codec(content_type: str | None) -> str | None:
    found = _HTTP_CHARSET.search(content_type) if content_type else None
    return codec_of_label(found[1]) if found else None


def _declared_codec(body: bytes) -> str | None:
    """What the page says of itself; a page that can be read as ASCII so far is not UTF-16."""
    head = body[:_PRESCAN_BYTES]
    declaration = _XML_DECLARATION.match(head)
    codec = codec_of_label(declaration[1].decode("ascii", "replace")) if declaration else None
    for found in () if codec else _SKIP_OR_META.finditer(head):
        codec = _meta_codec(found[2]) if found[2] else None
        if codec:
            break
    return "utf-8" if codec in _WIDE else codec


def _meta_codec(meta: bytes) -> str | None:
    """What a `<meta>` declares, by its charset or by a content type in its content.

    https://html.spec.whatwg.org/multipage/parsing.html#prescan-a-byte-stream-to-determine-its-encoding
    """
    attributes: dict[bytes, bytes] = {}
    for name, *values in _ATTRIBUTE.findall(meta):
        attributes.setdefault(name.lower(), next(filter(None, values), b""))
    label = attributes.get(b"charset")
    content = attributes.get(b"content", b"")
    if label is None and (
        attributes.get(b"http-equiv", b"").lower() == b"content-type" or b"text/html" in content
    ):
        found = _CONTENT_CHARSET.search(content)
        label = found[1] if found else None
    return codec_of_label(label.decode("ascii", "replace")) if label else None
