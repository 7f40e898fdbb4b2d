"""files.*: an upload's first and third step, and looking at a file."""

from typing import Any

from bot.playground.content import read_content
from bot.playground.errors import SlackError
from bot.playground.limits import Tier
from bot.playground.methods.call import Call, Method
from bot.playground.methods.chat import place_to_post, thread_part
from bot.playground.model import Channel, SlackFile
from bot.playground.posting import bot_fields
from bot.playground.sharing import MAX_FILE_BYTES, full_file, may_app_read, new_file, share
from bot.playground.timeline import Json


async def get_upload_url(call: Call) -> Json:
    """https://docs.slack.dev/reference/methods/files.getUploadURLExternal"""
    length = call.args.number("length", 0)
    name = call.args.text("filename")
    if length <= 0:
        raise SlackError("invalid_arguments", messages=["[ERROR] missing required field: length"])
    if length > MAX_FILE_BYTES:
        raise SlackError("file_upload_size_restricted")
    file = new_file(call.workspace, call.bot.bot_user_id, name, length)
    file.alt_text = call.args.text("alt_txt", "")
    url = f"{call.playground.base_url}/upload/v1/{call.bot.team_id}/{file.upload_secret}"
    return {"upload_url": url, "file_id": file.id}


async def complete_upload(call: Call) -> Json:
    """https://docs.slack.dev/reference/methods/files.completeUploadExternal"""
    wanted = call.args.parsed("files")
    if not isinstance(wanted, list) or not wanted:
        raise SlackError("invalid_arguments", messages=["[ERROR] missing required field: files"])
    files = [_uploaded(call, item) for item in wanted]
    channels = _channels(call)
    for item, file in zip(wanted, files, strict=True):
        file.title = str(item.get("title") or file.name)
        file.is_complete = True
    for channel in channels:
        _post(call, channel, files)
    return {"files": [full_file(call.playground, call.workspace, file) for file in files]}


def _uploaded(call: Call, item: Any) -> SlackFile:
    file_id = item.get("id") if isinstance(item, dict) else None
    file = call.workspace.files.get(str(file_id))
    if file is None or file.owner != call.bot.bot_user_id or not file.upload_secret:
        raise SlackError("file_not_found")
    if len(file.content) != file.size:
        raise SlackError("file_not_uploaded")
    return file


def _channels(call: Call) -> list[Channel]:
    """By id, one or several; files need the app to be in the channel or `chat:write.public`."""
    names = call.args.text("channels", call.args.text("channel_id", ""))
    return [place_to_post(call, name) for name in names.split(",") if name]


def _post(call: Call, channel: Channel, files: list[SlackFile]) -> None:
    body = {**bot_fields(call.bot, call.args.values), **thread_part(call, channel)}
    comment = {
        "text": call.args.values.get("initial_comment"),
        "blocks": call.args.values.get("blocks"),
    }
    body |= read_content(comment, need_some=False)
    share(call.playground, call.workspace, channel, files, body, call.bot.app.id)


async def info(call: Call) -> Json:
    """https://docs.slack.dev/reference/methods/files.info"""
    file = call.workspace.files.get(call.args.text("file"))
    is_there = file is not None and file.is_complete
    if file is None or not is_there or not may_app_read(call.workspace, file, call.bot):
        raise SlackError("file_not_found")
    return {"file": full_file(call.playground, call.workspace, file), "comments": []}


METHODS = {
    "files.getUploadURLExternal": Method(get_upload_url, Tier.FOUR, scope="files:write"),
    "files.completeUploadExternal": Method(complete_upload, Tier.FOUR, scope="files:write"),
    "files.info": Method(info, Tier.FOUR, scope="files:read"),
}
