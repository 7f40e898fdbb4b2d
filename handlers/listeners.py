"""How listeners are registered: acknowledge first, work on its own, answer for errors in one place.

An exception right after `await ack()` makes Bolt lose the ack (facts of slack_bolt 1.30), so no
listener here does more than read what was typed before it acknowledges; the work runs in the
background and `handlers.errors` answers for what goes wrong in it.
"""

import re
from collections.abc import Awaitable, Callable, Mapping
from typing import Any, Final, TypeAlias

from slack_bolt.app.async_app import AsyncApp
from slack_bolt.context.ack.async_ack import AsyncAck
from slack_bolt.context.respond.async_respond import AsyncRespond
from slack_sdk.web.async_client import AsyncWebClient

from bot.deps import Deps
from bot.errors import InvalidInputError
from bot.message import Block
from handlers.asks import Ask, from_body
from handlers.errors import answer_errors

Work: TypeAlias = Callable[[Ask, Deps], Awaitable[None]]
"""What a button, a menu entry or a verb does."""

TOO_OLD: Final = "This message is too old for that button. Ask again, and use the new answer."
OLD_WINDOW: Final = "This window is too old to be saved. Close it and open it again."

Values: TypeAlias = Mapping[str, Mapping[str, Mapping[str, Any]]]
"""A submitted modal's `state.values`: block_id, then action_id, then the element's value."""


def on_action(app: AsyncApp, action_id: str | re.Pattern[str], work: Work) -> None:
    """A button, menu or input: `Ask.words` is its value or the chosen option's.

    A pattern has to fit the whole id: Bolt alone would find `ask` in `review.ask` too.
    """
    if isinstance(action_id, re.Pattern):
        action_id = re.compile(rf"\A(?:{action_id.pattern})\Z", action_id.flags)

    async def listener(
        ack: AsyncAck,
        body: dict[str, Any],
        action: dict[str, Any],
        respond: AsyncRespond,
        client: AsyncWebClient,
        deps: Deps,
    ) -> None:
        await ack()
        ask = from_body(body, chosen_value(action), respond, client)
        deps.background.start(answer_errors(ask, work(ask, deps)), name=f"action {action_id}")

    app.action(action_id)(listener)


def on_shortcut(app: AsyncApp, callback_id: str, work: Work) -> None:
    """A message or global shortcut; `Ask.body` holds the message."""

    async def listener(
        ack: AsyncAck,
        body: dict[str, Any],
        respond: AsyncRespond,
        client: AsyncWebClient,
        deps: Deps,
    ) -> None:
        await ack()
        ask = from_body(body, "", respond, client)
        deps.background.start(answer_errors(ask, work(ask, deps)), name=f"shortcut {callback_id}")

    app.shortcut(callback_id)(listener)


def on_view(
    app: AsyncApp,
    callback_id: str,
    read: Callable[[Values, str], Any],
    work: Callable[[Ask, Deps, Any], Awaitable[None]],
    *,
    waiting: Callable[[Any], Block | None] = lambda _: None,
) -> None:
    """A submitted modal. `read(values, private_metadata)` parses it before the ack.

    An InvalidInputError of `read` is shown at its field and the modal stays open with what was
    typed. `waiting(parsed)` may give a view that stands in the modal's place while `work` runs.
    """

    async def listener(
        ack: AsyncAck,
        body: dict[str, Any],
        view: dict[str, Any],
        respond: AsyncRespond,
        client: AsyncWebClient,
        deps: Deps,
    ) -> None:
        values: Values = (view.get("state") or {}).get("values") or {}
        try:
            parsed = read(values, view.get("private_metadata") or "")
        except (InvalidInputError, LookupError, TypeError, ValueError) as error:
            # Only the first is the person's: the others come of a window that an older version opened.
            sentence = str(error) if isinstance(error, InvalidInputError) else OLD_WINDOW
            field = error.field if isinstance(error, InvalidInputError) else None
            await ack(response_action="errors", errors={field or next(iter(values), ""): sentence})
            return
        next_view = waiting(parsed)
        if next_view:
            await ack(response_action="update", view=next_view)
        else:
            await ack()
        ask = from_body(body, "", respond, client)
        deps.background.start(
            answer_errors(ask, work(ask, deps, parsed)), name=f"view {callback_id}"
        )

    app.view(callback_id)(listener)


def chosen_value(action: Mapping[str, Any]) -> str:
    """The value of whatever element was used."""
    if option := action.get("selected_option"):
        return str(option.get("value") or "")
    for key in ("value", "selected_date", "selected_time", "selected_user", "selected_channel",
                "selected_conversation"):  # fmt: skip
        if action.get(key):
            return str(action[key])
    return ""


def text_of(values: Values, block_id: str, action_id: str) -> str:
    """What was typed into a modal's text input; empty when nothing was."""
    return str(values.get(block_id, {}).get(action_id, {}).get("value") or "").strip()


def choice_of(values: Values, block_id: str, action_id: str) -> str:
    """What was chosen in a modal's menu, radio group or picker; empty when nothing was."""
    return chosen_value(values.get(block_id, {}).get(action_id, {}))


def choices_of(values: Values, block_id: str, action_id: str) -> tuple[str, ...]:
    """What was ticked in a modal's checkboxes or multi-select."""
    chosen = values.get(block_id, {}).get(action_id, {}).get("selected_options") or ()
    return tuple(str(option["value"]) for option in chosen)
