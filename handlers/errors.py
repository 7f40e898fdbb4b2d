"""The one place that answers for what goes wrong: a sentence to the person, a line to the log."""

import logging
import secrets
from collections.abc import Awaitable

from slack_sdk.errors import SlackApiError

from bot.errors import BotError
from bot.message import Message
from bot.slack import replies
from handlers.asks import Ask

log = logging.getLogger(__name__)


async def answer_errors(ask: Ask, work: Awaitable[None]) -> None:
    """Run `work`; what it raises becomes one private sentence. A stack trace goes to the log only."""
    try:
        await work
    except BotError as error:
        await _tell(ask, replies.sentence(str(error)))
    except SlackApiError as error:
        data = error.response.data
        code = str(data.get("error") if isinstance(data, dict) else "unknown_error")
        log.warning("slack refused a call: %s", code)
        await _tell(ask, replies.slack_refused(code, channel=ask.channel))
    except Exception:
        reference = secrets.token_hex(3)
        log.exception("a listener failed, reference %s", reference)
        await _tell(ask, replies.our_fault(reference))


async def _tell(ask: Ask, message: Message) -> None:
    try:
        if ask.respond.response_url:
            await ask.say(message)
        else:
            await ask.client.chat_postMessage(
                channel=ask.user, text=message.fallback, unfurl_links=False, unfurl_media=False
            )
    except Exception:
        log.warning("an error could not be told to the person who asked", exc_info=True)
