"""Inviting people to say how a service was: in their lane, once, when the time is right."""

from contextlib import closing
from dataclasses import dataclass, field
from datetime import timedelta
from functools import partial

import structlog

from bot.engine.codec import load
from bot.engine.state import State
from bot.messages import Event
from bot.people.surveys import AskLater, AskNever, Verdict, judge, refusals
from bot.ports.records import Conversation, Survey
from bot.ports.store import Store, Transaction
from bot.worker.lanes import Lanes
from bot.worker.scene import Clock, Contents
from bot.worker.trouble import EngineFailedError, describe
from bot.worker.turn import Turns

MOST = 100  # surveys looked at in one round
PAUSE = 15.0  # seconds between two looks when nothing is announced
_log = structlog.get_logger(__name__)


@dataclass(kw_only=True, slots=True)
class Surveys:
    """Looks for surveys whose time has come."""

    store: Store
    turns: Turns
    lanes: Lanes
    contents: Contents
    now: Clock
    _queued: set[int] = field(default_factory=set)

    async def run(self) -> None:
        """Look until cancelled."""
        with closing(self.store.listen("surveys")) as listening:
            while True:
                await self.queue_due()
                await listening.wait(PAUSE)

    async def queue_due(self) -> int:
        """Queue the surveys that are due and return how many those are."""
        due = await self.store.write(lambda tx: tx.surveys.due(now=self.now(), limit=MOST))
        fresh = [survey for survey in due if survey.id not in self._queued]
        for survey in fresh:
            self._queued.add(survey.id)
            self.lanes.put(survey.conversation, partial(self._look, survey))
        return len(fresh)

    async def _look(self, survey: Survey) -> None:
        try:
            await self.store.write(lambda tx: self._ask(tx, survey))
        except EngineFailedError as error:
            _log.error("survey failed", survey=survey.id, error=describe(error))
            await self.store.write(lambda tx: self._drop(tx, survey))
        finally:
            self._queued.discard(survey.id)

    def _ask(self, tx: Transaction, seen: Survey) -> None:
        """Ask, put off or drop one, unless it was looked at meanwhile."""
        row = tx.conversations.lock(seen.organisation, seen.conversation)
        survey = tx.surveys.get(seen.organisation, seen.id)
        if survey is None or survey.status != "planned" or survey.not_before > self.now():
            return
        verdict = self._judge(tx, survey, row)
        if isinstance(verdict, AskLater):
            tx.surveys.postpone(survey.organisation, survey.id, until=verdict.at)
        elif isinstance(verdict, AskNever):
            self._drop(tx, survey)
        else:
            self._invite(tx, survey)

    def _judge(self, tx: Transaction, survey: Survey, row: Conversation) -> Verdict:
        content, now = self.contents(survey.organisation), self.now()
        state = load(row.state) if row.state else State(language=row.language)
        facts = tx.surveys.facts(
            row,
            refusals=refusals(content),
            danger_since=now - timedelta(days=content.survey.danger_days),
            since=now - timedelta(days=content.survey.again_days),
        )
        return judge(content, survey, row, state, facts, now)

    def _invite(self, tx: Transaction, survey: Survey) -> None:
        event = Event(kind="survey-due", at=self.now(), fields={"about": survey.about})
        self.turns.event(tx, survey.organisation, survey.conversation, event)
        tx.surveys.set_status(survey.organisation, survey.id, "asked", at=self.now())

    def _drop(self, tx: Transaction, survey: Survey) -> None:
        tx.surveys.set_status(survey.organisation, survey.id, "dropped", at=self.now())
