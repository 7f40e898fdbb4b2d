"""Judges the sites of prospects, once a week each: their quality and the rivals that they link to."""

from bot.deps import Deps
from bot.services.appraise_sites import appraise_due


async def appraise_sites(deps: Deps) -> None:
    """Safe to run twice, and to kill: what was not kept is judged by the next run."""
    await appraise_due(
        prospects=deps.prospects,
        backlinks=deps.backlinks,
        rivals=deps.rivals,
        webgraph=deps.webgraph,
        clock=deps.clock,
    )
