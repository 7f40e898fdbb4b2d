"""reactions.* and blocks.validate."""

from typing import Any

from bot.playground.blockkit import Problem, Surface, check
from bot.playground.errors import SlackError
from bot.playground.limits import Tier
from bot.playground.methods.call import Call, Method
from bot.playground.methods.chat import message_at
from bot.playground.reactions import react, unreact
from bot.playground.timeline import Json


async def add_reaction(call: Call) -> Json:
    """https://docs.slack.dev/reference/methods/reactions.add"""
    channel = call.channel()
    message = message_at(channel, call.args.text("timestamp", ""))
    react(call.workspace, channel, message, call.bot.bot_user_id, call.args.text("name"))
    return {}


async def remove_reaction(call: Call) -> Json:
    """https://docs.slack.dev/reference/methods/reactions.remove"""
    channel = call.channel()
    message = message_at(channel, call.args.text("timestamp", ""))
    unreact(call.workspace, channel, message, call.bot.bot_user_id, call.args.text("name"))
    return {}


async def validate_blocks(call: Call) -> Json:
    """https://docs.slack.dev/reference/methods/blocks.validate; no token, no scope"""
    given = [name for name in ("blocks", "view", "message") if name in call.args.values]
    if len(given) != 1:
        raise SlackError("invalid_arguments")
    name = given[0]
    value = call.args.parsed(name)
    problems = check(value, _surface(name, value))
    if problems:
        raise SlackError(f"invalid_{name}", errors=[_shown(problem) for problem in problems])
    return {}


def _surface(name: str, value: Any) -> Surface:
    if name != "view":
        return "message"
    return "home" if isinstance(value, dict) and value.get("type") == "home" else "modal"


def _shown(problem: Problem) -> Json:
    return {
        "code": problem.code,
        "message": problem.message,
        "field": problem.pointer.rpartition("/")[2],
        "pointer": problem.pointer,
    }


METHODS = {
    "reactions.add": Method(add_reaction, Tier.THREE, scope="reactions:write"),
    "reactions.remove": Method(remove_reaction, Tier.TWO, scope="reactions:write"),
    "blocks.validate": Method(validate_blocks, Tier.THREE, caller="anybody"),
}
