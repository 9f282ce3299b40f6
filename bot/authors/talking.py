"""A conversation with a draft, played from its beginning each time: pure, and kept nowhere."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from bot.engine.content import Content
from bot.engine.effects import (
    Effect,
    FindCase,
    HandOff,
    KeepReading,
    ListCases,
    OpenCase,
    PersonalData,
    Say,
    WithdrawHandOff,
)
from bot.engine.respond import respond
from bot.engine.state import State
from bot.messages import Address, Event, EventKind, Inbound, Message, Owner, Reading

MOST_TURNS = 40
_START = datetime(2026, 1, 4, 9, tzinfo=UTC)  # a working morning: a sandbox needs no clock
_PAUSE = timedelta(seconds=20)
_SHOWN: dict[str, EventKind] = {
    "show": "data-shown",
    "export": "data-exported",
    "correct": "data-corrected",
    "erase": "data-erased",
}


@dataclass(frozen=True, kw_only=True, slots=True)
class Said:
    """What the author said in the sandbox: words, or a pressed button."""

    text: str = ""
    choice: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Exchange:
    """One thing said and what came back."""

    said: Said
    label: str  # as it is shown: the words, or the button's
    answers: tuple[Message, ...]
    reading: Reading | None
    handed_over: bool


class _Sandbox:
    """A person, a bot, and nobody else."""

    def __init__(self, content: Content) -> None:
        self.content = content
        self.state = State(greeted=True)  # questions are answered at once, as by `wasl ask`
        self.owner: Owner = "bot"
        self.now = _START
        self.effects: list[Effect] = []
        self.cases = 0

    def hear(self, said: Said, number: int) -> list[Effect]:
        self.now += _PAUSE
        self.effects, self.owner = [], "bot"  # nobody at the desk takes over: the author goes on
        address = Address(organisation=self.content.organisation.id, channel="web", user="sandbox")
        inbound = Inbound(
            id=str(number), external_id=str(number), address=address, received_at=self.now,
            text=said.text, choice=said.choice,
        )  # fmt: skip
        self._turn(inbound)
        return self.effects

    def _turn(self, happening: Inbound | Event) -> None:
        turn = respond(self.content, replace(self.state, owner=self.owner), happening, self.now)
        self.state = turn.state
        for effect in turn.effects:
            self.effects.append(effect)
            self._answer(effect)

    def _answer(self, effect: Effect) -> None:
        match effect:
            case HandOff():
                self.owner = "waiting"
            case WithdrawHandOff():
                self.owner = "bot"
            case OpenCase():
                self.cases += 1
                self._happen("case-opened", reference=f"TRIAL-{self.cases}")
            case FindCase():
                self._happen("case-missing")
            case ListCases():
                self._happen("cases-listed", cases="[]")
            case PersonalData(action=action):
                self._happen(_SHOWN[action], text="…")
            case _:
                pass

    def _happen(self, kind: EventKind, **fields: str) -> None:
        self._turn(Event(kind=kind, at=self.now, fields=fields))


def talk(content: Content, said: Sequence[Said]) -> tuple[Exchange, ...]:
    """Play what was said, in order; at most MOST_TURNS."""
    sandbox, labels = _Sandbox(content), dict[str, str]()
    exchanges = []
    for number, each in enumerate(said[:MOST_TURNS]):
        effects = sandbox.hear(each, number)
        answers = tuple(effect.message for effect in effects if isinstance(effect, Say))
        readings = [effect.reading for effect in effects if isinstance(effect, KeepReading)]
        exchanges.append(
            Exchange(
                said=each,
                label=labels.get(each.choice or "", each.text or each.choice or ""),
                answers=answers,
                reading=readings[-1] if readings else None,
                handed_over=any(isinstance(effect, HandOff) for effect in effects),
            )
        )
        labels |= {button.id: button.label for answer in answers for button in answer.buttons}
    return tuple(exchanges)
