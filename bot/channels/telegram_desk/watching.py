"""Brings a group up to date: topics, heads, mirrored lines, alerts."""

from collections.abc import Awaitable, Sequence
from dataclasses import dataclass, field, replace

import structlog

from bot.channels.telegram_desk import late_cases
from bot.channels.telegram_desk.alerting import Alerts
from bot.channels.telegram_desk.deciding import Step, steps
from bot.channels.telegram_desk.leaving import Leaving
from bot.channels.telegram_desk.mending import Mending
from bot.channels.telegram_desk.mirroring import Mirror
from bot.channels.telegram_desk.needs import Needs, Place
from bot.channels.telegram_desk.platform import Busy, Gone, Group, Refused
from bot.channels.telegram_desk.present import Card, Rows, Speech, card, title
from bot.desk.asking import label_of
from bot.desk.permissions import may, sees
from bot.ports.places import branch_of, organisation_of
from bot.ports.records import Conversation, Line, Staff, Thread

_log = structlog.get_logger(__name__)


@dataclass(frozen=True, kw_only=True, slots=True)
class Owed:
    """Something to tell staff as soon as the group's pace lets it."""

    text: str
    topic: int | None
    answers: int | None = None
    rows: Rows = ()
    shows: tuple[Thread, Line] | None = None  # a line of the transcript whose words are in it


