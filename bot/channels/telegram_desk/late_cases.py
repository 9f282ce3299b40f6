"""Telling the group and its supervisors of cases that wait longer than their target."""

from bot.cases.targets import since
from bot.channels.telegram_desk.needs import Needs
from bot.channels.telegram_desk.platform import Group
from bot.channels.telegram_desk.present import Speech, apart
from bot.ports.records import Case, LateCase
from bot.ports.store import Transaction

MOST = 10  # told of in one look


async def tell(
    needs: Needs, organisation: str, group: Group, speech: Speech, supervisors: list[tuple[str, str | None]]
) -> None:
    """Say each case once per alert, without a word of what is in it. Raises Busy: the rest comes later."""
    found = await needs.store.write(lambda tx: _untold(tx, organisation))
    for case in found:
        text = _text(needs, case, speech, supervisors)
        await group.send(text, topic=None, pressing=True)
        now = needs.now()
        await needs.store.write(lambda tx, case=case, now=now: tx.late.told(organisation, case.id, at=now))  # type: ignore[misc]
        for _, user in supervisors:
            if user is not None:
                await group.whisper(user, text)


def _untold(tx: Transaction, organisation: str) -> list[Case]:
    late: list[LateCase] = list(tx.late.untold(organisation, limit=MOST))
    cases = (tx.cases.get(organisation, one.case) for one in late)
    return [case for case in cases if case is not None]


def _text(needs: Needs, case: Case, speech: Speech, supervisors: list[tuple[str, str | None]]) -> str:
    life = speech.content.lives.get(case.kind)
    stage = life.stage(case.stage) if life else None
    return speech.say(
        "alert.case",
        reference=apart(case.reference),
        kind=speech.shared(f"kind.{case.kind}", case.kind),
        stage=stage.title[speech.language] if stage else case.stage,
        days=(needs.now() - since(case)).days,
        whom="، ".join(name for name, _ in supervisors),
    )
