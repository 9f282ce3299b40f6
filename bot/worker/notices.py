"""Bringing the notices of cases to their people: in their lane, in the daytime, not into a talk or a flow."""

from collections.abc import Collection
from contextlib import closing
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial

import structlog

from bot.cases import reaching
from bot.cases.reaching import Plan
from bot.cases.telling import notice_text
from bot.engine.codec import load
from bot.engine.content import Content
from bot.engine.state import State
from bot.engine.timing import IN_FLOW, not_in_quiet, not_outside
from bot.engine.working_days import after_working_days
from bot.messages import Event
from bot.ports.records import Case, Conversation, Notice
from bot.ports.store import Store, Transaction
from bot.worker.lanes import Lanes
from bot.worker.own_cases import as_json
from bot.worker.scene import Clock, Contents
from bot.worker.trouble import EngineFailedError, describe
from bot.worker.turn import Turns

MOST = 100  # notices looked at in one round
PAUSE = 15.0  # seconds between two looks when nothing is announced
HELD = timedelta(minutes=1)  # until the next look while staff hold the chat
AFTER_FAILURE = timedelta(hours=1)
PAGES = frozenset({"web"})  # channels that send nothing: a page shows it, if somebody opens it
INSIDE = frozenset({"web", "terminal"})  # channels seen only by who has opened them: nothing lights up
_log = structlog.get_logger(__name__)


@dataclass(kw_only=True, slots=True)
class Notices:
    """Looks for notices to bring, and how those on their way went."""

    store: Store
    turns: Turns
    lanes: Lanes
    contents: Contents
    now: Clock
    served: Collection[str] | None = None  # channels of the installation; None = not known in this process
    _queued: set[int] = field(default_factory=set)

    async def run(self) -> None:
        """Look until cancelled."""
        with closing(self.store.listen("notices")) as listening:
            while True:
                await self.settle()
                await self.pass_on_unseen()
                await self.queue_due()
                await listening.wait(PAUSE)

    async def settle(self) -> int:
        """Note how the notices on their way went."""
        return await self.store.write(lambda tx: tx.notices.settle(now=self.now()))

    async def pass_on_unseen(self) -> int:
        """Let what no page has shown in time go the next way; return how many those are."""

        def work(tx: Transaction) -> int:
            due = tx.notices.unseen(now=self.now(), limit=MOST)
            return sum(self._pass_on(tx, notice) for notice in due)

        return await self.store.write(work)

    def _pass_on(self, tx: Transaction, notice: Notice) -> bool:
        now = self.now()
        try:
            content = self.contents(notice.organisation)
        except KeyError:  # an organisation that is served no more
            tx.notices.wait_unseen(notice.organisation, notice.id, until=None)
            return False
        days, since = content.case_settings.unseen_days, notice.told_at or now
        until = after_working_days(since, days, content.hours)
        read = notice.opened_at is not None or notice.status not in ("queued", "told")
        if read or notice.status == "queued" or until > now:
            tx.notices.wait_unseen(notice.organisation, notice.id, until=None if read else until)
            return False
        tx.notices.pass_on(notice, now=now)
        return True

    async def queue_due(self) -> int:
        """Queue the notices that are due and return how many those are."""
        due = await self.store.write(lambda tx: tx.notices.due(now=self.now(), limit=MOST))
        fresh = [notice for notice in due if notice.id not in self._queued]
        for notice in fresh:
            self._queued.add(notice.id)
            self.lanes.put(notice.conversation or notice.case, partial(self._bring, notice))
        return len(fresh)

    async def _bring(self, notice: Notice) -> None:
        try:
            await self.store.write(lambda tx: self._tell(tx, notice))
        except EngineFailedError as error:
            _log.error("notice failed", notice=notice.id, error=describe(error))
            later = self.now() + AFTER_FAILURE
            await self.store.write(
                lambda tx: tx.notices.postpone(notice.organisation, notice.id, until=later)
            )
        finally:
            self._queued.discard(notice.id)

    def _tell(self, tx: Transaction, seen: Notice) -> None:
        """Bring one, unless it was brought meanwhile, or this is not the time; if no chat is left, a call."""
        organisation, now = seen.organisation, self.now()
        base = tx.conversations.lock(organisation, seen.conversation) if seen.conversation else None
        notice = tx.notices.get(organisation, seen.id)
        if notice is None or notice.status != "waiting" or notice.not_before > now:
            return
        content, case = self.contents(organisation), tx.cases.get(organisation, notice.case)
        if case is not None and base is not None and not _may_hear(tx, case, base, now):
            tx.notices.set_status(
                organisation, notice.id, "kept", at=now
            )  # who acted for the person does not
            return
        refusal = case is not None and _refuses(content, case, notice)
        plan = reaching.plan(tx, notice, base, refusal=refusal, served=self.served) if base else Plan(to=None)
        if case is None or plan.to is None:
            tx.notices.set_status(organisation, notice.id, "kept" if plan.look else "call", at=now)
            tx.announce(f"cases:{organisation}")
            return
        row = tx.conversations.lock(organisation, plan.to.id)
        state = load(row.state) if row.state else State()
        if later := _later(notice, row, state, content, now, plan.hours):
            tx.notices.postpone(organisation, notice.id, until=later)
            return
        self._say(tx, content, row, notice, case)

    def _say(self, tx: Transaction, content: Content, row: Conversation, notice: Notice, case: Case) -> None:
        organisation, now = notice.organisation, self.now()
        event = Event(kind="case-notice", at=now, fields=_fields(content, case, notice, row))
        self.turns.event(tx, organisation, row.id, event)
        lines = tx.transcript.recent(organisation, row.id, limit=1)
        if lines and lines[0].id > row.last_line and lines[0].direction == "out":
            by_page = row.address.channel in PAGES
            tx.notices.queued(
                organisation, notice.id, line=lines[0].id, unseen_until=now if by_page else None
            )
        else:  # the person asked for silence: somebody else may read the screen
            tx.notices.set_status(organisation, notice.id, "kept", at=now)


def _refuses(content: Content, case: Case, notice: Notice) -> bool:
    """Whether it is of those that are told in the daytime only, with a person by one tap."""
    life = content.lives.get(case.kind)
    step = life.step(notice.step) if life else None
    return step is not None and step.daytime


def _may_hear(tx: Transaction, case: Case, row: Conversation, now: datetime) -> bool:
    """Whether a chat may receive what a case tells its person, now that it is told."""
    if case.conversation == row.id:
        return True
    held = tx.grants.of_case(case.organisation, case.id, now=now)
    return any(one.conversation == row.id and "notices" in one.scope for one in held)


def _later(
    notice: Notice,
    row: Conversation,
    state: State,
    content: Content,
    now: datetime,
    hours: tuple[int, int] | None,
) -> datetime | None:
    """Return when to look again; None if this is the time. The hours that the person chose always hold."""
    if row.owner == "staff":
        return now + HELD
    if state.run is not None and now - state.run.touched_at < IN_FLOW:
        return state.run.touched_at + IN_FLOW
    if hours is not None:
        day = not_outside(content, now, *hours)
    else:
        day = now if notice.urgent else not_in_quiet(content, now)
    return day if day > now else None


def _fields(content: Content, case: Case, notice: Notice, row: Conversation) -> dict[str, str]:
    told = notice_text(content, case, notice, row.language)
    neutral = "" if row.address.channel in INSIDE else "yes"
    return {"reference": case.reference, "neutral": neutral, "news": as_json({case.reference: [told]})}
