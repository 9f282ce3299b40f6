"""Making a step in the life of a case: judged, kept, told to the person, all in one transaction."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from bot.cases import targets
from bot.cases.checks import again, facts
from bot.cases.life import Allowed, Facts, Refusal, Wish, judge, to_correct
from bot.engine.content import Content
from bot.engine.flow import Flow
from bot.engine.life import FIELDS_OF, Life, Step
from bot.messages import Attachment
from bot.ports.records import Case, NoticeStatus
from bot.ports.store import Transaction

PERSON: Final = "person"  # as actor of a step


@dataclass(frozen=True, kw_only=True, slots=True)
class Made:
    """The step was made."""

    case: Case  # as it is now
    step: Step
    notice: int | None = None  # what the person will be told
    files: tuple[str, ...] = ()  # keys that nothing names any more: remove them once this is committed


@dataclass(frozen=True, kw_only=True, slots=True)
class NoCase:
    """There is no such case in this organisation."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Given:
    """Answers that the person gives anew."""

    answers: Mapping[str, Any] = field(default_factory=dict)  # item → value; None = left out
    attachments: tuple[Attachment, ...] = ()


NOTHING = Given()


def make(
    tx: Transaction, content: Content, reference: str, wish: Wish, *, actor: str, given: Given = NOTHING
) -> Made | NoCase | Refusal:
    """Make a step; `actor` is a staff id, or "person". Nothing is written if it is refused."""
    organisation = content.organisation.id
    case = tx.cases.lock(organisation, reference)
    if case is None:
        return NoCase()
    life = content.lives.get(case.kind)
    known = facts(case, tx.cases.steps(organisation, case.id), flow_of(content, case))
    allowed = judge(life, content.case_settings, known, wish)
    if not isinstance(allowed, Allowed) or life is None:
        return allowed if not isinstance(allowed, Allowed) else NoCase()
    detail = _detail(life, known, allowed, wish, given)
    tx.cases.add_step(organisation, case.id, at=wish.now, actor=actor, action=allowed.step.id, detail=detail)
    tx.cases.set_stage(organisation, case.id, stage=allowed.to, at=wish.now)
    if allowed.urgent:
        tx.committee.replied_urgently(organisation, case.id, step=allowed.step.id, by=actor, at=wish.now)
    if given.answers:
        _keep(tx, case, given, wish)
    if actor != PERSON:
        tx.staff.audit(
            organisation, actor=actor, action="case-step", subject=reference,
            detail={"step": allowed.step.id, "stage": allowed.to}, at=wish.now,
        )  # fmt: skip
    notice = _tell(tx, life, case, allowed.step, detail, wish) if allowed.step.tells else None
    if allowed.step.survey:
        _ask_how_it_was(tx, life, case, wish)
    if allowed.step.revokes:
        tx.grants.end(organisation, by=actor, at=wish.now, request=case.id)
    if allowed.step.frees:
        tx.interviews.free_again(organisation, case.id, after=wish.now)
    files = tx.cases.erase_answers(organisation, case.id, at=wish.now) if allowed.step.forgets else ()
    tx.announce(f"cases:{organisation}")
    now = tx.cases.find(organisation, reference) or case
    targets.plan(tx, content, now)
    return Made(case=now, step=allowed.step, notice=notice, files=tuple(files))


def flow_of(content: Content, case: Case) -> Flow | None:
    """Return the flow a case came from, as the person went through it, else as it is now."""
    return content.archive.get(case.version) or content.flows.get(case.flow)


def _detail(life: Life, known: Facts, allowed: Allowed, wish: Wish, given: Given) -> dict[str, Any]:
    """Return what the history keeps of the step."""
    step = allowed.step
    detail: dict[str, Any] = {"step": step.id, "from": known.stage, "stage": allowed.to}
    detail |= {need: wish.given[need].strip() for need in (*step.needs, *step.may) if wish.given.get(need)}
    if "checks" in step.needs:
        detail["checks"] = dict(wish.checks)
    if step.guard == "some-to-correct":
        detail["items"] = list(to_correct(known))
    if allowed.to == life.begins:
        detail["again"] = again(known, list(given.answers), everything=_is_over(life, known.stage))
    if allowed.early:
        detail |= {"early": wish.early.strip(), "health": wish.health}
    if allowed.urgent:
        detail |= {"urgent": True, "health": True}
    return detail


def _is_over(life: Life, stage: str) -> bool:
    """Whether nobody has to do anything in a stage any more: who leaves it begins anew."""
    found = life.stage(stage)
    return found is not None and not found.open


def _keep(tx: Transaction, case: Case, given: Given, wish: Wish) -> None:
    merged = {**case.answers, **given.answers}
    tx.cases.set_answers(
        case.organisation,
        case.id,
        answers={item: value for item, value in merged.items() if value is not None},
        attachments=tuple(dict.fromkeys((*case.attachments, *given.attachments))),
        at=wish.now,
    )


def _tell(tx: Transaction, life: Life, case: Case, step: Step, detail: Mapping[str, Any], wish: Wish) -> int:
    shown = {name: detail[name] for name in (*FIELDS_OF.values(), "items") if name in detail}
    status, urgent = _status(life, case), wish.health and not step.daytime
    tx.announce("notices")
    for chat in _representatives(tx, case, wish) if status != "kept" else ():
        tx.notices.add(
            case.organisation, case.id, conversation=chat, step=step.id, fields=shown, status="waiting",
            urgent=urgent, now=wish.now,
        )  # fmt: skip
    return tx.notices.add(
        case.organisation,
        case.id,
        conversation=case.conversation,
        step=step.id,
        fields=shown,
        status=status,
        urgent=urgent,
        now=wish.now,
    )


def _ask_how_it_was(tx: Transaction, life: Life, case: Case, wish: Wish) -> None:
    """Plan a survey; who wanted to hear nothing, and who cannot be reached, is not asked."""
    if case.conversation is None or _status(life, case) == "kept":
        return
    chat = tx.conversations.lock(case.organisation, case.conversation)
    tx.surveys.plan(chat, about="case", topic=case.kind, case=case.id, now=wish.now)
    tx.announce("surveys")


def _representatives(tx: Transaction, case: Case, wish: Wish) -> list[str]:
    """Return the chats of those who act for the person and receive the notices."""
    held = tx.grants.of_case(case.organisation, case.id, now=wish.now)
    chats = {one.conversation for one in held if "notices" in one.scope and one.conversation}
    return sorted(chats - {case.conversation})


def _status(life: Life, case: Case) -> NoticeStatus:
    """Return how a fresh notice stands: who wanted none sees it when they look."""
    if life.unannounced is not None and life.unannounced.holds(case.answers):
        return "kept"
    return "waiting" if case.conversation else "call"
