"""What belongs to one question alone: buttons under it and links to it do nothing once it is past."""

from dataclasses import replace

from bot.engine.asking import ask_step
from bot.engine.menu import menu_again
from bot.engine.questioning import question_of
from bot.engine.saying import words
from bot.engine.turn import Moment, Turn


def is_past(turn: Turn, question: str) -> bool:
    """Tell whether a question is not the one that waits; "" is bound to none and is never past."""
    run = turn.state.run
    return bool(question) and (run is None or question_of(run) != question)


def say_past(turn: Turn, moment: Moment) -> Turn:
    """Say that the question is past, and ask the one that waits again."""
    if turn.state.run is None:
        return menu_again(turn, moment, "old-button")
    current = turn.but(pending=None, run=replace(turn.state.run, touched_at=moment.now))
    return ask_step(current, moment, lead=words(turn, moment, "flow.past"))
