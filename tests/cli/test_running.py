"""`backlinks run`: what it takes out of the way before Bolt looks, and how it leaves while it starts."""

import asyncio
import os
import signal
import sys
from pathlib import Path

from bot.cli.running import _hide_from_bolt


def test_bolt_finds_no_settings_of_its_own() -> None:
    environment = {"SLACK_BOT_TOKEN": "xoxb-1", "SLACK_CLIENT_ID": "1", "PATH": "/bin"}
    _hide_from_bolt(environment)
    assert environment == {"PATH": "/bin"}


async def test_asked_to_stop_while_slack_does_not_answer_it_leaves_at_once(tmp_path: Path) -> None:
    asked, over = asyncio.Event(), asyncio.Event()

    async def keep_waiting(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        asked.set()
        await over.wait()
        writer.close()

    async with await asyncio.start_server(keep_waiting, "127.0.0.1", 0) as server:
        port = server.sockets[0].getsockname()[1]
        bot = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "bot", "run"),
            stderr=asyncio.subprocess.PIPE,
            env=os.environ
            | {
                "SLACK_API_URL": f"http://127.0.0.1:{port}/api/",
                "SLACK_BOT_TOKEN": "xoxb-1",
                "SLACK_APP_TOKEN": "xapp-1",
                "DATA_DIR": str(tmp_path),
            },
        )
        await asyncio.wait_for(asked.wait(), 60)
        bot.send_signal(signal.SIGTERM)
        _, log = await asyncio.wait_for(bot.communicate(), 60)
        over.set()
    assert bot.returncode == 0
    assert b"asked to stop before it had started" in log
    assert b"Traceback" not in log
