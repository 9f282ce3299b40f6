"""Erasing: what the person wants gone is gone from every table, and from the free pages of the database."""

from collections.abc import Mapping, Sequence

from sqlalchemy import BindParameter, Delete, Update, and_, bindparam, delete, or_, select, update

from bot.store.repository import Session
from bot.store.statements import CONV, ORG, within
from bot.store.tables import (
    asked_questions,
    cases,
    contact_ways,
    conversations,
    drafts,
    files,
    handoffs,
    inbox,
    lines,
    merges,
    name_parts,
    outbox,
    outreach_testers,
    outreach_wishes,
    persons,
    questions,
    ratings,
    recipients,
    secure_links,
    surveys,
    threads,
)

FORGET: tuple[Update | Delete, ...] = (
    update(conversations)
    .where(conversations.c.organisation_id == ORG, conversations.c.id == CONV)
    .values(state=None, topic=None, person_id=None),
    update(lines).where(within(lines)).values(text="", folded="", message=None, attachments=None, trace=None),
    update(lines).where(within(lines), lines.c.delivery == "queued").values(delivery="withheld"),
    update(inbox).where(within(inbox), inbox.c.status != "new").values(payload=None, error=None),
    update(outbox).where(within(outbox), outbox.c.status == "queued").values(status="withheld"),
    update(outbox).where(within(outbox)).values(payload=None, error=None),
    update(questions).where(within(questions)).values(text=""),
    update(ratings).where(within(ratings)).values(reason=""),
    update(handoffs).where(within(handoffs)).values(note=""),
    update(surveys).where(within(surveys)).values(words="", said=False),
    update(surveys).where(within(surveys), surveys.c.status == "planned").values(status="dropped"),
    update(threads).where(within(threads)).values(erase=True),
    delete(secure_links).where(within(secure_links)),
    delete(asked_questions).where(within(asked_questions)),
    delete(drafts).where(within(drafts)),
    delete(contact_ways).where(within(contact_ways)),
    delete(outreach_wishes).where(within(outreach_wishes)),
    delete(outreach_testers).where(within(outreach_testers)),
    update(recipients).where(within(recipients)).values(why=""),
    update(recipients).where(within(recipients), recipients.c.status == "waiting").values(status="left"),
)
_who: BindParameter[str] = bindparam("who")
ERASE_PERSON: tuple[Update | Delete, ...] = (
    update(conversations)
    .where(conversations.c.organisation_id == ORG, conversations.c.person_id == _who)
    .values(person_id=None),
    update(cases).where(cases.c.organisation_id == ORG, cases.c.person_id == _who).values(person_id=None),
    delete(merges).where(merges.c.organisation_id == ORG, or_(merges.c.kept == _who, merges.c.gone == _who)),
    delete(name_parts).where(
        name_parts.c.organisation_id == ORG,
        name_parts.c.person_id.in_(
            select(persons.c.id).where(
                persons.c.organisation_id == ORG, or_(persons.c.id == _who, persons.c.merged_into == _who)
            )
        ),
    ),
    delete(persons).where(
        persons.c.organisation_id == ORG, or_(persons.c.id == _who, persons.c.merged_into == _who)
    ),
)
_NAMED_BY = {
    "conversation": within(files),
    "case": and_(files.c.organisation_id == ORG, files.c.case_id == bindparam("of_case")),
}
_FILES_OF = {name: select(files.c.key).where(named).distinct() for name, named in _NAMED_BY.items()}
_DROP_FILES_OF = {name: delete(files).where(named) for name, named in _NAMED_BY.items()}
_still_named = select(files.c.id).where(files.c.key == bindparam("file")).limit(1)


def forget_conversation(session: Session, organisation: str, conversation: str) -> Sequence[str]:
    """Erase what was said; the rows stay, empty. Returns the keys of files that nothing names any more."""
    place = {"org": organisation, "conv": conversation}
    for statement in FORGET:
        session.execute(statement, place)
    return _drop_files(session, "conversation", place)


def erase_person(session: Session, organisation: str, person: str) -> None:
    """Remove a person and the links to them."""
    for statement in ERASE_PERSON:
        session.execute(statement, {"org": organisation, "who": person})
    session.erased = True


def drop_case_files(session: Session, organisation: str, case: str) -> Sequence[str]:
    """Drop what a case names. Returns the keys of files that nothing names any more."""
    return _drop_files(session, "case", {"org": organisation, "of_case": case})


def _drop_files(session: Session, named: str, place: Mapping[str, object]) -> Sequence[str]:
    keys = [row.key for row in session.execute(_FILES_OF[named], place).all()]
    session.execute(_DROP_FILES_OF[named], place)
    session.erased = True
    return [key for key in keys if session.execute(_still_named, {"file": key}).first() is None]
