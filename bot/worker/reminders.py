"""Reminding of interviews the day before; the notice itself keeps to safe hours like all notices."""

import asyncio
from dataclasses import dataclass

from bot.cases.interviews import AHEAD, remind
from bot.ports.records import Case, InterviewTime
from bot.ports.store import Store
from bot.worker.scene import Clock, Contents

MOST = 200  # times looked at in one round
PAUSE = 60.0  # seconds between two looks


@dataclass(kw_only=True, slots=True)
class Reminders:
    """Looks for interviews that are near."""

    store: Store
    contents: Contents
    now: Clock

    async def run(self) -> None:
        """Look until cancelled."""
        while True:
            await self.remind_due()
            await asyncio.sleep(PAUSE)

    async def remind_due(self) -> int:
        """Remind of all interviews within a day and return how many those are."""
        now = self.now()
        due = await self.store.write(
            lambda tx: tx.interviews.to_remind(after=now, before=now + AHEAD, limit=MOST)
        )
        return sum([await self._remind(time) for time in due])

    async def _remind(self, time: InterviewTime) -> bool:
        case = await self.store.read.case_by_id(time.organisation, time.case or "")
        return case is not None and await self._tell(time, case)

    async def _tell(self, time: InterviewTime, case: Case) -> bool:
        content, now = self.contents(time.organisation), self.now()
        return await self.store.write(lambda tx: remind(tx, content, time, case, now=now))
