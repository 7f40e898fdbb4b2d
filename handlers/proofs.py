"""The evidence of a verdict as a file that can be handed on, for the person who asks."""

from datetime import datetime

from slack_bolt.app.async_app import AsyncApp

from bot.deps import Deps
from bot.domain.digests import short_key
from bot.domain.proof_html import proof_html
from bot.services.proofs import exhibit
from bot.slack import verdict
from handlers.asks import Ask
from handlers.listeners import on_action
from handlers.pairs import read_pair


async def send_newest(ask: Ask, deps: Deps) -> None:
    """Of the newest verdict on the pair that the button names."""
    page, target = read_pair(ask.words)
    await send_proof(ask, deps, page=page, target=str(target))


async def send_proof(
    ask: Ask, deps: Deps, *, page: str, target: str, by: datetime | None = None
) -> None:
    """Of the verdict that stood `by` then; None: of the newest."""
    found = await exhibit(page, target, observations=deps.observations, by=by)
    await deps.poster.upload(
        ask.user,
        filename=f"proof-{short_key(f'{page} {target}')}.html",
        content=proof_html([found], made_at=deps.clock()).encode(),
        comment=f"What was seen at {verdict.short_url(page)}. Open the file in any browser.",
    )


def register(app: AsyncApp) -> None:
    on_action(app, verdict.PROOF, send_newest)
