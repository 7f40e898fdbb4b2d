"""A person sends a slash command.

https://docs.slack.dev/interactivity/implementing-slash-commands
"""

from bot.playground.errors import ControlError, SlackError
from bot.playground.hooks import Hook, answer
from bot.playground.manifest import SlashCommand
from bot.playground.model import Channel, Install, User
from bot.playground.payloads import VERIFICATION_TOKEN, channel_name, deliver, give_notice
from bot.playground.playground import Playground
from bot.playground.sockets import NoAck
from bot.playground.timeline import Json
from bot.playground.typed_text import escaped_command_text
from bot.playground.workspace import Workspace


async def send_command(
    playground: Playground, workspace: Workspace, user: User, channel: Channel, text: str
) -> Json:
    """Hand the command to its app and show what the app acks with."""
    if channel.is_archived or user.id not in channel.members:
        raise ControlError("cannot_write", "You cannot write in this channel.")
    name, _, rest = text.strip().partition(" ")
    install, command = _owner(workspace, name)
    payload = _payload(playground, workspace, install, command, user, channel, rest.strip())
    outcome = await deliver(playground, workspace, install.app.id, "slash_commands", payload)
    if isinstance(outcome, NoAck):
        return give_notice(workspace, user.id, "command", name, outcome.error, channel.id)
    if outcome.payload:
        return _show_answer(workspace, install, user, channel, name, outcome.payload)
    return {"ok": True}


def _owner(workspace: Workspace, name: str) -> tuple[Install, SlashCommand]:
    """Names are not unique in Slack: the app that was installed last gets the command."""
    for install in reversed(workspace.installs.values()):
        command = install.app.manifest.command(name)
        if command is not None and "commands" in install.scopes:
            return install, command
    raise ControlError("unknown_command", f"{name} is not a valid command.")


def _payload(
    playground: Playground,
    workspace: Workspace,
    install: Install,
    command: SlashCommand,
    user: User,
    channel: Channel,
    text: str,
) -> Json:
    path = playground.hooks.new("commands", install, channel, user.id)
    return {
        "token": VERIFICATION_TOKEN,
        "team_id": workspace.team_id,
        "team_domain": workspace.domain,
        "channel_id": channel.id,
        "channel_name": channel_name(channel),
        "user_id": user.id,
        "user_name": user.name,
        "command": command.command,
        "text": escaped_command_text(workspace, text) if command.should_escape else text,
        "api_app_id": install.app.id,
        "is_enterprise_install": "false",
        "response_url": playground.base_url + path,
        "trigger_id": playground.triggers.new(workspace.team_id, install.app.id, user.id),
    }


def _show_answer(
    workspace: Workspace, install: Install, user: User, channel: Channel, name: str, payload: Json
) -> Json:
    """The ack's payload is a message like one to the response_url, and does not count as a use."""
    hook = Hook(workspace.team_id, install.app.id, channel.id, user.id, expires=0)
    try:
        answer(workspace, hook, payload)
    except SlackError as error:
        return give_notice(workspace, user.id, "command", name, error.error, channel.id)
    return {"ok": True}
