"""Asking the person one question of a form while staff hold the chat; its step checks the answer."""

from dataclasses import dataclass

from bot.desk.chat import Desk
from bot.desk.holding import take
from bot.desk.outcomes import Asked, Done, HeldBy, NotAllowed, NotAsked, Unknown
from bot.engine.content import Content
from bot.engine.questions_of_staff import askable
from bot.engine.steps.step import AskingStep, Scene
from bot.messages import Language
from bot.people.masking import mask
from bot.ports.records import AskedQuestion, Conversation


@dataclass(frozen=True, kw_only=True, slots=True)
class Question:
    """What may be asked."""

    flow: str
    version: str  # hash of the flow
    step: AskingStep

    @property
    def name(self) -> str:
        """What buttons and commands call it: `flow:step`."""
        return f"{self.flow}:{self.step.id}"

    def label(self, language: Language) -> str:
        """Return its name for staff."""
        return (self.step.label or self.step.ask)[language]


def questions(content: Content) -> tuple[Question, ...]:
    """Return what staff of an organisation may ask: one that several forms share comes once."""
    once = {(type(each.step), each.label("ar")): each for each in reversed(_all(content))}
    return tuple(reversed(once.values()))


def question(content: Content, name: str) -> Question | None:
    """Find one by its name, or by its step alone."""
    return next((each for each in _all(content) if name in (each.name, each.step.id)), None)


def _all(content: Content) -> tuple[Question, ...]:
    return tuple(
        Question(flow=flow, version=content.flows[flow].version, step=step) for flow, step in askable(content)
    )


def ask(desk: Desk, conversation: str, asked: Question | None) -> Asked | HeldBy | NotAllowed | Unknown:
    """Ask; that takes the chat as a reply does. Asking the same while it waits changes nothing."""
    row = desk.enter(conversation, "reply")
    if not isinstance(row, Conversation):
        return row
    if asked is None:
        return Unknown()
    if held := desk.colleague(row):
        return held
    waiting = desk.tx.asked.waiting(desk.organisation, row.id)
    if waiting is not None and (waiting.flow, waiting.step) == (asked.flow, asked.step.id):
        return Asked(conversation=row, already=True)
    taken = take(desk, row)
    return taken if isinstance(taken, HeldBy) else _put(desk, row, asked)


def withdraw(desk: Desk, conversation: str) -> Done | HeldBy | NotAsked | NotAllowed | Unknown:
    """Take back the question that waits, and tell the person so."""
    row = desk.enter(conversation, "reply")
    if not isinstance(row, Conversation):
        return row
    if barred := desk.barred(row):
        return barred
    if not desk.tx.asked.settle(desk.organisation, row.id, status="withdrawn", at=desk.now):
        return NotAsked()
    desk.note(row, "unasked")
    desk.tell_engine(desk.read(row), "step-withdrawn")
    return Done(conversation=desk.read(row))


def _put(desk: Desk, row: Conversation, asked: Question) -> Asked:
    desk.tx.asked.settle(desk.organisation, row.id, status="withdrawn", at=desk.now)  # an older one
    cases = desk.tx.cases.of_conversation(desk.organisation, row.id)
    desk.tx.asked.add(
        AskedQuestion(
            id=0,
            organisation=desk.organisation,
            conversation=row.id,
            case=cases[0].id if cases else None,
            flow=asked.flow,
            version=asked.version,
            step=asked.step.id,
            staff=desk.actor.id,
            asked_at=desk.now,
            status="asked",
        )
    )
    desk.note(row, "asked", flow=asked.flow, step=asked.step.id)
    desk.tell_engine(desk.read(row), "step-asked", flow=asked.flow, step=asked.step.id)
    desk.tx.announce("outbox")
    return Asked(conversation=desk.read(row), already=False)


def label_of(asked: AskedQuestion, content: Content, language: Language) -> str:
    """Return the name of a question that was asked; its step's id if its flow has changed since."""
    step = _step(asked, content)
    return (step.label or step.ask)[language] if step else asked.step


def answer_of(asked: AskedQuestion, content: Content, language: Language) -> str:
    """Return an answer in words, numbers that identify masked; nothing if there is none."""
    if asked.status != "answered":
        return ""
    step = _step(asked, content)
    return mask(step.show(asked.value, _scene(asked, content, language)) if step else str(asked.value))


def _step(asked: AskedQuestion, content: Content) -> AskingStep | None:
    flow = content.archive.get(asked.version) or content.flows.get(asked.flow)
    steps = flow.steps if flow else ()
    return next((each for each in steps if each.id == asked.step and isinstance(each, AskingStep)), None)


def _scene(asked: AskedQuestion, content: Content, language: Language) -> Scene:
    return Scene(
        language=language,
        texts=content.texts,
        organisation=content.organisation,
        answers={},
        steps=(),
        flow=asked.flow,
        version=asked.version,
        kind=None,
        now=asked.asked_at,
    )
