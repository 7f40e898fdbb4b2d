"""Files: three steps, who may read what, file_input, downloads that cannot run."""

from typing import Any

import pytest
from slack_bolt.async_app import AsyncAck

from tests.workspace import RefusedError, Workspace, workspace

from .apps import ALL_SCOPES, bolt_app, client, connected, manifest
from .blocks import Json, input_block, modal
from .test_chat import error_of

CSV = b"page,target\nhttps://a.example/,site.example\n"


async def test_slacks_client_uploads_a_file_into_a_channel(here: Workspace) -> None:
    seo = here.channel_id("seo")
    answer = await client(here).files_upload_v2(
        filename="links.csv", content=CSV, title="Links", channel=seo, initial_comment="All rows"
    )
    (message,) = await here.messages()
    assert message["text"] == "All rows"
    (file,) = message["files"]
    assert (file["name"], file["title"], file["size"]) == ("links.csv", "Links", len(CSV))
    assert (file["filetype"], file["mimetype"]) == ("csv", "text/csv")
    async with here.session.get(here.base_url + file["url"]) as response:
        assert await response.read() == CSV
    info = await client(here).files_info(file=answer["files"][0]["id"])
    assert info["file"]["shares"]["public"][seo][0]["ts"] == message["ts"]


async def test_a_file_can_go_into_a_thread(here: Workspace) -> None:
    parent = await client(here).chat_postMessage(channel="#seo", text="digest")
    await client(here).files_upload_v2(
        filename="all.csv", content=CSV, channel=parent["channel"], thread_ts=parent["ts"]
    )
    thread = await here.messages(thread_ts=parent["ts"])
    assert [bool(message.get("files")) for message in thread] == [False, True]


async def test_a_channel_that_the_app_is_not_in_takes_no_files(here: Workspace) -> None:
    upload = client(here).files_upload_v2(
        filename="a.csv", content=CSV, channel=here.channel_id("seo-private")
    )
    assert (await error_of(upload))["error"] == "channel_not_found"


@pytest.mark.parametrize(
    ("arguments", "error"),
    [
        ({"filename": "a.csv"}, "invalid_arguments"),
        ({"filename": "a.csv", "length": 0}, "invalid_arguments"),
        ({"filename": "a.csv", "length": 10**12}, "file_upload_size_restricted"),
        ({"length": 5}, "invalid_arguments"),
    ],
)
async def test_an_upload_says_its_name_and_size_first(
    here: Workspace, arguments: Json, error: str
) -> None:
    call = client(here).api_call("files.getUploadURLExternal", params=arguments)
    assert (await error_of(call))["error"] == error


async def test_an_upload_is_complete_only_with_its_bytes(here: Workspace) -> None:
    slack = client(here)
    begun = await slack.files_getUploadURLExternal(filename="a.csv", length=len(CSV))
    files: list[dict[str, str | None]] = [{"id": begun["file_id"], "title": "A"}]
    early = slack.files_completeUploadExternal(files=files)
    assert (await error_of(early))["error"] == "file_not_uploaded"
    async with here.session.post(begun["upload_url"], data=CSV + b"more") as response:
        assert response.status == 400
    async with here.session.post(begun["upload_url"], data=CSV) as response:
        assert (response.status, await response.text()) == (200, f"OK - {len(CSV)}")
    await slack.files_completeUploadExternal(files=files)
    unknown = slack.files_completeUploadExternal(files=[{"id": "FNO"}])
    assert (await error_of(unknown))["error"] == "file_not_found"


async def test_files_need_their_scopes() -> None:
    scopes = [scope for scope in ALL_SCOPES if not scope.startswith("files:")]
    async with workspace(manifest(scopes=scopes)) as here:
        upload = client(here).files_getUploadURLExternal(filename="a.csv", length=5)
        assert (await error_of(upload))["needed"] == "files:write"
        assert (await error_of(client(here).files_info(file="F1")))["needed"] == "files:read"


