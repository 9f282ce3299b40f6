"""When the engine broke on a message: staff get the chat, and the person is told so."""

from dataclasses import dataclass

import structlog

from bot.engine.content import Content
from bot.messages import Message
from bot.ports.channel import NewId
from bot.ports.records import Received
from bot.ports.store import Transaction
from bot.worker import heard, outgoing
from bot.worker.scene import Act, Aftermath, Clock, Contents
from bot.worker.trouble import describe
from bot.worker.wording import worded

_log = structlog.get_logger(__name__)


@dataclass(frozen=True, kw_only=True, slots=True)
class Failures:
    """Keeps what could not be answered, in a transaction of its own after the turn was rolled back."""

    contents: Contents
    now: Clock
    new_id: NewId

    def keep(self, tx: Transaction, organisation: str, inbox: str, error: Exception) -> bool:
        """Give the chat to staff. False if the arrival is not there (any more) to be given up."""
        received = tx.inbox.take(organisation, inbox)
        if received is None:
            return False
        described = describe(error)
        _log.error("turn failed", organisation=organisation, inbox=inbox, error=described)
        act = self._act(tx, organisation, received)
        heard.keep(act, received.inbound, ())
        tx.conversations.heard(organisation, received.conversation, at=received.inbound.received_at)
        self._hand_over(act, described)
        tx.inbox.failed(organisation, inbox, error=described, at=act.now)
        for topic in (f"conversation:{received.conversation}", f"queue:{organisation}", "outbox"):
            tx.announce(topic)
        return True

    def _act(self, tx: Transaction, organisation: str, received: Received) -> Act:
        return Act(
            tx=tx,
            content=self.contents(organisation),
            conversation=tx.conversations.lock(organisation, received.conversation),
            now=self.now(),
            new_id=self.new_id,
            aftermath=Aftermath(),
            answers=received.id,
        )

    def _hand_over(self, act: Act, error: str) -> None:
        waits = act.tx.conversations.put_waiting(
            act.organisation,
            act.conversation.id,
            reason="failure",
            priority="high",
            danger=None,
            topic=None,
            now=act.now,
        )
        if waits:
            act.tx.handoffs.begin(
                act.organisation,
                act.conversation.id,
                reason="failure",
                priority="high",
                note=error,
                now=act.now,
            )
        outgoing.queue(act, _apology(act.content, act))


def _apology(content: Content, act: Act) -> Message:
    language = act.conversation.language
    return Message(text=worded(content, language, "engine.failure"), language=language)
