"""What a workspace is made of: people, channels, files, apps and their installations."""

from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Literal
from zoneinfo import ZoneInfo

from bot.playground.manifest import Manifest
from bot.playground.timeline import Json, Timeline

ChannelKind = Literal["public", "private", "im"]


@dataclass(slots=True)
class User:
    """A person, or the user of an app's bot."""

    id: str
    name: str
    real_name: str
    tz: str
    """An IANA name, `Europe/Madrid`."""
    color: str
    app_id: str | None = None
    """Set on a bot's user."""

    @property
    def is_bot(self) -> bool:
        return self.app_id is not None

    def tz_offset(self, now: float) -> int:
        """Seconds east of UTC at `now`, daylight saving time included."""
        offset = datetime.fromtimestamp(now, UTC).astimezone(ZoneInfo(self.tz)).utcoffset()
        return int(offset.total_seconds()) if offset is not None else 0


@dataclass(slots=True)
class Channel:
    """A public or private channel, or a direct message between two users."""

    id: str
    name: str
    kind: ChannelKind
    creator: str
    created: int
    members: set[str] = field(default_factory=set)
    topic: str = ""
    is_archived: bool = False
    timeline: Timeline = field(default_factory=Timeline)

    def is_seen_by(self, user_id: str) -> bool:
        return self.kind == "public" or user_id in self.members

    def other_side(self, user_id: str) -> str:
        """In a direct message, the one who is not `user_id` (oneself in a note to self)."""
        return next((member for member in sorted(self.members) if member != user_id), user_id)


@dataclass(slots=True)
class SlackFile:
    """An uploaded file. Unshared, only its owner and the apps it was given to reach it."""

    id: str
    name: str
    title: str
    mimetype: str
    size: int
    owner: str
    created: int
    content: bytes = b""
    is_complete: bool = False
    """False between getUploadURLExternal and completeUploadExternal."""
    upload_secret: str = ""
    alt_text: str = ""
    shared_in: dict[str, list[str]] = field(default_factory=dict)
    """Channel id -> ts of the messages that show it."""
    granted: set[str] = field(default_factory=set)
    """Apps that were given it by a file_input."""

    @property
    def filetype(self) -> str:
        """Slack names a type by its extension; `text` when there is none."""
        return self.name.rpartition(".")[2].lower() if "." in self.name else "text"


@dataclass(slots=True)
class App:
    """A Slack app: what its manifest declares, and the token for its sockets."""

    id: str
    manifest: Manifest
    app_token: str


@dataclass(slots=True)
class Install:
    """An app in a workspace."""

    app: App
    team_id: str
    bot_token: str
    bot_user_id: str
    bot_id: str
    is_revoked: bool = False

    @property
    def scopes(self) -> frozenset[str]:
        return self.app.manifest.scopes


@dataclass(slots=True)
class View:
    """A modal or a home tab as a user sees it."""

    id: str
    app_id: str
    user_id: str
    body: Json
    """The view object without state and hash, with every block_id and action_id filled in."""
    hash: str
    root_id: str
    previous_id: str | None = None
    values: Json = field(default_factory=dict)
    """state.values in Slack's shapes."""
