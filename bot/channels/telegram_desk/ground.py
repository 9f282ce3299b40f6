"""What presses and messages share: who acts, in which topic, and strangers who may do nothing."""

from collections.abc import Awaitable, Mapping
from dataclasses import dataclass

import structlog
from telegram import Bot, Message, User

from bot.channels.telegram_desk.codes import actor_of
from bot.channels.telegram_desk.needs import Needs
from bot.channels.telegram_desk.platform import Busy, Gone, Refused
from bot.channels.telegram_desk.present import apart
from bot.channels.telegram_desk.watching import Watch
from bot.desk.signin import TRY_WINDOW
from bot.ports.records import Conversation, Staff, Thread
from bot.ports.store import Transaction

REPORT = TRY_WINDOW * 96  # a stranger is reported once in a day
_log = structlog.get_logger(__name__)


@dataclass(frozen=True, kw_only=True, slots=True)
class Ground:
    """The groups, their topics, and who of staff is who."""

    needs: Needs
    bot: Bot
    watches: Mapping[str, Watch]  # whose (see `bot.ports.places`) → their watch

    def here(self, group: int) -> tuple[Watch, ...]:
        """Return the watches of a group: of the organisations that share it, or of a branch."""
        return tuple(watch for watch in self.watches.values() if watch.group.id == group)

    def moved(self, message: Message) -> bool:
        """Tell whether a message says only that a group has a new number; follow it if it is staff's."""
        old, new = message.chat.id, message.migrate_to_chat_id
        if message.migrate_from_chat_id is not None:
            old, new = message.migrate_from_chat_id, message.chat.id
        if new is None:
            return False
        for watch in self.here(old):
            watch.group.moved(new)
        return True

    async def staff(self, user: User) -> Staff | None:
        """Return who of staff a user is; None for strangers and locked accounts."""
        found = await self.needs.store.write(lambda tx: tx.links.staff_of(str(user.id)))
        return None if found is None or found.disabled else found

    async def thread(self, message: Message) -> Thread | None:
        """Return the chat of the topic that a message is in."""
        number = message.message_thread_id
        if number is None:
            return None
        found = await self.needs.store.write(lambda tx: tx.threads.find(message.chat.id, number))
        return found if found is not None and self._watches_of(found) else None

    def watch(self, thread: Thread) -> Watch:
        """Return the watch of a topic's group."""
        return self._watches_of(thread)[0]

    def _watches_of(self, thread: Thread) -> tuple[Watch, ...]:
        return tuple(one for one in self.here(thread.group) if one.organisation == thread.organisation)

    async def chat(self, thread: Thread) -> Conversation:
        """Read a topic's conversation as it is now."""
        return await self.needs.store.write(
            lambda tx: tx.conversations.lock(thread.organisation, thread.conversation)
        )

    async def report(self, watch: Watch, user: User, *, linked: bool) -> None:
        """Report whoever may do nothing here: always in the audit trail, in the group once a day.

        `linked`: they are staff, and not of the branch whose group it is, or of no organisation here.
        """
        now, who = self.needs.now(), actor_of(user.id)
        organisation = watch.organisation
        _log.warning("a stranger in the staff group", organisation=organisation, user=user.id)

        def keep(tx: Transaction) -> int:
            tx.staff.audit(organisation, actor=who, action="stranger", subject=who, detail={}, at=now)
            since = now - REPORT
            return tx.people.count_try(organisation, who, what="telegram-stranger", since=since, now=now)

        if await self.needs.store.write(keep) == 1:
            name = apart(user.full_name[:60])
            key = "stranger.staff" if linked else "stranger.report"
            await watch.say(watch.speech.say(key, name=name, id=apart(str(user.id))), topic=None)

    async def quietly(self, work: Awaitable[object]) -> None:
        """Do what is no loss if it cannot be done."""
        try:
            await work
        except (Busy, Gone, Refused) as error:
            _log.info("not shown to staff", error=str(error))
