"""Acting for another: given by staff who saw the document, seen by the person, taken back at any time.

A representative sees of a case what the scope says and nothing else: `follow` its stage, `notices` what it
tells its person, `complete` the items that are to be given again.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Final, Literal
from zoneinfo import ZoneInfo

from bot.cases.life import Refusal, Wish
from bot.cases.reference import read
from bot.cases.steps import PERSON, Made, NoCase, make
from bot.cases.telling import GRANTED
from bot.engine.content import Content
from bot.ports.records import Case, Conversation, Grant
from bot.ports.store import Transaction

KIND, VERIFY = "acting-for", "verify"  # kind of the request, and the step that grants it
Scope = Literal["follow", "notices", "complete"]
SCOPES: tuple[Scope, ...] = ("follow", "notices", "complete")
ENDED: Final = "grant-ended"
LONGEST = timedelta(days=366)
DOCUMENT = (3, 300)  # characters
KEEPERS = ("supervisor", "administrator")


@dataclass(frozen=True, kw_only=True, slots=True)
class Given:
    """What staff write down when they have seen the document."""

    reference: str  # of the case that is acted upon
    scope: tuple[str, ...]
    document: str  # what was seen, e.g. a power of attorney and its number
    until: date  # local, included
    tell: bool  # the person is told in their chat


@dataclass(frozen=True, kw_only=True, slots=True)
class Granted:
    """It is in force."""

    grant: Grant


@dataclass(frozen=True, kw_only=True, slots=True)
class Unfit:
    """It is not granted: what is wrong."""

    what: Literal["case", "scope", "document", "until", "role"]


def grant(
    tx: Transaction,
    content: Content,
    request: str,
    given: Given,
    *,
    new_id: str,
    by: str,
    role: str | None,
    now: datetime,
) -> Granted | Unfit | NoCase | Refusal:
    """Give what was asked for in a request, or less of it. Nothing is written if it is refused."""
    organisation = content.organisation.id
    asked = tx.cases.lock(organisation, request)
    if asked is None or asked.kind != KIND:
        return NoCase()
    reference = read(given.reference, organisation=organisation)
    case = tx.cases.lock(organisation, reference) if reference else None
    expires = _end_of(given.until, content)
    if unfit := _unfit(content, asked, case, given, expires, role, now):
        return Unfit(what=unfit)
    wish = Wish(step=VERIFY, actor=PERSON, now=now, given={"note": given.document})
    made = make(tx, content, asked.reference, wish, actor=by)
    if not isinstance(made, Made) or case is None:
        return made if not isinstance(made, Made) else NoCase()
    kept = Grant(
        id=new_id,
        organisation=organisation,
        request=asked.id,
        case=case.id,
        conversation=asked.conversation,
        capacity=str(asked.answers.get("relation", ""))[:16],
        scope=tuple(one for one in SCOPES if one in given.scope),
        document=given.document.strip(),
        verified_by=by,
        verified_at=now,
        expires_at=expires,
    )
    tx.grants.add(kept)
    _note(tx, case, GRANTED, by, now, scope=list(kept.scope), until=given.until.isoformat(), told=given.tell)
    if given.tell:
        _tell(tx, case, kept, asked, given, now)
    return Granted(grant=kept)


def acted(
    tx: Transaction, conversation: Conversation, *, scope: Scope, now: datetime, reference: str = ""
) -> Sequence[Case]:
    """Return the cases of others that a chat may act upon in this way; of one reference if it is given."""
    organisation = conversation.address.organisation
    known = read(reference, organisation=organisation) if reference else None
    held = tx.grants.cases_of(organisation, conversation.id, now=now)
    found = {case.id: case for one, case in held if scope in one.scope}
    return [case for case in found.values() if not reference or case.reference == known]


def revoke(tx: Transaction, case: Case, *, by: str, now: datetime) -> int:
    """End all that is in force over a case; returns how many those were."""
    ended = tx.grants.end(case.organisation, by=by, at=now, case=case.id)
    if ended:
        _note(tx, case, ENDED, by, now)
    return ended


def _unfit(
    content: Content, asked: Case, case: Case | None, given: Given, expires: datetime, role: str | None,
    now: datetime,
) -> Literal["case", "scope", "document", "until", "role"] | None:  # fmt: skip
    wanted = asked.answers.get("scope") or ()
    life = content.lives.get(case.kind) if case else None
    if role not in KEEPERS:
        return "role"
    if case is None or case.kind == KIND or life is None or life.unlinked:
        return "case"
    if not given.scope or not set(given.scope) <= set(wanted) & set(SCOPES):
        return "scope"
    if not DOCUMENT[0] <= len(given.document.strip()) <= DOCUMENT[1]:
        return "document"
    return None if now < expires <= now + LONGEST else "until"


def _tell(tx: Transaction, case: Case, kept: Grant, asked: Case, given: Given, now: datetime) -> None:
    fields = {
        "who": str(asked.answers.get("full_name", "")),
        "scope": list(kept.scope),
        "until": given.until.isoformat(),
    }
    tx.announce("notices")
    tx.notices.add(
        case.organisation, case.id, conversation=case.conversation, step=GRANTED, fields=fields,
        status="waiting" if case.conversation else "call", urgent=False, now=now,
    )  # fmt: skip


def _note(tx: Transaction, case: Case, action: str, by: str, now: datetime, **detail: object) -> None:
    tx.cases.add_step(case.organisation, case.id, at=now, actor=by, action=action, detail=detail)
    tx.staff.audit(
        case.organisation, actor=by, action=action, subject=case.reference, detail=dict(detail), at=now
    )
    tx.announce(f"cases:{case.organisation}")


def _end_of(day: date, content: Content) -> datetime:
    return datetime.combine(day + timedelta(days=1), time(), tzinfo=ZoneInfo(content.timezone))
