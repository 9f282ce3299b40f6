"""The talk itself in a topic, sparingly: several lines in one message, and how staff's replies fared."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import structlog

from bot.channels.telegram_desk.needs import Needs
from bot.channels.telegram_desk.platform import Group, Refused
from bot.channels.telegram_desk.present import Speech, batches, files, spoken
from bot.desk.correcting import corrected
from bot.people.masking import mask
from bot.ports.records import Conversation, Copy, Delivery, Line, Thread
from bot.ports.store import Transaction

EARLIER = 8  # lines before the hand-off that a new topic begins with
MOST = 100  # lines in one look
SIGNS: dict[Delivery, str] = {"sent": "👍", "failed": "👎", "withheld": "👎"}
CORRECTED = "✍"  # a correction has reached the person
CAPTION = 1024  # characters under a file
UPLOAD = 50 * 1024 * 1024  # bytes that Telegram takes
_log = structlog.get_logger(__name__)


@dataclass(frozen=True, kw_only=True, slots=True)
class Mirror:
    """Copies what is new from the transcript into a topic. Raises what `Group` raises."""

    needs: Needs
    group: Group
    speech: Speech

    async def beginning(self, chat: Conversation) -> int:
        """Return the line after which a new topic begins."""
        organisation = chat.address.organisation
        newest = await self.needs.store.write(
            lambda tx: tx.transcript.recent(organisation, chat.id, limit=EARLIER + 1)
        )
        return newest[-1].id if len(newest) > EARLIER else 0

    async def lines(self, chat: Conversation, thread: Thread) -> Thread:
        """Show the lines after the thread's cursor; return the thread with the cursor moved on.

        What was written since the chat was read waits for the next look: the chat may be a branch's by then.
        """
        organisation = thread.organisation
        found = await self.needs.store.read.lines(organisation, chat.id, after=thread.cursor, limit=MOST)
        new = [line for line in found if line.id <= chat.last_line]
        if not new:
            return thread
        names = await self.needs.store.read.staff_names()
        waiting: list[Line] = []
        for line in await self.shown(new, thread, names):
            waiting.append(line)
            if self._with_files(chat, line):
                thread = await self._said(waiting[:-1], thread, names)
                thread = await self._file(line, thread, names)
                waiting.clear()
        thread = await self._said(waiting, thread, names)
        return await self._moved(thread, new[-1].id)

    async def shown(self, lines: Sequence[Line], thread: Thread, names: Mapping[str, str]) -> Sequence[Line]:
        """Return those lines that are shown: not what staff wrote in this very topic, nor empty notices."""
        own = await self.needs.store.write(lambda tx: _own(tx, thread))
        own |= {corrected(line) for line in lines if line.id in own}  # their first versions
        return [line for line in lines if line.id not in own and spoken(line, self.speech, names)]

    def words(self, lines: Sequence[Line], names: Mapping[str, str]) -> Sequence[str]:
        """Return what the topic says of lines."""
        return [spoken(line, self.speech, names) + self._elsewhere(line) for line in lines]

    async def _said(self, lines: Sequence[Line], thread: Thread, names: Mapping[str, str]) -> Thread:
        for batch in batches(self.words(lines, names)):
            told = lines[batch.first : batch.last + 1]
            for part, text in enumerate(batch.parts):
                number = await self.group.send(text, topic=thread.number)
                await self.copied(thread, told, number, part=part)
            thread = await self._moved(thread, told[-1].id)
        return thread

    async def copied(
        self, thread: Thread, lines: Sequence[Line], message: int, *, part: int = 0, file: bool = False
    ) -> None:
        """Keep which lines a message shows; one whose lines were blanked meanwhile has to be mended."""
        copy = Copy(
            organisation=thread.organisation,
            conversation=thread.conversation,
            message=message,
            first=lines[0].id,
            last=lines[-1].id,
            part=part,
            file=file,
        )
        await self.needs.store.write(lambda tx: keep_copy(tx, copy, lines))

    async def _file(self, line: Line, thread: Thread, names: Mapping[str, str]) -> Thread:
        caption = spoken(line, self.speech, names)
        if len(caption) > CAPTION:
            for part, text in enumerate(batches([caption])[0].parts):
                number = await self.group.send(text, topic=thread.number)
                await self.copied(thread, [line], number, part=part)
            caption = ""
        for file in files(line):
            data = await self.needs.files.get(file.key)
            named = replace(file, name=mask(file.name))
            number = await self.group.send_file(named, data, topic=thread.number, caption=caption)
            await self.copied(thread, [line], number, file=True)
            caption = ""
        return await self._moved(thread, line.id)

    def _with_files(self, chat: Conversation, line: Line) -> bool:
        """Whether a line's files are shown: those of a talk with staff, if Telegram takes them.

        What a form asked for, before the claim or by staff, may be a copy of an identity card.
        """
        if line.trace and "asked" in line.trace:
            return False
        during = chat.owner == "staff" and chat.claimed_at is not None and line.at >= chat.claimed_at
        return bool(files(line)) and during and all(file.size <= UPLOAD for file in files(line))

    def _elsewhere(self, line: Line) -> str:
        count = len(files(line))
        return "\n" + self.speech.say("file.console", count=count) if count else ""

    async def _moved(self, thread: Thread, line: int) -> Thread:
        """Keep that staff have seen everything up to a line."""
        moved = replace(thread, cursor=line)
        await self.needs.store.write(lambda tx: tx.threads.keep(moved))
        return moved

    async def deliveries(self, thread: Thread) -> None:
        """Show on staff's own messages whether they were delivered."""
        place = (thread.organisation, thread.conversation)
        written = await self.needs.store.write(lambda tx: tx.threads.written(*place))
        waiting = [one for one in written if one.delivery == "queued"]
        if not waiting:
            return
        first = min(one.line for one in waiting) - 1
        now = {one.id: one for one in await self.needs.store.read.lines(*place, after=first)}
        for one in waiting:
            line = now.get(one.line)
            if line is None or line.delivery not in SIGNS:
                continue
            await self._sign(thread, one.message, line)
            await self.needs.store.write(
                lambda tx, m=one.message, d=line.delivery: tx.threads.shown(*place, message=m, delivery=d)  # type: ignore[misc]
            )

    async def _sign(self, thread: Thread, message: int, line: Line) -> None:
        delivery, again = line.delivery, corrected(line) is not None
        try:
            await self.group.react(message, CORRECTED if again and delivery == "sent" else SIGNS[delivery])
        except Refused as error:
            _log.info("no sign on a message", topic=thread.number, error=str(error))
        if delivery != "sent":
            text = self.speech.say("delivery.correction" if again else f"delivery.{delivery}")
            await self.group.send(text, topic=thread.number, answers=message, pressing=True)


def keep_copy(tx: Transaction, copy: Copy, lines: Sequence[Line]) -> None:
    """Keep that a message shows lines as they were read; it is to be mended if they changed meanwhile."""
    tx.copies.keep(copy)
    now = (tx.transcript.get(copy.organisation, line.id) for line in lines)
    if any(line is None or line.text != was.text for line, was in zip(now, lines, strict=True)):
        tx.copies.outdate(copy)


def _own(tx: Transaction, thread: Thread) -> frozenset[int | None]:
    """Return the lines that staff wrote in this very topic."""
    written = tx.threads.written(thread.organisation, thread.conversation)
    return frozenset(one.line for one in written)
