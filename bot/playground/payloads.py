"""The parts that Slack's interaction payloads have in common.

https://docs.slack.dev/reference/interaction-payloads
"""

from typing import Final

from bot.playground.errors import ControlError
from bot.playground.model import App, Channel, Install, User
from bot.playground.playground import Playground
from bot.playground.sockets import Ack, NoAck
from bot.playground.timeline import Json
from bot.playground.workspace import Workspace

VERIFICATION_TOKEN: Final = "playground"  # noqa: S105 - Slack's deprecated token; apps ignore it

_CHANNEL_NAMES: Final = {"im": "directmessage", "private": "privategroup"}

_SENTENCES: Final = {
    "operation_timeout": "{what} failed with the error “operation_timeout”: the app did not answer within 3 seconds.",
    "dispatch_failed": "{what} failed with the error “dispatch_failed”: no app is connected.",
}


def team_part(workspace: Workspace) -> Json:
    return {"id": workspace.team_id, "domain": workspace.domain}


def user_part(workspace: Workspace, user: User) -> Json:
    return {
        "id": user.id,
        "username": user.name,
        "name": user.name,
        "team_id": workspace.team_id,
    }


def channel_part(channel: Channel) -> Json:
    return {"id": channel.id, "name": channel_name(channel)}


def channel_name(channel: Channel) -> str:
    """Apps are told the names of public channels only."""
    return _CHANNEL_NAMES.get(channel.kind, channel.name)


def interaction(
    playground: Playground, workspace: Workspace, app: App, user: User, kind: str
) -> Json:
    """The fields of every interactive payload, with a new trigger."""
    return {
        "type": kind,
        "team": team_part(workspace),
        "user": user_part(workspace, user),
        "api_app_id": app.id,
        "token": VERIFICATION_TOKEN,
        "enterprise": None,
        "is_enterprise_install": False,
        "trigger_id": playground.triggers.new(workspace.team_id, app.id, user.id),
    }


async def deliver(
    playground: Playground, workspace: Workspace, app_id: str, kind: str, payload: Json
) -> Ack | NoAck:
    """Hand a payload to the app; one whose token was revoked is as good as gone."""
    install = workspace.installs.get(app_id)
    if install is None or install.is_revoked:
        return NoAck("dispatch_failed")
    return await playground.sockets[app_id].request(kind, payload)


def give_notice(
    workspace: Workspace, user_id: str, kind: str, what: str, error: str, channel_id: str | None
) -> Json:
    """Tell the user that the app did not do its part; the answer to the control request."""
    text = _SENTENCES.get(error, "{what} failed with the error “{error}”.").format(
        what=what, error=error
    )
    notice = {"kind": kind, "channel": channel_id, "error": error, "text": text}
    workspace.feed.publish_to(workspace.team_id, user_id, "notice", notice)
    return {"ok": False, "error": error, "message": text}


def install_of(workspace: Workspace, app_id: str) -> Install:
    """Raises ControlError when the app is not (any more) in the workspace."""
    install = workspace.installs.get(app_id)
    if install is None:
        raise ControlError("app_not_installed", "The app is not installed here.", 404)
    return install
