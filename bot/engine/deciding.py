"""Answers to the engine's own questions: agree, continue, really cancel, a person, safe to write."""

from collections.abc import Callable, Mapping

from bot.engine.answering import take_doubt
from bot.engine.asking import ask_again, asked_kind
from bot.engine.commands import cancel, save
from bot.engine.danger import safe, unsafe
from bot.engine.greeting import agree, decline, forget
from bot.engine.handoff import bring_person, withdraw
from bot.engine.menu import close, menu_again, show_menu
from bot.engine.starting import begin, begin_again, carry_on, start
from bot.engine.state import Pending
from bot.engine.turn import Moment, Turn
from bot.engine.words import Intent, Verb, agreed, intent

Decide = Callable[[Turn, Moment], Turn]


def decide(turn: Turn, moment: Moment) -> Turn | None:
    """Take a button or a short text as the answer to what the engine asked; None if it is none."""
    pending, inbound = turn.state.pending, moment.inbound
    if pending is None or inbound is None:
        return None
    for meant in (intent(inbound), None if inbound.choice else agreed(inbound.text)):
        act = DECISIONS.get((pending, meant.verb)) if meant else None
        if act and not _answers_step(turn, moment, meant):
            return act(turn.but(pending=None), moment)
    return None


def _answers_step(turn: Turn, moment: Moment, meant: Intent | None) -> bool:
    """Tell whether a typed "yes" rather answers the step that was asked again."""
    typed = meant is not None and meant.verb in ("yes", "no")
    return typed and turn.state.pending == "answer" and asked_kind(turn, moment) not in ("text", "name")


def _agree(turn: Turn, moment: Moment) -> Turn:
    agreed_to, wanted = agree(turn, moment), turn.state.wanted
    if wanted is None or wanted not in moment.content.flows:
        return menu_again(agreed_to.but(wanted=None), moment, "menu")
    return begin(agreed_to, moment, wanted)


def _start(turn: Turn, moment: Moment) -> Turn:
    return start(turn.but(wanted=None), moment, turn.state.wanted or "")


def _person(turn: Turn, moment: Moment) -> Turn:
    return bring_person(turn, moment)


def _withdraw(turn: Turn, moment: Moment) -> Turn:
    return withdraw(turn, moment) or menu_again(turn, moment, "menu")


def _no_person(turn: Turn, moment: Moment) -> Turn:
    return menu_again(turn, moment, "menu")


def _keep_on(turn: Turn, moment: Moment) -> Turn:
    return ask_again(turn, moment)


def _not_the_answer(turn: Turn, moment: Moment) -> Turn:
    return ask_again(turn.but(doubt=""), moment)


DECISIONS: Mapping[tuple[Pending, Verb], Decide] = {
    ("consent", "agree"): _agree,
    ("consent", "yes"): _agree,
    ("consent", "continue"): _agree,
    ("consent", "decline"): decline,
    ("consent", "no"): decline,
    ("consent", "cancel"): decline,
    ("continue", "continue"): carry_on,
    ("continue", "resume"): carry_on,
    ("continue", "yes"): carry_on,
    ("continue", "restart"): begin_again,
    ("continue", "no"): show_menu,  # nothing is lost: it is put aside
    ("continue", "save"): save,
    ("cancel", "cancel-yes"): cancel,
    ("cancel", "yes"): cancel,
    ("cancel", "cancel"): cancel,
    ("cancel", "cancel-no"): _keep_on,
    ("cancel", "no"): _keep_on,
    ("cancel", "back"): _keep_on,
    ("cancel", "continue"): _keep_on,
    ("person", "yes-person"): _person,
    ("person", "yes"): _person,
    ("person", "agree"): _person,
    ("person", "no"): close,
    ("withdraw", "withdraw"): _withdraw,
    ("withdraw", "cancel"): _withdraw,
    ("withdraw", "yes"): _withdraw,
    ("withdraw", "no"): _no_person,
    ("forget", "forget-yes"): forget,
    ("forget", "forget"): forget,
    ("forget", "yes"): forget,
    ("forget", "no"): _no_person,
    ("safe", "safe-yes"): safe,
    ("safe", "yes"): safe,
    ("safe", "safe-no"): unsafe,
    ("safe", "no"): unsafe,
    ("start", "yes"): _start,
    ("start", "begin"): _start,
    ("start", "agree"): _start,
    ("start", "no"): close,
    ("start", "decline"): close,
    ("answer", "keep"): take_doubt,
    ("answer", "yes"): take_doubt,
    ("answer", "no"): _not_the_answer,
}
