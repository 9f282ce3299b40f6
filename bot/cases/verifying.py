"""Checks the history of a case that lies in the store."""

from bot.cases.chain import Broken, verify
from bot.ports.records import Case
from bot.ports.store import Reads


async def faults(read: Reads, case: Case) -> list[Broken]:
    """Return every place where a case's history was tampered with; none = it holds.

    Looked at twice before it is called broken: a step may be made between the readings.
    """
    return await _once(read, case) and await _once(read, case)


async def _once(read: Reads, case: Case) -> list[Broken]:
    now = await read.case(case.organisation, case.reference) or case
    steps = await read.case_steps(case.organisation, case.id)
    return verify(now, steps, await read.case_chain(case.organisation, case.id))
