"""Writing again soon after staff closed the chat: it goes back to them unless the bot has the answer."""

from datetime import timedelta

from bot.engine.handoff import put_waiting
from bot.engine.looking_asked import names_case, read
from bot.engine.saying import do, tell
from bot.engine.turn import Moment, Turn
from bot.engine.words import agreed
from bot.messages import Inbound


def reopen(turn: Turn, moment: Moment) -> Turn | None:
    """Put the chat on the staff's list again; None for what the bot answers: thanks, and what it knows."""
    inbound = moment.inbound
    if inbound is None or not _just_closed(turn, moment) or not _is_for_staff(turn, moment, inbound):
        return None
    waiting = put_waiting(turn.but(closed_at=None), "again", attachments=inbound.attachments)
    return tell(waiting, moment, "handoff.again", do(waiting, moment, "withdraw"))


def _just_closed(turn: Turn, moment: Moment) -> bool:
    """Tell whether staff closed the chat a short while ago, and nothing else has begun since."""
    closed, hours = turn.state.closed_at, moment.content.reopen_hours
    free = turn.state.owner == "bot" and turn.state.run is None
    return closed is not None and free and moment.now - closed < timedelta(hours=hours)


def _is_for_staff(turn: Turn, moment: Moment, inbound: Inbound) -> bool:
    if any(letter.isalnum() for letter in inbound.text):
        return not _is_answered(turn, moment)
    voice = any(file.kind == "voice" for file in inbound.attachments)  # goes to staff at any time
    return not voice and bool(inbound.attachments or inbound.location or inbound.phone)


def _is_answered(turn: Turn, moment: Moment) -> bool:
    """Tell whether the bot has an answer of its own: to "ok", to a request's number, from the knowledge."""
    if agreed(moment.text) is not None or names_case(moment):
        return True
    reading = read(turn, moment)
    return bool(reading.parts) or reading.decision == "answer"
