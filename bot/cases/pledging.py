"""A pledge that is read out: staff read its text to the person before a witness, and say so in the case."""

from datetime import datetime

from bot.ports.records import Case
from bot.ports.store import Transaction

READ_OUT = "read-out"
SHORTEST, LONGEST = 3, 120  # characters of a witness's name


def to_be_read(case: Case) -> bool:
    """Whether the person asked to have the pledge read to them and nobody has done so yet."""
    return bool(case.pledge and case.pledge.get("method") == READ_OUT and not case.pledge.get("witness"))


def read_out(
    tx: Transaction, organisation: str, reference: str, *, reader: str, witness: str, now: datetime
) -> bool:
    """Keep that `reader` (a staff id) read the pledge out, the person agreed, and who was witness.

    False if there is no such pledge, or it has been read already, or the witness has no name.
    """
    case, name = tx.cases.find(organisation, reference), " ".join(witness.split())
    if case is None or not to_be_read(case) or not SHORTEST <= len(name) <= LONGEST:
        return False
    pledge = {**(case.pledge or {}), "witness": name, "reader": reader, "at": now.isoformat()}
    tx.cases.set_pledge(organisation, case.id, pledge=pledge, at=now)
    tx.cases.add_step(
        organisation, case.id, at=now, actor=reader, action="pledge-read", detail={"witness": name}
    )
    tx.staff.audit(
        organisation, actor=reader, action="pledge-read", subject=reference, detail={"witness": name}, at=now
    )
    return True
