"""`wasl outreach`: campaigns of an association, listed, looked at and stopped from the terminal."""

from typing import TYPE_CHECKING, Annotated, Any

import typer

from bot.cli.opened import with_rooms
from bot.cli.output import emit, fail, tell

if TYPE_CHECKING:
    from bot.app import Rooms
    from bot.outreach.acts import Outcome
    from bot.ports.outreach import Campaign
    from bot.ports.store import Transaction

group = typer.Typer(no_args_is_help=True, help="Messages to people who agreed to them.")
_Org = Annotated[str, typer.Option(help="Organisation id.")]
_Id = Annotated[str, typer.Argument(help="Id of the campaign, from `wasl outreach list`.")]


@group.command("list")
def listed(org: _Org) -> None:
    """List campaigns as JSON lines, newest first."""

    async def work(rooms: "Rooms") -> "list[Campaign]":
        return list(await rooms.store.read.campaigns([org]))

    for campaign in with_rooms(work):
        emit(_summary(campaign))


@group.command()
def show(campaign: _Id, org: _Org) -> None:
    """Show one campaign as JSON: its message and rules, how many people stand how, and what came of it."""
    from dataclasses import asdict

    from bot.worker.service import utc_now

    async def work(rooms: "Rooms") -> dict[str, Any] | None:
        read = rooms.store.read
        found = await read.campaign(org, campaign)
        if found is None:
            return None
        standing = await read.campaign_standing(org, campaign, now=utc_now())
        outcomes = await read.campaign_outcomes(org, campaign)
        return {
            **_summary(found),
            "texts": dict(found.texts),
            "rules": {name: value for name, value in asdict(found.rules).items() if value},
            "schedule": asdict(found.schedule),
            "people": [
                {
                    "occasion": each.occasion,
                    "status": "later" if each.later else each.status,
                    "rows": each.rows,
                }
                for each in standing
            ],
            "results": [
                {"occasion": each.occasion, "answered": each.answered, "left": each.left} for each in outcomes
            ],
        }

    shown = with_rooms(work)
    if shown is None:
        fail(f"There is no campaign “{campaign}” at {org}.", 1)
    emit(shown)


@group.command()
def stop(campaign: _Id, org: _Org) -> None:
    """Stop a campaign at once and for good, also what waits to be sent."""
    from bot.app import at_rest
    from bot.cli.knowledge import library
    from bot.desk.leaving import command_line
    from bot.outreach import acts
    from bot.outreach.life import Refused
    from bot.worker.service import utc_now

    loaded = library()

    async def work(rooms: "Rooms") -> "Outcome":
        worker = await at_rest(rooms, loaded)
        actor = command_line((org,), now=utc_now())

        def done(tx: "Transaction") -> "Outcome":
            return acts.stop(worker.desk(tx, actor, org), campaign)

        return await rooms.store.write(done)

    match with_rooms(work):
        case acts.Kept(campaign=kept):
            tell(f"{kept.title}: {kept.state}")
        case Refused():
            fail("It is done or stopped already.", 1)
        case _:
            fail(f"There is no campaign “{campaign}” at {org}.", 1)


def _summary(campaign: "Campaign") -> dict[str, Any]:
    return {
        "id": campaign.id,
        "organisation": campaign.organisation,
        "title": campaign.title,
        "state": campaign.state,
        "cap": campaign.cap,
        "next_at": campaign.next_at.isoformat() if campaign.next_at else None,
        "occasion": campaign.occasion or None,
        "authors": list(campaign.authors),
        "approved_by": campaign.approved_by,
    }
