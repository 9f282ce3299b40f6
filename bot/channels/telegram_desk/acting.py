"""What staff do from Telegram, through `bot.desk`: the same rules as in the console."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from bot.channels.telegram_desk.needs import Needs
from bot.channels.telegram_desk.parse import Order
from bot.channels.telegram_desk.present import PRIORITIES, Speech
from bot.desk import holding, writing
from bot.desk.chat import Desk
from bot.desk.holding import CLOSE_REASONS
from bot.desk.outcomes import (
    Claimed,
    Done,
    Empty,
    HeldBy,
    NotAllowed,
    Noted,
    NotHeld,
    Outcome,
    TooLong,
    Unknown,
    Unseen,
)
from bot.desk.permissions import may
from bot.messages import Attachment
from bot.ports.records import Delivery, Staff, Thread
from bot.ports.store import Transaction

Act = Callable[[Desk, str, str], Outcome]


def _claim(desk: Desk, chat: str, _rest: str) -> Outcome:
    return holding.claim(desk, chat)


def _return(desk: Desk, chat: str, _rest: str) -> Outcome:
    return holding.return_to_bot(desk, chat)


def _close(desk: Desk, chat: str, rest: str) -> Outcome:
    reason = next((one for one in CLOSE_REASONS if one == rest), None)
    return holding.close(desk, chat, reason=reason) if reason else Unknown()


def _priority(desk: Desk, chat: str, rest: str) -> Outcome:
    priority = next((one for one in PRIORITIES if one == rest), None)
    return holding.set_priority(desk, chat, priority) if priority else Unknown()


def _pass(desk: Desk, chat: str, rest: str) -> Outcome:
    """Pass to the team (`-`), or to a colleague by id or login."""
    if rest == "-":
        return holding.transfer(desk, chat, to=None)
    by_login = desk.tx.staff.by_login(rest.removeprefix("@").casefold())
    return holding.transfer(desk, chat, to=by_login.id if by_login else rest)


ACTS: Mapping[str, Act] = {
    "claim": _claim,
    "return": _return,
    "close": _close,
    "priority": _priority,
    "pass": _pass,
}
CHOOSING = ("close", "priority", "pass", "canned")  # without an argument they ask for one


@dataclass(frozen=True, kw_only=True, slots=True)
class Written:
    """What somebody of staff wrote in a topic."""

    message: int  # Telegram's id
    text: str
    attachments: tuple[Attachment, ...] = ()
    force: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class Acting:
    """Acts on one chat as one member of staff."""

    needs: Needs
    actor: Staff
    thread: Thread

    @property
    def allowed(self) -> bool:
        """Whether they may see the organisation's chats at all."""
        return may(self.actor, self.thread.organisation, "read")

    async def do(self, order: Order) -> Outcome:
        """Do what a button or command says. KeyError for a verb that is no act."""
        act = ACTS[order.verb]
        return await self.needs.store.write(
            lambda tx: act(self._desk(tx), self.thread.conversation, order.rest)
        )

    async def reply(self, written: Written, *, key: str = "") -> Outcome:
        """Send to the person. The same message is sent once."""
        draft = writing.Reply(
            text=written.text,
            key=key or f"telegram:{self.thread.group}:{written.message}",
            seen_line=self.thread.cursor,
            attachments=written.attachments,
            force=written.force,
        )
        return await self.needs.store.write(lambda tx: self._reply(tx, draft, written.message))

    async def note(self, written: Written) -> Outcome:
        """Keep a note for colleagues. The same message is kept once."""
        return await self.needs.store.write(lambda tx: self._note(tx, written))

    def _reply(self, tx: Transaction, draft: writing.Reply, message: int) -> Outcome:
        outcome = writing.reply(self._desk(tx), self.thread.conversation, draft)
        if isinstance(outcome, Noted):
            self._keep(tx, message, outcome.line, "queued")
        return outcome

    def _note(self, tx: Transaction, written: Written) -> Outcome:
        place = (self.thread.organisation, self.thread.conversation)
        if line := tx.threads.line_of(*place, message=written.message):
            return Noted(line=line, repeated=True)
        outcome = writing.note(self._desk(tx), self.thread.conversation, written.text)
        if isinstance(outcome, Noted):
            self._keep(tx, written.message, outcome.line, "none")
        return outcome

    def _keep(self, tx: Transaction, message: int, line: int, delivery: Delivery) -> None:
        tx.threads.keep_line(
            self.thread.organisation,
            self.thread.conversation,
            message=message,
            line=line,
            delivery=delivery,
        )

    def _desk(self, tx: Transaction) -> Desk:
        return self.needs.desk(tx, self.actor, self.thread.organisation)


def told(outcome: Outcome, speech: Speech) -> str:
    """Say how an act ended, in fewer than 200 characters; nothing if it shows by itself."""
    match outcome:
        case HeldBy():
            return speech.say("told.held", name=outcome.name or speech.shared("somebody"))
        case Claimed(already=True):
            return speech.say("told.yours")
        case Claimed() | Done() | Noted():
            return ""
        case TooLong():
            return speech.say("told.long", most=outcome.most)
        case NotHeld():
            return speech.say("told.not-held")
        case NotAllowed():
            return speech.say("told.not-allowed")
        case Empty():
            return speech.say("told.empty")
        case Unknown():
            return speech.say("told.unknown")
        case Unseen():
            return speech.say("told.unseen")
