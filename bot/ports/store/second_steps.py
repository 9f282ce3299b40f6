"""The codes at sign-in that come after the password, and the recovery codes instead of them."""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from bot.ports.records import SecondStep


class SecondSteps(Protocol):
    """At most one an account; recovery codes are kept as hashes and used once."""

    def begin(self, staff: str, *, secret: str, now: datetime) -> bool:
        """Keep a secret that is not asked for yet, in place of an earlier one. False if one is in force."""
        ...

    def of(self, staff: str) -> SecondStep | None:
        """What an account has, confirmed or not."""
        ...

    def confirm(self, staff: str, *, at: datetime) -> bool:
        """Put it in force. False if there is none, or it is already."""
        ...

    def use(self, staff: str, step: int) -> bool:
        """Note the half minute of a code. False if a code of it or of a later one was used: a replay."""
        ...

    def keep_codes(self, staff: str, hashes: Sequence[str]) -> None:
        """Keep recovery codes in place of all earlier ones."""
        ...

    def redeem(self, staff: str, code_hash: str) -> bool:
        """Use a recovery code up. False if the account has none such."""
        ...

    def codes_left(self, staff: str) -> int:
        """How many recovery codes are left."""
        ...

    def drop(self, staff: str) -> bool:
        """Forget it and the recovery codes. False if there was none."""
        ...
