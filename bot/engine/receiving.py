"""Messages that are not words: voice notes, files, places, numbers, stickers, kinds that no channel reads."""

from bot.engine.commands import come_back
from bot.engine.handoff import offer_person, put_waiting
from bot.engine.saying import menu_button, person_button, tell
from bot.engine.turn import Moment, Turn
from bot.messages import Button, Inbound


def receive(turn: Turn, moment: Moment) -> Turn | None:
    """Answer a message without words, kindly; None if it has words."""
    inbound = moment.inbound
    if inbound is None or _has_words(inbound.text):
        return None
    if any(file.kind == "voice" for file in inbound.attachments):
        return come_back(_voice(turn, moment, inbound), moment)
    if inbound.attachments:
        return come_back(_file(turn, moment), moment)
    return come_back(tell(turn, moment, _kind(inbound), *_ways(turn, moment)), moment)


def _has_words(text: str) -> bool:
    return any(letter.isalnum() for letter in text)


def _voice(turn: Turn, moment: Moment, inbound: Inbound) -> Turn:
    """Nobody is told off for not writing: a person hears the voice note."""
    if turn.state.owner == "waiting":
        return tell(turn, moment, "voice.added", person_button(turn, moment))
    waiting = put_waiting(turn, "voice", topic=turn.state.last_topic, attachments=inbound.attachments)
    return tell(waiting, moment, "voice.passed-on", person_button(waiting, moment))


def _file(turn: Turn, moment: Moment) -> Turn:
    """Offer a person for a file outside its question; it is kept with the conversation."""
    if turn.state.run:
        return tell(turn, moment, "file.in-flow")
    return offer_person(turn, moment, "file")


def _kind(inbound: Inbound) -> str:
    """Return the text for what came."""
    if inbound.unsupported:
        return "unsupported"
    if inbound.location:
        return "location-outside"
    if inbound.phone:
        return "phone-outside"
    return "sticker" if inbound.sticker or inbound.text.strip() else "empty"


def _ways(turn: Turn, moment: Moment) -> tuple[Button, ...]:
    return () if turn.state.run else (menu_button(turn, moment), person_button(turn, moment))
