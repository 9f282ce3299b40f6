"""Messages that could not be sent, as overseers see them: numbers covered, shown with a reason."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.desk.chat import Desk
from bot.desk.outcomes import Empty, NotAllowed
from bot.people.masking import mask_phones
from bot.ports.records import Delivered

REASON_LONGEST = 200  # characters


@dataclass(frozen=True, kw_only=True, slots=True)
class DeadLetter:
    """One message that was given up."""

    letter: Delivered
    text: str  # numbers that identify, pay or call are covered

    @property
    def secret(self) -> bool:
        """Whether something is covered."""
        return self.text != self.letter.message.text


def covered(letters: Sequence[Delivered]) -> list[DeadLetter]:
    """Return the messages as a list of them may show them."""
    return [DeadLetter(letter=one, text=mask_phones(one.message.text)) for one in letters]


def reveal(desk: Desk, letter: Delivered, *, reason: str) -> str | NotAllowed | Empty:
    """Return a message's text in full, and keep who saw it and why: without a reason it stays covered."""
    if not (desk.actor_may("failures") and desk.actor_may("reveal")):
        return NotAllowed()
    if not reason.strip():
        return Empty()
    detail = {"outbox": letter.id, "note": reason.strip()[:REASON_LONGEST]}
    desk.audit("revealed", letter.conversation, detail)
    return letter.message.text
