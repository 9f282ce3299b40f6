"""A tiny world around the engine: answers effects as the worker would, with a clock and timers."""

import json
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Any

from bot.engine.codec import dump, load
from bot.engine.content import Content
from bot.engine.effects import (
    ClearTimers,
    Effect,
    FindCase,
    HandOff,
    KeepAsked,
    KeepConsent,
    KeepFlow,
    KeepReading,
    ListCases,
    OpenCase,
    PersonalData,
    Rate,
    Reach,
    RevokeGrants,
    Say,
    SetTimer,
    WithdrawHandOff,
)
from bot.engine.flow import Flow
from bot.engine.respond import respond
from bot.engine.state import State
from bot.messages import Address, Event, EventKind, Inbound, Message, Owner

ORDER = {"urgent": 0, "high": 1, "normal": 2, "low": 3}


@dataclass(kw_only=True)
class World:
    content: Content
    channel: str = "web"
    now: datetime = datetime(2026, 3, 1, 9, 0, tzinfo=UTC)  # noon in Riyadh
    state: State = field(default_factory=State)
    said: list[Message] = field(default_factory=list)  # since the last thing that happened
    handoffs: list[HandOff] = field(default_factory=list)
    cases: list[OpenCase] = field(default_factory=list)
    ratings: list[Rate] = field(default_factory=list)
    consents: list[KeepConsent] = field(default_factory=list)
    readings: list[KeepReading] = field(default_factory=list)
    asked: list[KeepAsked] = field(default_factory=list)  # how questions of staff ended
    timers: dict[str, datetime] = field(default_factory=dict)
    kept: dict[str, Flow] = field(default_factory=dict)  # flows begun, by version
    owner: Owner = "bot"
    count: int = 0
    heard: str = ""  # what happened last

    def hear(self, **fields: Any) -> None:
        """Let the person send something."""
        self.count += 1
        self.now += timedelta(seconds=20)
        address = Address(organisation=self.content.organisation.id, channel=self.channel, user="u")
        number = str(self.count)
        self.said = []
        self._turn(Inbound(id=number, external_id=number, address=address, received_at=self.now, **fields))

    def happen(self, kind: EventKind, **fields: str) -> None:
        """Let something happen without the person."""
        self.said = []
        held: dict[str, Owner] = {"claimed": "staff", "returned": "bot", "closed": "bot"}
        held["passed"] = "staff" if fields.get("role") else "waiting"
        self.owner = held.get(kind, self.owner)
        self._turn(Event(kind=kind, at=self.now, fields=fields))

    def wait(self, time: timedelta) -> None:
        """Let time pass; timers that fall due are run in their order."""
        self.said, end = [], self.now + time
        while due := sorted((at, name) for name, at in self.timers.items() if at <= end):
            at, name = due[0]
            self.now = max(self.now, at)
            del self.timers[name]
            self._turn(Event(kind="timer", at=self.now, fields={"name": name}))
        self.now = end

    def _turn(self, happening: Inbound | Event) -> None:
        self.heard = happening.kind if isinstance(happening, Event) else "message"
        filled = replace(self.state, owner=self.owner)  # as the worker does from the row
        turn = respond(self.content, filled, happening, self.now)
        assert load(dump(turn.state)) == turn.state
        self.state = turn.state
        for effect in turn.effects:
            self._carry_out(effect)
        assert self.state.owner == self.owner, "the engine and the row agree on who holds the chat"

    def _carry_out(self, effect: Effect) -> None:
        match effect:
            case Say(message=message):
                allowed = message.urgent or message.for_staff or self.heard in ("claimed", "passed")
                assert self.owner != "staff" or allowed, "the bot speaks over staff"
                self.said.append(message)
            case HandOff():
                self.handoffs.append(effect)
                self.owner = "waiting" if self.owner == "bot" else self.owner
            case WithdrawHandOff():
                self.owner = "bot"
            case SetTimer(name=name, at=at):
                self.timers[name] = at
            case ClearTimers():
                self.timers = {}
            case KeepFlow(version=version, body=body):
                self.kept[version] = Flow.model_validate_json(body)
            case OpenCase() | FindCase() | ListCases() | PersonalData() | Reach() | RevokeGrants():
                self._answer(effect)
            case _:
                self._keep(effect)

    def _keep(self, effect: Effect) -> None:
        lists: dict[type, list[Any]] = {
            Rate: self.ratings,
            KeepConsent: self.consents,
            KeepReading: self.readings,
            KeepAsked: self.asked,
        }
        lists.get(type(effect), []).append(effect)

    def _answer(self, effect: Effect) -> None:
        kind, fields = self._answer_to(effect)
        self._turn(Event(kind=kind, at=self.now, fields=fields))

    def _answer_to(self, effect: Effect) -> tuple[EventKind, dict[str, str]]:
        match effect:
            case OpenCase():
                self.cases.append(effect)
                return "case-opened", {"reference": self.reference(len(self.cases))}
            case FindCase(reference=reference, factor=factor):
                found = reference.endswith("00042-7") and factor == "4567"
                return (
                    ("case-found", {"stage": "received", "kind": "support-request"})
                    if found
                    else ("case-missing", {})
                )
            case RevokeGrants():
                return "grants-revoked", {"count": "1"}
            case ListCases():
                cases = [
                    {"reference": self.reference(n), "stage": "received"} for n, _ in enumerate(self.cases, 1)
                ]
                return "cases-listed", {"cases": json.dumps(cases)}
            case PersonalData(action=action):
                done: dict[str, EventKind] = {
                    "show": "data-shown",
                    "export": "data-exported",
                    "correct": "data-corrected",
                    "erase": "data-erased",
                }
                return done[action], {"text": "NAME AND NUMBER"} if action == "show" else {}
            case Reach(action="tie", code=code):
                return ("reach-kept" if code == "12345678" else "reach-refused"), {}
            case Reach(action="hear", way=way):
                return "reach-kept", {"hears": way}
            case Reach(action=action, way=way):
                fields = {"code": "12345678", "minutes": "15"} if action == "link" else {"way": way}
                return "reach-kept", fields
        raise TypeError(effect)

    def reference(self, number: int) -> str:
        return f"{self.content.organisation.id.upper()}-2026-{number:05}-7"
