"""No sequence of steps, roles and crashes reaches an illegal state, loses a notice or breaks the chain.

The machine plays staff, the person and the platform against the real store, worker and engine. What is legal
it reads from the YAML table by itself, without the code that decides it.
"""

import asyncio
import tempfile
from collections.abc import Callable, Coroutine
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar, cast

from hypothesis import HealthCheck, event, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from bot.cases.life import Wish
from bot.cases.steps import Made, make
from bot.cases.verifying import faults
from bot.desk.holding import claim, return_to_bot
from bot.ports.channel import Unreachable
from bot.ports.records import Case, Staff
from tests.cases.acting import bring, case_now, notices, open_case
from tests.worker.world import ROOT, World, content, load, make_world

T = TypeVar("T")
TABLE = load(ROOT / "knowledge" / "cases" / "support-request.yaml")
STEPS = {step["id"]: step for step in TABLE["steps"]}
STAGES = {stage["id"] for stage in TABLE["stages"]}
MOVES = {
    (stage, step["id"], move["to"])
    for step in TABLE["steps"]
    for move in step["moves"]
    if move.get("when", {}).get("registration") != "after-decision" and "appeal" not in move.get("when", {})
    for stage in move["from"]
}
ACTORS = ("person", "researcher", "supervisor", "administrator")
GIVEN = ("reason", "still", "internal", "service", "on", "note")
VERDICTS = ("accepted", "to-correct", "expired")


class CrashError(Exception):
    """The process dies inside the transaction."""


def dying(work: Callable[[Any], T], *, after: int) -> Callable[[Any], T]:
    """Let the process die inside a transaction, when so many statements were run."""

    def begun(tx: Any) -> T:
        session, count = tx.session, 0
        real = session.execute

        def execute(statement: Any, values: Any) -> Any:
            nonlocal count
            count += 1
            if count > after:
                raise CrashError
            return real(statement, values)

        session.execute = execute
        try:
            work(tx)
        finally:
            del session.execute
        raise CrashError  # fewer statements than that: it dies before the commit

    return begun


@dataclass
class DyingStore:
    """A store that dies in the next transaction."""

    store: Any
    after: int

    async def write(self, work: Callable[[Any], T]) -> T:
        done: T = await self.store.write(dying(work, after=self.after))
        return done