async def test_a_file_input_hands_its_file_to_the_app(here: Workspace) -> None:
    app = bolt_app(here)
    bodies: list[Json] = []
    element = {"type": "file_input", "action_id": "export", "filetypes": ["csv"], "max_files": 1}

    @app.command("/try")
    async def on_command(ack: AsyncAck, body: Json, client: Any) -> None:
        await ack()
        view = modal(input_block(element, "export_block"))
        await client.views_open(trigger_id=body["trigger_id"], view=view)

    @app.view("a_modal")
    async def on_submit(ack: AsyncAck, body: Json) -> None:
        bodies.append(body)
        await ack()

    async with connected(here, app):
        await here.command("/try")
        view = await here.wait_for_view()
        wrong = await here.upload("a.pdf", b"%PDF")
        answer = await here.submit(view, {"export": [wrong["id"]]})
        assert answer["errors"] == {"export_block": "Please choose files of these types: csv."}
        file = await here.upload("a.csv", CSV)
        hidden = client(here).files_info(file=file["id"])
        assert (await error_of(hidden))["error"] == "file_not_found"
        await here.submit(view, {"export": [file["id"]]})
    (given,) = bodies[0]["view"]["state"]["values"]["export_block"]["export"]["files"]
    assert given["name"] == "a.csv"
    token = {"Authorization": f"Bearer {here.bot_token}"}
    async with here.session.get(given["url_private_download"], headers=token) as response:
        assert await response.read() == CSV


async def test_without_a_token_a_download_is_a_page_not_the_file(here: Workspace) -> None:
    file = await here.upload("a.csv", CSV, channel="seo")
    for headers in ({}, {"Authorization": "Bearer xoxb-wrong"}):
        async with here.session.get(
            file["url_private"], headers=headers, allow_redirects=False
        ) as response:
            assert response.status == 302


async def test_a_person_reads_only_what_is_shared_with_them(here: Workspace) -> None:
    mine = await here.upload("mine.csv", CSV)
    private = await here.upload("private.csv", CSV, channel="seo-private")
    statuses = []
    for user in ("ana", "ben", "chie"):
        for file in (mine, private):
            url = f"{here.base_url}/control/files/{file['id']}?user={here.as_user(user).user}"
            async with here.session.get(url) as response:
                statuses.append(response.status)
    assert statuses == [200, 200, 404, 200, 404, 404]


@pytest.mark.parametrize(
    ("name", "kind", "is_inline"),
    [
        ("page.html", "application/octet-stream", False),
        ("picture.svg", "application/octet-stream", False),
        ("links.csv", "text/csv", False),
        ("chart.png", "image/png", True),
    ],
)
async def test_nothing_in_a_file_can_run_in_the_page(
    here: Workspace, name: str, kind: str, is_inline: bool
) -> None:
    file = await here.upload(name, b"<script>alert(1)</script>", channel="seo")
    url = f"{here.base_url}/control/files/{file['id']}?user={here.user}"
    async with here.session.get(url) as response:
        assert response.content_type == kind
        disposition = response.headers["Content-Disposition"]
        assert disposition.startswith("inline" if is_inline else "attachment")
        assert response.headers["X-Content-Type-Options"] == "nosniff"


async def test_a_message_can_carry_uploaded_files(here: Workspace) -> None:
    file = await here.upload("a.csv", CSV)
    for text in ("see this", ""):
        await here.post("message", channel=here.channel_id("seo"), text=text, files=[file["id"]])
    shown = await here.as_user("chie").messages()
    assert [(m["text"], m["files"][0]["id"]) for m in shown] == [
        ("see this", file["id"]),
        ("", file["id"]),
    ]
    with pytest.raises(RefusedError):
        await here.as_user("ben").post(
            "message", channel=here.channel_id("seo"), text="x", files=[file["id"]]
        )


async def test_a_name_with_odd_characters_stays_whole(here: Workspace) -> None:
    """A browser writes UTF-8 into the header, and %22 for a quotation mark."""
    seo = here.channel_id("seo")
    part = 'Content-Disposition: form-data; name="{}"\r\n\r\n{}\r\n'
    fields = [part.format("user", here.user), part.format("channel", seo)]
    given = 'file"; filename="C:\\ünï %22quoted%22; x=1.csv'
    body = "".join(f"--line\r\n{item}" for item in [*fields, part.format(given, CSV.decode())])
    headers = {"Content-Type": "multipart/form-data; boundary=line"}
    url = f"{here.base_url}/control/upload"
    async with here.session.post(
        url, data=f"{body}--line--\r\n".encode(), headers=headers
    ) as response:
        (file,) = (await response.json())["files"]
    assert file["name"] == 'ünï "quoted"; x=1.csv'
    token = {"Authorization": f"Bearer {here.bot_token}"}
    await client(here).conversations_join(channel=seo)
    async with here.session.get(file["url_private_download"], headers=token) as response:
        assert await response.read() == CSV
