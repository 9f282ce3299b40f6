"""Brings a group up to date: topics, heads, mirrored lines, alerts."""

from collections.abc import Awaitable, Sequence
from dataclasses import dataclass, field, replace

import structlog

from bot.channels.telegram_desk import late_cases
from bot.channels.telegram_desk.calling import first_called
from bot.channels.telegram_desk.deciding import Step, steps
from bot.channels.telegram_desk.mirroring import Mirror
from bot.channels.telegram_desk.needs import Needs, Place
from bot.channels.telegram_desk.platform import Busy, Gone, Group, Refused
from bot.channels.telegram_desk.present import Card, Rows, Speech, about, card, title
from bot.desk.asking import label_of
from bot.desk.waiting import Level, may_alert, overdue, waited
from bot.ports.records import Conversation, Staff, Thread
from bot.ports.store import Transaction

HISTORY = 200  # cases looked through for those of a chat
_log = structlog.get_logger(__name__)


@dataclass(frozen=True, kw_only=True, slots=True)
class Owed:
    """Something to tell staff as soon as the group's pace lets it."""

    text: str
    topic: int | None
    answers: int | None = None
    rows: Rows = ()


@dataclass(kw_only=True, slots=True)
class Watch:
    """One organisation's chats in its group. Not for two tasks at once."""

    needs: Needs
    organisation: str
    place: Place
    group: Group
    owed: list[Owed] = field(default_factory=list)

    @property
    def speech(self) -> Speech:
        """How the desk speaks of the organisation, with the content of now."""
        return Speech(
            content=self.needs.contents(self.organisation),
            language=self.place.language,
            mode=self.place.mode,
            console=self.needs.console,
        )

    async def look(self) -> float | None:
        """Do all that is due; return after how many seconds there is more, None if all is done."""
        waits: list[float] = []
        await self._guard(self._pay(), waits)
        await self._guard(self._tell_late(), waits)
        for chat, thread in await self._pairs():
            await self._guard(self._bring(chat, thread), waits)
        return min(waits) if waits else None

    async def _tell_late(self) -> None:
        linked = await self.needs.store.write(self._supervisors)
        await late_cases.tell(self.needs, self.organisation, self.group, self.speech, list(linked))

    async def topics(self) -> tuple[str, ...]:
        """Return what announcements the organisation's chats are woken by."""
        threads = await self.needs.store.write(lambda tx: tx.threads.open(self.organisation))
        return (f"queue:{self.organisation}", *(f"conversation:{one.conversation}" for one in threads))

    async def say(self, text: str, *, topic: int | None, answers: int | None = None, rows: Rows = ()) -> None:
        """Tell staff something: now, or as soon as the pace lets it."""
        self.owed.append(Owed(text=text, topic=topic, answers=answers, rows=rows))
        try:
            await self._pay()
        except Busy as busy:
            _log.info("staff are told later", seconds=busy.seconds)

    async def _guard(self, work: Awaitable[None], waits: list[float]) -> None:
        try:
            await work
        except Busy as busy:
            waits.append(busy.seconds)
        except Refused as error:
            _log.error("refused by Telegram", organisation=self.organisation, error=str(error))

    async def _pay(self) -> None:
        """Say what is owed, oldest first. Raises Busy."""
        while self.owed:
            one = self.owed[0]
            try:
                await self.group.send(
                    one.text, topic=one.topic, answers=one.answers, rows=one.rows, pressing=True
                )
            except (Gone, Refused) as error:
                _log.warning("staff not told", group=self.group.id, error=str(error))
            self.owed.pop(0)

    async def _pairs(self) -> Sequence[tuple[Conversation | None, Thread | None]]:
        store = self.needs.store
        waiting = await store.read.waiting([self.organisation])
        threads = await store.write(lambda tx: tx.threads.open(self.organisation))
        by_chat = {thread.conversation: thread for thread in threads}
        pairs: list[tuple[Conversation | None, Thread | None]] = [
            (chat, by_chat.pop(chat.id, None) or await self._thread(chat.id)) for chat in waiting
        ]
        others = [(await self._chat(thread), thread) for thread in by_chat.values()]
        known = {thread.conversation for thread in threads}
        held = [chat for chat in await store.read.held([self.organisation]) if chat.id not in known]
        elsewhere = [(chat, await self._thread(chat.id)) for chat in held]  # claimed outside the group
        return [*pairs, *others, *elsewhere]

    async def _chat(self, thread: Thread) -> Conversation | None:
        return await self.needs.store.read.conversation(self.organisation, thread.conversation)

    async def _thread(self, chat: str) -> Thread | None:
        return await self.needs.store.write(lambda tx: tx.threads.get(self.organisation, chat))

    async def _bring(self, chat: Conversation | None, thread: Thread | None) -> None:
        if thread is not None:
            await self._mirror().deliveries(thread)
        shown = await self.head(chat) if chat is not None else Card(text="")
        level = self._level(chat) if chat is not None else "calm"
        todo = steps(chat, thread, mode=self.place.mode, card=shown.hash, level=level)
        try:
            for step in todo:
                thread = await self._step(step, chat, thread, shown)
        except Gone:
            await self._forget(chat, thread)
            raise Busy(0.0) from None  # look again at once: who waits gets a new topic

    async def _step(
        self, step: Step, chat: Conversation | None, thread: Thread | None, shown: Card
    ) -> Thread | None:
        if step == "create" and chat is not None:
            return await self._create(chat, shown)
        if thread is None:
            return None
        if step == "erase" or chat is None:
            await self._erase(thread)
            return None
        if step == "lines":
            return await self._mirror().lines(chat, thread)
        return await self._change(step, chat, thread, shown)

    async def _change(self, step: Step, chat: Conversation, thread: Thread, shown: Card) -> Thread:
        match step:
            case "card":
                changed = await self._write_head(thread, shown, calls=self._calls(chat))
            case "close":
                await self.group.close_topic(thread.number)
                changed = replace(thread, closed=True, told_at=None, escalated=False)
            case "reopen":
                first = await self._first(chat)
                changed = await self._reopen(thread, shown, calls=self._calls_all(chat, first))
                await self._tell_first(chat, first)
            case "team":
                changed = await self._tell_team(chat, thread)
            case "escalate":
                await self._escalate(chat, thread)
                changed = replace(thread, escalated=True, told_at=self.needs.now())
            case _:
                back = chat.owner == "staff" or chat.waiting_since == chat.alerted_at
                await self._alert(thread, self._late(chat, "alert.back" if back else "alert.again", ""))
                changed = replace(thread, told_at=chat.alerted_at)
        return await self._keep(changed)

    async def _create(self, chat: Conversation, shown: Card) -> Thread:
        number = await self.group.open_topic(title(chat, self.speech))
        cursor = 0 if self.place.mode == "mirror" else chat.last_line
        made = Thread(
            organisation=self.organisation,
            conversation=chat.id,
            group=self.group.id,
            number=number,
            head=0,
            cursor=await self._mirror().beginning(chat) if cursor == 0 else cursor,
            told_at=self.needs.now(),
        )
        await self._keep(made)  # before the head is sent: a crash between leaves no second topic
        first = await self._first(chat)
        kept = await self._keep(await self._write_head(made, shown, calls=self._calls_all(chat, first)))
        await self._tell_first(chat, first)
        return kept

    async def _reopen(self, thread: Thread, shown: Card, *, calls: bool) -> Thread:
        await self.group.reopen_topic(thread.number)
        head = await self._send_head(thread, shown, calls=calls)
        now = self.needs.now()
        return replace(thread, head=head, shown=shown.hash, closed=False, told_at=now, escalated=False)

    async def _write_head(self, thread: Thread, shown: Card, *, calls: bool) -> Thread:
        """Write the head anew, or for the first time if that did not come about."""
        if thread.head:
            await self.group.edit(thread.head, shown)
            return replace(thread, shown=shown.hash)
        head = await self._send_head(thread, shown, calls=calls)
        return replace(thread, head=head, shown=shown.hash)

    async def _send_head(self, thread: Thread, shown: Card, *, calls: bool) -> int:
        """Write a topic's head; without a sound where nobody is to be called now."""
        return await self.group.send(
            shown.text, topic=thread.number, rows=shown.rows, pressing=True, silent=not calls
        )

    async def _first(self, chat: Conversation) -> Sequence[str]:
        """Return who is on duty for a chat that waits, if staff may be called now."""
        calls = chat.owner == "waiting" and self._calls(chat)
        return await first_called(self.needs, chat, self.speech.content) if calls else ()

    def _calls_all(self, chat: Conversation, first: Sequence[str]) -> bool:
        """Tell whether the whole group is called: who is on duty is called first, unless it is urgent."""
        return self._calls(chat) and (not first or chat.priority == "urgent")

    async def _tell_first(self, chat: Conversation, first: Sequence[str]) -> None:
        for user in first:
            await self.group.whisper(user, self.speech.say("alert.duty", about=about(chat, self.speech)))

    def _calls(self, chat: Conversation) -> bool:
        """Tell whether staff may be called about a chat now: at night only if it is urgent."""
        return may_alert(chat, self.needs.now(), self.speech.content.hours)

    def _level(self, chat: Conversation) -> Level:
        """Return how late a chat is, in working time; nothing is late while nobody may be called."""
        calls = self._calls(chat)
        return overdue(chat, self.needs.now(), self.speech.content.hours) if calls else "calm"

    async def _alert(self, thread: Thread, text: str) -> None:
        await self.group.send(text, topic=thread.number, answers=thread.head or None, pressing=True)

    def _late(self, chat: Conversation, key: str, whom: str) -> str:
        minutes = int(waited(chat, self.needs.now(), self.speech.content.hours).total_seconds() // 60)
        return self.speech.say(key, minutes=minutes, about=about(chat, self.speech), whom=whom)

    async def _escalate(self, chat: Conversation, thread: Thread) -> None:
        """Name the supervisors in the topic, and tell those who are linked in private."""
        linked = await self.needs.store.write(self._supervisors)
        whom = "، ".join(name for name, _ in linked)
        text = self._late(chat, "alert.red", whom)
        await self._alert(thread, text)
        for _, user in linked:
            if user is not None:
                await self.group.whisper(user, text)

    async def _tell_team(self, chat: Conversation, thread: Thread) -> Thread:
        """Name those for whom the chat waits now in the topic, and tell the linked ones in private."""
        if chat.team is not None and chat.owner == "waiting":
            members = await self.needs.store.write(lambda tx: self._members(tx, chat.team))
            whom = "، ".join(name for name, _ in members)
            about_ = about(chat, self.speech)
            text = self.speech.say("alert.team", team=self.speech.team(chat.team), about=about_, whom=whom)
            await self._alert(thread, text)
            for user in (user for _, user in members if user is not None):
                await self.group.whisper(user, text)
        return replace(thread, team=chat.team)

    def _members(self, tx: Transaction, team: str | None) -> Sequence[tuple[str, str | None]]:
        ids = {staff for name, staff in tx.teams.all(self.organisation) if name == team}
        able = [one for one in tx.staff.list() if one.id in ids and not one.disabled]
        return [(one.name, tx.links.user_of(one.id)) for one in able]

    def _supervisors(self, tx: Transaction) -> Sequence[tuple[str, str | None]]:
        able = [one for one in tx.staff.list() if _supervises(one, self.organisation)]
        return [(one.name, tx.links.user_of(one.id)) for one in able]

    async def _erase(self, thread: Thread) -> None:
        try:
            await self.group.delete_topic(thread.number)
        except Gone:
            _log.info("the topic was gone already", organisation=self.organisation)
        await self._forget(None, thread)

    async def _forget(self, chat: Conversation | None, thread: Thread | None) -> None:
        id_ = thread.conversation if thread is not None else chat.id if chat is not None else ""
        await self.needs.store.write(lambda tx: tx.threads.drop(self.organisation, id_))

    async def _keep(self, thread: Thread) -> Thread:
        await self.needs.store.write(lambda tx: tx.threads.keep(thread))
        return thread

    def _mirror(self) -> Mirror:
        return Mirror(needs=self.needs, group=self.group, speech=self.speech)

    async def head(self, chat: Conversation) -> Card:
        """Return what the head of a chat's topic should say now."""
        names = await self.needs.store.read.staff_names()
        holder = names.get(chat.holder or "", "")
        waiting = await self.needs.store.write(lambda tx: tx.asked.waiting(self.organisation, chat.id))
        speech, case = self.speech, await self.newest_case(chat)
        asked = label_of(waiting, speech.content, speech.language) if waiting else ""
        return card(chat, speech, holder=holder, case=case, asked=asked)

    async def newest_case(self, chat: Conversation) -> str:
        """Return the reference of the chat's newest case, or nothing."""
        cases = await self.needs.store.write(lambda tx: tx.cases.of_conversation(self.organisation, chat.id))
        return cases[0].reference if cases else ""


def _supervises(staff: Staff, organisation: str) -> bool:
    return not staff.disabled and staff.roles.get(organisation) in ("supervisor", "administrator")
