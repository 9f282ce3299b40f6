"""Arrivals: kept durably, answered one at a time per conversation, found again after a stop."""

import asyncio
from dataclasses import dataclass, field, replace
from functools import partial

import structlog

from bot.messages import Attachment, Inbound
from bot.people.archive import archive
from bot.ports.store import FileStore, NotWritten, Store, Transaction
from bot.worker.failing import Failures
from bot.worker.lanes import Lanes
from bot.worker.scene import Aftermath
from bot.worker.trouble import EngineFailedError, FileNeededError, describe
from bot.worker.turn import Turns

MOST_PENDING = 10_000  # arrivals looked at in one sweep
TRIES = 2  # of a turn that fails for another reason than the engine, e.g. a database that had to break a lock
_log = structlog.get_logger(__name__)


class StoppingError(Exception):
    """The process is stopping and takes nothing in any more: the platform delivers again later."""


@dataclass(kw_only=True, slots=True)
class Receiver:
    """Takes arrivals in and has them answered."""

    store: Store
    files: FileStore
    turns: Turns
    failures: Failures
    lanes: Lanes
    _queued: set[str] = field(default_factory=set)
    _closed: bool = False

    async def accept(self, inbound: Inbound) -> bool:
        """Keep an arrival; return once it is durable. False if it was there; `StoppingError` if too late."""
        if self._closed:
            raise StoppingError
        conversation = await self.store.write(lambda tx: self._arrive(tx, inbound))
        if conversation is None:
            return False
        self._queue(inbound.address.organisation, conversation, inbound.id)
        return True

    async def recover(self) -> int:
        """Queue what is still to be answered and is in no lane: after a start, or left by another process."""
        pending = await self.store.write(lambda tx: tx.inbox.pending(limit=MOST_PENDING))
        found = [row for row in pending if row[2] not in self._queued]
        for organisation, conversation, inbox in found:
            self._queue(organisation, conversation, inbox)
        return len(found)

    def close(self) -> None:
        """Take nothing in any more."""
        self._closed = True

    def _arrive(self, tx: Transaction, inbound: Inbound) -> str | None:
        """Keep an arrival, and that it stands for others too; None if it was there."""
        conversation = tx.conversations.open(inbound.address, language="ar", now=inbound.received_at)
        if not tx.inbox.accept(inbound, conversation=conversation.id):
            return None
        for number, external in enumerate(inbound.also, start=1):
            stub = replace(inbound, id=f"{inbound.id}+{number}", external_id=external, also=())
            if tx.inbox.accept(stub, conversation=conversation.id):
                tx.inbox.done(inbound.address.organisation, stub.id, at=inbound.received_at)
        return conversation.id

    def _queue(self, organisation: str, conversation: str, inbox: str) -> None:
        self._queued.add(inbox)
        self.lanes.put(conversation, partial(self._answer, organisation, inbox))

    async def _answer(self, organisation: str, inbox: str) -> None:
        try:
            await self._turn(organisation, inbox)
        finally:
            self._queued.discard(inbox)

    async def _turn(self, organisation: str, inbox: str) -> None:
        """Run the turn; after a failure that a second try does not mend, give the chat to staff."""
        for left in reversed(range(TRIES)):
            try:
                await self._run(organisation, inbox)
            except (
                NotWritten
            ) as error:  # the database's trouble: the arrival is still new, and swept up later
                _log.error("turn not written", inbox=inbox, error=describe(error))
            except Exception as error:
                if left and not isinstance(error, EngineFailedError):
                    _log.warning("turn tried again", inbox=inbox, error=describe(error))
                    continue
                await self.store.write(partial(self._give_up, organisation, inbox, error))
            return

    def _give_up(self, organisation: str, inbox: str, error: Exception, tx: Transaction) -> None:
        self.failures.keep(tx, organisation, inbox, error)

    async def _run(self, organisation: str, inbox: str) -> None:
        try:
            aftermath = await self._write(organisation, inbox, None)
        except FileNeededError as needed:
            file = await self._store(needed)
            aftermath = await self._write(organisation, inbox, file)
        for key in aftermath.files if aftermath else ():
            await self.files.remove(key)

    async def _store(self, needed: FileNeededError) -> Attachment:
        data = needed.data
        if needed.beside is not None:
            data = await archive(data, needed.beside, self.files)
        return await self.files.put(data, name=needed.name, declared=needed.media_type)

    async def _write(self, organisation: str, inbox: str, file: Attachment | None) -> Aftermath | None:
        return await self.store.write(lambda tx: self.turns.inbound(tx, organisation, inbox, prepared=file))


async def sweep(receiver: Receiver, *, every: float) -> None:
    """Look every so many seconds for arrivals that nobody answers, until cancelled."""
    while True:
        await receiver.recover()
        await asyncio.sleep(every)
