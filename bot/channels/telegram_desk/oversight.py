"""What staff may ask: who waits, earlier cases; for administrators content, errors, open questions."""

import asyncio
from dataclasses import dataclass
from datetime import timedelta

from bot.channels.telegram_desk.needs import Needs
from bot.channels.telegram_desk.parse import Order
from bot.channels.telegram_desk.present import MARK, Speech, about, apart
from bot.desk.asking import answer_of, label_of
from bot.desk.permissions import Act, may
from bot.people.masking import mask
from bot.ports.places import branch_of, is_part, organisation_of
from bot.ports.records import AskedQuestion, Staff, Thread
from bot.reports import standing

SPAN = timedelta(days=30)  # looked back for open questions
MOST = 10  # rows shown
NEEDED: dict[str, Act] = {
    "queue": "read",
    "history": "read",
    "help": "read",
    "errors": "failures",
    "unanswered": "reports",
    "status": "content",
    "reload": "content",
}
OF_THE_WHOLE = (
    "errors",
    "unanswered",
)  # not for all who read a branch's group


@dataclass(frozen=True, kw_only=True, slots=True)
class Oversight:
    """Answers about one organisation, or about one branch in the branch's own group."""

    needs: Needs
    whose: str  # see `bot.ports.places`
    speech: Speech

    @property
    def organisation(self) -> str:
        """The organisation that is asked about, or whose branch is."""
        return organisation_of(self.whose)

    @property
    def name(self) -> str:
        """How what is asked about is called."""
        branch = branch_of(self.whose)
        named = self.speech.say("branch", branch=apart(branch)) if branch else ""
        return f"{self.speech.name} · {named}" if named else self.speech.name

    async def answer(self, staff: Staff, order: Order, thread: Thread | None) -> str:
        """Return the answer to a command; nothing for one that is not known."""
        needed = NEEDED.get(order.verb)
        if needed is None:
            return ""
        part = is_part(self.whose)
        if not may(staff, self.organisation, needed) or (self.organisation in staff.branches and not part):
            return self.speech.say("told.not-allowed")
        if part and order.verb in OF_THE_WHOLE:
            return self.speech.say("told.of-the-whole")
        match order.verb:
            case "queue":
                return await self.queue()
            case "history":
                return await self._history(thread)
            case "errors":
                return await self._errors()
            case "unanswered":
                return await self._unanswered()
            case "status":
                return self._status()
            case "reload":
                await asyncio.to_thread(self.needs.reload)
                return self._status()
            case _:
                return self.speech.say("help")

    async def queue(self) -> str:
        """Say who waits."""
        waiting = await self.needs.store.read.waiting([self.whose])
        rows = [
            f"{MARK[chat.priority]} {about(chat, self.speech)} · {self.speech.clock(chat.waiting_since)}"
            for chat in waiting[:MOST]
            if chat.waiting_since
        ]
        head = self.speech.say("queue", organisation=self.name, count=len(waiting))
        return "\n".join((head, *rows))

    async def summary(self) -> str:
        """Return the daily summary; questions are of the whole organisation, and stand in its own group."""
        reads, now = self.needs.store.read, self.needs.now()
        waiting = await standing.waiting(reads, [self.whose], now=now)
        chats = {
            "organisation": self.name,
            "waiting": waiting.total,
            "minutes": int(waiting.longest.total_seconds() // 60),
            "held": len(await reads.held([self.whose])),
        }
        if is_part(self.whose):
            return self.speech.say("summary.branch", **chats)
        asked = await standing.unanswered(reads, self.organisation, since=now - timedelta(days=1))
        return self.speech.say("summary", **chats, asked=asked.asked, unanswered=asked.total)

    async def _history(self, thread: Thread | None) -> str:
        if thread is None:
            return self.speech.say("told.unknown")
        cases = await self.needs.store.read.cases_of_chat(self.whose, thread.conversation)
        rows = [
            self.speech.say(
                "history.row",
                reference=apart(case.reference),
                kind=self.speech.shared(f"kind.{case.kind}", case.kind),
                stage=self.speech.shared(f"stage.{case.stage}", case.stage),
                at=self.speech.clock(case.opened_at),
            )
            for case in cases[:MOST]
        ]
        asked = await self.needs.store.write(
            lambda tx: tx.asked.of_conversation(self.organisation, thread.conversation)
        )
        answers = [self._asked(each) for each in asked[:MOST]]
        return "\n".join((self.speech.say("history", count=len(cases)), *rows, *answers))

    def _asked(self, asked: AskedQuestion) -> str:
        """Say what staff asked and how it ended; an answer only where the talk is shown, and masked."""
        content, language = self.speech.content, self.speech.language
        label = label_of(asked, content, language)
        answer = answer_of(asked, content, language) if self.speech.mode == "mirror" else ""
        return self.speech.say(f"asked.{asked.status}", label=label, answer=answer)

    async def _errors(self) -> str:
        dead = await self.needs.store.read.dead_letters([self.organisation], limit=MOST)
        broken = await self.needs.store.read.failed_arrivals([self.organisation], limit=MOST)
        rows = [f"📤 {apart(one.conversation[:8])} {apart(one.error or '')}" for one in dead]
        rows += [f"📥 {apart(one.conversation[:8])} {self.speech.clock(one.received_at)}" for one in broken]
        head = self.speech.say("errors", dead=len(dead), broken=len(broken))
        return mask("\n".join((head, *rows)))

    async def _unanswered(self) -> str:
        since = self.needs.now() - SPAN
        found = await standing.unanswered(
            self.needs.store.read, self.organisation, since=since, examples=MOST
        )
        head = self.speech.say("unanswered", total=found.total, asked=found.asked)
        return mask("\n".join((head, *(f"• {text}" for text in found.examples))))

    def _status(self) -> str:
        status = self.needs.content_status()
        version, at = apart(status.version[:12]), self.speech.clock(status.loaded_at)
        if not status.problems:
            return self.speech.say("content.good", version=version, at=at)
        shown = [one.text(self.speech.language) for one in status.problems[:MOST]]
        head = self.speech.say("content.broken", version=version, at=at, count=len(status.problems))
        return "\n".join((head, *(f"• {apart(one)}" for one in shown)))
