"""The people of the demonstration: two who write to the bot, and two of staff in their group."""

import re
import struct
import zlib
from typing import NamedTuple

from bot.demo.steps import NotSeenError, until
from bot.practice.telegram import Practice
from bot.practice.telegram.schema import Json

AOUN = "aoun"
TOKEN, DESK = "1000001:demonstration", "1000002:demonstration"
NOURA, KHALID, SARA, OMAR = 7001, 7002, 7003, 7004
GROUP = -1001000000777


class _Button(NamedTuple):
    """A button under a message."""

    message: int
    data: str


class Person:
    """Writes to the bot in private, and looks at what comes."""

    def __init__(self, practice: Practice, user: int) -> None:
        """Begin with an empty chat."""
        self._practice = practice
        self._user = user
        self._seen = 0  # messages looked at

    def write(self, text: str) -> None:
        """Write something."""
        self._practice.write(self._user, TOKEN, text)

    def does(self, act: str) -> None:
        """`photo`, `=words to write`, or the beginning of a button's data, pressed once it is there."""
        if act == "photo":
            self._practice.send_file(self._user, TOKEN, photograph(), kind="photo", name="photo.png")
        elif act.startswith("="):
            self.write(act[1:])
        else:
            button = until(lambda: self._button(act), f"no button {act}")
            self._practice.press(self._user, TOKEN, button.message, button.data)

    def sees(self, what: str) -> None:
        """Wait for words or a button in what is new. Raises NotSeenError."""
        until(lambda: self._fresh(what), f"not seen: {what}")

    def reads(self, what: re.Pattern[str]) -> str:
        """Wait for a message with this, and return it. Raises NotSeenError."""

        def there() -> str | None:
            found = (what.search(_text(message)) for message in reversed(self._all()))
            return next((one.group() for one in found if one), None)

        return until(there, f"not seen: {what.pattern}")

    def gets(self, file: bytes) -> None:
        """Wait for a document with these bytes. Raises NotSeenError."""

        def there() -> bool:
            ids = [message["document"]["file_id"] for message in self._all() if "document" in message]
            return any(self._practice.file(id_) == file for id_ in ids)

        until(there, "the file does not arrive")

    def never_sees(self, what: str) -> None:
        """Raise NotSeenError if the person was shown something that is not for them."""
        if any(what in _text(message) for message in self._all()):
            raise NotSeenError(f"the person sees: {what}")

    def _fresh(self, what: str) -> bool:
        everything = self._all()
        for number, message in enumerate(everything[self._seen :], start=self._seen):
            if what in _text(message) or any(data.startswith(what) for data in _data(message)):
                self._seen = number
                return True
        return False

    def _button(self, begins: str) -> "_Button | None":
        for message in reversed(self._all()):
            for data in _data(message):
                if data.startswith(begins):
                    return _Button(int(message["message_id"]), data)
        return None

    def _all(self) -> list[Json]:
        return self._practice.seen(self._user, TOKEN)


class Colleagues:
    """Two of staff in their group."""

    def __init__(self, practice: Practice) -> None:
        """Begin before there is a topic."""
        self._practice = practice
        self.holder = SARA
        self.topic = 0

    def link(self, user: int, code: str) -> None:
        """Tie an account to a user with its one-time code."""
        self._practice.write(user, DESK, f"/start {code}")
        until(lambda: self._practice.seen(user, DESK), "the desk does not answer")

    def topic_with(self, words: str) -> None:
        """Wait for a topic whose head says something."""

        def there() -> int:
            topics = self._practice.topics(GROUP)
            heads = [t["id"] for t in topics if any(words in _text(m) for m in self._in(t["id"]))]
            return int(heads[-1]) if heads else 0

        self.topic = until(there, f"no topic with {words}")

    def topic_closed(self) -> None:
        """Wait until the topic is closed."""
        until(lambda: self._state("closed"), "the topic is not closed")

    def topic_open(self) -> None:
        """Wait until the topic is open."""
        until(lambda: not self._state("closed"), "the topic is not open")

    def both(self, button: str) -> dict[int, str]:
        """Let both press at once; return what each is told."""
        message = self._with(button)
        presses = {
            user: self._practice.press(user, DESK, message, button, group=GROUP) for user in (SARA, OMAR)
        }
        return {user: self._told(press) for user, press in presses.items()}

    def press(self, button: str) -> None:
        """Let who holds the chat press a button once it is there."""
        self._told(self._practice.press(self.holder, DESK, self._with(button), button, group=GROUP))

    def write(self, text: str) -> int:
        """Write in the topic."""
        return self._practice.say_in_group(self.holder, GROUP, text, topic=self.topic)

    def send(self, data: bytes, *, name: str, caption: str) -> int:
        """Send a file in the topic."""
        return self._practice.send_file(
            self.holder, DESK, data, name=name, caption=caption, group=GROUP, topic=self.topic
        )

    def signed(self, message: int, sign: str) -> None:
        """Wait for the desk's sign on a message."""

        def there() -> bool:
            made = [call.parameters for call in self._practice.calls(DESK, "setMessageReaction")]
            return any(m["message_id"] == message and m["reaction"][0]["emoji"] == sign for m in made)

        until(there, f"no {sign}")

    def _told(self, press: str) -> str:
        until(lambda: self._practice.answer(press)["answered"], "a press is not answered")
        return self._practice.answer(press)["text"] or ""

    def _with(self, button: str) -> int:
        def there() -> int:
            shown = [m["message_id"] for m in self._in(self.topic) if button in _data(m)]
            return int(shown[-1]) if shown else 0

        return until(there, f"no button {button}")

    def _in(self, topic: int) -> list[Json]:
        return self._practice.seen_in_group(DESK, GROUP, topic=topic)

    def _state(self, name: str) -> bool:
        return any(t["id"] == self.topic and t[name] for t in self._practice.topics(GROUP))


def photograph() -> bytes:
    """Return a small grey PNG picture."""
    width, height = 64, 48
    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    pixels = zlib.compress((b"\0" + b"\xb4" * width) * height)
    chunks = ((b"IHDR", header), (b"IDAT", pixels), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
        for name, data in chunks
    )


def _text(message: Json) -> str:
    return str(message.get("text") or message.get("caption") or "")


def _data(message: Json) -> list[str]:
    rows = message.get("reply_markup", {}).get("inline_keyboard", ())
    return [key["callback_data"] for row in rows for key in row if "callback_data" in key]
