"""What staff do from Telegram, through `bot.desk`: the same rules as in the console."""

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from bot.channels.telegram_desk.needs import Needs
from bot.channels.telegram_desk.parse import Order
from bot.channels.telegram_desk.present import PRIORITIES, TEAM, Speech
from bot.desk import asking, correcting, holding, snoozing, writing
from bot.desk.chat import Desk
from bot.desk.holding import CLOSE_REASONS
from bot.desk.outcomes import (
    Asked,
    BadTime,
    Claimed,
    Done,
    Empty,
    HeldBy,
    NotAllowed,
    NotAsked,
    Noted,
    NotHeld,
    Offline,
    Outcome,
    Pressing,
    TooLong,
    Unknown,
    Unseen,
)
from bot.desk.permissions import may
from bot.engine.content import Content
from bot.messages import Attachment
from bot.ports.records import Delivery, Staff, Thread
from bot.ports.store import Transaction

Act = Callable[[Desk, str, str, Content], Outcome]


def _claim(desk: Desk, chat: str, _rest: str, _content: Content) -> Outcome:
    return holding.claim(desk, chat)


def _return(desk: Desk, chat: str, _rest: str, _content: Content) -> Outcome:
    return holding.return_to_bot(desk, chat)


def _close(desk: Desk, chat: str, rest: str, _content: Content) -> Outcome:
    reason = next((one for one in CLOSE_REASONS if one == rest), None)
    return holding.close(desk, chat, reason=reason) if reason else Unknown()


def _priority(desk: Desk, chat: str, rest: str, _content: Content) -> Outcome:
    priority = next((one for one in PRIORITIES if one == rest), None)
    return holding.set_priority(desk, chat, priority) if priority else Unknown()


def _pass(desk: Desk, chat: str, rest: str, _content: Content) -> Outcome:
    """Pass to all (`-`), to a team (`team:legal`, or `legal`), or to a colleague by id or login."""
    if rest == "-":
        return holding.transfer(desk, chat, to=None)
    team = rest.removeprefix(TEAM)
    if rest.startswith(TEAM) or holding.is_team(desk, team):
        return holding.transfer(desk, chat, to=None, team=team)
    by_login = desk.tx.staff.by_login(rest.removeprefix("@").casefold())
    return holding.transfer(desk, chat, to=by_login.id if by_login else rest)


def _ask(desk: Desk, chat: str, rest: str, content: Content) -> Outcome:
    return asking.ask(desk, chat, asking.question(content, rest))


def _unask(desk: Desk, chat: str, _rest: str, _content: Content) -> Outcome:
    return asking.withdraw(desk, chat)


def _snooze(desk: Desk, chat: str, rest: str, content: Content) -> Outcome:
    """Put off until `tomorrow`, `2026-12-01 10:00`, or the person writes (`person`); `off` ends it."""
    if rest == "off":
        return snoozing.bring_back(desk, chat)
    if rest == "person":
        return snoozing.snooze(desk, chat, until=None, kind="person")
    named = next((one for one in snoozing.MOMENTS if one == rest), None)
    until = snoozing.moment(named, desk.now, content) if named else snoozing.written(rest, content)
    return snoozing.snooze(desk, chat, until=until)


ACTS: Mapping[str, Act] = {
    "claim": _claim,
    "reopen": _claim,
    "return": _return,
    "close": _close,
    "priority": _priority,
    "pass": _pass,
    "snooze": _snooze,
    "ask": _ask,
    "unask": _unask,
}
CHOOSING = ("close", "priority", "pass", "canned", "ask", "snooze")  # without an argument they ask for one


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
        act, content = ACTS[order.verb], self.needs.contents(self.thread.organisation)
        return await self.needs.store.write(
            lambda tx: act(self._desk(tx), self.thread.conversation, order.rest, content)
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

    async def correct(self, written: Written, *, changed: str) -> Outcome | None:
        """Correct what was written; `changed` is when. None if nothing was sent or kept under it."""
        return await self.needs.store.write(lambda tx: self._correct(tx, written, changed))

    def _correct(self, tx: Transaction, written: Written, changed: str) -> Outcome | None:
        place = (self.thread.organisation, self.thread.conversation)
        line = tx.threads.line_of(*place, message=written.message)
        if not line:
            return None
        words = hashlib.sha256(written.text.encode()).hexdigest()[:16]
        key = f"edit:{self.thread.group}:{written.message}:{changed}:{words}"
        correction = correcting.Correction(line=line, text=written.text, key=key)
        content = self.needs.contents(self.thread.organisation)
        outcome = correcting.correct(self._desk(tx), self.thread.conversation, correction, content)
        if isinstance(outcome, Noted) and not outcome.repeated:
            tx.threads.corrected(*place, message=written.message, line=outcome.line)
        return outcome

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


_WHY_NOT: Mapping[type[Outcome], str] = {
    NotAsked: "told.not-asked",
    NotHeld: "told.not-held",
    NotAllowed: "told.not-allowed",
    Offline: "told.offline",
    Empty: "told.empty",
    Unknown: "told.unknown",
    Unseen: "told.unseen",
    BadTime: "told.bad-time",
    Pressing: "told.pressing",
}


def told(outcome: Outcome, speech: Speech) -> str:
    """Say how an act ended, in fewer than 200 characters; nothing if it shows by itself."""
    match outcome:
        case Unseen(name=str()):
            return speech.say("told.unseen.colleague", name=outcome.name or speech.shared("somebody"))
        case HeldBy():
            return speech.say("told.held", name=outcome.name or speech.shared("somebody"))
        case Claimed(already=True):
            return speech.say("told.yours")
        case Asked(already=True):
            return speech.say("told.asked")
        case Claimed() | Done() | Noted() | Asked():
            return ""
        case TooLong():
            return speech.say("told.long", most=outcome.most)
        case _:
            return speech.say(_WHY_NOT[type(outcome)])
