"""No sequence of steps, roles and crashes reaches an illegal state, loses a notice or breaks the chain.

The machine plays staff, the person and the platform against the real store, worker and engine. What is legal
it reads from the YAML table by itself, without the code that decides it.
"""

import asyncio
import tempfile
from collections.abc import Callable, Coroutine, Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import product
from pathlib import Path
from typing import Any, TypeVar, cast

import pytest
from hypothesis import HealthCheck, event, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from bot.cases.calling import SAID, called
from bot.cases.checks import facts
from bot.cases.life import Facts, Wish
from bot.cases.steps import Made, flow_of, make
from bot.cases.verifying import faults
from bot.desk.holding import claim, return_to_bot
from bot.engine.life import CaseSettings
from bot.ports.channel import Blocked, Unreachable
from bot.ports.records import Case, CaseStep, Staff
from tests.cases.acting import bring, case_now, notices, open_case
from tests.store.databases import empty, fresh_database
from tests.worker.world import ORG, ROOT, World, content, load, make_world

T = TypeVar("T")
TABLES = {path.stem: load(path) for path in sorted((ROOT / "knowledge" / "cases").glob("*.yaml"))}
ITEMS = ("need", "phone", "papers")
DAYS_OF_A_REPLY = timedelta(weeks=2)  # "in a period of not less than two weeks"
QUORUM = 1
LONGEST = "support-request"
ACTORS = ("person", "researcher", "supervisor", "administrator")
GIVEN = ("reason", "still", "internal", "service", "on", "place", "note")
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


def moves_of(table: Any, registration: str, *, appeal: bool) -> set[tuple[str, str, str]]:
    """Return the moves of a table that are there under an organisation's settings: stage, step, stage."""
    settings = {"registration": registration, "appeal": "yes" if appeal else "no"}
    return {
        (stage, step["id"], move["to"])
        for step in table["steps"]
        for move in step["moves"]
        if all(settings[name] == value for name, value in move.get("when", {}).items())
        for stage in move["from"]
    }


def verdicts(history: Iterable[CaseStep]) -> dict[str, str]:
    """Return item → verdict, as the history left them."""
    found: dict[str, str] = {}
    for step in history:
        for item in step.detail.get("again", ()):
            found.pop(item, None)
        found |= step.detail.get("checks", {})
    return found


def guard_holds(guard: str | None, known: Facts, history: Sequence[CaseStep]) -> bool:
    """Whether the items stand as a step of the table wants them."""
    stand = verdicts(history)
    mended = {item for item in (*known.items, *known.others) if stand.get(item) in ("to-correct", "expired")}
    if guard == "some-to-correct":
        return bool(mended)
    if guard == "all-accepted":
        return not mended and all(stand.get(item) == "accepted" for item in known.items)
    return True


def may_reply(wish: Wish, opened_at: datetime) -> bool:
    """Whether the committee may reply: in its session, and early for a reason; for health at any time."""
    in_session = wish.deciders is not None and wish.deciders >= QUORUM
    in_time = wish.now - opened_at >= DAYS_OF_A_REPLY or bool(wish.early)
    return wish.health or (in_session and in_time)


