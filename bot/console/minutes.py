"""The minutes of a session as a document for print."""

from collections.abc import Iterable, Sequence

from bot.console.cases_session import Agenda
from bot.console.visits import Visit
from bot.console.wording import local_time
from bot.papers.document import Block, Document, Grid, Heading, Paragraph, Room
from bot.ports.records import CommitteeSession

_NOTHING = "—"


def minutes(visit: Visit, session: CommitteeSession, listed: Sequence[Agenda]) -> Document:
    """Return the minutes, as far as they are written."""
    content = visit.content(session.organisation)
    here = [one.name for one in session.attendance if one.present]
    away = [one.name for one in session.attendance if not one.present]
    state = "committee.final" if session.closed_at else "committee.open"
    lead = (
        content.organisation.name[visit.language],
        local_time(session.held_at, content.timezone, visit.language),
        *filter(None, (session.place, visit.say(state))),
    )
    blocks: list[Block] = [
        Heading(text=visit.say("committee.attendance")),
        Paragraph(text=f"{visit.say('committee.present')}: {_listed(here, visit)}"),
        Paragraph(text=f"{visit.say('committee.absent')}: {_listed(away, visit)}"),
        Heading(text=visit.say("committee.agenda")),
        *_agenda(visit, listed),
    ]
    if session.minutes:
        blocks += [Heading(text=visit.say("committee.minutes")), Paragraph(text=session.minutes)]
    blocks += [Room(lines=0, signatures=tuple(here[first : first + 3])) for first in range(0, len(here), 3)]
    foot = visit.texts(visit.language, "report.page", page="{page}", pages="{pages}")
    title = visit.say("committee.minutes.of", number=session.number)
    return Document(title=title, lead=lead, blocks=tuple(blocks), language=visit.language, foot=foot)


def _agenda(visit: Visit, listed: Sequence[Agenda]) -> tuple[Block, ...]:
    head = ("#", *map(visit.say, (
        "case.reference", "dossier.decision", "case.need.reason", "case.need.internal", "committee.conflicts",
    )))  # fmt: skip
    rows = tuple(
        (
            str(item.place), item.row.case.reference, item.decision or _NOTHING, item.reason or _NOTHING,
            item.internal or _NOTHING, _listed(item.conflicts, visit),
        )
        for item in listed
    )  # fmt: skip
    return (Grid(head=head, rows=rows, widths=(1, 4, 3, 4, 4, 3)),) if rows else ()


def _listed(names: Iterable[str], visit: Visit) -> str:
    return ("، " if visit.language == "ar" else ", ").join(names) or _NOTHING
