"""users.*: who is in the workspace."""

from typing import Final

from bot.playground.errors import SlackError
from bot.playground.limits import Tier
from bot.playground.methods.call import Call, Method
from bot.playground.methods.paging import paged
from bot.playground.model import User
from bot.playground.timeline import Json

MAX_PAGE: Final = 1000


def user_object(call: Call, user: User) -> Json:
    """https://docs.slack.dev/reference/objects/user-object; e-mails need a scope of their own"""
    profile = {
        "real_name": user.real_name,
        "real_name_normalized": user.real_name,
        "display_name": user.name,
        "display_name_normalized": user.name,
        "team": call.workspace.team_id,
    }
    if user.is_bot:
        install = call.workspace.installs[str(user.app_id)]
        profile |= {"bot_id": install.bot_id, "api_app_id": install.app.id}
    return {
        "id": user.id,
        "team_id": call.workspace.team_id,
        "name": user.name,
        "deleted": False,
        "color": user.color,
        "real_name": user.real_name,
        "tz": user.tz,
        "tz_label": user.tz,
        "tz_offset": user.tz_offset(call.workspace.now()),
        "profile": profile,
        "is_admin": False,
        "is_owner": False,
        "is_bot": user.is_bot,
        "is_app_user": False,
        "updated": 0,
        "locale": "en-US",
    }


async def info(call: Call) -> Json:
    """https://docs.slack.dev/reference/methods/users.info"""
    user = call.workspace.users.get(call.args.text("user", ""))
    if user is None:
        raise SlackError("user_not_found")
    return {"user": user_object(call, user)}


async def list_(call: Call) -> Json:
    """https://docs.slack.dev/reference/methods/users.list"""
    users = list(call.workspace.users.values())
    page, metadata = paged(call, users, MAX_PAGE, MAX_PAGE)
    shown = [user_object(call, user) for user in page]
    now = int(call.workspace.now())
    return {"members": shown, "cache_ts": now, "response_metadata": metadata}


METHODS = {
    "users.info": Method(info, Tier.FOUR, scope="users:read"),
    "users.list": Method(list_, Tier.TWO, scope="users:read"),
}
