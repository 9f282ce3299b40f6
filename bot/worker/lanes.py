"""Jobs one at a time per conversation, many conversations at once."""

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable

import structlog

Job = Callable[[], Awaitable[None]]
_log = structlog.get_logger(__name__)


class Lanes:
    """One lane a conversation: its jobs run in the order they came in, and never two at once."""

    def __init__(self, *, at_once: int) -> None:
        """Run at most `at_once` jobs at the same time, over all lanes."""
        self._free = asyncio.Semaphore(at_once)
        self._lanes: dict[str, deque[Job]] = {}
        self._tasks: set[asyncio.Task[None]] = set()

    def put(self, lane: str, job: Job) -> None:
        """Queue a job behind what its lane still has to do."""
        if (waiting := self._lanes.get(lane)) is not None:
            waiting.append(job)
            return
        self._lanes[lane] = deque((job,))
        task = asyncio.create_task(self._run(lane))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    @property
    def busy(self) -> int:
        """How many lanes have something to do."""
        return len(self._lanes)

    async def drained(self) -> None:
        """Wait until nothing is left to do."""
        while self._tasks:
            await asyncio.wait(tuple(self._tasks))

    async def _run(self, lane: str) -> None:
        waiting = self._lanes[lane]
        while waiting:
            async with self._free:
                await self._do(waiting.popleft())
        del self._lanes[lane]

    async def _do(self, job: Job) -> None:
        try:
            await job()
        except Exception as error:  # one job must not take the lane's others with it
            _log.error("job failed", error=type(error).__name__)
