"""How messages, channels, people and files look from one user's side of the page."""

from urllib.parse import quote

from bot.playground.model import Channel, SlackFile, User
from bot.playground.timeline import Json, Message


def shown_message(channel: Channel, message: Message, user_id: str) -> Json:
    shown = {**message.body, "channel": channel.id}
    if message.app_id is not None:
        shown["app_id"] = message.app_id
    if message.ephemeral_to is not None:
        shown["is_ephemeral"] = True
    if "files" in shown:
        shown["files"] = [
            {**file, "url": f"/control/files/{file['id']}?user={user_id}&team={shown['team']}"}
            for file in shown["files"]
        ]
    return shown


def shown_channel(channel: Channel, user_id: str) -> Json:
    """A channel in the user's list; only its id and `gone` when they may not see it."""
    if not channel.is_seen_by(user_id):
        return {"id": channel.id, "gone": True}
    return {
        "id": channel.id,
        "name": channel.name,
        "kind": channel.kind,
        "topic": channel.topic,
        "is_archived": channel.is_archived,
        "is_member": user_id in channel.members,
        "members": sorted(channel.members),
        "user": channel.other_side(user_id) if channel.kind == "im" else None,
        "latest": channel.timeline.latest_ts,
    }


def shown_user(user: User, now: float) -> Json:
    return {
        "id": user.id,
        "name": user.name,
        "real_name": user.real_name,
        "tz": user.tz,
        "tz_offset": user.tz_offset(now),
        "color": user.color,
        "is_bot": user.is_bot,
    }


def file_object(file: SlackFile, team_id: str, base_url: str) -> Json:
    """https://docs.slack.dev/reference/objects/file-object"""
    private = f"{base_url}/files-pri/{team_id}-{file.id}"
    shown = {
        "id": file.id,
        "created": file.created,
        "timestamp": file.created,
        "name": file.name,
        "title": file.title,
        "mimetype": file.mimetype,
        "filetype": file.filetype,
        "pretty_type": file.filetype.upper(),
        "user": file.owner,
        "size": file.size,
        "mode": "hosted",
        "is_external": False,
        "is_public": False,
        "url_private": f"{private}/{quote(file.name)}",
        "url_private_download": f"{private}/download/{quote(file.name)}",
        "permalink": f"{base_url}/files/{file.owner}/{file.id}/{quote(file.name)}",
        "channels": sorted(id_ for id_ in file.shared_in if id_.startswith("C")),
        "groups": [],
        "ims": sorted(id_ for id_ in file.shared_in if id_.startswith("D")),
    }
    if file.alt_text:
        shown["alt_txt"] = file.alt_text
    return shown