class CaseMachine(RuleBasedStateMachine):
    """A case, its person, its staff."""

    url: str | None = None  # of a database that outlives the stories; None = each has a file of its own
    world: World
    case: Case
    sara: Staff

    @initialize(
        kind=st.sampled_from((*[LONGEST] * len(TABLES), *sorted(TABLES))),  # the most can happen there
        registration=st.sampled_from(("before-decision", "after-decision")),
        appeal=st.booleans(),
        deciders=st.sampled_from((3, None, 0)),
        health=st.booleans(),
        tied=st.booleans(),
        ahead=st.integers(min_value=0, max_value=6),
    )
    def begin(
        self, kind: str, registration: Any, deciders: int | None, ahead: int, *, appeal: bool, health: bool,
        tied: bool,
    ) -> None:  # fmt: skip
        self.table = TABLES[kind]
        self.steps = {step["id"]: step for step in self.table["steps"]}
        self.moves = moves_of(self.table, registration, appeal=appeal)
        self.deciders, self.health = deciders, health
        decided = CaseSettings(registration=registration, appeal=appeal)
        self.content = replace(content(), case_settings=decided)
        self.loop = asyncio.new_event_loop()
        self.folder = tempfile.TemporaryDirectory()
        self.world = self._open()
        self.case = self.run(open_case(self.world, kind=kind))
        if tied:
            self.run(self._tie())
        self.sara = self.run(self.world.staff("sara"))
        self.path: list[tuple[str, str, str]] = []  # stage, step, stage
        self.held = False
        self.failed = False  # a chat could not be reached, or nobody has opened its page
        self.called: set[int] = set()  # notices that staff have told by phone
        event(kind)
        self._go(ahead)

    def _open(self) -> World:
        return make_world(Path(self.folder.name), contents=lambda _: self.content, url=self.url)

    async def _tie(self) -> None:
        await self.world.hear("مرحبا", user="u2")
        first, other = await self.world.conversation(), await self.world.conversation("u2")
        await self.world.write(lambda tx: tx.ways.tie(ORG, first.id, other.id))

    def _go(self, ahead: int, somebody: str | None = None, *, pick: int = 0) -> None:
        """Go on as staff would."""
        for _ in range(ahead):
            now = self.run(case_now(self.world, self.case)).stage
            open_ = sorted(step for stage, step, _ in self.moves if stage == now and step != "withdraw")
            if not open_:
                return
            name = open_[(len(self.path) + pick) % len(open_)]
            actor = somebody or self.steps[name]["by"][-1]
            self._make(name, actor, dict.fromkeys(GIVEN, "كلمات"), early="سبب")

    def run(self, work: Coroutine[Any, Any, T]) -> T:
        return self.loop.run_until_complete(work)

    @rule(
        number=st.integers(min_value=0, max_value=99),
        actor=st.sampled_from(ACTORS),
        given=st.sets(st.sampled_from(GIVEN)).map(lambda kept: dict.fromkeys(kept, "كلمات")),
        early=st.sampled_from(("", "سبب")),
        crash=st.none() | st.integers(min_value=0, max_value=14),
    )
    def make_any_step(
        self, number: int, actor: Any, given: dict[str, str], early: str, *, crash: int | None
    ) -> None:
        name = sorted(self.steps)[number % len(self.steps)]
        self._make(name, actor, given, early=early, crash=crash)

    @rule(
        ahead=st.integers(min_value=1, max_value=4),
        somebody=st.none() | st.sampled_from(ACTORS),
        pick=st.integers(min_value=0, max_value=3),
    )
    def make_legal_steps(self, ahead: int, somebody: str | None, pick: int) -> None:
        """Go on as staff would, so that later stages are met often."""
        self._go(ahead, somebody, pick=pick)

    @rule(verdict=st.sampled_from(VERDICTS), item=st.sampled_from(ITEMS))
    def check(self, verdict: str, item: str) -> None:
        checks = dict.fromkeys(self.case.answers, "accepted") | {item: verdict}
        if item == "papers" and verdict == "accepted":
            checks.pop(item)
        self._make("check", "researcher", {}, checks=checks)
        for step in self.steps.values():  # what the items do not allow now is tried at once
            if step.get("guard") == "all-accepted":
                self._make(step["id"], step["by"][-1], dict.fromkeys(GIVEN, "كلمات"), early="سبب")

    @rule(early=st.sampled_from(("", "سبب")))
    def the_committee_replies(self, early: str) -> None:
        """Bring the case before the committee, if it goes there, and try each of its replies."""
        replies = [step["id"] for step in self.steps.values() if "reply" in step]
        for name in ("check", "register", "to-committee") if replies else ():
            self._make(name, "supervisor", dict.fromkeys(GIVEN, "كلمات"))
        usual = self.deciders
        for name, deciders in product(replies, (None, 0, 3)):
            self.deciders = deciders
            self._make(name, "supervisor", dict.fromkeys(GIVEN, "كلمات"), early=early)
        self.deciders = usual

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
        was = self.run(case_now(self.world, self.case))
        history = self.run(self.world.store.read.case_steps(ORG, self.case.id))
        wish = Wish(
            step=name,
            actor=actor,
            now=self.world.clock(),
            given=given,
            checks=checks or {},
            early=early,
            health=self.health,
            deciders=self.deciders,
        )
        by = "person" if actor == "person" else "sara"

        def work(tx: Any) -> object:
            return make(tx, self.content, self.case.reference, wish, actor=by)

        try:
            made = self.run(self.world.write(work if crash is None else dying(work, after=crash)))
        except CrashError:
            return
        if isinstance(made, Made):
            self._judge(self.steps[name], wish, was, history)
            self.path.append((was.stage, name, made.case.stage))

    def _judge(self, step: Any, wish: Wish, was: Case, history: Sequence[CaseStep]) -> None:
        """Compare a step that was made with the table."""
        name = step["id"]
        assert wish.actor in step["by"], f"{wish.actor} made {name}"
        assert set(step.get("needs", [])) - {"checks"} <= set(wish.given), f"{name} without its fields"
        known = facts(was, history, flow_of(self.content, was))
        assert guard_holds(step.get("guard"), known, history), f"{name} against its guard"
        assert "reply" not in step or may_reply(wish, was.opened_at), (
            f"{name} outside a session, or too early"
        )

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

    @rule(fails=st.integers(min_value=0, max_value=2), blocked=st.booleans())
    def notices_are_brought(self, fails: int, *, blocked: bool) -> None:
        self.failed |= blocked and fails > 0
        self.world.channel.failures = [Blocked("blocked") if blocked else Unreachable("down")] * fails
        self.run(bring(self.world))

    @rule()
    def nobody_opens_the_page(self) -> None:
        self.world.clock.pass_(days=4)
        self.failed |= self.run(self.world.worker.notices.pass_on_unseen()) > 0

    @rule()
    def staff_call(self) -> None:
        found, now = self.run(notices(self.world, self.case)), self.world.clock()
        before = {one.id for one in found if one.status in SAID and one.opened_at is None}
        reference = self.case.reference
        done = self.run(self.world.write(lambda tx: called(tx, ORG, reference, by="sara", now=now)))
        assert done == bool(before)
        self.called |= before

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
        self.world = self._open()
        self.world.clock.time, self.world.count = old.clock.time, old.count
        self.world.channel.sent = old.channel.sent

    @invariant()
    def every_stage_was_reached_by_the_table(self) -> None:
        if not hasattr(self, "world"):
            return
        now = self.run(case_now(self.world, self.case))
        assert now.stage in {stage["id"] for stage in self.table["stages"]}
        assert set(self.path) <= self.moves, set(self.path) - self.moves
        assert now.stage == (self.path[-1][2] if self.path else self.table["begins"])

    @invariant()
    def the_chain_holds(self) -> None:
        if hasattr(self, "world"):
            assert self.run(faults(self.world.store.read, self.case)) == []

    @invariant()
    def every_step_that_tells_has_its_notice(self) -> None:
        if hasattr(self, "world"):
            told = [name for _, name, _ in self.path if "tells" in self.steps[name]]
            assert [notice.step for notice in self.run(notices(self.world, self.case))] == told

    def teardown(self) -> None:
        """At the end of every story all that was to be told has been told, nothing of it twice."""
        if not hasattr(self, "world"):
            return
        try:
            self.run(self._settle())
            found = self.run(notices(self.world, self.case))
            ends = {"told", "call"} if self.failed else {"told"}
            assert {notice.status for notice in found} <= ends, found
            listed = {one.id for one in self.run(self.world.store.read.calls([ORG]))}
            assert {one.id for one in found if one.status == "call"} <= listed, "nobody knows whom to call"
            lines = [delivery.line for delivery in self.world.channel.sent]
            assert len(lines) == len(set(lines)), "a message went out twice"
            lost = [
                one.step
                for one in found
                if one.line not in lines and one.opened_at is None and one.status == "told"
                if one.id not in self.called
            ]
            assert lost == [], "said to have been told, and neither sent nor read"
            for stage in {to for _, _, to in self.path}:
                event(stage)
        finally:
            self.run(self.world.store.close())
            self.loop.close()
            self.folder.cleanup()
            if self.url is not None:
                empty(self.url)

    async def _settle(self) -> None:
        self.world.channel.failures = []
        if self.held:
            row = await self.world.conversation()
            await self.world.at_desk(self.sara, lambda desk: return_to_bot(desk, row.id))
        for _ in range(30):
            self.world.clock.pass_(hours=5)
            await bring(self.world)


SETTINGS = settings(
    max_examples=16,
    stateful_step_count=25,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
TestCaseMachine = CaseMachine.TestCase
TestCaseMachine.settings = SETTINGS


@pytest.mark.postgres
def test_on_postgresql_too(tmp_path: Path) -> None:
    with fresh_database("postgres", tmp_path) as address:

        class OnPostgres(CaseMachine):
            """The same on a server."""

            url = address

        run_state_machine_as_test(
            OnPostgres, settings=settings(SETTINGS, max_examples=3, stateful_step_count=12)
        )
