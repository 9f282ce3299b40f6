"""The worker as a whole: its tasks, started together and stopped gracefully."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import structlog

from bot.desk.chat import Desk
from bot.engine.respond import respond as engine_respond
from bot.people.masking import mask
from bot.ports.channel import Accept, Channel, NewId
from bot.ports.records import Staff
from bot.ports.store import FileStore, Store, Transaction
from bot.worker.alerts import Alerts
from bot.worker.failing import Failures
from bot.worker.inbox import Receiver, sweep
from bot.worker.lanes import Lanes
from bot.worker.late_cases import LateCases
from bot.worker.notices import Notices
from bot.worker.outreach import Outreach
from bot.worker.reminders import Reminders
from bot.worker.scene import Clock, Contents
from bot.worker.secure_pages import NO_PAGES, SecurePages
from bot.worker.sender import LEASE, Sender
from bot.worker.snoozes import Snoozes
from bot.worker.stranded import Stranded
from bot.worker.surveys import Surveys
from bot.worker.sweeping import FileSweep, SweepFiles
from bot.worker.timers import Timers
from bot.worker.trouble import describe
from bot.worker.turn import Respond, Turns

AT_ONCE = 64  # conversations answered at the same time: one group commit of the store
SWEEP = 20.0  # seconds between two looks for arrivals left by another process
PATIENCE = 20.0  # seconds that a stop waits for turns and sendings in flight
RESTART = 1.0  # seconds before a task that failed is run again; doubled up to RESTART_MOST
RESTART_MOST = 60.0
_log = structlog.get_logger(__name__)


def utc_now() -> datetime:
    """Return the time."""
    return datetime.now(UTC)


def new_id() -> str:
    """Return a fresh random id: 32 hex digits."""
    return uuid4().hex


@dataclass(kw_only=True, slots=True)
class Worker:
    """Receives, answers, sends, wakes and alerts. The store is the caller's: it is not closed here."""

    store: Store
    files: FileStore
    contents: Contents
    organisations: Callable[[], Sequence[str]]
    channels: Sequence[Channel] = ()
    respond: Respond = engine_respond
    now: Clock = utc_now
    new_id: NewId = new_id
    pages: SecurePages = NO_PAGES
    lease: timedelta = LEASE  # of a message that is being sent
    sweep_files: SweepFiles | None = None  # once a day
    every_channel: bool = (
        False  # `channels` are all that the installation has: what is for others is stranded
    )
    lanes: Lanes = field(init=False)
    turns: Turns = field(init=False)
    receiver: Receiver = field(init=False)
    timers: Timers = field(init=False)
    notices: Notices = field(init=False)
    surveys: Surveys = field(init=False)
    outreach: Outreach = field(init=False)
    reminders: Reminders = field(init=False)
    senders: tuple[Sender, ...] = field(init=False)
    _tasks: list[asyncio.Task[None]] = field(init=False, default_factory=list)

    def __post_init__(self) -> None:
        """Put the parts together."""
        self.lanes = Lanes(at_once=AT_ONCE)
        self.turns = Turns(
            respond=self.respond,
            contents=self.contents,
            now=self.now,
            new_id=self.new_id,
            pages=self.pages,
        )
        failures = Failures(contents=self.contents, now=self.now, new_id=self.new_id)
        self.receiver = Receiver(
            store=self.store,
            files=self.files,
            turns=self.turns,
            failures=failures,
            lanes=self.lanes,
        )
        self.timers = Timers(store=self.store, turns=self.turns, lanes=self.lanes, now=self.now)
        self.notices = Notices(
            store=self.store,
            turns=self.turns,
            lanes=self.lanes,
            contents=self.contents,
            now=self.now,
            served=self._served if self.every_channel else None,
        )
        self.surveys = Surveys(
            store=self.store, turns=self.turns, lanes=self.lanes, contents=self.contents, now=self.now
        )
        self.outreach = Outreach(
            store=self.store, turns=self.turns, lanes=self.lanes, contents=self.contents, now=self.now
        )
        self.reminders = Reminders(store=self.store, contents=self.contents, now=self.now)
        self.senders = tuple(
            Sender(store=self.store, channel=channel, now=self.now, lease=self.lease)
            for channel in self.channels
        )

    @property
    def accept(self) -> Accept:
        """What channels hand arrivals to."""
        return self.receiver.accept

    @property
    def _served(self) -> frozenset[str]:
        return frozenset(channel.name for channel in self.channels)

    def desk(self, tx: Transaction, actor: Staff, organisation: str) -> Desk:
        """Open the desk for a member of staff (`bot.desk.chat.OpenDesk`), inside a transaction."""
        return Desk(
            tx=tx,
            actor=actor,
            organisation=organisation,
            now=self.now(),
            happened=self.turns.happened,
            mask=mask,
        )

    async def start(self) -> None:
        """Take up what a stopped process left, then run all tasks."""
        await self.receiver.recover()
        for channel in self.channels:
            self._run(f"{channel.name} receives", lambda channel=channel: channel.run(self.accept))  # type: ignore[misc]
        for sender in self.senders:
            self._run(f"{sender.channel.name} sends", sender.run)
        self._run("timers", self.timers.run)
        self._run("notices", self.notices.run)
        self._run("surveys", self.surveys.run)
        self._run("outreach", self.outreach.run)
        self._run("reminders", self.reminders.run)
        alerts = Alerts(
            store=self.store,
            organisations=self.organisations,
            now=self.now,
            hours=lambda organisation: self.contents(organisation).hours,
        )
        self._run("alerts", alerts.run)
        snoozes = Snoozes(store=self.store, organisations=self.organisations, now=self.now)
        self._run("snoozes", snoozes.run)
        late = LateCases(store=self.store, contents=self.contents, now=self.now)
        self._run("late cases", late.run)
        if self.every_channel:
            stranded = Stranded(store=self.store, served=self._served, now=self.now)
            self._run("stranded messages", stranded.run)
        if self.sweep_files is not None:
            self._run("files", FileSweep(sweep=self.sweep_files, now=self.now).run)
        self._run("sweep", lambda: sweep(self.receiver, every=SWEEP))

    async def stop(self) -> None:
        """Take nothing in any more, finish turns and sendings in flight, end all tasks."""
        self.receiver.close()
        try:
            async with asyncio.timeout(PATIENCE):
                await self.lanes.drained()
                for sender in self.senders:
                    await sender.stop()
        except TimeoutError:
            _log.warning("stopped with work in flight", lanes=self.lanes.busy)
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        self._tasks.clear()

    def _run(self, name: str, work: Callable[[], Awaitable[None]]) -> None:
        self._tasks.append(asyncio.create_task(_kept_running(name, work), name=name))


async def _kept_running(name: str, work: Callable[[], Awaitable[None]]) -> None:
    """Run a task to its end; run it again if it fails, after a growing pause."""
    pause = RESTART
    while True:
        try:
            await work()
        except Exception as error:
            _log.error("task failed", task=name, error=describe(error), again_in=pause)
        else:
            return
        await asyncio.sleep(pause)
        pause = min(pause * 2, RESTART_MOST)
