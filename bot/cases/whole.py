"""All of a case for its person: answers with numbers masked, the newest decision and its reason, files."""

from dataclasses import dataclass

from bot.cases import asking
from bot.cases.steps import flow_of
from bot.cases.telling import notice_text, stage_text
from bot.engine.content import Content
from bot.engine.steps.shown import ltr
from bot.engine.steps.step import AskingStep, Scene
from bot.messages import Attachment, Language
from bot.people.masking import mask_phones
from bot.ports.records import Case
from bot.ports.store import Transaction


@dataclass(frozen=True, kw_only=True, slots=True)
class Whole:
    """A case as its person reads it."""

    text: str
    files: tuple[Attachment, ...]


def whole(tx: Transaction, content: Content, case: Case, language: Language) -> Whole:
    """Return all of a case that its person may see."""
    stage = content.texts(
        language, "step.find_case.stage_of", reference=ltr(case.reference),
        stage=stage_text(content, case, language),
    )  # fmt: skip
    answers = "\n".join(_answers(content, case, language))
    given = content.texts(language, "engine.case.answers", answers=answers) if answers else ""
    parts = (stage, given, _decision(tx, content, case, language))
    return Whole(text="\n\n".join(filter(None, parts)), files=case.attachments)


def _decision(tx: Transaction, content: Content, case: Case, language: Language) -> str:
    """Return what the person was told of the newest decision."""
    life = content.lives.get(case.kind)
    decisions = {step.id for step in life.steps if step.decision} if life else set()
    told = [notice for notice in asking.of_person(tx, case) if notice.step in decisions]
    return notice_text(content, case, told[-1], language).text if told else ""


def _answers(content: Content, case: Case, language: Language) -> list[str]:
    flow = flow_of(content, case)
    if flow is None:
        return []
    scene = Scene(
        language=language, texts=content.texts, organisation=content.organisation, answers=case.answers,
        steps=flow.steps, flow=case.flow, version=case.version, kind=case.kind, now=case.opened_at,
    )  # fmt: skip
    return [
        f"• {step.label[language]}: {mask_phones(step.show(case.answers[step.id], scene))}"
        for step in flow.steps
        if isinstance(step, AskingStep) and step.label and case.answers.get(step.id) is not None
    ]
