"""What the finders found, made prospects: one shape for every finder's button."""

from collections.abc import Sequence

from bot.deps import Deps
from bot.domain.prospects import NewProspect
from bot.errors import NotFoundError
from bot.services.outreach import create_prospects
from bot.slack.found import added
from handlers.asks import Ask
from handlers.prospect_steps import show


async def keep(ask: Ask, deps: Deps, new: Sequence[NewProspect]) -> None:
    """Keep them and say what became of them; a single one is shown as its card.

    Raises:
        NotFoundError: there is nothing to keep (any more).
    """
    if not new:
        raise NotFoundError("Nothing is left to make a prospect of. Look again to see why.")
    done = await create_prospects(new, prospects=deps.prospects, clock=deps.clock)
    if len(new) == 1:
        said = "Added to your prospects." if done.new else "This prospect was there already."
        await show(ask, deps, (done.new or done.known)[0], said=said)
        return
    await ask.say(added(done))
