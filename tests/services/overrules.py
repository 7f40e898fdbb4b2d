"""An `OverruleStore` of a team that never overruled anything."""

from collections.abc import Mapping

from bot.domain.names import Target
from bot.domain.origins import Overrule


class NoOverrules:
    """Keeps nothing."""

    async def overrule(self, page: str, target: Target, decision: Overrule) -> None:
        """Forget it."""

    async def overrule_of(self, page: str, target: Target) -> Overrule | None:
        """Nothing was decided."""

    async def overrules(self, target: Target) -> Mapping[str, Overrule]:
        """Nothing was decided."""
        return {}
