"""Whole numbers in as few bytes as they need: seven bits each, the lowest first."""


def varint(value: int) -> bytes:
    """`value`, 0 or more.

    >>> varint(5), varint(300)
    (b'\\x05', b'\\xac\\x02')
    """
    if value < 128:
        return bytes((value,))
    out = bytearray()
    while value > 127:
        out.append(value & 127 | 128)
        value >>= 7
    out.append(value)
    return bytes(out)


def read_varint(data: bytes, offset: int) -> tuple[int, int]:
    """(value, offset after it).

    Raises:
        IndexError: the data ends before the number does.

    >>> read_varint(b"\\xac\\x02", 0)
    (300, 2)
    """
    value = shift = 0
    while True:
        byte = data[offset]
        offset += 1
        value |= (byte & 127) << shift
        if byte < 128:
            return value, offset
        shift += 7
        if shift > 63:
            raise IndexError(offset)
