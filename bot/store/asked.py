"""Questions of forms that staff ask in a chat."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import literal_column, select, update

from bot.ports.records import AskedQuestion, AskedStatus
from bot.store.repository import Found, Repository
from bot.store.statements import binds, insertion, within
from bot.store.tables import asked_questions

_q = asked_questions.c
_waits = _q.status == literal_column("'asked'")
_add = insertion(asked_questions, "id", "value", "settled_at")
_all = select(asked_questions).where(within(asked_questions)).order_by(_q.id.desc())
_waiting = _all.where(_waits).limit(1)
_settle = (
    update(asked_questions)
    .where(within(asked_questions), _waits)
    .values(binds("status", "value", "settled_at"))
)


class AskedRows(Repository):
    """`bot.ports.store.Asked`."""

    def add(self, question: AskedQuestion) -> None:
        """Keep a new question."""
        self._change(
            _add,
            organisation_id=question.organisation,
            conversation_id=question.conversation,
            case_id=question.case,
            flow=question.flow,
            version=question.version,
            step=question.step,
            staff_id=question.staff,
            asked_at=question.asked_at,
            status=question.status,
        )

    def waiting(self, organisation: str, conversation: str) -> AskedQuestion | None:
        """Return the question that waits for its answer."""
        row = self._first(_waiting, org=organisation, conv=conversation)
        return None if row is None else _to_question(row)

    def settle(
        self,
        organisation: str,
        conversation: str,
        *,
        status: AskedStatus,
        at: datetime,
        value: Any = None,  # noqa: ANN401 - JSON
    ) -> bool:
        """Say how the waiting question ended. False if none waits."""
        place = {"org": organisation, "conv": conversation}
        return self._change(_settle, **place, status=status, value=value, settled_at=at) > 0

    def of_conversation(self, organisation: str, conversation: str) -> Sequence[AskedQuestion]:
        """Return all questions of a conversation, newest first."""
        return [_to_question(row) for row in self._all(_all, org=organisation, conv=conversation)]


def _to_question(row: Found) -> AskedQuestion:
    return AskedQuestion(
        id=row.id,
        organisation=row.organisation_id,
        conversation=row.conversation_id,
        case=row.case_id,
        flow=row.flow,
        version=row.version,
        step=row.step,
        staff=row.staff_id,
        asked_at=row.asked_at,
        status=row.status,
        value=row.value,
        settled_at=row.settled_at,
    )
