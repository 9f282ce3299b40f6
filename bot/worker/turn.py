"""One happening's way through the engine, inside ONE transaction.

Lock, load the state, ask the engine, carry its effects out, feed the world's answers back, keep the state.
"""

from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

import structlog

from bot.cases.sparing import refused_today
from bot.engine.codec import dump, load
from bot.engine.content import Content
from bot.engine.effects import Effect
from bot.engine.state import State
from bot.engine.turn import Turn
from bot.messages import Attachment, Event, Inbound
from bot.ports.channel import NewId
from bot.ports.records import Conversation
from bot.ports.store import Transaction
from bot.worker import heard, private
from bot.worker.carrying import carry_out
from bot.worker.scene import Act, Aftermath, Clock, Contents
from bot.worker.secure_pages import NO_PAGES, SecurePages
from bot.worker.trouble import EndlessTurnError, EngineFailedError, describe

Respond = Callable[[Content, State, Inbound | Event, datetime], Turn]
MOST_ROUNDS = 8  # answers of the world in one turn
_log = structlog.get_logger(__name__)


@dataclass(frozen=True, kw_only=True, slots=True)
class Turns:
    """Runs turns. Stateless: all that lasts is in the transaction."""

    respond: Respond
    contents: Contents
    now: Clock
    new_id: NewId
    pages: SecurePages = NO_PAGES

    def inbound(
        self, tx: Transaction, organisation: str, inbox: str, *, prepared: Attachment | None = None
    ) -> Aftermath | None:
        """Answer an arrival. None if it is not (or no longer) to be answered now.

        Raises `FileNeededError` if the turn needs a file first: give it as `prepared` then.
        """
        received = tx.inbox.take(organisation, inbox)
        if received is None:
            return None
        act = self._act(tx, organisation, received.conversation, answers=inbox, prepared=prepared)
        before = self._state(act, act.conversation)
        turn = self._ask(act, before, received.inbound)
        act = replace(
            act,
            typed_by=received.inbound.typed_by,
            hears_privately=private.hears(act.content, before, turn),
            says_privately=private.says(act.content, before, turn),
        )
        heard.keep(act, received.inbound, turn.effects)
        tx.conversations.heard(organisation, received.conversation, at=received.inbound.received_at)
        self._keep(act, self._play(act, turn))
        tx.inbox.done(organisation, inbox, at=act.now)
        if act.conversation.owner == "staff" or act.conversation.snooze:
            tx.announce(f"queue:{organisation}")
        return act.aftermath

    def event(self, tx: Transaction, organisation: str, conversation: str, event: Event) -> Aftermath:
        """Let the engine hear of something that happened without the person."""
        act = self._act(tx, organisation, conversation)
        self._keep(act, self._play(act, self._ask(act, self._state(act, act.conversation), event)))
        return act.aftermath

    def happened(self, tx: Transaction, conversation: Conversation, event: Event) -> None:
        """Let the engine hear what staff did; a broken engine must not keep them from doing it."""
        behalf = conversation.holder if event.kind in ("claimed", "passed") else None
        act = self._act(tx, conversation.address.organisation, conversation.id, behalf=behalf)
        if event.kind == "closed" and refused_today(tx, act.content, act.conversation, now=act.now):
            event = replace(event, fields={**event.fields, "spare": "yes"})
        try:
            turn = self._ask(act, self._state(act, act.conversation), event)
        except EngineFailedError as error:
            _log.error("engine failed", event_kind=event.kind, error=describe(error))
            return
        self._keep(act, self._play(act, turn))

    def _act(
        self,
        tx: Transaction,
        organisation: str,
        conversation: str,
        *,
        answers: str | None = None,
        behalf: str | None = None,
        prepared: Attachment | None = None,
    ) -> Act:
        return Act(
            tx=tx,
            content=self.contents(organisation),
            conversation=tx.conversations.lock(organisation, conversation),
            now=self.now(),
            new_id=self.new_id,
            aftermath=Aftermath(),
            answers=answers,
            behalf=behalf,
            prepared=prepared,
            pages=self.pages,
            happened=self.happened,
        )

    def _ask(self, act: Act, state: State, happening: Inbound | Event) -> Turn:
        try:
            return self.respond(act.content, state, happening, act.now)
        except Exception as error:
            raise EngineFailedError(type(error).__name__) from error

    def _play(self, act: Act, turn: Turn) -> State:
        """Carry out a turn and those that its answers bring; return the last state."""
        answers = deque(_carried(act, turn.effects))
        for _ in range(MOST_ROUNDS):
            if not answers:
                return turn.state
            state = self._refreshed(act, turn.state, answers[0])
            turn = self._ask(act, state, answers.popleft())
            answers.extend(_carried(act, turn.effects))
        raise EndlessTurnError(f"more than {MOST_ROUNDS} answers in one turn")

    def _refreshed(self, act: Act, state: State, event: Event) -> State:
        """Return the state with who holds the chat now, and without what an erasure took."""
        if event.kind == "data-erased":
            state = State(
                language=state.language,
                language_fixed=state.language_fixed,
                greeted=state.greeted,
                run=state.run,
                silent=state.silent,
            )
        row = act.tx.conversations.lock(act.organisation, act.conversation.id)
        return self._held(act, state, row)

    def _state(self, act: Act, row: Conversation) -> State:
        kept = load(row.state) if row.state else State(language=row.language)
        return self._held(act, kept, row)

    def _held(self, act: Act, state: State, row: Conversation) -> State:
        staff = act.tx.staff.get(row.holder) if row.owner == "staff" and row.holder else None
        role = staff.roles.get(act.organisation) if staff else None
        by_link = self.pages.mode(act.content, act.address.channel)
        return replace(state, owner=row.owner, holder_role=role, by_link=by_link)

    def _keep(self, act: Act, state: State) -> None:
        act.tx.conversations.keep_state(
            act.organisation,
            act.conversation.id,
            state=dump(state),
            language=state.language,
            topic=state.last_topic,
        )
        act.tx.announce(f"conversation:{act.conversation.id}")
        act.tx.announce("outbox")


def _carried(act: Act, effects: Sequence[Effect]) -> list[Event]:
    """Carry effects out in order and return the world's answers."""
    answers = [carry_out(act, effect) for effect in effects]
    return [answer for answer in answers if answer is not None]
