"""A case's answers in words: each step shows its own, numbers that identify masked."""

from collections.abc import Iterator
from dataclasses import dataclass

from bot.console.visits import Visit
from bot.engine.content import Content
from bot.engine.flow import Flow
from bot.engine.steps.files import files_of
from bot.engine.steps.step import AskingStep, Scene
from bot.messages import Attachment, Language
from bot.people.masking import mask
from bot.ports.records import Case


@dataclass(frozen=True, kw_only=True, slots=True)
class Answer:
    """One answer."""

    id: str  # of the step that asked
    label: str
    text: str
    files: tuple[Attachment, ...]
    secret: bool = False  # masked: it can be revealed


def answers(case: Case, visit: Visit) -> list[Answer]:
    """Return the answers in the order in which they were asked; those of vanished steps come last."""
    content = visit.content(case.organisation)
    flow = content.archive.get(case.version) or content.flows.get(case.flow)
    known = list(_by_step(case, flow, content, visit)) if flow else []
    asked = {step.id for step in flow.steps} if flow else set()
    left = [(id_, value) for id_, value in case.answers.items() if id_ not in asked]
    return [
        *known,
        *(Answer(id=id_, label=id_, text=mask(str(value)), files=files_of(value)) for id_, value in left),
    ]


def _by_step(case: Case, flow: Flow, content: Content, visit: Visit) -> Iterator[Answer]:
    scene = _scene(case, flow, content, visit.language)
    for step in flow.steps:
        value = case.answers.get(step.id)
        if isinstance(step, AskingStep) and step.label and value is not None:
            yield Answer(
                id=step.id,
                label=step.label[visit.language],
                text=step.show(value, scene),
                files=files_of(value),
                secret=step.secret,
            )


def _scene(case: Case, flow: Flow, content: Content, language: Language) -> Scene:
    return Scene(
        language=language,
        texts=content.texts,
        organisation=content.organisation,
        answers=case.answers,
        steps=flow.steps,
        flow=case.flow,
        version=case.version,
        kind=case.kind,
        now=case.opened_at,
    )
