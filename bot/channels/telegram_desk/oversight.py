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


@dataclass(frozen=True, kw_only=True, slots=True)
class Oversight:
    """Answers about one organisation."""

    needs: Needs
    organisation: str
    speech: Speech

    async def answer(self, staff: Staff, order: Order, thread: Thread | None) -> str:
        """Return the answer to a command; nothing for one that is not known."""
        needed = NEEDED.get(order.verb)
        if needed is None:
            return ""
        if not may(staff, self.organisation, needed) or self.organisation in staff.branches:
            return self.speech.say("told.not-allowed")
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
        waiting = await self.needs.store.read.waiting([self.organisation])
        rows = [
            f"{MARK[chat.priority]} {about(chat, self.speech)} · {self.speech.clock(chat.waiting_since)}"
            for chat in waiting[:MOST]
            if chat.waiting_since
        ]
        head = self.speech.say("queue", organisation=self.speech.name, count=len(waiting))
        return "\n".join((head, *rows))

    async def summary(self) -> str:
        """Return the daily summary."""
        reads, now = self.needs.store.read, self.needs.now()
        waiting = await standing.waiting(reads, [self.organisation], now=now)
        held = await reads.held([self.organisation])
        asked = await standing.unanswered(reads, self.organisation, since=now - timedelta(days=1))
        return self.speech.say(
            "summary",
            organisation=self.speech.name,
            waiting=waiting.total,
            minutes=int(waiting.longest.total_seconds() // 60),
            held=len(held),
            asked=asked.asked,
            unanswered=asked.total,
        )

    async def _history(self, thread: Thread | None) -> str:
        if thread is None:
            return self.speech.say("told.unknown")
        cases = await self.needs.store.write(
            lambda tx: tx.cases.of_conversation(self.organisation, thread.conversation)
        )
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
