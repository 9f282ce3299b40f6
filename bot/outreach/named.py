"""What a person is called in a chat: by the name that they gave in it, never by one given elsewhere."""

from bot.ports.records import Conversation
from bot.ports.store import Transaction


def name_in(tx: Transaction, chat: Conversation) -> str:
    """Return the person's name if it was given in a request of this very chat; else nothing.

    Records are found by what was typed: whoever types another's number must not be told that person's name.
    """
    person = tx.people.get(chat.address.organisation, chat.person) if chat.person else None
    if person is None or not person.name:
        return ""
    cases = tx.cases.of_conversation(chat.address.organisation, chat.id)
    own = (case for case in cases if case.conversation == chat.id)
    return person.name if any(person.name in case.answers.values() for case in own) else ""
