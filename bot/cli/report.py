"""`wasl report`: the report for managers, in the terminal or as a file."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bot.cli.opened import with_rooms
from bot.cli.output import emit, fail, terminal_language

if TYPE_CHECKING:
    from bot.app import Rooms
    from bot.messages import Language
    from bot.reports.tables import Report


def report(
    org: Annotated[
        list[str] | None, typer.Option(help="Organisation id; may be given several times.")
    ] = None,
    named: Annotated[
        str, typer.Option(help="month, last-month, year, hijri-month, last-hijri-month, hijri-year.")
    ] = "",
    first: Annotated[str, typer.Option(help="First day: 2026-11-01, or 1448-05-01.")] = "",
    last: Annotated[str, typer.Option(help="Last day.")] = "",
    lang: Annotated[str, typer.Option(help="ar or en; the terminal's otherwise.")] = "",
    *,
    xlsx: Annotated[Path | None, typer.Option(help="Write a spreadsheet to this file.")] = None,
    pdf: Annotated[Path | None, typer.Option(help="Write a PDF to this file.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="As one JSON value.")] = False,
) -> None:
    """Print the report for managers of a span of days."""
    from bot.reports.period import NotAPeriod

    language: Language = "ar" if (lang or terminal_language()) == "ar" else "en"

    async def work(rooms: "Rooms") -> "Report":
        return await _made(rooms, tuple(org or ()), language, named, first, last)

    try:
        made = with_rooms(work)
    except NotAPeriod as error:
        fail(f"“{error}” is no period: try --named hijri-month, or --first 2026-11-01 --last 2026-11-30.")
    if xlsx or pdf:
        _write(made, language, xlsx, pdf)
    elif as_json:
        emit(_plain(made))
    else:
        _print(made)


async def _made(
    rooms: "Rooms", organisations: tuple[str, ...], language: "Language", named: str, first: str, last: str
) -> "Report":
    from datetime import UTC, datetime
    from zoneinfo import ZoneInfo

    from bot.cli.knowledge import library
    from bot.reports.managers import report as make
    from bot.reports.period import read_period
    from bot.reports.wording import Wording

    contents = library().contents
    chosen = organisations or tuple(contents)
    for one in chosen:
        if one not in contents:
            fail(f"There is no organisation “{one}”: {', '.join(contents)}.")
    now = datetime.now(UTC)
    today = now.astimezone(ZoneInfo(contents[chosen[0]].timezone)).date()
    word = Wording(
        texts=contents[chosen[0]].texts,
        language=language,
        contents={one: contents[one] for one in chosen},
    )
    period = read_period(today=today, named=named, first=first, last=last)
    return await make(rooms.store.read, word, chosen, period, now=now)


def _write(made: "Report", language: "Language", xlsx: Path | None, printed: Path | None) -> None:
    """Write the files that were asked for."""
    from bot.cli.knowledge import library
    from bot.papers.fonts import NoFont
    from bot.papers.pdf import pdf
    from bot.papers.reports import as_xlsx, printed_report

    if xlsx:
        xlsx.write_bytes(as_xlsx(made, language=language))
    if not printed:
        return
    texts = next(iter(library().contents.values())).texts
    paper = printed_report(made, language, lambda key, **fields: texts(language, f"report.{key}", **fields))
    try:
        printed.write_bytes(pdf(paper))
    except NoFont as error:
        fail(str(error))


def _plain(made: "Report") -> dict[str, object]:
    tables = {table.id: {"head": table.head, "rows": table.rows} for table in made.tables}
    return {"schema": 1, "organisations": made.organisations, "period": made.period, "tables": tables}


def _print(made: "Report") -> None:
    from rich.console import Console
    from rich.table import Table

    console = Console()
    console.print(f"[bold]{made.title}[/]\n{made.organisations}\n{made.period}\n")
    for each in made.tables:
        if not each.rows:
            continue
        table = Table(*each.head, title=each.title, title_justify="left", caption=each.note)
        for row in each.rows:
            table.add_row(*map(str, row))
        console.print(table)
