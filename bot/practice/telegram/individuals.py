"""What a person does in a private chat with a bot."""

from pathlib import PurePath
from typing import Literal

from bot.practice.telegram.calls.asked import Upload
from bot.practice.telegram.calls.media import described, keep
from bot.practice.telegram.schema import Json
from bot.practice.telegram.stage import NotThere, Stage, commands, edited

_FORWARDED: Json = {"forward_origin": {"type": "hidden_user", "date": 1, "sender_user_name": "Somebody"}}
FileKind = Literal["photo", "document", "voice", "video", "video_note", "audio", "animation", "sticker"]


class Individuals(Stage):
    """Acts of persons."""

    def write(
        self, user: int, token: str, text: str, *, reply_to: int | None = None, forwarded: bool = False
    ) -> int:
        """Write to a bot, or forward somebody else's words; return the message's id."""
        more = _FORWARDED if forwarded else {}
        return self._say(user, token, {"text": text} | commands(text) | more, reply_to=reply_to)

    def edit(self, user: int, token: str, message: int, text: str) -> None:
        """Change a message that the user wrote to a bot."""
        with self.world.lock:
            bot, room = self._bot(token), self._private(user, token)
            changed = edited(self._message(room, message), text)
            room.messages[message] = changed
            self.world.push(bot, "edited_message", changed)

    def send_file(
        self, user: int, token: str, data: bytes, *, name: str = "file", kind: FileKind = "document",
        media_type: str = "application/octet-stream", caption: str = "", size: int | None = None,
        album: str | None = None, group: int | None = None, topic: int | None = None,
        forwarded: bool = False,
    ) -> int:  # fmt: skip
        """Send a file to a bot, or in a group where it is; `size` may claim more bytes than there are."""
        with self.world.lock:
            upload = Upload(name=PurePath(name).name, media_type=media_type, data=data)
            kept = keep(self.world, self._bot(token), upload, size=size)
            content = described(kept, kind) | ({"caption": caption} if caption else {})
            content |= {"media_group_id": album} if album else {}
            content |= _FORWARDED if forwarded else {}
            return self._say(user, token, content, group=group, topic=topic)

    def send_location(self, user: int, token: str, latitude: float, longitude: float) -> int:
        """Share a point."""
        return self._say(user, token, {"location": {"latitude": latitude, "longitude": longitude}})

    def send_contact(self, user: int, token: str, phone: str, *, of: int | None = None) -> int:
        """Share a contact: the user's own, unless `of` names another user (0: nobody with Telegram)."""
        owner = user if of is None else of
        contact: Json = {"phone_number": phone, "first_name": "Contact"} | (
            {"user_id": owner} if owner else {}
        )
        return self._say(user, token, {"contact": contact})

    def send_other(
        self, user: int, token: str, content: Json, *, group: int | None = None, topic: int | None = None
    ) -> int:
        """Send any other content, as fields of the Message object, e.g. a poll or a venue."""
        return self._say(user, token, content, group=group, topic=topic)

    def press(
        self,
        user: int,
        token: str,
        message: int,
        button: str,
        *,
        group: int | None = None,
        stale: bool = False,
    ) -> str:
        """Press a button by its label or data; return the press's id. `stale`: press one that is gone."""
        with self.world.lock:
            room = self._private(user, token) if group is None else self._group(group)
            shown = self._message(room, message)
            data = button if stale else _data(shown, button)
            return self._press(self._bot(token), self.world.user(user), shown, data)

    def press_foreign(self, user: int, token: str, owner: int, message: int, data: str) -> str:
        """Forge a press on a button in somebody else's private chat."""
        with self.world.lock:
            shown = self._message(self._private(owner, token), message)
            return self._press(self._bot(token), self.world.user(user), shown, data)

    def block(self, user: int, token: str) -> None:
        """Block a bot."""
        self._set_blocked(user, token, blocked=True)

    def unblock(self, user: int, token: str) -> None:
        """Unblock a bot."""
        self._set_blocked(user, token, blocked=False)


def _data(shown: Json, button: str) -> str:
    rows = shown.get("reply_markup", {}).get("inline_keyboard", ())
    buttons = [each for row in rows for each in row]
    for each in buttons:
        if button in (each["text"], each.get("callback_data")) and "callback_data" in each:
            return str(each["callback_data"])
    raise NotThere(f"button {button!r}; there are {[each['text'] for each in buttons]}")
