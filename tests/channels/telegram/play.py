"""Plays a conversation file against the fake: what the person does, and what they must see."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any

from bot.desk import holding
from bot.desk.chat import Desk
from bot.desk.writing import Reply, reply
from bot.practice.telegram import Practice
from bot.practice.telegram.schema import Json
from tests.channels.telegram.house import AOUN, House, labels

JPEG = b"\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01\x01\x00\x00\x01\x00\x01\x00\x00\xff\xd9"
PDF = b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n1 0 obj <<>> endobj\ntrailer <<>>\n%%EOF\n"
OGG = b"OggS\x00\x02" + bytes(22) + b"\x01\x13OpusHead\x01\x01" + bytes(64)


@dataclass
class Player:
    """One person, and the staff, in one conversation."""

    house: House
    token: str
    user: int = 7
    organisation: str = AOUN
    seen: int = 0  # bot messages looked at
    last: int = 0  # the person's last message
    press_id: str = ""
    acts: dict[str, Callable[[Any], Any]] = field(init=False)
    checks: dict[str, Callable[[Any], Awaitable[None]]] = field(init=False)

    def __post_init__(self) -> None:
        self.acts = {
            "write": self._write, "press": self._press, "press_again": self._press_again,
            "press_first": self._press_first, "file": self._file,
            "location": self._location, "contact": self._contact, "other": self._other, "edit": self._edit,
            "album": self._album, "block": self._block, "unblock": self._unblock, "fail": self._fail,
        }  # fmt: skip
        self.checks = {
            "sees": self._sees, "buttons": self._buttons, "sees_nothing": self._sees_nothing,
            "answered": self._answered, "transcript": self._transcript, "kept": self._kept,
            "keyboard": self._keyboard, "talks_to": self._talks_to, "sees_count": self._sees_count,
        }  # fmt: skip

    @property
    def practice(self) -> Practice:
        return self.house.practice

    async def play(self, steps: list[dict[str, Any]]) -> None:
        for step in steps:
            for name, value in step.items():
                await self._do(name, value)

    async def _do(self, name: str, value: Any) -> None:
        if name in self.checks:
            await self.checks[name](value)
        elif name == "staff":
            await self._staff(value)
        else:
            self.acts[name](value)
            await self.house.quiet(self.token)

    # -- acts

    def _write(self, text: str) -> None:
        self.last = self.practice.write(self.user, self.token, text)

    def _press(self, label: str) -> None:
        self._press_on(next(each for each in reversed(self._all()) if _offers(each, label)), label)

    def _press_first(self, label: str) -> None:
        """Press a button of the oldest message that has it."""
        self._press_on(next(each for each in self._all() if _offers(each, label)), label)

    def _press_on(self, message: Json, label: str) -> None:
        button = next(each for each in labels(message) if label in each)
        self.press_id = self.practice.press(self.user, self.token, message["message_id"], button)

    def _press_again(self, data: str) -> None:
        """Press what the last pressed message offered, as a second finger or an old screen would."""
        pressed = [each for each in self._all() if labels(each) and labels(each)[0].startswith("✔️")]
        number = pressed[-1]["message_id"]
        self.press_id = self.practice.press(self.user, self.token, number, data, stale=True)

    def _file(self, given: dict[str, Any]) -> None:
        data = {"photo": JPEG, "document": PDF, "voice": OGG}[given["kind"]]
        data += bytes(int(given["real"]) - len(data)) if "real" in given else b""  # so many bytes
        size = int(given["megabytes"]) * 2**20 if "megabytes" in given else None
        size = int(given["told"]) if "told" in given else size  # bytes, as Telegram tells them
        self.last = self.practice.send_file(
            self.user, self.token, data, kind=given["kind"], caption=given.get("caption", ""), size=size,
            name=given.get("name", "file.bin"), album=given.get("album"),
        )  # fmt: skip

    def _album(self, given: dict[str, Any]) -> None:
        """Send several files at once, as Telegram does: separate messages that share a number."""
        for index, kind in enumerate(given["kinds"]):
            self.last = self.practice.send_file(
                self.user, self.token, {"photo": JPEG, "document": PDF}[kind] + bytes([index]), kind=kind,
                caption=given.get("caption", "") if index == 0 else "", name=f"{index}.bin", album="together",
            )  # fmt: skip

    def _location(self, point: list[str]) -> None:
        self.practice.send_location(self.user, self.token, float(point[0]), float(point[1]))

    def _contact(self, phone: str) -> None:
        self.practice.send_contact(self.user, self.token, phone)

    def _other(self, content: Json) -> None:
        self.practice.send_other(self.user, self.token, content)

    def _edit(self, text: str) -> None:
        self.practice.edit(self.user, self.token, self.last, text)

    def _block(self, _: object) -> None:
        self.practice.block(self.user, self.token)

    def _unblock(self, _: object) -> None:
        self.practice.unblock(self.user, self.token)

    def _fail(self, given: dict[str, Any]) -> None:
        times = int(given.get("times", "1"))
        self.practice.fail(given["kind"], method=given.get("method", "*"), times=times)

    async def _staff(self, given: dict[str, str]) -> None:
        member = await self.house.staff(given["name"])
        talk = await self.house.conversation(self.user, self.organisation)
        assert talk is not None

        def act(desk: Desk) -> object:
            if "reply" in given:
                return reply(desk, talk.id, Reply(text=given["reply"], key="k", seen_line=talk.last_line))
            return holding.claim(desk, talk.id)

        await self.house.store.write(lambda tx: act(self.house.worker.desk(tx, member, self.organisation)))
        await self.house.quiet(self.token)

    # -- checks

    def _all(self) -> list[Json]:
        return self.practice.seen(self.user, self.token)

    async def _sees(self, wanted: list[str] | str) -> None:
        fresh = self._all()[self.seen :]
        found = [str(message.get("text", message.get("caption", ""))) for message in fresh]
        for words in [wanted] if isinstance(wanted, str) else wanted:
            assert any(words in text for text in found), f"{words!r} not in {found}"
        self.seen = len(self._all())

    async def _sees_count(self, wanted: str) -> None:
        fresh = self._all()[self.seen :]
        assert len(fresh) == int(wanted), [message.get("text") for message in fresh]

    async def _sees_nothing(self, _: object) -> None:
        fresh = self._all()[self.seen :]
        assert fresh == [], fresh

    async def _buttons(self, wanted: list[str]) -> None:
        shown = [label for message in self._all()[-2:] for label in labels(message)]
        for label in wanted:
            assert any(label in each for each in shown), f"{label!r} not in {shown}"

    async def _answered(self, text: str) -> None:
        answer = self.practice.answer(self.press_id)
        assert answer["answered"]
        assert text in answer["text"], answer

    async def _transcript(self, wanted: list[str]) -> None:
        lines = await self.house.lines(self.user, self.organisation)
        said = [line.text for line in lines if line.direction == "in"]
        assert said == wanted, said

    async def _kept(self, kinds: list[str]) -> None:
        lines = await self.house.lines(self.user, self.organisation)
        files = [file for line in lines if line.direction == "in" for file in line.attachments]
        assert [file.kind for file in files] == kinds
        for file in files:
            assert await self.house.files.get(file.key)

    async def _keyboard(self, what: str) -> None:
        calls = self.practice.calls(self.token, "sendMessage")
        assert any(what in str(call.parameters.get("reply_markup", "")) for call in calls[-3:]), calls[-3:]

    async def _talks_to(self, organisation: str) -> None:
        self.organisation = organisation
        assert await self.house.conversation(self.user, organisation) is not None


def _offers(message: Json, label: str) -> bool:
    return any(label in each for each in labels(message) if not each.startswith("✔️"))
