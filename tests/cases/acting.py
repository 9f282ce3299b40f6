"""Short ways to make steps in a case, for tests."""

from typing import Any

from bot.cases import service
from bot.cases.life import ACCEPTED, Wish
from bot.cases.steps import Made, make
from bot.engine.effects import OpenCase
from bot.messages import Attachment
from bot.ports.records import Case, Conversation, Notice
from tests.worker.world import _FLOWS, ORG, World, content

FLOW = _FLOWS["support-request"]
ANSWERS = {
    "for_whom": "self",
    "need": "علاج",
    "urgency": "weeks",
    "full_name": "نورة سالم",
    "national_id": "1098765432",
    "phone": "+966501234567",
}
WHY = {"reason": "لأن الموارد لا تكفي", "still": "قدّم بعد ستة أشهر", "internal": "لا رصيد"}


async def open_case(
    world: World,
    user: str = "u1",
    *,
    kind: str = "support-request",
    answers: dict[str, Any] | None = None,
    attachments: tuple[Attachment, ...] = (),
) -> Case:
    """Let a person open a case."""
    await world.hear("مرحبا", user=user)
    row = await world.conversation(user)
    return await case_of(world, row, kind=kind, answers=answers, attachments=attachments)


async def case_of(
    world: World,
    row: Conversation,
    *,
    kind: str = "support-request",
    answers: dict[str, Any] | None = None,
    attachments: tuple[Attachment, ...] = (),
) -> Case:
    """Open a case from a conversation, of whatever channel."""
    given = ANSWERS if answers is None else answers
    life = content().lives[kind]
    effect = OpenCase(kind=kind, flow=kind, version=FLOW.version, answers=given, attachments=attachments)
    world.count += 1
    case_id = f"case{world.count}"
    return await world.write(
        lambda tx: service.open_case(
            tx,
            row,
            effect,
            flow=FLOW,
            case_id=case_id,
            year=2026,
            now=world.clock(),
            stage=life.begins,
            unlinked=life.unlinked,
        )
    )


async def step(world: World, case: Case, name: str, actor: Any = "supervisor", **fields: Any) -> Any:
    """Let staff make a step; all items are accepted where nothing else is said."""
    checks = fields.pop("checks", dict.fromkeys(case.answers, ACCEPTED) if name == "check" else {})
    early = {"early": fields.pop("early", ""), "health": fields.pop("health", False)}
    wish = Wish(step=name, actor=actor, now=world.clock(), given=fields, checks=checks, deciders=3, **early)
    return await world.write(lambda tx: make(tx, content(), case.reference, wish, actor="staff-1"))


async def to_committee(world: World, case: Case) -> None:
    """Bring a fresh case before the committee."""
    for name in ("check", "register", "to-committee"):
        made = await step(world, case, name)
        assert isinstance(made, Made), made


async def bring(world: World) -> list[str]:
    """Let the worker bring what notices are due; return what was sent."""
    await world.worker.notices.queue_due()
    await world.worker.lanes.drained()
    sent = await world.sent()
    await world.worker.notices.settle()
    return sent


async def notices(world: World, case: Case) -> list[Notice]:
    return list(await world.write(lambda tx: tx.notices.of_case(ORG, case.id)))


async def case_now(world: World, case: Case) -> Case:
    found = await world.store.read.case(ORG, case.reference)
    assert found is not None
    return found


def scan(name: str = "new.pdf") -> Attachment:
    return Attachment(key="9" * 64, name=name, media_type="application/pdf", size=7, kind="document")
