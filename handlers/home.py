"""App Home: drawn when it is opened, and when something in it changes."""

from typing import Any

from slack_bolt.app.async_app import AsyncApp

from bot.deps import Deps
from bot.prospecting import publish_home
from bot.slack import home as drawn
from handlers.asks import Ask
from handlers.listeners import on_action


async def opened(event: dict[str, Any], deps: Deps) -> None:
    """Somebody looks at it. The other tab, messages, is no home."""
    if event.get("tab", "home") == "home":
        deps.home_memory.opened(str(event["user"]), deps.clock())
        deps.background.start(publish_home(str(event["user"]), deps), name="home")


async def refresh(ask: Ask, deps: Deps) -> None:
    await publish_home(ask.user, deps)


def register(app: AsyncApp) -> None:
    app.event("app_home_opened")(opened)
    on_action(app, drawn.REFRESH, refresh)
