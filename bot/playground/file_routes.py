"""The bytes of files: an upload's second step, downloads by apps, uploads and downloads by people."""

from collections.abc import Awaitable, Callable
from typing import Final
from urllib.parse import quote

from aiohttp import BodyPartReader, web

from bot.playground import acts
from bot.playground.control import refused
from bot.playground.errors import ControlError
from bot.playground.model import SlackFile
from bot.playground.playground import Playground
from bot.playground.sharing import (
    INLINE_TYPES,
    MAX_FILE_BYTES,
    full_file,
    may_app_read,
    may_read,
    new_file,
    share,
)
from bot.playground.shown import shown_message
from bot.playground.timeline import Json
from bot.playground.typed_text import message_text
from bot.playground.workspace import Workspace

_TEXT_FIELDS: Final = ("user", "channel", "thread_ts", "text", "team")

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


def add_file_routes(app: web.Application, playground: Playground) -> None:
    routes = FileRoutes(playground)
    app.router.add_post("/upload/v1/{team}/{secret}", routes.receive)
    app.router.add_get("/files-pri/{key}/{name}", routes.download_by_app)
    app.router.add_get("/files-pri/{key}/download/{name}", routes.download_by_app)
    app.router.add_get("/control/files/{id}", routes.download_by_person)
    app.router.add_post("/control/upload", routes.upload_by_person)


class FileRoutes:
    """The routes of one playground."""

    def __init__(self, playground: Playground) -> None:
        self._playground = playground

    async def receive(self, request: web.Request) -> web.StreamResponse:
        """Take the bytes that getUploadURLExternal announced, raw or as a form's first file."""
        workspace = self._playground.workspaces.get(request.match_info["team"])
        files = workspace.files.values() if workspace is not None else ()
        secret = request.match_info["secret"]
        file = next((f for f in files if f.upload_secret == secret), None)
        if file is None or file.is_complete:
            return web.Response(status=404, text="no such upload")
        try:
            content = await _posted_bytes(request)
        except (ValueError, ControlError):
            return web.Response(status=400, text="the form cannot be read")
        if len(content) != file.size:
            return web.Response(status=400, text="the length is not the one that was announced")
        file.content = content
        return web.Response(text=f"OK - {len(content)}")

    async def download_by_app(self, request: web.Request) -> web.StreamResponse:
        """Needs a bot token with files:read; without one Slack sends people to its sign-in page."""
        kind, _, token = request.headers.get("Authorization", "").partition(" ")
        install = self._playground.install_of_token(token) if kind.lower() == "bearer" else None
        team_id, _, file_id = request.match_info["key"].partition("-")
        if (
            install is None
            or install.is_revoked
            or install.team_id != team_id
            or "files:read" not in install.scopes
        ):
            raise web.HTTPFound("/")
        workspace = self._playground.workspaces[team_id]
        file = workspace.files.get(file_id)
        if file is None or not file.is_complete or not may_app_read(workspace, file, install):
            return web.Response(status=404, text="file_not_found")
        return _bytes_of(file)

    async def download_by_person(self, request: web.Request) -> web.StreamResponse:
        try:
            workspace = self._playground.workspace(request.query.get("team"))
            user = workspace.person(request.query.get("user", ""))
            file = _readable(workspace, request.match_info["id"], user.id)
        except ControlError as error:
            return refused(error)
        return _bytes_of(file)

    async def upload_by_person(self, request: web.Request) -> web.StreamResponse:
        try:
            fields, uploads = await _form(request)
            return web.json_response({"ok": True, **self._take(fields, uploads)})
        except ControlError as error:
            return refused(error)
        except ValueError:
            return refused(ControlError("not_a_form", "The form cannot be read."))

    def _take(self, fields: Json, uploads: list[tuple[str, bytes]]) -> Json:
        workspace = self._playground.workspace(fields.get("team"))
        user = acts.actor(workspace, fields)
        channel = acts.place_to_write(workspace, user, fields) if "channel" in fields else None
        files = [_keep(workspace, user.id, name, content) for name, content in uploads]
        answer: Json = {}
        if channel is not None:
            body: Json = {"user": user.id, "text": message_text(workspace, fields.get("text", ""))}
            body |= acts.thread_field(channel, fields)
            message = share(self._playground, workspace, channel, files, body)
            answer["message"] = shown_message(channel, message, user.id)
        answer["files"] = [full_file(self._playground, workspace, file) for file in files]
        return answer


def _readable(workspace: Workspace, file_id: str, user_id: str) -> SlackFile:
    file = workspace.files.get(file_id)
    if file is None or not file.is_complete or not may_read(workspace, file, user_id):
        raise ControlError("file_not_found", "There is no such file.", 404)
    return file


def _keep(workspace: Workspace, owner: str, name: str, content: bytes) -> SlackFile:
    file = new_file(workspace, owner, name, len(content))
    file.content, file.is_complete, file.upload_secret = content, True, ""
    return file


async def _form(request: web.Request) -> tuple[Json, list[tuple[str, bytes]]]:
    if request.content_type != "multipart/form-data":
        raise ControlError("not_a_form", "Send multipart/form-data.", 415)
    fields: Json = {}
    uploads: list[tuple[str, bytes]] = []
    async for part in await request.multipart():
        if not isinstance(part, BodyPartReader):
            continue
        if part.name == "file":
            uploads.append((_name(part), await _limited(part)))
        elif part.name in _TEXT_FIELDS:
            fields[part.name] = await part.text()
    if not uploads:
        raise ControlError("missing", "`file` is missing.")
    return fields, uploads


def _name(part: BodyPartReader) -> str:
    """The file's own name: browsers write a quotation mark as %22, some send a whole path."""
    name = (part.filename or "").replace("%22", '"').replace("\\", "/")
    return name.rpartition("/")[2] or "file"


async def _limited(part: BodyPartReader) -> bytes:
    content = bytearray()
    while chunk := await part.read_chunk():
        content += chunk
        if len(content) > MAX_FILE_BYTES:
            raise ControlError("too_large", "The file is larger than 50 MB.", 413)
    return bytes(content)


async def _posted_bytes(request: web.Request) -> bytes:
    if request.content_type != "multipart/form-data":
        return await request.read()
    async for part in await request.multipart():
        if isinstance(part, BodyPartReader) and part.filename is not None:
            return await _limited(part)
    return b""


def _bytes_of(file: SlackFile) -> web.Response:
    is_inline = file.mimetype in INLINE_TYPES
    disposition = "inline" if is_inline else "attachment"
    headers = {
        "Content-Type": file.mimetype if is_inline else "application/octet-stream",
        "Content-Disposition": f"{disposition}; filename*=UTF-8''{quote(file.name, safe='')}",
    }
    if not is_inline and file.mimetype == "text/csv":
        headers["Content-Type"] = "text/csv; charset=utf-8"
    return web.Response(body=file.content, headers=headers)
