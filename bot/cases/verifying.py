"""Checks the history of a case that lies in the store."""

import re

from bot.cases.chain import Broken, verify
from bot.cases.reference import make
from bot.ports.records import Case
from bot.ports.store import Reads

_NUMBER = re.compile(r"-(\d{4})-(\d+)-\d$")  # at the end of a reference


async def faults(read: Reads, case: Case) -> list[Broken]:
    """Return every place where a case's history was tampered with; none = it holds.

    Looked at twice before it is called broken: a step may be made between the readings.
    """
    return await _once(read, case) and await _once(read, case)


async def missing(read: Reads, organisation: str) -> list[str]:
    """Return the references of which there is no case any more: numbers are given without gaps.

    A year's numbers go up to the counter, or to the highest case if the counter was put back.
    """
    highest = dict(await read.case_numbers(organisation))  # before the cases: none of these is still to come
    there = set(await read.case_references(organisation))
    for reference in there:
        if found := _NUMBER.search(reference):
            year, number = map(int, found.groups())
            highest[year] = max(highest.get(year, 0), number)
    given = (
        make(organisation, year, number)
        for year, last in sorted(highest.items())
        for number in range(1, last + 1)
    )
    kept = {_numbered(reference) for reference in there}
    return [reference for reference in given if _numbered(reference) not in kept]


def _numbered(reference: str) -> str:
    """Return a reference without its check digit."""
    return reference.rpartition("-")[0]


async def _once(read: Reads, case: Case) -> list[Broken]:
    now = await read.case(case.organisation, case.reference) or case
    steps = await read.case_steps(case.organisation, case.id)
    return verify(now, steps, await read.case_chain(case.organisation, case.id))