@dataclass(kw_only=True, slots=True)
class Watch:
    """The chats of an organisation, or of one of its branches, in their group. Not for two tasks at once."""

    needs: Needs
    whose: str  # see `bot.ports.places`
    place: Place
    group: Group
    neighbours: Sequence[Group] = ()  # all groups of the desk
    owed: list[Owed] = field(default_factory=list)

    @property
    def organisation(self) -> str:
        """The organisation whose chats, or a branch's chats of which, are shown."""
        return organisation_of(self.whose)

    @property
    def branch(self) -> str | None:
        """The branch whose own group it is."""
        return branch_of(self.whose)

    def admits(self, staff: Staff) -> bool:
        """Tell whether somebody may do anything in the group: in a branch's, who sees that branch."""
        theirs = self.branch is None or sees(staff, self.organisation, self.whose)
        return theirs and may(staff, self.organisation, "read")

    def tends(self, chat: Conversation) -> bool:
        """Tell whether a chat is shown in this group, and in no other."""
        return self.needs.whose(self.organisation, chat.place) == self.whose

    @property
    def speech(self) -> Speech:
        """How the desk speaks of the organisation, with the content of now."""
        return Speech(
            content=self.needs.contents(self.organisation),
            language=self.place.language,
            mode=self.place.mode,
            console=self.needs.console,
        )

    async def mirrors(self, thread: Thread) -> bool:
        """Tell whether the words of a topic's chat are shown in it, and what staff write there goes out."""
        chat = await self._chat(thread)
        return chat is not None and self.tends(chat) and self.place.mode_of(chat) == "mirror"

    async def look(self) -> float | None:
        """Do all that is due; return after how many seconds there is more, None if all is done."""
        waits: list[float] = []
        await self._guard(self._pay(), waits)
        await self._guard(self._mending().mend(), waits)
        await self._guard(late_cases.tell(self._alerts(), self.whose), waits)
        for chat, thread in await self._pairs():
            await self._guard(self._bring(chat, thread), waits)
        return min(waits) if waits else None

    async def topics(self) -> tuple[str, ...]:
        """Return what announcements wake it: of the organisation's chats, and of the content."""
        threads = await self.needs.store.write(lambda tx: tx.threads.open(self.organisation))
        return (
            "content",
            f"queue:{self.organisation}",
            *(f"conversation:{one.conversation}" for one in threads),
        )

    async def say(
        self,
        text: str,
        *,
        topic: int | None,
        answers: int | None = None,
        rows: Rows = (),
        shows: tuple[Thread, Line] | None = None,
    ) -> None:
        """Tell staff something: now, or as soon as the pace lets it."""
        self.owed.append(Owed(text=text, topic=topic, answers=answers, rows=rows, shows=shows))
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
                number = await self.group.send(
                    one.text, topic=one.topic, answers=one.answers, rows=one.rows, pressing=True
                )
            except (Gone, Refused) as error:
                _log.warning("staff not told", group=self.group.id, error=str(error))
            else:
                if one.shows is not None:
                    thread, line = one.shows
                    await self._mirror().copied(thread, [line], number)
            self.owed.pop(0)

    async def _pairs(self) -> Sequence[tuple[Conversation | None, Thread | None]]:
        """Return what has to be looked at: chats that are shown here, and topics that have to go."""
        store = self.needs.store
        threads = await store.write(lambda tx: tx.threads.open(self.organisation))
        with_staff = [*await store.read.waiting([self.whose]), *await store.read.held([self.whose])]
        chats = {chat.id: chat for chat in with_staff if self.tends(chat)}
        pairs: list[tuple[Conversation | None, Thread | None]] = [
            (chat, await self._thread(chat.id)) for chat in chats.values()
        ]
        for thread in threads:
            if thread.conversation not in chats:
                chat = await self._chat(thread)
                if chat is None or self.tends(chat):
                    pairs.append((chat, thread))
        return pairs

    async def _chat(self, thread: Thread) -> Conversation | None:
        return await self.needs.store.read.conversation(self.organisation, thread.conversation)

    async def _thread(self, chat: str) -> Thread | None:
        return await self.needs.store.write(lambda tx: tx.threads.get(self.organisation, chat))

    async def _bring(self, chat: Conversation | None, thread: Thread | None) -> None:
        here = thread is None or thread.group == self.group.id
        if thread is not None and here:
            await self._mirror().deliveries(thread)
        shown = await self.head(chat) if chat is not None else Card(text="")
        level = self._alerts().level(chat) if chat is not None else "calm"
        mode = self.place.mode_of(chat) if chat is not None else self.place.mode
        todo = steps(chat, thread, mode=mode, card=shown.hash, level=level, here=here)
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
            await self._leaving().erase(thread)
            return None
        if step == "leave":
            await self._leaving().leave(chat, thread)
            return None
        if step == "lines":
            return await self._mirror().lines(chat, thread)
        return await self._change(step, chat, thread, shown)

    async def _change(self, step: Step, chat: Conversation, thread: Thread, shown: Card) -> Thread:
        match step:
            case "card":
                changed = await self._write_head(thread, shown, calls=self._alerts().may_call(chat))
            case "close":
                await self.group.close_topic(thread.number)
                changed = replace(thread, closed=True, told_at=None, escalated=False)
            case "reopen":
                first = await self._alerts().first(chat)
                changed = await self._reopen(thread, shown, calls=self._alerts().calls_all(chat, first))
                await self._alerts().tell_first(chat, first)
            case "team":
                await self._alerts().tell_team(chat, thread)
                changed = replace(thread, team=chat.team)
            case "escalate":
                await self._alerts().escalate(chat, thread)
                changed = replace(thread, escalated=True, told_at=self.needs.now())
            case _:
                await self._alerts().remind(chat, thread)
                changed = replace(thread, told_at=chat.alerted_at)
        return await self._keep(changed)

    async def _create(self, chat: Conversation, shown: Card) -> Thread:
        number = await self.group.open_topic(title(chat, self.speech))
        cursor = 0 if self.place.mode_of(chat) == "mirror" else chat.last_line
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
        alerts = self._alerts()
        first = await alerts.first(chat)
        kept = await self._keep(await self._write_head(made, shown, calls=alerts.calls_all(chat, first)))
        await alerts.tell_first(chat, first)
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

    async def _forget(self, chat: Conversation | None, thread: Thread | None) -> None:
        id_ = thread.conversation if thread is not None else chat.id if chat is not None else ""
        await self.needs.store.write(lambda tx: tx.threads.drop(self.organisation, id_))

    async def _keep(self, thread: Thread) -> Thread:
        await self.needs.store.write(lambda tx: tx.threads.keep(thread))
        return thread

    def _leaving(self) -> Leaving:
        return Leaving(
            needs=self.needs, groups=(self.group, *self.neighbours), whose=self.whose, speech=self.speech
        )

    def _mending(self) -> Mending:
        group_of = self._leaving().group_of
        return Mending(
            needs=self.needs, organisation=self.organisation, group_of=group_of, speech=self.speech
        )

    def _alerts(self) -> Alerts:
        return Alerts(needs=self.needs, organisation=self.organisation, group=self.group, speech=self.speech)

    def _mirror(self) -> Mirror:
        return Mirror(needs=self.needs, group=self.group, speech=self.speech)

    async def head(self, chat: Conversation) -> Card:
        """Return what the head of a chat's topic should say now."""
        names = await self.needs.store.read.staff_names()
        holder = names.get(chat.holder or "", "")
        waiting = await self.needs.store.write(lambda tx: tx.asked.waiting(self.organisation, chat.id))
        speech = replace(self.speech, mode=self.place.mode_of(chat))
        case = await self.newest_case(chat)
        asked = label_of(waiting, speech.content, speech.language) if waiting else ""
        return card(chat, speech, holder=holder, case=case, asked=asked)

    async def newest_case(self, chat: Conversation) -> str:
        """Return the reference of the chat's newest case that is this group's to see, or nothing."""
        cases = await self.needs.store.read.cases_of_chat(self.whose, chat.id)
        return cases[0].reference if cases else ""
