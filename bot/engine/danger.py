"""Danger to life: numbers first, in every state, and staff at the highest priority.

Never a promise that somebody is coming or reading.
"""

from bot.engine.content import EmergencyNumber
from bot.engine.effects import ClearTimers, HandOff, KeepReading
from bot.engine.putting_aside import put_aside
from bot.engine.saying import do, menu_button, say, tell, words
from bot.engine.turn import Moment, Turn
from bot.messages import Button, DangerKind

_WATCHED: frozenset[DangerKind] = frozenset({"violence", "blackmail"})  # somebody else may read the screen


def endangered(turn: Turn, moment: Moment, kind: DangerKind) -> Turn:
    """Answer a message that speaks of danger; while staff hold the chat, show the numbers once."""
    held = turn.state.owner == "staff"
    shown = held and turn.state.numbers_shown
    read = KeepReading(text=moment.text, reading=moment.content.matcher.read(moment.text))
    turn = _warn(turn.also(read), kind)
    if held:
        return turn if shown else _show_numbers(turn, moment, kind).but(numbers_shown=True)
    return _guarded(_show_numbers(_paused(turn), moment, kind), kind)


def _warn(turn: Turn, kind: DangerKind) -> Turn:
    """Raise the chat to the top of the staff's list."""
    effect = HandOff(reason="danger", priority="urgent", danger=kind, topic=turn.state.last_topic)
    warned = turn.also(effect).but(danger=kind, misses=0, pending=None, doubt="", offered=())
    return warned if turn.state.owner == "staff" else warned.but(owner="waiting")


def _paused(turn: Turn) -> Turn:
    return put_aside(turn) if turn.state.run else turn


def _show_numbers(turn: Turn, moment: Moment, kind: DangerKind) -> Turn:
    numbers = numbers_for(moment, kind)
    lines = [words(turn, moment, f"danger.{kind}"), *(_line(turn, moment, number) for number in numbers)]
    return say(
        turn,
        moment,
        "\n".join(lines),
        *call_buttons(turn, moment, kind),
        *_ways_on(turn, moment, kind),
        urgent=True,
    )


def numbers_for(moment: Moment, kind: DangerKind) -> tuple[EmergencyNumber, ...]:
    """Return the organisation's numbers for a kind of danger, in its order; all of them if none names it."""
    numbers = moment.content.organisation.emergency
    return tuple(number for number in numbers if kind in number.kinds) or numbers


def call_buttons(turn: Turn, moment: Moment, kind: DangerKind) -> tuple[Button, ...]:
    """Return the buttons that call the numbers for a kind of danger."""
    return tuple(_call(turn, moment, number) for number in numbers_for(moment, kind))


def is_watched(kind: DangerKind) -> bool:
    """Tell whether somebody else may read the screen."""
    return kind in _WATCHED


def _line(turn: Turn, moment: Moment, number: EmergencyNumber) -> str:
    return words(
        turn, moment, "danger.number", number=number.number, purpose=number.purpose[turn.state.language]
    )


def _call(turn: Turn, moment: Moment, number: EmergencyNumber) -> Button:
    label = words(turn, moment, "button.call", number=number.number)
    return Button(id=f"tel:{number.number}", label=label, url=f"tel:{number.number}")


def _ways_on(turn: Turn, moment: Moment, kind: DangerKind) -> tuple[Button, ...]:
    """For violence: is it safe to write? Otherwise only the way back to a paused flow, and off the page."""
    if turn.state.owner == "staff":
        return ()
    if kind == "violence":
        return tuple(do(turn, moment, command) for command in ("safe-yes", "safe-no", "leave"))
    resume = (do(turn, moment, "resume"),) if turn.state.saved else ()
    return (*resume, do(turn, moment, "leave")) if kind in _WATCHED else resume


def _guarded(turn: Turn, kind: DangerKind) -> Turn:
    """After violence or blackmail nothing comes unprompted."""
    if kind not in _WATCHED:
        return turn
    quiet = turn.but(silent=True).also(ClearTimers())
    return quiet.but(pending="safe") if kind == "violence" else quiet


def safe(turn: Turn, moment: Moment) -> Turn:
    """Go on with somebody who can write in safety."""
    resume = (do(turn, moment, "resume"),) if turn.state.saved else ()
    return tell(turn, moment, "danger.safe", *resume, do(turn, moment, "leave"), menu_button(turn, moment))


def unsafe(turn: Turn, moment: Moment) -> Turn:
    """Let somebody go who is being watched."""
    return tell(turn, moment, "danger.unsafe", do(turn, moment, "leave"))


def left(turn: Turn, moment: Moment) -> Turn:
    """Clear the person's screen, and write nothing unprompted from now on."""
    turn = put_aside(turn) if turn.state.run else turn
    quiet = turn.but(pending=None, doubt="", offered=(), silent=True).also(ClearTimers())
    return say(quiet, moment, words(quiet, moment, "leave"), device="leave")