class CaseMachine(RuleBasedStateMachine):
    """A case, its person, its staff."""

    world: World
    case: Case
    sara: Staff

    @initialize(ahead=st.integers(min_value=0, max_value=6))
    def begin(self, ahead: int) -> None:
        self.loop = asyncio.new_event_loop()
        self.folder = tempfile.TemporaryDirectory()
        self.world = make_world(Path(self.folder.name))
        self.case = self.run(open_case(self.world))
        self.sara = self.run(self.world.staff("sara"))
        self.path: list[tuple[str, str, str]] = []  # stage, step, stage
        self.held = False
        for name in ("check", "register", "to-committee", "accept", "arrange", "give")[:ahead]:
            self._make(name, "supervisor", dict.fromkeys(GIVEN, "كلمات"), early="سبب")

    def run(self, work: Coroutine[Any, Any, T]) -> T:
        return self.loop.run_until_complete(work)

    @rule(
        name=st.sampled_from(sorted(STEPS)),
        actor=st.sampled_from(ACTORS),
        given=st.sets(st.sampled_from(GIVEN)).map(lambda kept: dict.fromkeys(kept, "كلمات")),
        early=st.sampled_from(("", "سبب")),
        crash=st.none() | st.integers(min_value=0, max_value=14),
    )
    def make_any_step(
        self, name: str, actor: Any, given: dict[str, str], early: str, *, crash: int | None
    ) -> None:
        self._make(name, actor, given, early=early, crash=crash)

    @rule(ahead=st.integers(min_value=1, max_value=4), somebody=st.none() | st.sampled_from(ACTORS))
    def make_legal_steps(self, ahead: int, somebody: str | None) -> None:
        """Go on as staff would, so that later stages are met often."""
        for _ in range(ahead):
            now = self.run(case_now(self.world, self.case)).stage
            open_ = sorted(step for stage, step, _ in MOVES if stage == now and step != "withdraw")
            name = open_[len(self.path) % len(open_)]
            actor = somebody or STEPS[name]["by"][-1]
            self._make(name, actor, dict.fromkeys(GIVEN, "كلمات"), early="سبب")

    @rule(verdict=st.sampled_from(VERDICTS), item=st.sampled_from(("need", "phone", "papers")))
    def check(self, verdict: str, item: str) -> None:
        checks = dict.fromkeys(self.case.answers, "accepted") | {item: verdict}
        if item == "papers" and verdict == "accepted":
            checks.pop(item)
        self._make("check", "researcher", {}, checks=checks)

    def _make(
        self,
        name: str,
        actor: Any,
        given: dict[str, str],
        *,
        early: str = "",
        checks: dict[str, str] | None = None,
        crash: int | None = None,
    ) -> None:
        if name == "check" and checks is None:
            checks = dict.fromkeys(self.case.answers, "accepted")
        before = self.run(case_now(self.world, self.case)).stage
        wish = Wish(
            step=name, actor=actor, now=self.world.clock(), given=given, checks=checks or {}, early=early
        )
        by = "person" if actor == "person" else "sara"

        def work(tx: Any) -> object:
            return make(tx, content(), self.case.reference, wish, actor=by)

        try:
            made = self.run(self.world.write(work if crash is None else dying(work, after=crash)))
        except CrashError:
            return
        if isinstance(made, Made):
            assert actor in STEPS[name]["by"], f"{actor} made {name}"
            assert set(STEPS[name].get("needs", [])) - {"checks"} <= set(given), f"{name} without its fields"
            self.path.append((before, name, made.case.stage))

    @rule()
    def the_person_completes(self) -> None:
        if self.held:
            return
        before = self.run(case_now(self.world, self.case)).stage
        self.run(self.world.hear(choice=f"do:complete:{self.case.reference}"))
        for answer in ("أدوية", "0559998888", "تم"):
            self.run(self.world.hear(answer))
        now = self.run(case_now(self.world, self.case)).stage
        if now != before:
            self.path.append((before, "complete", now))
        self.run(self.world.hear(choice="do:cancel-yes"))

    @rule()
    def the_person_reads(self) -> None:
        self.run(self.world.hear(choice=f"case:{self.case.reference}"))

    @rule()
    def the_person_begins_a_flow(self) -> None:
        self.run(self.world.hear(choice="flow:suggestion"))

    @rule()
    def staff_take_or_return_the_chat(self) -> None:
        row = self.run(self.world.conversation())
        act = return_to_bot if self.held else claim
        self.run(self.world.at_desk(self.sara, lambda desk: act(desk, row.id)))
        self.held = not self.held

    @rule()
    def staff_take_the_chat_while_a_notice_is_on_its_way(self) -> None:
        self.run(self._queue())
        if not self.held:
            self.staff_take_or_return_the_chat()
        self.run(self.world.sent())
        self.run(self.world.worker.notices.settle())

    @rule(fails=st.integers(min_value=0, max_value=2))
    def notices_are_brought(self, fails: int) -> None:
        self.world.channel.failures = [Unreachable("down")] * fails
        self.run(bring(self.world))

    @rule()
    def notices_are_queued_and_the_process_dies(self) -> None:
        self.run(self._queue())
        self._restart()

    @rule(after=st.integers(min_value=0, max_value=30))
    def the_process_dies_while_a_notice_is_brought(self, after: int) -> None:
        """Nothing of a notice is left half done: it waits, as before."""
        before = [notice.status for notice in self.run(notices(self.world, self.case))]
        due = self.run(self.world.write(lambda tx: tx.notices.due(now=self.world.clock(), limit=9)))
        notice_task = self.world.worker.notices
        notice_task.store = cast(Any, DyingStore(self.world.store, after))
        for notice in due:
            with suppress(CrashError):
                self.run(notice_task._bring(notice))
        self._restart()
        assert [notice.status for notice in self.run(notices(self.world, self.case))] == before

    @rule(after=st.integers(min_value=0, max_value=6))
    def the_process_dies_while_it_notes_how_notices_went(self, after: int) -> None:
        self.world.worker.notices.store = cast(Any, DyingStore(self.world.store, after))
        with suppress(CrashError):
            self.run(self.world.worker.notices.settle())
        self._restart()

    @rule(hours=st.integers(min_value=1, max_value=200))
    def time_passes(self, hours: int) -> None:
        self.world.clock.pass_(hours=hours)

    @rule()
    def it_is_the_next_day_and_all_is_brought(self) -> None:
        self.world.clock.pass_(hours=24)
        self.run(bring(self.world))

    async def _queue(self) -> None:
        await self.world.worker.notices.queue_due()
        await self.world.worker.lanes.drained()

    def _restart(self) -> None:
        """Let everything in memory go; what is committed stays."""
        old = self.world
        self.run(old.store.close())
        self.world = make_world(Path(self.folder.name))
        self.world.clock.time, self.world.count = old.clock.time, old.count
        self.world.channel.sent = old.channel.sent

    @invariant()
    def every_stage_was_reached_by_the_table(self) -> None:
        if not hasattr(self, "world"):
            return
        now = self.run(case_now(self.world, self.case))
        assert now.stage in STAGES
        assert set(self.path) <= MOVES, set(self.path) - MOVES
        assert now.stage == (self.path[-1][2] if self.path else "received")

    @invariant()
    def the_chain_holds(self) -> None:
        if hasattr(self, "world"):
            assert self.run(faults(self.world.store.read, self.case)) == []

    @invariant()
    def every_step_that_tells_has_its_notice(self) -> None:
        if hasattr(self, "world"):
            told = [name for _, name, _ in self.path if "tells" in STEPS[name]]
            assert [notice.step for notice in self.run(notices(self.world, self.case))] == told

    def teardown(self) -> None:
        """At the end of every story all that was to be told has been told, nothing of it twice."""
        if not hasattr(self, "world"):
            return
        try:
            self.run(self._settle())
            found = self.run(notices(self.world, self.case))
            assert {notice.status for notice in found} <= {"told"}, found
            lines = [delivery.line for delivery in self.world.channel.sent]
            assert len(lines) == len(set(lines)), "a message went out twice"
            lost = [one.step for one in found if one.line not in lines and one.opened_at is None]
            assert lost == [], "said to have been told, and neither sent nor read"
            for stage in {to for _, _, to in self.path}:
                event(stage)
        finally:
            self.run(self.world.store.close())
            self.loop.close()
            self.folder.cleanup()

    async def _settle(self) -> None:
        self.world.channel.failures = []
        if self.held:
            row = await self.world.conversation()
            await self.world.at_desk(self.sara, lambda desk: return_to_bot(desk, row.id))
        for _ in range(30):
            self.world.clock.pass_(hours=5)
            await bring(self.world)


TestCaseMachine = CaseMachine.TestCase
TestCaseMachine.settings = settings(
    max_examples=15,
    stateful_step_count=25,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
