"""views.*: an app shows modals and home tabs."""

from bot.playground import views
from bot.playground.errors import SlackError
from bot.playground.limits import Tier
from bot.playground.methods.call import Call, Method
from bot.playground.model import View
from bot.playground.timeline import Json


async def open_(call: Call) -> Json:
    """https://docs.slack.dev/reference/methods/views.open"""
    body = views.read_view(call.args.values.get("view"), "modal")
    user_id = _spend_trigger(call)
    view = views.open_modal(call.workspace, call.bot.app.id, user_id, body)
    return _answer(call, view)


async def push(call: Call) -> Json:
    """https://docs.slack.dev/reference/methods/views.push"""
    body = views.read_view(call.args.values.get("view"), "modal")
    user_id = _spend_trigger(call)
    view = views.push_modal(call.workspace, call.bot.app.id, user_id, body)
    return _answer(call, view)


async def update(call: Call) -> Json:
    """https://docs.slack.dev/reference/methods/views.update"""
    body = views.read_view(call.args.values.get("view"), "modal")
    view = _find(call)
    views.need_hash(view, call.args.text("hash", ""))
    views.update_view(call.workspace, view, body)
    return _answer(call, view)


async def publish(call: Call) -> Json:
    """https://docs.slack.dev/reference/methods/views.publish"""
    body = views.read_view(call.args.values.get("view"), "home")
    if not call.bot.app.manifest.has_home:
        raise SlackError("not_enabled")
    user_id = call.args.text("user_id")
    user = call.workspace.users.get(user_id)
    if user is None or user.is_bot:
        raise SlackError("user_not_found")
    view = call.workspace.homes.get((call.bot.app.id, user_id))
    if view is not None:
        views.need_hash(view, call.args.text("hash", ""))
    view = views.publish_home(call.workspace, call.bot.app.id, user_id, body)
    return _answer(call, view)


def _spend_trigger(call: Call) -> str:
    trigger_id = call.args.text("trigger_id")
    return call.playground.triggers.spend(trigger_id, call.bot.team_id, call.bot.app.id)


def _find(call: Call) -> View:
    view_id, external_id = call.args.text("view_id", ""), call.args.text("external_id", "")
    if not view_id and not external_id:
        message = "[ERROR] must provide either view_id or external_id"
        raise SlackError("invalid_arguments", messages=[message])
    for view in call.workspace.views.values():
        is_meant = view.id == view_id or (external_id and view.body["external_id"] == external_id)
        if is_meant and view.app_id == call.bot.app.id:
            return view
    raise SlackError("not_found")


def _answer(call: Call, view: View) -> Json:
    return {"view": call.workspace.full_view(view)}


METHODS = {
    "views.open": Method(open_, Tier.FOUR),
    "views.push": Method(push, Tier.FOUR),
    "views.update": Method(update, Tier.FOUR),
    "views.publish": Method(publish, Tier.FOUR),
}
