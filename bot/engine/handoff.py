"""Handing over to a person, and waiting for one."""

from bot.engine.away import tell_away
from bot.engine.effects import HandOff, HandoffReason, WithdrawHandOff
from bot.engine.saying import do, menu_button, tell
from bot.engine.turn import Moment, Turn
from bot.messages import Attachment


def put_waiting(
    turn: Turn,
    reason: HandoffReason,
    *,
    topic: str | None = None,
    attachments: tuple[Attachment, ...] = (),
    note: str = "",
) -> Turn:
    """Return the turn with the chat on the staff's list, once."""
    if turn.state.owner != "bot":
        return turn
    effect = HandOff(reason=reason, priority="normal", topic=topic, attachments=attachments, note=note)
    return turn.also(effect).but(owner="waiting", misses=0, pending=None)


def bring_person(
    turn: Turn, moment: Moment, reason: HandoffReason = "asked", *, topic: str | None = None
) -> Turn:
    """Ask for a person and tell so; who waits already is told that, without a second hand-off."""
    if turn.state.owner == "waiting":
        told = tell_away(turn.but(pending=None), moment)
        return tell(told, moment, "handoff.waiting", do(turn, moment, "withdraw"))
    waiting = put_waiting(turn, reason, topic=topic or turn.state.last_topic)
    return tell(waiting, moment, "handoff.asked", do(waiting, moment, "withdraw"))


def offer_person(turn: Turn, moment: Moment, key: str) -> Turn:
    """Say something and ask whether a person should come: then "yes" is enough. Who waits is told so."""
    if turn.state.owner == "waiting":
        buttons = (menu_button(turn, moment), do(turn, moment, "withdraw"))
        return tell(turn, moment, f"{key}.waiting", *buttons)
    buttons = (do(turn, moment, "yes-person"), menu_button(turn, moment))
    asked = turn if turn.state.run else turn.but(pending="person")  # in a flow a "yes" answers the step
    return tell(asked, moment, key, *buttons)


def ask_withdraw(turn: Turn, moment: Moment) -> Turn | None:
    """Ask whether the person really stops waiting; None if they wait for nobody."""
    if turn.state.owner != "waiting" or turn.state.danger:
        return withdraw(turn, moment)
    buttons = (do(turn, moment, "withdraw"), do(turn, moment, "no"))
    return tell(turn.but(pending="withdraw"), moment, "handoff.withdraw", *buttons)


def withdraw(turn: Turn, moment: Moment) -> Turn | None:
    """Stop waiting for a person; after danger the chat stays on the list, and that is said."""
    if turn.state.owner != "waiting":
        return None
    if turn.state.danger:
        return tell(turn, moment, "handoff.kept", menu_button(turn, moment))
    freed = turn.also(WithdrawHandOff()).but(owner="bot", pending=None)
    return tell(freed, moment, "handoff.withdrawn", menu_button(freed, moment))
