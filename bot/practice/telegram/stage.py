"""What all acts of players share: finding what they act on, and telling the bots."""

import time
from collections.abc import Sequence

from bot.practice.telegram.calls.groups import described
from bot.practice.telegram.calls.sending import put, without_reply
from bot.practice.telegram.schema import Json
from bot.practice.telegram.world import Bot, Press, Room, User, World


class NotThere(LookupError):
    """What a player wants to act on does not exist: no such message, button, topic or chat."""


class Stage:
    """The inside of `Practice`."""

    def __init__(self, world: World, *, base: str = "") -> None:
        """Take the state, and the address at which bots reach it, e.g. http://127.0.0.1:8081."""
        self.world = world
        self.base = base

    def _say(
        self, user: int, token: str, content: Json, *, reply_to: int | None = None,
        group: int | None = None, topic: int | None = None,
    ) -> int:  # fmt: skip
        if group is not None:
            return self._in_group(user, group, content, topic=topic, reply_to=reply_to)
        with self.world.lock:
            bot, room = self._bot(token), self._private(user, token)
            quoted = {"reply_to_message": without_reply(self._message(room, reply_to))} if reply_to else {}
            message = put(room, self.world.user(user).json(), content | quoted)
            self.world.push(bot, "message", message)
            return int(message["message_id"])

    def _in_group(
        self, user: int, group: int, content: Json, *, topic: int | None, reply_to: int | None
    ) -> int:
        with self.world.lock:
            room = self._group(group)
            if topic is not None and topic not in room.topics:
                raise NotThere(f"topic {topic}")
            placed: Json = {"message_thread_id": topic, "is_topic_message": True} if topic is not None else {}
            if reply_to is not None:
                placed["reply_to_message"] = without_reply(self._message(room, reply_to))
            message = put(room, self.world.user(user).json(), content | placed)
            self._tell_bots(room, "message", message)
            return int(message["message_id"])

    def _tell_bots(self, room: Room, kind: str, body: Json) -> None:
        for bot in self.world.bots.values():
            if room.members.get(bot.id) in ("member", "administrator"):
                self.world.push(bot, kind, body)

    def _press(self, bot: Bot, user: User, shown: Json, data: str) -> str:
        press = Press(id=str(next(self.world.numbers)), bot=bot.id, user=user.id)
        self.world.presses[press.id] = press
        body = {"id": press.id, "from": user.json(), "chat_instance": "1", "message": shown, "data": data}
        self.world.push(bot, "callback_query", body)
        return press.id

    def _set_blocked(self, user: int, token: str, *, blocked: bool) -> None:
        with self.world.lock:
            bot, room, person = self._bot(token), self._private(user, token), self.world.user(user)
            person.blocked.symmetric_difference_update(
                {bot.id} if blocked != (bot.id in person.blocked) else ()
            )
            states = (
                {"user": bot.json(), "status": "member"},
                {"user": bot.json(), "status": "kicked", "until_date": 0},
            )
            old, new = states if blocked else reversed(states)
            self._membership(bot, room, person, old, new)

    def _become(self, bot: Bot, room: Room, by: int, status: str, rights: Sequence[str]) -> None:
        old = described(room, bot.id, bot.json())
        room.members[bot.id] = status
        room.rights[bot.id] = frozenset(rights)
        self._membership(bot, room, self.world.user(by), old, described(room, bot.id, bot.json()))

    def _membership(self, bot: Bot, room: Room, by: User, old: Json, new: Json) -> None:
        body = {
            "chat": room.json(), "from": by.json(), "date": int(time.time()),
            "old_chat_member": old, "new_chat_member": new,
        }  # fmt: skip
        self.world.push(bot, "my_chat_member", body)

    def _bot(self, token: str) -> Bot:
        return self.world.bot(token)

    def _private(self, user: int, token: str) -> Room:
        return self.world.private(self._bot(token), self.world.user(user))

    def _group(self, group: int) -> Room:
        room = self.world.rooms.get((0, group))
        if room is None:
            raise NotThere(f"group {group}")
        return room

    def _message(self, room: Room, number: int) -> Json:
        if number not in room.messages:
            raise NotThere(f"message {number} in chat {room.id}")
        return room.messages[number]

    def _of_bot(self, room: Room, bot: Bot) -> list[Json]:
        return [message for message in room.messages.values() if message["from"] == bot.json()]


def commands(text: str) -> Json:
    """Return the entity that Telegram marks a leading command with."""
    if not text.startswith("/") or len(text.split()[0]) < 2:
        return {}
    return {"entities": [{"type": "bot_command", "offset": 0, "length": len(text.split()[0])}]}


def edited(message: Json, text: str) -> Json:
    """Return a message with other words: its text, or the caption of its file."""
    words = "text" if "text" in message else "caption"
    return message | {words: text, "edit_date": int(time.time())}
