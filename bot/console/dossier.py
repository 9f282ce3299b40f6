"""The dossier of a case as a document for print: what the committee has before it."""

from collections.abc import Mapping
from typing import Any

from bot.console.visits import Visit
from bot.console.wording import local_time
from bot.messages import Attachment
from bot.papers.document import Block, Document, Grid, Heading, Paragraph, Picture, Room
from bot.ports.records import Case

LINES, SIGNATURES = 4, 3


def given_files(case: Case, shown: Mapping[str, Any]) -> list[Attachment]:
    """Return every file of a case once: those beside it, and those that are answers."""
    answers = (file for answer in shown["answers"] for file in answer.files)
    return list({file.key: file for file in (*case.attachments, *answers)}.values())


def is_picture(file: Attachment) -> bool:
    """Whether a file is printed as a page, and not only named."""
    return file.media_type.startswith("image/")


def dossier(visit: Visit, case: Case, shown: Mapping[str, Any], pictures: Mapping[str, bytes]) -> Document:
    """Return the dossier; `shown` is what the page of the case shows, `pictures` its photos by key."""
    content = visit.content(case.organisation)
    zone = content.timezone
    kind = visit.worded(f"kind.{case.kind}", case.kind)
    lead = (
        content.organisation.name[visit.language],
        f"{case.reference} · {kind} · {shown['row'].stage}",
        local_time(case.opened_at, zone, visit.language),
    )
    blocks: list[Block] = [
        Heading(text=visit.say("case.answers")), _answers(visit, shown),
        *_files(visit, case, shown), *_pledge(visit, case), *_earlier(visit, shown, zone),
        Heading(text=visit.say("case.history")), _history(visit, shown, zone),
        Paragraph(text=visit.say("case.intact") if shown["intact"] else visit.say("case.broken"), quiet=True),
        Heading(text=visit.say("dossier.decision")),
        Room(lines=LINES, signatures=(visit.say("dossier.signatures"),) * SIGNATURES),
        *(
            Picture(name=file.name, data=pictures[file.key], missing=visit.say("dossier.no-picture"))
            for file in given_files(case, shown)
            if file.key in pictures
        ),
    ]  # fmt: skip
    foot = visit.texts(visit.language, "report.page", page="{page}", pages="{pages}")
    return Document(
        title=visit.say("dossier.for"), lead=lead, blocks=tuple(blocks), language=visit.language, foot=foot
    )


def _answers(visit: Visit, shown: Mapping[str, Any]) -> Block:
    head = (visit.say("case.item"), visit.say("case.answer"), visit.say("dossier.checks"))
    rows = tuple(
        (item.label, item.answer.text, visit.say(f"verdict.{item.verdict}") if item.verdict else "—")
        for item in shown["items"]
        if item.answer
    )
    return Grid(head=head, rows=rows, widths=(3, 6, 2))


def _files(visit: Visit, case: Case, shown: Mapping[str, Any]) -> tuple[Block, ...]:
    names = "، ".join(one.name for one in given_files(case, shown))
    return (Heading(text=visit.say("case.files")), Paragraph(text=names)) if names else ()


def _pledge(visit: Visit, case: Case) -> tuple[Block, ...]:
    if not case.pledge:
        return ()
    pledge = case.pledge
    signed = [visit.say(f"pledge.{pledge['method']}"), pledge.get("name") or ""]
    if pledge.get("witness"):
        signed.append(f"{visit.say('pledge.witness')} {pledge['witness']}")
    return (
        Heading(text=visit.say("case.pledge")),
        Paragraph(text=str(pledge["text"])),
        Paragraph(text=" · ".join(filter(None, signed)), quiet=True),
    )


def _earlier(visit: Visit, shown: Mapping[str, Any], zone: str) -> tuple[Block, ...]:
    rows = tuple(
        (
            one.case.reference,
            visit.worded(f"kind.{one.case.kind}", one.case.kind),
            local_time(one.case.opened_at, zone, visit.language),
            "\n".join(filter(None, (one.stage, one.decision))),
        )
        for one in shown["earlier"]
    )
    return (
        (Heading(text=visit.say("case.earlier")), Grid(head=(), rows=rows, widths=(3, 2, 3, 4)))
        if rows
        else ()
    )


def _history(visit: Visit, shown: Mapping[str, Any], zone: str) -> Block:
    rows = tuple(
        (
            local_time(one.at, zone, visit.language),
            one.who,
            "\n".join([one.what, *(f"{name}: {words}" for name, words in one.said)]),
        )
        for one in shown["history"]
    )
    return Grid(head=(), rows=rows, widths=(3, 3, 7))
