"""Plays a conversation file against both bots: `person` acts in Telegram, staff as in the desk's files."""

from collections.abc import Callable
from contextlib import AsyncExitStack
from typing import Any

from tests.channels.telegram.house import OWN, labels
from tests.channels.telegram_both.page import Page, opened
from tests.channels.telegram_both.rooms import PERSON
from tests.channels.telegram_desk.office import GROUP, Office
from tests.channels.telegram_desk.play import FILES, Player


class BothPlayer(Player):
    """One person with Telegram, and the staff in their group."""

    def __init__(self, office: Office) -> None:
        super().__init__(office)
        self.said = 0  # the person's last message
        self.steps |= {
            "reads": self._reads, "kept": self._kept, "withheld": self._withheld, "open": self._open,
            "page": self._page, "live": self._live, "failures": self._failures,
        }  # fmt: skip
        self.page: Page | None = None
        self.open_pages = AsyncExitStack()
        self.acts: dict[str, Callable[[Any], None]] = {
            "write": self._write, "edit": self._edit, "tap": self._tap, "file": self._file,
            "forward": self._forward, "block": self._block, "unblock": self._unblock,
        }  # fmt: skip

    async def _person(self, what: Any) -> None:
        given = {"write": what} if isinstance(what, str) else dict(what)
        for name, value in given.items():
            self.acts[name](value)
        await self.office.world.sent()
        if topics := self.practice.topics(GROUP):
            self.topic = int(topics[-1]["id"])

    # -- what the person does

    def _write(self, text: str) -> None:
        self.said = self.practice.write(PERSON, OWN, text)

    def _edit(self, text: str) -> None:
        self.practice.edit(PERSON, OWN, self.said, text)

    def _tap(self, label: str) -> None:
        shown = next(m for m in reversed(self._seen()) if any(label in each for each in labels(m)))
        button = next(each for each in labels(shown) if label in each)
        self.practice.press(PERSON, OWN, shown["message_id"], button)

    def _file(self, given: dict[str, Any]) -> None:
        """Send a file; `megabytes` is the size that Telegram tells of it."""
        size = int(float(given["megabytes"]) * 2**20) if "megabytes" in given else None
        kind, caption = given["kind"], given.get("caption", "")
        self.said = self.practice.send_file(
            PERSON,
            OWN,
            FILES[kind],
            kind=kind,
            caption=caption,
            size=size,
            name=f"{kind}.bin",
        )

    def _forward(self, given: dict[str, Any]) -> None:
        """Send on what somebody else had sent: words, or a file."""
        if "file" in given:
            kind, caption = given["file"], given.get("caption", "")
            self.practice.send_file(
                PERSON,
                OWN,
                FILES[kind],
                kind=kind,
                name="f.bin",
                caption=caption,
                forwarded=True,
            )
        else:
            self.practice.write(PERSON, OWN, given["text"], forwarded=True)

    def _block(self, _: object) -> None:
        self.practice.block(PERSON, OWN)

    def _unblock(self, _: object) -> None:
        self.practice.unblock(PERSON, OWN)

    # -- what staff do and see in the console

    async def _open(self, login: str) -> None:
        """Let somebody of staff sign in to the console and open the page of the chat."""
        self.page = await self.open_pages.enter_async_context(opened(self.office, login))

    async def _page(self, act: str) -> None:
        assert self.page is not None
        await self.page.act(act)

    async def _live(self, wanted: list[str]) -> None:
        """What has come to the open page without loading it again."""
        assert self.page is not None
        for words in wanted:
            await self.page.shows(words)

    async def _failures(self, wanted: list[str]) -> None:
        assert self.page is not None
        shown = await self.page.reads("/console/failures")
        for words in wanted:
            assert words in shown, shown

    # -- what there is to see

    def _seen(self) -> list[Any]:
        return self.practice.seen(PERSON, OWN)

    async def _reads(self, wanted: list[str]) -> None:
        """The last messages of the chat, as they stand there now, with their marks of a change."""

        def there() -> bool:
            shown = [f"{m.get('text', '')}{' (edited)' if 'edit_date' in m else ''}" for m in self._seen()]
            return shown[-len(wanted) :] == wanted

        await self._until_sent(there)

    async def _kept(self, wanted: list[str]) -> None:
        """What staff's lines of the transcript say: the replies and notes, every version of them."""
        lines = await self.office.world.lines()
        assert [line.text for line in lines if line.direction in ("staff", "note")] == wanted

    async def _withheld(self, wanted: str) -> None:
        lines = await self.office.world.lines()
        assert len([line for line in lines if line.delivery == "withheld"]) == int(wanted)
