"""The invitation to say how a service was, and a no to it.

When somebody is asked is decided in `bot/people/surveys.py`; what is asked is the flow `survey`.
"""

from bot.engine.effects import DeclineSurvey
from bot.engine.menu import menu_again
from bot.engine.saying import do, flow_button, present, say, words
from bot.engine.turn import Moment, Turn
from bot.messages import Event

FLOW = "survey"


def invited(turn: Turn, moment: Moment, event: Event) -> Turn:
    """Ask whether the person would like to say how it was; it names no case and no decision."""
    if turn.state.run is not None or turn.state.danger is not None or FLOW not in moment.content.flows:
        return turn
    key = "survey.ask.case" if event.fields.get("about") == "case" else "survey.ask.chat"
    text = words(turn, moment, key)
    buttons = present(flow_button(turn, moment, FLOW), do(turn, moment, "no-survey"))
    return say(turn, moment, text, *buttons, unprompted=True)


def decline_survey(turn: Turn, moment: Moment) -> Turn:
    """Take a no as it is: nothing is asked again."""
    return menu_again(turn.also(DeclineSurvey()), moment, "survey.declined")
