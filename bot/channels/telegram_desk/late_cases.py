"""Telling the group and its supervisors of cases that wait longer than their target."""

from bot.cases.targets import since
from bot.channels.telegram_desk.alerting import Alerts, Named
from bot.channels.telegram_desk.present import apart
from bot.ports.places import is_part
from bot.ports.records import Case
from bot.ports.store import Transaction

MOST = 10  # told of in one look


async def tell(alerts: Alerts, whose: str) -> None:
    """Say each case once per alert, without a word of what is in it. Raises Busy: the rest comes later."""
    needs, organisation = alerts.needs, alerts.organisation
    for case, supervisors in await needs.store.write(lambda tx: _untold(tx, alerts, whose)):
        text = _text(alerts, case, supervisors)
        await alerts.group.send(text, topic=None, pressing=True)
        now = needs.now()
        await needs.store.write(lambda tx, case=case, now=now: tx.late.told(organisation, case.id, at=now))  # type: ignore[misc]
        for _, user in supervisors:
            if user is not None:
                await alerts.group.whisper(user, text)


def _untold(tx: Transaction, alerts: Alerts, whose: str) -> list[tuple[Case, Named]]:
    """Return what nobody in this group was told of: a branch with a group of its own hears of its own."""
    elsewhere = [each for each in alerts.needs.places if is_part(each)]
    late = tx.late.untold(whose, limit=MOST, without=elsewhere)
    cases = (tx.cases.get(alerts.organisation, one.case) for one in late)
    return [(case, alerts.supervisors(tx, case.place)) for case in cases if case is not None]


def _text(alerts: Alerts, case: Case, supervisors: Named) -> str:
    speech = alerts.speech
    life = speech.content.lives.get(case.kind)
    stage = life.stage(case.stage) if life else None
    return speech.say(
        "alert.case",
        reference=apart(case.reference),
        kind=speech.shared(f"kind.{case.kind}", case.kind),
        stage=stage.title[speech.language] if stage else case.stage,
        days=(alerts.needs.now() - since(case)).days,
        whom="، ".join(name for name, _ in supervisors),
    )
