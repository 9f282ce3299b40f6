"""Topics that go: what a person wants gone, and a chat that another group shows now."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import structlog

from bot.channels.telegram_desk.needs import Needs
from bot.channels.telegram_desk.platform import Busy, Gone, Group, PutOut, Refused
from bot.channels.telegram_desk.present import Speech, about, apart
from bot.ports.places import branch_of
from bot.ports.records import Conversation, Thread

_log = structlog.get_logger(__name__)


@dataclass(frozen=True, kw_only=True, slots=True)
class Leaving:
    """Removes topics, whatever group they are in. Raises Busy: the rest comes later."""

    needs: Needs
    groups: Sequence[Group]  # all of the desk, the one that asks first
    whose: str  # to whom that one belongs
    speech: Speech

    async def erase(self, thread: Thread) -> None:
        """Remove a topic with all that was said in it."""
        try:
            await self.group_of(thread).delete_topic(thread.number)
        except Gone:
            _log.info("the topic was gone already", organisation=thread.organisation)
        await self._forget(thread)

    async def leave(self, chat: Conversation, thread: Thread) -> None:
        """Remove a chat's topic from a group that is not its own any more, and say there where it is.

        What was said in it was for others than those who read here.
        """
        old = self.group_of(thread)
        try:
            await self._remove(old, thread.number)
        except Gone:
            _log.info("the topic was gone already", organisation=thread.organisation)
        except (PutOut, Refused) as error:
            _log.warning("a topic stayed in another group", group=thread.group, error=str(error))
        await self._forget(thread)
        branch = branch_of(self.whose)
        where = self.speech.say("branch", branch=apart(branch)) if branch else self.speech.name
        try:
            await old.send(
                self.speech.say("moved", about=about(chat, self.speech), where=where), topic=None, silent=True
            )
        except (Busy, Gone, Refused) as error:
            _log.info("not said where a chat is now", group=thread.group, error=str(error))

    def group_of(self, thread: Thread) -> Group:
        """Return the group that a topic is in: one of the desk's, or one that it had before."""
        found = next((each for each in self.groups if each.id == thread.group), None)
        return found or replace(self.groups[0], id=thread.group, pace=self.needs.pace())

    async def _remove(self, group: Group, topic: int) -> None:
        """Delete a topic; where that is refused, close it at least. Raises what that raised."""
        try:
            await group.delete_topic(topic)
        except Refused:
            await group.close_topic(topic)
            raise

    async def _forget(self, thread: Thread) -> None:
        place = (thread.organisation, thread.conversation)
        await self.needs.store.write(lambda tx: tx.threads.drop(*place))
