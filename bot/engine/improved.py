"""What was improved because of what people said, told after the answer of its topic."""

from bot.engine.saying import say, words
from bot.engine.turn import Moment, Turn
from bot.messages import Event

IMPROVED = "what-improved"  # topic whose answer is followed by the newest entries


def improved(turn: Turn, moment: Moment, event: Event) -> Turn:
    """Say the newest entries that staff have published."""
    text = event.fields.get(turn.state.language) or event.fields.get("ar", "")
    return say(turn, moment, words(turn, moment, "improved", list=text)) if text else turn
