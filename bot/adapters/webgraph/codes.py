"""Instantaneous codes of a BVGraph's bit stream, read from bytes: most significant bit first.

unary: n zeros and a one. gamma: unary length, then that many bits. zeta_k: Boldi and Vigna, "Codes
for the World-Wide Web" (https://doi.org/10.1080/15427951.2005.10129113). All values from 0.
"""

from functools import cache

from bot.adapters.webgraph.errors import GraphFormatError

LONGEST_CODE = 64
"""Bits; a longer one would name a node beyond `properties.MAX_NODES`."""

_TABLE_BITS = 16


def read_unary(data: bytes, position: int) -> tuple[int, int]:
    """(value, position after it), for a code within `LONGEST_CODE` bits.

    >>> read_unary(bytes([0b00010000]), 0)
    (3, 4)
    """
    room = 72 - (position & 7)
    word = _window(data, position) & ((1 << room) - 1)
    zeros = room - word.bit_length()
    if zeros >= LONGEST_CODE:
        raise _too_long(position)
    return zeros, position + zeros + 1


def read_gamma(data: bytes, position: int) -> tuple[int, int]:
    """(value, position after it).

    >>> read_gamma(bytes([0b00101000]), 0)
    (4, 5)
    """
    room = 72 - (position & 7)
    word = _window(data, position) & ((1 << room) - 1)
    length = 2 * (room - word.bit_length()) + 1
    if length > LONGEST_CODE:
        raise _too_long(position)
    return (word >> (room - length)) - 1, position + length


def read_zeta(data: bytes, position: int, k: int) -> tuple[int, int]:
    """(value, position after it).

    >>> read_zeta(bytes([0b10100000]), 0, 3), read_zeta(bytes([0b11100000]), 0, 3)
    ((1, 4), (5, 4))
    """
    room = 72 - (position & 7)
    word = _window(data, position) & ((1 << room) - 1)
    h = room - word.bit_length()
    length = h + h * k + k
    if length >= LONGEST_CODE:
        raise _too_long(position)
    low = (word >> (room - length)) & ((1 << (h * k + k - 1)) - 1)
    if low < 1 << (h * k):
        return low + (1 << (h * k)) - 1, position + length
    return (low << 1 | (word >> (room - length - 1)) & 1) - 1, position + length + 1


def _window(data: bytes, position: int) -> int:
    at = position >> 3
    taken = data[at : at + 9]
    word = int.from_bytes(taken, "big")
    return word if len(taken) == 9 else word << 8 * (9 - len(taken))


def _too_long(position: int) -> GraphFormatError:
    return GraphFormatError(
        f"The graph's bits are damaged: no possible code begins at bit {position}."
    )


@cache
def gamma_table() -> list[int]:
    """For each 16 bits: value << 5 | length of the gamma code they begin with, 0 if it is longer."""
    table = [0] * (1 << _TABLE_BITS)
    for value in range(1, 1 << 8):
        length = 2 * value.bit_length() - 1
        free = _TABLE_BITS - length
        entry = (value - 1) << 5 | length
        table[value << free : (value + 1) << free] = [entry] * (1 << free)
    return table


@cache
def zeta_lengths(k: int) -> bytes:
    """For each 16 bits: the length of the zeta_k code they begin with, 0 if they do not tell it."""
    table = bytearray(1 << _TABLE_BITS)
    for h in range(_TABLE_BITS - k + 1):
        if h + h * k + k >= LONGEST_CODE:
            break
        free = _TABLE_BITS - h - k
        for head in range(1 << (k - 1)):
            first = ((1 << (k - 1)) | head) << free
            length = h + h * k + k + (head > 0)
            table[first : first + (1 << free)] = bytes([length]) * (1 << free)
    return bytes(table)
