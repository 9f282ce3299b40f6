"""Contacts outside the screen: a call, an interview, a letter, a word on social media, a visit to a branch.

Staff log it in a line and may fill in a form in the person's place, in a conversation like any other.
"""

from dataclasses import dataclass

from bot.desk.chat import Desk
from bot.desk.outcomes import Empty, NotAllowed, TooLong
from bot.desk.permissions import may, place_of
from bot.desk.writing import LONGEST
from bot.engine.codec import dump
from bot.engine.content import Content
from bot.engine.state import State
from bot.engine.steps.phone import e164
from bot.messages import OFFLINE, Address, Language
from bot.ports.records import Conversation

LONGEST_NAME = 120  # characters


@dataclass(frozen=True, kw_only=True, slots=True)
class NewContact:
    """What staff write down of a contact."""

    id: str  # fresh; the same for each attempt to log the same contact
    channel: str  # one of those that `kinds` gives
    words: str  # what the person wants, and what was said
    language: Language = "ar"
    name: str = ""
    phone: str = ""  # as typed


@dataclass(frozen=True, kw_only=True, slots=True)
class BadPhone:
    """What was typed as a phone number is none."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Logged:
    """The contact is kept."""

    conversation: Conversation


def kinds(content: Content) -> tuple[str, ...]:
    """Return the offline channels that an organisation's policy lists, in its order."""
    return tuple(each for each in content.organisation.channels if each in OFFLINE)


def log(desk: Desk, content: Content, new: NewContact) -> Logged | NotAllowed | Empty | TooLong | BadPhone:
    """Keep a contact; a phone number ties it to the person who has it. ValueError: no such channel."""
    if not may(desk.actor, desk.organisation, "reply"):
        return NotAllowed()
    if new.channel not in kinds(content):
        raise ValueError(new.channel)
    phone = e164(new.phone) if new.phone.strip() else None
    if refused := _unfit(new, phone):
        return refused
    row = _opened(desk, new)
    if row.last_line:  # the same form came twice
        return Logged(conversation=row)
    if phone:
        _tie(desk, row, new, phone)
    words = " · ".join(part for part in (new.name.strip(), new.words.strip()) if part)
    line = desk.tx.transcript.add(
        desk.organisation, row.id, direction="note", text=desk.mask(words), at=desk.now, staff=desk.actor.id
    )
    desk.note(row, "contact-logged", channel=new.channel, line=line)
    return Logged(conversation=desk.read(row))


def _unfit(new: NewContact, phone: str | None) -> Empty | TooLong | BadPhone | None:
    if not new.words.strip():
        return Empty()
    if len(new.words) > LONGEST or len(new.name) > LONGEST_NAME:
        return TooLong(most=LONGEST if len(new.words) > LONGEST else LONGEST_NAME)
    return BadPhone() if new.phone.strip() and phone is None else None


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


def _tie(desk: Desk, row: Conversation, new: NewContact, phone: str) -> None:
    person = desk.tx.people.match_or_add(
        desk.organisation,
        name=new.name.strip() or None,
        phone=phone,
        national_id=None,
        iban=None,
        language=new.language,
        now=desk.now,
    )
    desk.tx.people.link(desk.organisation, row.id, person)
