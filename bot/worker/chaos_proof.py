"""What must hold after a kill and a restart, read back from the store and the platform's log."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from bot.engine.codec import load
from bot.messages import Address
from bot.ports.records import Conversation, Line
from bot.ports.store import Store
from bot.worker.chaos_plan import CHANNEL, Plan, acknowledged, sends

PAGE = 500


@dataclass(kw_only=True, slots=True)
class Proof:
    """What was seen so far over all rounds, and what was wrong with it."""

    faults: list[str] = field(default_factory=list)
    answered: int = 0  # messages with their answer in the transcript
    replies: int = 0
    repeated: int = 0  # messages that the platform was given more than once
    seen: dict[str, int] = field(default_factory=dict)  # user → newest line looked at
    numbers: dict[str, int] = field(default_factory=dict)  # user → newest message looked at
    recorded: set[int] = field(default_factory=set)  # lines noted as sent when the process died
    given: int = 0  # lines of the platform's log looked at
    given_at_kill: int = 0  # lines of it when the process died
    told: int = 0  # lines of the log of acknowledgements looked at

    async def after_kill(self, plan: Plan, store: Store) -> None:
        """Note what the dead process had recorded as sent: none of it may go out again."""
        self.given_at_kill = len(sends(plan).read())
        for user in plan.users():
            lines = await _lines(plan, store, user, after=self.seen.get(user, 0))
            self.recorded.update(line.id for line in lines if line.delivery == "sent")

    async def after_drain(self, plan: Plan, store: Store) -> None:
        """Check everything of this round."""
        told = acknowledged(plan).read(after=self.told)
        self.told += len(told)
        newest = {user: int(number) for user, number in told}
        log = sends(plan).read(after=self.given)
        kill = self.given_at_kill - self.given
        self._check_sends(log[:kill], again=log[kill:])
        self.given += len(log)
        reached = {int(line) for _, line in log}
        for user in plan.users():
            await self._check_user(plan, store, user, newest.get(user, 0), reached)
        counts = await store.read.counts()
        if counts["inbox"] or counts["outbox"]:
            self.faults.append("something is left in inbox or outbox")

    async def _check_user(self, plan: Plan, store: Store, user: str, newest: int, reached: set[int]) -> None:
        lines = await _lines(plan, store, user, after=self.seen.get(user, 0))
        row = await store.read.by_address(_address(plan, user))
        if lines and row is not None:
            self.seen[user] = lines[-1].id
            self._check_state(user, row, lines)
        self._check_order(user, lines)
        if self.numbers.get(user, 0) < newest:
            self.faults.append(f"{user}: message {newest} was acknowledged and is lost")
        self._check_answers(user, lines)
        self._check_reached(user, lines, reached)

    def _check_order(self, user: str, lines: Iterable[Line]) -> None:
        """Every message once, in the order in which it was written."""
        for line in lines:
            if line.direction != "in":
                continue
            number, expected = int(line.text.rsplit("#", 1)[1]), self.numbers.get(user, 0) + 1
            if number != expected:
                self.faults.append(f"{user}: message {number} where {expected} was to be")
            self.numbers[user] = number

    def _check_answers(self, user: str, lines: Sequence[Line]) -> None:
        """Each message is followed by its own answer, and by nobody else's."""
        asked: str | None = None
        answers = Counter[str]()
        for line in lines:
            if line.direction == "in":
                asked = line.inbound
            elif line.direction == "out" and line.answers != asked:
                self.faults.append(f"{user}: line {line.id} answers another message")
            elif line.direction == "out":
                answers[line.answers or ""] += 1
        messages = [line.inbound or "" for line in lines if line.direction == "in"]
        if len(set(messages)) != len(messages) or any(not answers[message] for message in messages):
            self.faults.append(f"{user}: a message was answered twice or not at all")
        self.answered += len(messages)
        self.replies += answers.total()

    def _check_state(self, user: str, row: Conversation, lines: Sequence[Line]) -> None:
        """State and transcript were written together: the state has heard the last message, none later."""
        heard = [line for line in lines if line.direction == "in"]
        said = [line for line in lines if line.direction == "out"]
        if not heard or not said:
            return
        state = load(row.state or "{}")
        if row.last_inbound_at != heard[-1].at or state.last_at != said[-1].at:
            self.faults.append(f"{user}: state and transcript do not agree")

    def _check_reached(self, user: str, lines: Iterable[Line], reached: set[int]) -> None:
        for line in lines:
            if line.direction == "out" and (line.delivery != "sent" or line.id not in reached):
                self.faults.append(f"{user}: line {line.id} was not sent")

    def _check_sends(self, log: Sequence[Sequence[str]], *, again: Sequence[Sequence[str]]) -> None:
        """Order is kept; what goes out twice is what the dead process had sent and not recorded.

        `log` is what it sent, `again` what the process after it did: neither has a reason to send twice.
        """
        newest: dict[str, int] = {}
        lives = [Counter(int(line) for _, line in life) for life in (log, again)]
        self.repeated += len(lives[0].keys() & lives[1].keys())
        self.faults.extend(
            f"line {line} went out {count} times in one life"
            for life in lives
            for line, count in life.items()
            if count > 1
        )
        for user, line in (*log, *again):
            if int(line) < newest.get(user, 0):
                self.faults.append(f"{user}: line {line} went out after line {newest[user]}")
            newest[user] = int(line)
        wrongly = self.recorded & lives[1].keys()
        self.faults.extend(f"line {line} was recorded as sent and sent again" for line in wrongly)


async def _lines(plan: Plan, store: Store, user: str, *, after: int) -> list[Line]:
    row = await store.read.by_address(_address(plan, user))
    found: list[Line] = []
    while row is not None:
        page = await store.read.lines(plan.organisation, row.id, after=after, limit=PAGE)
        found.extend(page)
        if len(page) < PAGE:
            break
        after = page[-1].id
    return found


def _address(plan: Plan, user: str) -> Address:
    return Address(organisation=plan.organisation, channel=CHANNEL, user=user)
