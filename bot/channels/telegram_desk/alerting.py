"""Calling staff about a chat: who is on duty, the team that it waits for, supervisors when it is late."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.channels.telegram_desk.calling import first_called
from bot.channels.telegram_desk.needs import Needs
from bot.channels.telegram_desk.platform import Group
from bot.channels.telegram_desk.present import Speech, about
from bot.desk.permissions import sees
from bot.desk.waiting import Level, may_alert, overdue, waited
from bot.ports.records import Conversation, Staff, Thread
from bot.ports.store import Transaction

Named = Sequence[tuple[str, str | None]]
"""Names of staff, with the platform's user of those who are linked."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Alerts:
    """Calls the staff of one group. Raises what `Group` raises."""

    needs: Needs
    organisation: str
    group: Group
    speech: Speech

    def may_call(self, chat: Conversation) -> bool:
        """Tell whether staff may be called about a chat now: at night only if it is urgent."""
        return may_alert(chat, self.needs.now(), self.speech.content.hours)

    def level(self, chat: Conversation) -> Level:
        """Return how late a chat is, in working time; nothing is late while nobody may be called."""
        calls = self.may_call(chat)
        return overdue(chat, self.needs.now(), self.speech.content.hours) if calls else "calm"

    async def first(self, chat: Conversation) -> Sequence[str]:
        """Return who is on duty for a chat that waits, if staff may be called now."""
        calls = chat.owner == "waiting" and self.may_call(chat)
        return await first_called(self.needs, chat, self.speech.content) if calls else ()

    def calls_all(self, chat: Conversation, first: Sequence[str]) -> bool:
        """Tell whether the whole group is called: who is on duty is called first, unless it is urgent."""
        return self.may_call(chat) and (not first or chat.priority == "urgent")

    async def tell_first(self, chat: Conversation, first: Sequence[str]) -> None:
        """Tell those on duty in private."""
        for user in first:
            await self.group.whisper(user, self.speech.say("alert.duty", about=about(chat, self.speech)))

    async def remind(self, chat: Conversation, thread: Thread) -> None:
        """Say that it still waits, or has come back from being put off."""
        back = chat.owner == "staff" or chat.waiting_since == chat.alerted_at
        await self._write(thread, self._late(chat, "alert.back" if back else "alert.again", ""))

    async def escalate(self, chat: Conversation, thread: Thread) -> None:
        """Name the supervisors in the topic, and tell those who are linked in private."""
        linked = await self.needs.store.write(lambda tx: self.supervisors(tx, chat.place))
        text = self._late(chat, "alert.red", _names(linked))
        await self._tell(thread, linked, text)

    async def tell_team(self, chat: Conversation, thread: Thread) -> None:
        """Name those for whom the chat waits now in the topic, and tell the linked ones in private."""
        team = chat.team
        if team is None or chat.owner != "waiting":
            return
        members = await self.needs.store.write(lambda tx: self._members(tx, team, chat.place))
        named, subject = self.speech.team(team), about(chat, self.speech)
        text = self.speech.say("alert.team", team=named, about=subject, whom=_names(members))
        await self._tell(thread, members, text)

    def supervisors(self, tx: Transaction, place: str | None) -> Named:
        """Return the supervisors who may see what is of a place."""
        able = [one for one in tx.staff.list() if _supervises(one, self.organisation)]
        return self._named(tx, able, place)

    def _members(self, tx: Transaction, team: str, place: str | None) -> Named:
        ids = {staff for name, staff in tx.teams.all(self.organisation) if name == team}
        able = [one for one in tx.staff.list() if one.id in ids and not one.disabled]
        return self._named(tx, able, place)

    def _named(self, tx: Transaction, able: Sequence[Staff], place: str | None) -> Named:
        seeing = [one for one in able if sees(one, self.organisation, place)]
        return [(one.name, tx.links.user_of(one.id)) for one in seeing]

    async def _tell(self, thread: Thread, whom: Named, text: str) -> None:
        await self._write(thread, text)
        for _, user in whom:
            if user is not None:
                await self.group.whisper(user, text)

    async def _write(self, thread: Thread, text: str) -> None:
        await self.group.send(text, topic=thread.number, answers=thread.head or None, pressing=True)

    def _late(self, chat: Conversation, key: str, whom: str) -> str:
        minutes = int(waited(chat, self.needs.now(), self.speech.content.hours).total_seconds() // 60)
        return self.speech.say(key, minutes=minutes, about=about(chat, self.speech), whom=whom)


def _names(named: Named) -> str:
    return "، ".join(name for name, _ in named)


def _supervises(staff: Staff, organisation: str) -> bool:
    return not staff.disabled and staff.roles.get(organisation) in ("supervisor", "administrator")
