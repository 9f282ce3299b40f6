"""`wasl case`: submitted requests."""

from typing import TYPE_CHECKING, Annotated, Any

import typer

from bot.cli.opened import with_rooms
from bot.cli.output import emit, fail

if TYPE_CHECKING:
    from bot.app import Rooms
    from bot.ports.records import Case

group = typer.Typer(no_args_is_help=True, help="Submitted requests.")


@group.command("list")
def listed(
    org: Annotated[str, typer.Option(help="Organisation id.")],
    kind: Annotated[str | None, typer.Option(help="Only this kind, e.g. complaint.")] = None,
    limit: Annotated[int, typer.Option(help="How many, newest first.")] = 50,
) -> None:
    """List cases as JSON lines, without answers."""

    async def work(rooms: "Rooms") -> "list[Case]":
        return list(await rooms.store.read.cases([org], kind=kind, limit=limit))

    for case in with_rooms(work):
        emit(summary(case))


@group.command()
def show(
    reference: Annotated[str, typer.Argument(help="Reference, e.g. AOUN-2026-00042-7.")],
    org: Annotated[str, typer.Option(help="Organisation id.")],
    *,
    answers: Annotated[bool, typer.Option("--answers", help="With the answers, identity in clear.")] = False,
) -> None:
    """Show one case with its history as JSON."""
    from bot.cases.reference import read

    async def work(rooms: "Rooms") -> dict[str, Any] | None:
        case = await rooms.store.read.case(org, read(reference, organisation=org) or reference)
        if case is None:
            return None
        steps = await rooms.store.read.case_steps(org, case.id)
        history = [{"at": s.at.isoformat(), "actor": s.actor, "action": s.action, **s.detail} for s in steps]
        return {**summary(case), **(_answers(case) if answers else {}), "history": history}

    found = with_rooms(work)
    if found is None:
        fail(f"There is no case “{reference}” at {org}.", 1)
    emit(found)


@group.command()
def verify(
    org: Annotated[str, typer.Option(help="Organisation id.")],
    reference: Annotated[str | None, typer.Argument(help="Only this case.")] = None,
    limit: Annotated[int, typer.Option(help="How many cases, newest first.")] = 1_000_000,
) -> None:
    """Check that no history was tampered with and no case is gone; a JSON line for each, exit code 1."""
    from bot.cases.reference import read as meant
    from bot.cases.verifying import faults, missing

    async def work(rooms: "Rooms") -> tuple[int, list[dict[str, Any]]]:
        read = rooms.store.read
        known = (meant(reference, organisation=org) or reference) if reference else ""
        one = await read.case(org, known) if reference else None
        cases = [one] if one else [] if reference else await read.cases([org], limit=limit)
        checked = [(case, await faults(read, case)) for case in cases]
        broken = [
            {"reference": case.reference, "fault": each.fault, "step": each.step}
            for case, found in checked
            for each in found
        ]
        gone = [] if reference else await missing(read, org)
        broken += [{"reference": each, "fault": "missing", "step": None} for each in gone]
        return len(checked), broken

    number, broken = with_rooms(work)
    if reference and not number:
        fail(f"There is no case “{reference}” at {org}.", 1)
    for each in broken:
        emit(each)
    emit({"summary": {"cases": number, "broken": len({each["reference"] for each in broken})}})
    if broken:
        raise typer.Exit(1)


def summary(case: "Case") -> dict[str, Any]:
    """Return what a list shows."""
    return {
        "reference": case.reference,
        "organisation": case.organisation,
        "kind": case.kind,
        "stage": case.stage,
        "conversation": case.conversation,
        "files": len(case.attachments),
        "opened_at": case.opened_at.isoformat(),
    }


def _answers(case: "Case") -> dict[str, Any]:
    return {"answers": dict(case.answers), "pledge": case.pledge and dict(case.pledge)}
