"""The `wasl` command: one file per command. JSON goes to stdout alone, everything else to stderr.

Exit codes: 0 good, 1 looked at and not good, 2 could not look. Heavy rooms are imported when a command runs.
"""

from collections.abc import Callable

import typer

from bot.cli import (
    ask,
    bench,
    case,
    chaos,
    chat,
    check,
    conversation,
    db,
    demo,
    evaluate,
    keys,
    outreach,
    person,
    qr,
    report,
    repro,
    serve,
    staff,
    telegram,
    tests,
)

COMMANDS: tuple[tuple[str, Callable[..., None]], ...] = (
    ("serve", serve.serve),
    ("chat", chat.chat),
    ("ask", ask.ask),
    ("eval", evaluate.evaluate),
    ("check", check.check),
    ("test", tests.test),
    ("repro", repro.repro),
    ("bench", bench.bench),
    ("chaos", chaos.chaos),
    ("demo", demo.demo),
    ("qr", qr.qr),
    ("report", report.report),
)
GROUPS: tuple[tuple[str, typer.Typer], ...] = (
    ("conversation", conversation.group),
    ("staff", staff.group),
    ("case", case.group),
    ("person", person.group),
    ("outreach", outreach.group),
    ("db", db.group),
    ("keys", keys.group),
    ("telegram", telegram.group),
)


def build() -> typer.Typer:
    """Return the whole command."""
    application = typer.Typer(
        no_args_is_help=True,
        add_completion=False,
        pretty_exceptions_enable=False,
        help="Wasl · وصل: an assistant for people who depend on associations.",
    )
    for name, command in COMMANDS:
        application.command(name)(command)
    for name, group in GROUPS:
        application.add_typer(group, name=name)
    return application


application = build()
