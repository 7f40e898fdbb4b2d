"""Where a prospect's card stands: in a message, or in a window where there is none."""

from dataclasses import replace

from slack_bolt.context.respond.async_respond import AsyncRespond

from bot.message import Block, Message
from bot.slack import prospect_forms as forms
from bot.slack import prospects as drawn
from bot.slack.blocks import section
from bot.slack.inputs import modal
from handlers.asks import Ask


async def with_window(ask: Ask) -> Ask:
    """The ask with a window to answer in, where there is no message: opened before anything is read.

    Slack lets a window be opened for three seconds after a click, and be filled at any time.
    """
    shown = ask.body.get("view") or {}
    is_click = ask.trigger_id and ask.body.get("type") == "block_actions"
    if ask.respond.response_url or shown.get("type") == "modal" or not is_click:
        return ask
    waiting = modal(drawn.OPEN, "Prospects", [section("One moment.")])
    opened = await ask.client.views_open(trigger_id=ask.trigger_id, view=waiting)
    window = {"type": "modal", "id": str(opened["view"]["id"])}
    return replace(ask, body={**ask.body, "view": window})


async def place(ask: Ask, message: Message, *, over: bool = False) -> None:
    """Answer in the message, or in a window where there is none (App Home)."""
    if ask.respond.response_url:
        await ask.say(message, over=over)
        return
    window = modal(drawn.OPEN, "Prospects", message.plainer().blocks)
    shown = ask.body.get("view") or {}
    if shown.get("type") == "modal":
        await ask.client.views_update(view_id=shown["id"], view=window)
    elif ask.trigger_id and ask.body.get("type") == "block_actions":
        await ask.open(window)
    else:
        await ask.client.chat_postMessage(
            channel=ask.user, text=message.fallback, blocks=list(message.blocks),
            unfurl_links=False, unfurl_media=False,
        )  # fmt: skip


async def form(ask: Ask, view: Block) -> None:
    """Open a window, on top of the one that is open."""
    if (ask.body.get("view") or {}).get("type") == "modal":
        await ask.push(view)
    else:
        await ask.open(view)


def answer_to(ask: Ask) -> str:
    """Where the card stands that a window was opened from; `back_to` finds it again."""
    shown = ask.body.get("view") or {}
    if shown.get("type") == "modal":
        return f"view {shown['id']}"
    return ask.respond.response_url or ""


def back_to(ask: Ask, memory: forms.Memory) -> Ask:
    """The submitted window's ask, turned to the card that it came from."""
    if memory.answer_to.startswith("view "):
        shown = {"type": "modal", "id": memory.answer_to.removeprefix("view ")}
        return replace(ask, body={**ask.body, "view": shown})
    respond = AsyncRespond(response_url=memory.answer_to or None)
    return replace(ask, respond=respond, body={}, channel=memory.channel)
