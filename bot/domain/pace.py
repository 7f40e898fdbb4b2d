"""How fast time passes in a demonstration."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Pace:
    """How a clock for demonstrations runs: all times in seconds since 1970, UTC.

    From `real_base` on the virtual time is `virtual_base` plus `rate` seconds for each real one, up to
    `until`, and from there one for one again.
    """

    real_base: float
    virtual_base: float
    rate: float
    until: float

    def at(self, real: float) -> float:
        """The virtual time at a real one."""
        passed = max(0.0, real - self.real_base)
        fast_for = max(0.0, self.until - self.virtual_base) / self.rate
        if passed <= fast_for:
            return self.virtual_base + passed * self.rate
        return max(self.virtual_base, self.until) + passed - fast_for
