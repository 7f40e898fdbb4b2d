"""One workspace: who is in it, what was said, and the rules of posting, editing and seeing."""

from collections.abc import Callable

from bot.playground.errors import ControlError
from bot.playground.feed import Feed
from bot.playground.ids import new_id, new_secret
from bot.playground.model import Channel, ChannelKind, Install, SlackFile, User, View
from bot.playground.shown import shown_channel, shown_message
from bot.playground.timeline import Json, Message


class Workspace:
    """State of one team. Every change is told to the pages through the feed."""

    def __init__(self, team_id: str, name: str, domain: str, now: Callable[[], float]) -> None:
        self.team_id = team_id
        self.name = name
        self.domain = domain
        self.now = now
        self.feed = Feed()
        self.users: dict[str, User] = {}
        self.channels: dict[str, Channel] = {}
        self.files: dict[str, SlackFile] = {}
        self.installs: dict[str, Install] = {}
        """By app id, in the order of installation."""
        self.views: dict[str, View] = {}
        """Open modals by view id."""
        self.stacks: dict[str, list[str]] = {}
        """User id -> ids of the open modals, bottom first."""
        self.homes: dict[tuple[str, str], View] = {}
        """(app id, user id) -> what the app published there."""

    # --- people and places

    @property
    def people(self) -> list[User]:
        return [user for user in self.users.values() if not user.is_bot]

    def person(self, user_id: str) -> User:
        """The person who acts; raises ControlError when there is none of that id."""
        user = self.users.get(user_id)
        if user is None or user.is_bot:
            raise ControlError("user_not_found", "There is no such person here.", 404)
        return user

    def visible_channel(self, channel_id: str, user_id: str) -> Channel:
        """A channel that the user can see; raises ControlError."""
        channel = self.channels.get(channel_id)
        if channel is None or not channel.is_seen_by(user_id):
            raise ControlError("channel_not_found", "There is no such channel here.", 404)
        return channel

    def channel_named(self, name: str) -> Channel | None:
        name = name.removeprefix("#")
        return next((c for c in self.channels.values() if c.kind != "im" and c.name == name), None)

    def create_channel(
        self, name: str, kind: ChannelKind, creator: str, members: set[str]
    ) -> Channel:
        """A new channel; its name must be free (`channel_named`)."""
        prefix = "D" if kind == "im" else "C"
        channel = Channel(
            id=new_id(prefix),
            name=name,
            kind=kind,
            creator=creator,
            created=int(self.now()),
            members=set(members),
        )
        self.channels[channel.id] = channel
        self.channel_changed(channel)
        return channel

    def direct_message(self, one: str, other: str) -> Channel:
        """The conversation of two users; made when it does not exist yet."""
        pair = {one, other}
        for channel in self.channels.values():
            if channel.kind == "im" and channel.members == pair:
                return channel
        return self.create_channel("directmessage", "im", one, pair)

    def channel_changed(self, channel: Channel) -> None:
        self.feed.publish(self.team_id, "channel", lambda user: shown_channel(channel, user))

    # --- messages

    def post(
        self,
        channel: Channel,
        body: Json,
        *,
        ephemeral_to: str | None = None,
        metadata: Json | None = None,
        app_id: str | None = None,
    ) -> Message:
        """Add a message; `body` has no ts yet. Its parent's reply count grows with it."""
        ts = channel.timeline.next_ts(self.now())
        body = {"type": "message", "ts": ts, "team": self.team_id, **body}
        message = Message(body, ephemeral_to, metadata, app_id)
        channel.timeline.add(message)
        self._publish("message", channel, message)
        if message.is_reply and ephemeral_to is None:
            self._refresh_parent(channel, str(message.thread_ts))
        return message

    def edit(self, channel: Channel, message: Message, changes: Json) -> None:
        """Change a message in place; a field that is None afterwards is removed."""
        merged = {**message.body, **changes}
        message.body = {name: value for name, value in merged.items() if value is not None}
        self._publish("message_changed", channel, message)

    def delete(self, channel: Channel, message: Message) -> None:
        """Remove a message. A parent with replies stays as a tombstone, as in Slack."""
        if channel.timeline.replies(message.ts):
            message.metadata = None
            self.edit(channel, message, dict.fromkeys(("blocks", "attachments", "files"), None))
            self.edit(
                channel, message, {"subtype": "tombstone", "text": "This message was deleted."}
            )
            return
        channel.timeline.remove(message.ts)
        gone: Json = {"channel": channel.id, "ts": message.ts}
        if message.is_reply:
            gone["thread_ts"] = message.thread_ts
        self.feed.publish(
            self.team_id,
            "message_deleted",
            lambda user: gone if self._sees(channel, message, user) else None,
        )
        if message.is_reply and message.ephemeral_to is None:
            self._refresh_parent(channel, str(message.thread_ts))

    def _refresh_parent(self, channel: Channel, parent_ts: str) -> None:
        parent = channel.timeline.get(parent_ts)
        if parent is None:
            return
        replies = [r for r in channel.timeline.replies(parent_ts) if r.ephemeral_to is None]
        users = list(dict.fromkeys(str(reply.body.get("user")) for reply in replies))
        thread: Json = {
            "thread_ts": parent_ts if replies else None,
            "reply_count": len(replies) or None,
            "reply_users": users or None,
            "reply_users_count": len(users) or None,
            "latest_reply": replies[-1].ts if replies else None,
        }
        self.edit(channel, parent, thread)

    def _publish(self, name: str, channel: Channel, message: Message) -> None:
        def seen_by(user: str) -> Json | None:
            if not self._sees(channel, message, user):
                return None
            return {"channel": channel.id, "message": shown_message(channel, message, user)}

        self.feed.publish(self.team_id, name, seen_by)

    @staticmethod
    def _sees(channel: Channel, message: Message, user_id: str) -> bool:
        return channel.is_seen_by(user_id) and message.is_visible_to(user_id)

    # --- views

    def open_view(self, view: View) -> None:
        """Put a modal on top of its user's stack."""
        self.views[view.id] = view
        self.stacks.setdefault(view.user_id, []).append(view.id)
        self._publish_view("view_opened", view)

    def view_changed(self, view: View) -> None:
        """Tell the page of new content; gives the view a new hash."""
        view.hash = self.new_hash()
        self._publish_view("view_updated", view)

    def drop_view(self, view: View) -> None:
        stack = self.stacks.get(view.user_id, [])
        if view.id in stack:
            stack.remove(view.id)
        self.views.pop(view.id, None)
        data = {"view_id": view.id, "stack": list(stack)}
        self.feed.publish_to(self.team_id, view.user_id, "view_closed", data)

    def new_hash(self) -> str:
        return f"{int(self.now())}.{new_secret(8)}"

    def full_view(self, view: View) -> Json:
        """The view as Slack hands it to apps, and as the page draws it."""
        install = self.installs[view.app_id]
        return {
            "id": view.id,
            "team_id": self.team_id,
            **view.body,
            "state": {"values": view.values},
            "hash": view.hash,
            "root_view_id": view.root_id,
            "previous_view_id": view.previous_id,
            "app_id": view.app_id,
            "app_installed_team_id": self.team_id,
            "bot_id": install.bot_id,
        }

    def _publish_view(self, name: str, view: View) -> None:
        data = {"view": self.full_view(view), "stack": list(self.stacks.get(view.user_id, []))}
        self.feed.publish_to(self.team_id, view.user_id, name, data)
