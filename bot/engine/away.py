"""Telling who is handed over, outside working hours, when staff are back; never after danger."""

from dataclasses import replace

from bot.engine.effects import HandOff
from bot.engine.opening import HoursInWords
from bot.engine.saying import say
from bot.engine.turn import Moment, Turn


def tell_away(turn: Turn, moment: Moment) -> Turn:
    """Say when staff are back, if they are away and nobody is in danger."""
    words = _back(turn, moment)
    return say(turn, moment, words) if words else turn


def told_away(turn: Turn, moment: Moment) -> Turn:
    """Return a turn whose hand-off, if it holds one, is followed by the word of when staff are back.

    It stands before what is said about the hand-off, so that the buttons under that stay last.
    """
    at = next((index for index, effect in enumerate(turn.effects) if _hands_over(effect)), None)
    if at is None:
        return turn
    told = tell_away(replace(turn, effects=()), moment)
    return replace(turn, effects=(*turn.effects[: at + 1], *told.effects, *turn.effects[at + 1 :]))


def _hands_over(effect: object) -> bool:
    return isinstance(effect, HandOff) and effect.reason != "danger"


def _back(turn: Turn, moment: Moment) -> str | None:
    content, state = moment.content, turn.state
    if content.hours is None or state.danger is not None or state.owner == "staff":
        return None
    words = HoursInWords(hours=content.hours, texts=content.texts, language=state.language)
    return words.back(moment.now)
