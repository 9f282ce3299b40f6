"""Codes at sign-in, and recovery codes."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import bindparam, delete, func, select, update

from bot.ports.records import SecondStep
from bot.store.repository import Repository
from bot.store.statements import ROW, binds, insertion, insertion_of_new
from bot.store.tables import recovery_codes, second_steps

_s, _c = second_steps.c, recovery_codes.c
_add = insertion_of_new(second_steps, "confirmed_at", unique=("staff_id",))
_of = select(second_steps).where(_s.staff_id == ROW)
_drop = delete(second_steps).where(_s.staff_id == ROW)
_drop_unconfirmed = _drop.where(_s.confirmed_at.is_(None))
_confirm = (
    update(second_steps).where(_s.staff_id == ROW, _s.confirmed_at.is_(None)).values(binds("confirmed_at"))
)
_use = (
    update(second_steps)
    .where(_s.staff_id == ROW, _s.last_step < bindparam("newer", type_=_s.last_step.type))
    .values(binds("last_step"))
)
_add_code = insertion(recovery_codes)
_drop_codes = delete(recovery_codes).where(_c.staff_id == ROW)
_redeem = _drop_codes.where(_c.code_hash == bindparam("hashed"))
_left = select(func.count()).select_from(recovery_codes).where(_c.staff_id == ROW)


class SecondStepRows(Repository):
    """`bot.ports.store.SecondSteps`."""

    def begin(self, staff: str, *, secret: str, now: datetime) -> bool:
        """Keep a secret that is not asked for yet, in place of an earlier one. False if one is in force."""
        self._change(_drop_unconfirmed, row=staff)
        return self._change(_add, staff_id=staff, secret=secret, begun_at=now, last_step=0) > 0

    def of(self, staff: str) -> SecondStep | None:
        """Return what an account has, confirmed or not."""
        row = self._first(_of, row=staff)
        if row is None:
            return None
        return SecondStep(
            staff=row.staff_id,
            secret=row.secret,
            begun_at=row.begun_at,
            confirmed_at=row.confirmed_at,
            last_step=row.last_step,
        )

    def confirm(self, staff: str, *, at: datetime) -> bool:
        """Put it in force. False if there is none, or it is already."""
        return self._change(_confirm, row=staff, confirmed_at=at) > 0

    def use(self, staff: str, step: int) -> bool:
        """Note the half minute of a code. False if a code of it or of a later one was used: a replay."""
        return self._change(_use, row=staff, newer=step, last_step=step) > 0

    def keep_codes(self, staff: str, hashes: Sequence[str]) -> None:
        """Keep recovery codes in place of all earlier ones."""
        self._change(_drop_codes, row=staff)
        for each in hashes:
            self._change(_add_code, staff_id=staff, code_hash=each)

    def redeem(self, staff: str, code_hash: str) -> bool:
        """Use a recovery code up. False if the account has none such."""
        return self._change(_redeem, row=staff, hashed=code_hash) > 0

    def codes_left(self, staff: str) -> int:
        """Return how many recovery codes are left."""
        return self._number(_left, row=staff)

    def drop(self, staff: str) -> bool:
        """Forget it and the recovery codes. False if there was none."""
        self._change(_drop_codes, row=staff)
        return self._change(_drop, row=staff) > 0
