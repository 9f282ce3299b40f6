"""kill -9 at random moments while many people write: what was acknowledged is answered once, nothing is lost.

A round starts a child process, which first answers and sends what the killed one before it left; checks
that against the store, the platform's log and the log of acknowledgements; lets everybody write; kills it.
"""

import asyncio
import random
import secrets
import signal
import tempfile
import time
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import asdict, dataclass, replace
from functools import partial
from typing import Any

from bot.ports.store import Store
from bot.worker.chaos_plan import GO, READY, Plan, acknowledged, sends
from bot.worker.chaos_proof import Proof

OpenStore = Callable[[Plan], Store]
SOONEST, LATEST = 0.1, 2.0  # seconds of writing before the kill
START_PATIENCE = 120.0  # seconds until a child must have started, and answered and sent what was left
END_PATIENCE = 30.0  # seconds until the last child must have ended


class ChildFailedError(Exception):
    """A child process did not start, or did not come to its end."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Summary:
    """What a chaos run showed."""

    rounds: int
    seed: int
    conversations: int
    acknowledged: int  # messages whose acceptance was told to the sender
    answered: int  # messages answered in the transcript: those, and the ones accepted right before a kill
    replies: int  # messages of the bot
    sends: int  # what the platform was given
    repeated_sends: int  # of these, given again because the process died between sending and recording
    faults: tuple[str, ...]  # what was lost, doubled or out of order; none is the only right number
    seconds: float
    slowest_round: float  # seconds

    @property
    def sound(self) -> bool:
        """Whether all held."""
        return not self.faults and self.answered >= self.acknowledged > 0

    def as_json(self) -> dict[str, Any]:
        """Return the summary as JSON-able values."""
        return asdict(self) | {"sound": self.sound}


def run(
    *,
    rounds: int,
    seed: int,
    database: str | None,
    organisation: str,
    command: Sequence[str],
    open_store: OpenStore,
) -> Summary:
    """Play so many rounds, on a temporary SQLite if `database` is None. ChildFailedError if a child fails.

    `command` starts a child (`bot.worker.chaos_load.play` with the plan that is added as its last argument).
    `open_store` opens the plan's database, with the key file `key` in the plan's folder, while no child runs.
    A database that is given is best one of its own: the end of a round is when nothing is left in it to send.
    """
    with tempfile.TemporaryDirectory(prefix="wasl-chaos-") as folder:
        plan = Plan(
            mode="write",
            folder=folder,
            database=database or f"sqlite:///{folder}/wasl.db",
            organisation=organisation,
            run=secrets.token_hex(4),
            seed=seed,
        )
        return asyncio.run(play_rounds(plan, rounds=rounds, command=command, open_store=open_store))


async def play_rounds(plan: Plan, *, rounds: int, command: Sequence[str], open_store: OpenStore) -> Summary:
    """Play so many rounds of a plan, whose mode does not matter."""
    chance = random.Random(plan.seed)  # noqa: S311 - a run that can be repeated, no secret
    proof, began, durations = Proof(), time.monotonic(), [0.0]
    look = partial(_look, plan, open_store)
    for number in range(rounds):
        start = time.monotonic()
        seeded = replace(plan, mode="write", seed=plan.seed * 1_000_003 + number)
        child = await _started(seeded, command)
        if number:
            await look(lambda store: proof.after_drain(plan, store))
        await _write_and_die(child, lives=chance.uniform(SOONEST, LATEST))
        await look(lambda store: proof.after_kill(plan, store))
        durations.append(time.monotonic() - start)
    await _ended(await _started(replace(plan, mode="drain"), command))
    await look(lambda store: proof.after_drain(plan, store))
    return Summary(
        rounds=rounds,
        seed=plan.seed,
        conversations=plan.conversations,
        acknowledged=len(acknowledged(plan).read()),
        answered=proof.answered,
        replies=proof.replies,
        sends=len(sends(plan).read()),
        repeated_sends=proof.repeated,
        faults=tuple(proof.faults),
        seconds=round(time.monotonic() - began, 1),
        slowest_round=round(max(durations), 1),
    )


async def _write_and_die(child: asyncio.subprocess.Process, *, lives: float) -> None:
    if child.stdin is None:
        raise ChildFailedError("the child has no standard input")
    child.stdin.write(f"{GO}\n".encode())
    await child.stdin.drain()
    await asyncio.sleep(lives)
    child.send_signal(signal.SIGKILL)
    await child.wait()
    child.stdin.close()


async def _look(plan: Plan, open_store: OpenStore, look: Callable[[Store], Awaitable[None]]) -> None:
    store = await asyncio.to_thread(open_store, plan)
    try:
        await look(store)
    finally:
        await store.close()


async def _started(plan: Plan, command: Sequence[str]) -> asyncio.subprocess.Process:
    """Start a child and wait until it is at work."""
    child = await asyncio.create_subprocess_exec(
        *command, plan.dump(), stdout=asyncio.subprocess.PIPE, stdin=asyncio.subprocess.PIPE
    )
    try:
        async with asyncio.timeout(START_PATIENCE):
            while line := await _line(child):
                if line == READY:
                    return child
    except TimeoutError:
        child.kill()
    raise ChildFailedError(f"the child did not start (exit code {await child.wait()})")


async def _ended(child: asyncio.subprocess.Process) -> None:
    try:
        async with asyncio.timeout(END_PATIENCE):
            code = await child.wait()
    except TimeoutError as error:
        child.kill()
        await child.wait()
        raise ChildFailedError("the last child did not end in time") from error
    if code:
        raise ChildFailedError(f"the child ended with exit code {code}")


async def _line(child: asyncio.subprocess.Process) -> str:
    """Return the child's next line, empty at its end."""
    line = await child.stdout.readline() if child.stdout else b""
    return line.decode().strip() or ("?" if line else "")
