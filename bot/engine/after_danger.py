"""What is said to somebody who has just written of danger: calm words, no cheerful welcome, no guessing.

Never a promise that somebody is coming or reading.
"""

from bot.engine.danger import call_buttons, is_watched
from bot.engine.looking_asked import looks_asked
from bot.engine.saying import do, menu_button, tell
from bot.engine.turn import Moment, Turn
from bot.messages import Reading


def introduce(turn: Turn, moment: Moment) -> Turn:
    """Say who speaks to whom danger came before any greeting: that it is a machine must be clear to them."""
    return tell(turn.but(greeted=True), moment, "greeting.after-danger")


def still_there(turn: Turn, moment: Moment) -> Turn | None:
    """Answer what is no question while the chat waits for staff because of danger; None otherwise."""
    kind = turn.state.danger
    if kind is None or turn.state.owner != "waiting" or turn.state.run or turn.state.saved:
        return None
    way_off = (do(turn, moment, "leave"),) if is_watched(kind) else ()
    calls = call_buttons(turn, moment, kind)
    return tell(turn.but(offered=()), moment, "danger.since", *calls, *way_off, menu_button(turn, moment))


def not_asked(turn: Turn, moment: Moment, reading: Reading) -> Turn | None:
    """Take what was not understood as word of how it goes on, unless it has the form of a question."""
    if reading.decision not in ("offer", "none") or looks_asked(moment.text):
        return None
    return still_there(turn, moment)
