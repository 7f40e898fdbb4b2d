"""api.*, auth.*, apps.*, team.* and bots.*: who am I, and how do I connect."""

from bot.playground.errors import SlackError
from bot.playground.limits import Tier
from bot.playground.methods.call import Call, Method
from bot.playground.timeline import Json


async def api_test(call: Call) -> Json:
    """https://docs.slack.dev/reference/methods/api.test"""
    args = {name: value for name, value in call.args.values.items() if name != "token"}
    if "error" in args:
        raise SlackError(str(args["error"]), args=args)
    return {"args": args}


async def auth_test(call: Call) -> Json:
    """https://docs.slack.dev/reference/methods/auth.test"""
    if call.install is None:
        assert call.app is not None
        return {"app_id": call.app.id, "app_name": call.app.manifest.name}
    workspace = call.workspace
    return {
        "url": f"{call.playground.base_url}/",
        "team": workspace.name,
        "user": workspace.users[call.install.bot_user_id].name,
        "team_id": workspace.team_id,
        "user_id": call.install.bot_user_id,
        "bot_id": call.install.bot_id,
        "is_enterprise_install": False,
    }


async def connections_open(call: Call) -> Json:
    """https://docs.slack.dev/reference/methods/apps.connections.open"""
    assert call.app is not None
    ticket = call.playground.sockets[call.app.id].new_ticket()
    base = call.playground.base_url.replace("http", "ws", 1)
    return {"url": f"{base}/link/?ticket={ticket}&app_id={call.app.id}"}


async def team_info(call: Call) -> Json:
    """https://docs.slack.dev/reference/methods/team.info"""
    workspace = call.workspace
    team = {"id": workspace.team_id, "name": workspace.name, "domain": workspace.domain}
    return {"team": team | {"email_domain": "", "icon": {"image_default": True}}}


async def bots_info(call: Call) -> Json:
    """https://docs.slack.dev/reference/methods/bots.info"""
    wanted = call.args.text("bot", call.bot.bot_id)
    for install in call.workspace.installs.values():
        if install.bot_id == wanted:
            bot = {
                "id": install.bot_id,
                "deleted": False,
                "name": install.app.manifest.bot_name,
                "app_id": install.app.id,
                "user_id": install.bot_user_id,
                "icons": {},
            }
            return {"bot": bot}
    raise SlackError("bot_not_found")


METHODS = {
    "api.test": Method(api_test, Tier.FOUR, caller="anybody"),
    "auth.test": Method(auth_test, Tier.SPECIAL, caller="app_or_bot"),
    "apps.connections.open": Method(connections_open, Tier.ONE, caller="app"),
    "team.info": Method(team_info, Tier.THREE, scope="team:read"),
    "bots.info": Method(bots_info, Tier.THREE, scope="users:read"),
}
