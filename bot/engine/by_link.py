"""Questions that identify a person, answered on a page of their own behind a one-time link."""

from bot.engine.effects import TakeBack
from bot.engine.questioning import question_of
from bot.engine.reading import fold_digits
from bot.engine.running import Standing
from bot.engine.saying import words
from bot.engine.turn import Moment, Turn
from bot.messages import AskKind, Inbound, Secure

IDENTIFYING: frozenset[AskKind] = frozenset({"national_id", "iban", "attachment"})
FEWEST_DIGITS = 6  # of a text that gives something away although it is no good answer


def secure_of(turn: Turn, moment: Moment, here: Standing) -> Secure | None:
    """Return the need for a link under a question; None where it is simply answered in the chat."""
    if turn.state.by_link == "off" or here.prompt.ask.kind not in IDENTIFYING:
        return None
    return Secure(
        question=question_of(here.run),
        label=words(turn, moment, "button.secure"),
        required=turn.state.by_link == "required",
    )


def must(turn: Turn, here: Standing) -> bool:
    """Tell whether the waiting question is answered through its link alone."""
    return turn.state.by_link == "required" and here.prompt.ask.kind in IDENTIFYING


def gives_away(inbound: Inbound, here: Standing) -> bool:
    """Tell whether a message says in the chat what belongs on the page, or comes close to it."""
    if inbound.choice is not None or inbound.by_link is not None:
        return False
    if here.prompt.ask.kind == "attachment":
        return any(file.kind != "voice" for file in inbound.attachments)
    return sum(letter.isdigit() for letter in fold_digits(inbound.text)) >= FEWEST_DIGITS


def taken_back(turn: Turn) -> Turn:
    """Return the turn with the person's message not kept."""
    return turn.also(TakeBack())
