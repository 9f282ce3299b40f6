"""What may be done with a case: a pure decision over the table of its kind, with the reason of a refusal."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from bot.engine.life import Actor, CaseSettings, Life, Move, Need, Step, When

RECEIVED = "received"  # stage of a case whose kind has no life written
LEAST = timedelta(weeks=2)  # the committee's reply comes "in a period of not less than two weeks"
ACCEPTED, TO_CORRECT, EXPIRED = "accepted", "to-correct", "expired"
VERDICTS = (ACCEPTED, TO_CORRECT, EXPIRED)
LONGEST = 600  # characters of each text that staff give


@dataclass(frozen=True, kw_only=True, slots=True)
class Facts:
    """What is known of a case when somebody wants to make a step."""

    stage: str
    opened_at: datetime
    items: tuple[str, ...]  # ids of the answers that there are to check
    others: tuple[str, ...] = ()  # questions left out, which the person may be asked after all
    checks: Mapping[str, str] = field(default_factory=dict)  # item → verdict


@dataclass(frozen=True, kw_only=True, slots=True)
class Wish:
    """Who wants to make which step, with what."""

    step: str
    actor: Actor
    now: datetime
    given: Mapping[str, str] = field(default_factory=dict)  # need → words
    checks: Mapping[str, str] = field(default_factory=dict)  # item → verdict
    early: str = ""  # why the reply comes before two weeks
    health: bool = False  # health is in danger: nothing is held back
    deciders: int | None = None  # members who decide it in an open session; None = it is in no session


@dataclass(frozen=True, kw_only=True, slots=True)
class Allowed:
    """The step may be made, and leads to this stage."""

    step: Step
    to: str
    early: bool = False
    urgent: bool = False  # health is in danger: outside a session, to be confirmed in the next one


@dataclass(frozen=True, kw_only=True, slots=True)
class UnknownStep:
    """The kind of case has no such step."""


@dataclass(frozen=True, kw_only=True, slots=True)
class WrongStage:
    """The step is not made from this stage."""

    stage: str
    step: Step


@dataclass(frozen=True, kw_only=True, slots=True)
class NotYours:
    """Somebody else makes this step."""

    step: Step


@dataclass(frozen=True, kw_only=True, slots=True)
class Missing:
    """What the step needs was not given."""

    needs: tuple[Need, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class TooLong:
    """A text is longer than people read."""

    needs: tuple[Need, ...]
    most: int = LONGEST


@dataclass(frozen=True, kw_only=True, slots=True)
class NotChecked:
    """Items are not accepted yet: these are to be checked or corrected first."""

    items: tuple[str, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class NothingToCorrect:
    """There is no item that the person could correct."""


@dataclass(frozen=True, kw_only=True, slots=True)
class TooEarly:
    """The committee's reply would come before two weeks: say why, or that health is in danger."""

    days: int  # left until two weeks are over


@dataclass(frozen=True, kw_only=True, slots=True)
class NoSession:
    """The committee's reply is made in an open session of the committee."""


@dataclass(frozen=True, kw_only=True, slots=True)
class NoQuorum:
    """Too few members who have no interest are present."""

    present: int
    needed: int


Unmade = UnknownStep | WrongStage | NotYours | Missing | TooLong | NotChecked | NothingToCorrect | TooEarly
Unheld = NoSession | NoQuorum
Refusal = Unmade | Unheld


def judge(life: Life | None, settings: CaseSettings, facts: Facts, wish: Wish) -> Allowed | Refusal:
    """Say whether a step may be made now, and where it leads."""
    step = life.step(wish.step) if life else None
    if step is None:
        return UnknownStep()
    to = _leads_to(step, settings, facts.stage)
    if to is None:
        return WrongStage(stage=facts.stage, step=step)
    if wish.actor not in step.by:
        return NotYours(step=step)
    unheld = _unheld(step, settings, wish)
    if unheld is not None and not wish.health:
        return unheld
    soon = early(step, facts, wish.now) > 0
    return _unfit(step, facts, wish) or Allowed(step=step, to=to, early=soon, urgent=unheld is not None)


def in_session(step: Step, settings: CaseSettings) -> bool:
    """Whether a step is made in a session of the committee and nowhere else."""
    return step.reply and settings.replies == "in-session"


def _unheld(step: Step, settings: CaseSettings, wish: Wish) -> Unheld | None:
    """Refuse the committee's reply outside a session, or in one with too few members.

    Where health is in danger `judge` lets it go all the same: such a reply is never held back.
    """
    if not in_session(step, settings):
        return None
    if wish.deciders is None:
        return NoSession()
    if wish.deciders < settings.quorum:
        return NoQuorum(present=wish.deciders, needed=settings.quorum)
    return None


def open_steps(life: Life | None, settings: CaseSettings, stage: str, actor: Actor) -> tuple[Step, ...]:
    """Return the steps that one may make from a stage, in the table's order."""
    steps = life.steps if life else ()
    return tuple(step for step in steps if actor in step.by and _leads_to(step, settings, stage))


def early(step: Step, facts: Facts, now: datetime) -> int:
    """Return how many days of the two weeks a reply would come too early; 0 if it does not.

    They are counted from the day the request came in: the policy does not say from which.
    """
    left = facts.opened_at + LEAST - now
    return -(-left // timedelta(days=1)) if step.reply and left > timedelta() else 0


def to_correct(facts: Facts) -> tuple[str, ...]:
    """Return the items that the person is asked to give again."""
    asked = (*facts.items, *facts.others)
    return tuple(item for item in asked if facts.checks.get(item) in (TO_CORRECT, EXPIRED))


def applies(when: When, settings: CaseSettings) -> bool:
    """Whether a move is there under an organisation's settings."""
    registration = when.registration in (None, settings.registration)
    return registration and when.appeal in (None, settings.appeal)


def moves(step: Step, settings: CaseSettings) -> Sequence[Move]:
    """Return the moves of a step under an organisation's settings."""
    return [move for move in step.moves if applies(move.when, settings)]


def _leads_to(step: Step, settings: CaseSettings, stage: str) -> str | None:
    return next((move.to for move in moves(step, settings) if stage in move.from_), None)


def _unfit(step: Step, facts: Facts, wish: Wish) -> Refusal | None:
    missing = tuple(need for need in step.needs if not _given(need, facts, wish))
    if missing:
        return Missing(needs=missing)
    long = tuple(need for need in (*step.needs, *step.may) if len(wish.given.get(need, "")) > LONGEST)
    if long:
        return TooLong(needs=long)
    left = early(step, facts, wish.now)
    if left and not (wish.health or wish.early.strip()):
        return TooEarly(days=left)
    return _guarded(step, facts)


def _given(need: Need, facts: Facts, wish: Wish) -> bool:
    if need != "checks":
        return bool(wish.given.get(need, "").strip())
    there = {*facts.items, *facts.others}
    known = {item for item, verdict in wish.checks.items() if verdict in VERDICTS and item in there}
    return not facts.items or (bool(known) and known == set(wish.checks))


def _guarded(step: Step, facts: Facts) -> Refusal | None:
    if step.guard == "some-to-correct" and not to_correct(facts):
        return NothingToCorrect()
    left = tuple(item for item in facts.items if facts.checks.get(item) != ACCEPTED)
    left += tuple(item for item in facts.others if facts.checks.get(item) in (TO_CORRECT, EXPIRED))
    return NotChecked(items=left) if step.guard == "all-accepted" and left else None
