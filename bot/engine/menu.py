"""The menu, help, and starting over."""

from bot.engine.putting_aside import put_aside
from bot.engine.saying import (
    do,
    flow_button,
    language_button,
    menu_button,
    person_button,
    present,
    tell,
    topic_button,
)
from bot.engine.turn import Moment, Turn
from bot.messages import Button

MORE = ("news", "elsewhere", "leave", "forget")  # commands under the help


def show_menu(turn: Turn, moment: Moment) -> Turn:
    """Show what there is; a running flow is put aside, with the way back to it first."""
    key = "menu.saved" if turn.state.run else "menu"
    return _menu(put_aside(turn), moment, key)


def menu_again(turn: Turn, moment: Moment, key: str) -> Turn:
    """Say something and show the menu's buttons under it."""
    return _menu(turn, moment, key)


def _menu(turn: Turn, moment: Moment, key: str) -> Turn:
    buttons = menu_buttons(turn, moment)
    offered = tuple(button.id for button in buttons)
    return tell(turn.but(offered=offered, pending=None), moment, key, *buttons)


def menu_buttons(turn: Turn, moment: Moment) -> tuple[Button, ...]:
    """Return the buttons of the menu."""
    resume = do(turn, moment, "resume") if turn.state.saved else None
    named = (_named(turn, moment, button_id) for button_id in moment.content.menu)
    return present(resume, *named, person_button(turn, moment), language_button(turn, moment))


def _named(turn: Turn, moment: Moment, button_id: str) -> Button | None:
    head, _, what = button_id.partition(":")
    if head == "flow":
        return flow_button(turn, moment, what)
    return topic_button(turn, moment, what) if head == "topic" else None


def close(turn: Turn, moment: Moment) -> Turn:
    """Take a "no, thank you" kindly."""
    return tell(turn, moment, "closing", menu_button(turn, moment))


def show_help(turn: Turn, moment: Moment) -> Turn:
    """Say what can be done here, in a flow or outside."""
    if turn.state.run:
        return tell(turn, moment, "help.flow", person_button(turn, moment))
    buttons = (menu_button(turn, moment), person_button(turn, moment), language_button(turn, moment))
    return tell(turn, moment, "help", *buttons, *(do(turn, moment, each) for each in MORE))


def start_over(turn: Turn, moment: Moment) -> Turn:
    """Outside a flow: forget what was just talked about and show the menu."""
    fresh = turn.but(misses=0, last_topic=None, rejected=(), offered=(), doubt="", wanted=None)
    return _menu(fresh, moment, "restarted")
