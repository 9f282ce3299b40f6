"""What was mirrored and is blanked in the transcript since: blanked in its topic, too."""

from collections.abc import Callable
from dataclasses import dataclass

import structlog

from bot.channels.telegram_desk.mirroring import Mirror, keep_copy
from bot.channels.telegram_desk.needs import Needs
from bot.channels.telegram_desk.platform import Gone, Group, Refused
from bot.channels.telegram_desk.present import Speech, batches, files
from bot.ports.records import Copy, Line, Thread

MOST = 200  # lines that one message may show
NOTHING = "🔒"  # stands where nothing is left of a part
_log = structlog.get_logger(__name__)


@dataclass(frozen=True, kw_only=True, slots=True)
class Mending:
    """Changes messages whose lines were blanked. Raises Busy: the rest comes later.

    A text is written anew, a file is removed. Where Telegram allows neither, the whole topic goes, which it
    allows at any age; a chat that is still with staff gets a new one.
    """

    needs: Needs
    organisation: str
    group_of: Callable[[Thread], Group]
    speech: Speech

    async def mend(self) -> None:
        """Mend all that has to be."""
        for copy in await self.needs.store.write(lambda tx: tx.copies.stale(self.organisation)):
            await self._mend(copy)

    async def _mend(self, copy: Copy) -> None:
        store, place = self.needs.store, (copy.organisation, copy.conversation)
        thread = await store.write(lambda tx: tx.threads.get(*place))
        if thread is None:
            return  # its topic is gone, and all copies with it
        group, lines = self.group_of(thread), await self._lines(copy)
        try:
            there = await self._changed(copy, lines, thread, group)
        except Gone:
            there = False
        except Refused as error:
            _log.warning("a blanked message stays, so its topic goes", group=group.id, error=str(error))
            await self._remove_topic(group, thread)
            return
        await store.write(lambda tx: keep_copy(tx, copy, lines) if there else tx.copies.drop(copy))

    async def _changed(self, copy: Copy, lines: list[Line], thread: Thread, group: Group) -> bool:
        """Let a message show its lines as they are now; False if it is gone. Raises Gone or Refused."""
        if copy.file and any(files(line) for line in lines):
            return True
        if not copy.file:
            try:
                await group.rewrite(copy.message, await self._text(copy, lines, thread, group))
            except Refused:
                _log.info("a message is removed that cannot be changed", group=group.id)
            else:
                return True
        await group.delete(copy.message)
        return False

    async def _text(self, copy: Copy, lines: list[Line], thread: Thread, group: Group) -> str:
        mirror = Mirror(needs=self.needs, group=group, speech=self.speech)
        names = await self.needs.store.read.staff_names()
        shown = await mirror.shown(lines, thread, names)
        parts = [part for batch in batches(mirror.words(shown, names)) for part in batch.parts]
        return parts[copy.part] if copy.part < len(parts) else NOTHING

    async def _lines(self, copy: Copy) -> list[Line]:
        place = (copy.organisation, copy.conversation)
        found = await self.needs.store.read.lines(*place, after=copy.first - 1, limit=MOST)
        return [line for line in found if line.id <= copy.last]

    async def _remove_topic(self, group: Group, thread: Thread) -> None:
        place = (thread.organisation, thread.conversation)
        try:
            await group.delete_topic(thread.number)
        except Gone:
            _log.info("the topic was gone already", group=group.id)
        await self.needs.store.write(lambda tx: tx.threads.drop(*place))
