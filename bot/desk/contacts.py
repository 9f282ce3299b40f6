"""Contacts outside the screen: a call, an interview, a letter, a word on social media, a visit to a branch.

Staff log it in a line and may fill in a form in the person's place, in a conversation like any other.
"""

from dataclasses import dataclass
from zoneinfo import ZoneInfo

from bot.desk.chat import Desk
from bot.desk.outcomes import Empty, NotAllowed, TooLong
from bot.desk.permissions import may, place_of
from bot.desk.writing import LONGEST
from bot.engine.codec import dump
from bot.engine.content import Content
from bot.engine.state import State
from bot.engine.steps.national_id import id_number
from bot.engine.steps.phone import e164
from bot.messages import OFFLINE, Address, Attachment, Language
from bot.ports.records import Conversation, Person

LONGEST_NAME = 120  # characters
LETTERS, NEW = "letters", "new"


@dataclass(frozen=True, kw_only=True, slots=True)
class NewContact:
    """What staff write down of a contact."""

    id: str  # fresh; the same for each attempt to log the same contact
    channel: str  # one of those that `kinds` gives
    words: str  # what the person wants, and what was said
    language: Language = "ar"
    name: str = ""
    phone: str = ""  # as typed
    national_id: str = ""  # as typed
    person: str = ""  # id of the person it is, NEW for nobody who is known; empty = not asked yet
    files: tuple[Attachment, ...] = ()  # e.g. the scanned letter


@dataclass(frozen=True, kw_only=True, slots=True)
class BadPhone:
    """What was typed as a phone number is none."""


@dataclass(frozen=True, kw_only=True, slots=True)
class BadId:
    """What was typed as an ID or residence number is none."""


@dataclass(frozen=True, kw_only=True, slots=True)
class WhoIsIt:
    """People of a like name are known: is it one of them? Nothing is kept yet."""

    persons: tuple[Person, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Logged:
    """The contact is kept."""

    conversation: Conversation


def kinds(content: Content) -> tuple[str, ...]:
    """Return the offline channels that an organisation's policy lists, in its order."""
    return tuple(each for each in content.organisation.channels if each in OFFLINE)


Refused = NotAllowed | Empty | TooLong | BadPhone | BadId | WhoIsIt


def log(desk: Desk, content: Content, new: NewContact) -> Logged | Refused:
    """Keep a contact; an ID or phone number ties it to the person who has it. ValueError: no such channel.

    Where only a name is like somebody's, staff say who it is first. A letter gets its incoming number.
    """
    if not may(desk.actor, desk.organisation, "reply") or not _theirs(desk, new.person):
        return NotAllowed()
    if new.channel not in kinds(content):
        raise ValueError(new.channel)
    phone = e164(new.phone) if new.phone.strip() else None
    national_id = id_number(new.national_id) if new.national_id.strip() else None
    if refused := _unfit(new, phone, national_id) or _unsure(desk, new, phone, national_id):
        return refused
    row = _opened(desk, new)
    if row.last_line:  # the same form came twice
        return Logged(conversation=row)
    _tie(desk, row, new, phone, national_id)
    if new.channel == LETTERS:
        year = desk.now.astimezone(ZoneInfo(content.timezone)).year
        desk.tx.letters.register(desk.organisation, row.id, year=year, at=desk.now)
    words = " · ".join(part for part in (new.name.strip(), new.words.strip()) if part)
    line = desk.tx.transcript.add(
        desk.organisation,
        row.id,
        direction="note",
        text=desk.mask(words),
        at=desk.now,
        attachments=new.files,
        staff=desk.actor.id,
    )
    desk.note(row, "contact-logged", channel=new.channel, line=line)
    return Logged(conversation=desk.read(row))


def _theirs(desk: Desk, person: str) -> bool:
    """Whether the person chosen, if any, is known where the member of staff may look."""
    if person in ("", NEW) or desk.organisation not in desk.actor.branches:
        return True
    return person in desk.tx.people.at(place_of(desk.actor, desk.organisation), [person])


def _unfit(
    new: NewContact, phone: str | None, national_id: str | None
) -> Empty | TooLong | BadPhone | BadId | None:
    if not new.words.strip():
        return Empty()
    if len(new.words) > LONGEST or len(new.name) > LONGEST_NAME:
        return TooLong(most=LONGEST if len(new.words) > LONGEST else LONGEST_NAME)
    if new.national_id.strip() and national_id is None:
        return BadId()
    return BadPhone() if new.phone.strip() and phone is None else None


def _unsure(desk: Desk, new: NewContact, phone: str | None, national_id: str | None) -> WhoIsIt | None:
    """Return the people whom staff have to choose from; None if it is clear, or they have chosen.

    Who represents a branch meets, and chooses, nobody who is unknown there.
    """
    if new.person:
        return None
    found = desk.tx.people.similar(
        desk.organisation,
        name=new.name,
        phone=phone,
        national_id=national_id,
        place=place_of(desk.actor, desk.organisation),
    )
    sure = any(
        (national_id and one.national_id == national_id) or (phone and one.phone == phone) for one in found
    )
    return None if sure or not found else WhoIsIt(persons=tuple(found))


def _opened(desk: Desk, new: NewContact) -> Conversation:
    """Open the conversation; staff greet in person, so the bot does not."""
    address = Address(organisation=desk.organisation, channel=new.channel, user=new.id)
    row = desk.tx.conversations.open(address, language=new.language, now=desk.now)
    if not row.state:
        state = dump(State(language=new.language, language_fixed=True, greeted=True))
        desk.tx.conversations.keep_state(
            desk.organisation, row.id, state=state, language=new.language, topic=None
        )
    if desk.organisation in desk.actor.branches:
        desk.tx.conversations.set_place(desk.organisation, row.id, place_of(desk.actor, desk.organisation))
    desk.tx.conversations.heard(desk.organisation, row.id, at=desk.now)
    return desk.read(row)


def _tie(desk: Desk, row: Conversation, new: NewContact, phone: str | None, national_id: str | None) -> None:
    """Tie the contact to the person chosen, else to whoever has the number; a name alone ties nobody."""
    known = desk.tx.people.get(desk.organisation, new.person) if new.person not in ("", NEW) else None
    if known is not None:
        desk.tx.people.link(desk.organisation, row.id, known.id)
    elif phone or national_id:
        person = desk.tx.people.match_or_add(
            desk.organisation,
            name=new.name.strip() or None,
            phone=phone,
            national_id=national_id,
            iban=None,
            language=new.language,
            now=desk.now,
        )
        desk.tx.people.link(desk.organisation, row.id, person)
