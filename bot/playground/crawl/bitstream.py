"""Writing the codes of a BVGraph, most significant bit first."""

from collections.abc import Iterator


class BitWriter:
    """Bits in order of writing, handed out as whole bytes."""

    def __init__(self) -> None:
        self._bytes = bytearray()
        self._pending = 0
        self._pending_bits = 0
        self.length = 0
        """Bits written so far."""

    def write(self, value: int, bits: int) -> None:
        """Append the lowest `bits` bits of `value`."""
        self._pending = self._pending << bits | value
        self._pending_bits += bits
        self.length += bits
        if self._pending_bits >= 512:
            self._flush()

    def write_unary(self, value: int) -> None:
        """`value` zeros and a one."""
        self.write(1, value + 1)

    def write_gamma(self, value: int) -> None:
        """The length in unary, then the bits."""
        self.write(value + 1, gamma_length(value))

    def write_zeta(self, value: int, k: int) -> None:
        """Boldi and Vigna's zeta_k: h in unary, then a minimal binary code in [2^hk, 2^(h+1)k)."""
        number = value + 1
        h = (number.bit_length() - 1) // k
        low = 1 << h * k
        self.write(1, h + 1)
        if number - low < low:
            self.write(number - low, h * k + k - 1)
        else:
            self.write(number, h * k + k)

    def take(self) -> bytes:
        """The whole bytes written since the last call."""
        self._flush()
        taken, self._bytes = bytes(self._bytes), bytearray()
        return taken

    def finish(self) -> bytes:
        """What is left, filled up with zeros to a whole byte."""
        self.write(0, -self.length % 8)
        return self.take()

    def _flush(self) -> None:
        rest = self._pending_bits % 8
        whole = self._pending_bits // 8
        self._bytes += (self._pending >> rest).to_bytes(whole, "big")
        self._pending &= (1 << rest) - 1
        self._pending_bits = rest


def gamma_length(value: int) -> int:
    """Bits of the gamma code of `value`."""
    return 2 * (value + 1).bit_length() - 1


def zeta_length(value: int, k: int) -> int:
    """Bits of the zeta_k code of `value`."""
    number = value + 1
    h = (number.bit_length() - 1) // k
    return h + h * k + k + (number >= 2 << h * k)


def natural(value: int) -> int:
    """The natural number that stands for an integer: 0, -1, 1, -2, 2 become 0, 1, 2, 3, 4."""
    return 2 * value if value >= 0 else -2 * value - 1


def bits_of(data: bytes) -> Iterator[int]:
    """Each bit of `data`, for tests that look at a stream bit by bit."""
    for byte in data:
        for shift in range(7, -1, -1):
            yield byte >> shift & 1
