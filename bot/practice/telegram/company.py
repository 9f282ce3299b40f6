"""What happens in groups."""

from collections.abc import Sequence
from typing import Literal

from bot.practice.telegram.calls.groups import RIGHTS
from bot.practice.telegram.calls.sending import put
from bot.practice.telegram.stage import Stage, commands, edited
from bot.practice.telegram.world import Room


class Company(Stage):
    """Acts in groups."""

    def add_group(
        self, group: int, *, title: str = "Group", forum: bool = False, members: Sequence[int] = ()
    ) -> int:
        """Make a group (forum: a supergroup with topics) with users in it and return its id (negative)."""
        kind: Literal["group", "supergroup"] = "supergroup" if forum or group < -(10**12) else "group"
        with self.world.lock:
            room = Room(id=group, kind=kind, title=title, forum=forum)
            room.members = dict.fromkeys(members, "member")
            self.world.rooms[0, group] = room
        return group

    def add_to_group(self, token: str, group: int, *, by: int, rights: Sequence[str] | None = RIGHTS) -> None:
        """Let a user add a bot to a group: an administrator with these rights, or (None) a plain member."""
        with self.world.lock:
            bot, room = self._bot(token), self._group(group)
            room.members.setdefault(by, "creator")
            self._become(bot, room, by, "member" if rights is None else "administrator", rights or ())
            if room.kind == "group":
                joined = put(room, self.world.user(by).json(), {"new_chat_members": [bot.json()]})
                self.world.push(bot, "message", joined)

    def remove_from_group(self, token: str, group: int, *, by: int) -> None:
        """Let a user put a bot out of a group."""
        with self.world.lock:
            self._become(self._bot(token), self._group(group), by, "kicked", ())

    def join(self, user: int, group: int) -> None:
        """Let a user join a group."""
        with self.world.lock:
            self._group(group).members[user] = "member"
            self.world.user(user)

    def say_in_group(
        self, user: int, group: int, text: str, *, topic: int | None = None, reply_to: int | None = None
    ) -> int:
        """Write in a group or topic; every bot in it sees it. Returns the message's id."""
        return self._in_group(user, group, {"text": text} | commands(text), topic=topic, reply_to=reply_to)

    def edit_in_group(self, group: int, message: int, text: str) -> None:
        """Change a message in a group."""
        with self.world.lock:
            room = self._group(group)
            changed = edited(self._message(room, message), text)
            room.messages[message] = changed
            self._tell_bots(room, "edited_message", changed)

    def shut_topic(self, user: int, group: int, topic: int) -> None:
        """Close a topic by hand."""
        with self.world.lock:
            self._group(group).topics[topic].closed = True
        self._in_group(user, group, {"forum_topic_closed": {}}, topic=topic, reply_to=None)

    def remove_topic(self, group: int, topic: int) -> None:
        """Delete a topic by hand; no bot is told."""
        with self.world.lock:
            room = self._group(group)
            del room.topics[topic]
            for number in [n for n, m in room.messages.items() if m.get("message_thread_id") == topic]:
                del room.messages[number]

    def migrate(self, group: int, *, forum: bool = False) -> int:
        """Turn a group into a supergroup, as switching topics on (`forum`) does, and return its new id."""
        with self.world.lock:
            old = self._group(group)
            number = -(10**12) + group
            new = Room(
                id=number,
                kind="supergroup",
                title=old.title,
                members=dict(old.members),
                rights=old.rights,
                forum=forum,
            )
            self.world.rooms[0, number] = new
            sender = {"id": 1087968824, "is_bot": True, "first_name": "Group"}
            self._tell_bots(old, "message", put(old, sender, {"migrate_to_chat_id": number}))
            self._tell_bots(new, "message", put(new, sender, {"migrate_from_chat_id": group}))
            old.moved_to = number
            return number
