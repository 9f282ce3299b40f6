"""One message's or event's way through the engine: pure and synchronous.

The order: danger, in every state; then a person holding the chat; then what the engine itself asked;
commands; the running flow; staff who closed the chat a short while ago; a question; the menu.
"""

from collections.abc import Callable
from datetime import datetime

from bot.engine.after_danger import introduce, still_there
from bot.engine.answering import answer_by_link, answer_step
from bot.engine.asking import ask_step
from bot.engine.away import told_away
from bot.engine.commands import meant_by, obey
from bot.engine.content import Content
from bot.engine.danger import endangered
from bot.engine.deciding import decide
from bot.engine.greeting import ask_consent, greet
from bot.engine.happening import happened
from bot.engine.looking_asked import looks_asked, names_case, says_hello
from bot.engine.menu import menu_again
from bot.engine.questions import ask
from bot.engine.questions_of_staff import answer_staff
from bot.engine.receiving import receive
from bot.engine.reopening import reopen
from bot.engine.starting import settled
from bot.engine.state import State
from bot.engine.turn import Moment, Turn
from bot.engine.words import agreed, command
from bot.messages import Event, Inbound

__all__ = ["Turn", "respond"]
Route = Callable[[Turn, Moment], Turn | None]
LASTING = ("consent", "continue")  # questions of ours that stay open until they are answered
QUIET = ("leave", "forget", "forget-yes")  # commands that need no introduction
WORDS_OF_A_LANGUAGE = 3  # in a flow, only a question of as many words changes the language, no answer does


def respond(content: Content, state: State, happening: Inbound | Event, now: datetime) -> Turn:
    """Return the new state and the effects of a person's message, or of something that happened without them.

    `now` is an aware UTC time. Never raises for any message of a person.
    """
    if isinstance(happening, Event):
        moment = Moment(content=content, now=now)
        return told_away(happened(Turn(state=state), moment, happening), moment)
    moment = Moment(content=content, now=now, inbound=happening)
    return told_away(_answered(Turn(state=state), moment), moment)


def _answered(fresh: Turn, moment: Moment) -> Turn:
    content = moment.content
    turn = _heard(fresh, moment)
    kind = content.matcher.danger(moment.text) if moment.text else None
    if kind is not None:
        return endangered(turn, moment, kind)
    return answer_staff(turn, moment) if turn.state.owner == "staff" else _talk(turn, moment)


def _heard(turn: Turn, moment: Moment) -> Turn:
    """Note the time, and the language of what was written unless the person has chosen one."""
    heard = turn.but(last_at=moment.now)
    if turn.state.language_fixed or _tells_no_language(turn, moment):
        return heard
    language = moment.content.matcher.language(moment.text)
    return heard.but(language=language) if language else heard


def _tells_no_language(turn: Turn, moment: Moment) -> bool:
    """Tell whether a text cannot change the language: "ok", "/start", a case's number, a name in a flow."""
    text = moment.text
    if turn.state.run is not None:
        return len(text.split()) < WORDS_OF_A_LANGUAGE or not looks_asked(text)
    known = turn.state.greeted and (
        agreed(text) is not None or (text.isascii() and command(text) is not None)
    )
    return not text or text.startswith("/") or known or names_case(moment)


def _talk(turn: Turn, moment: Moment) -> Turn:
    """Greet a stranger, then answer; what was written to a question that is gone is no answer to another."""
    asked, turn = turn.state.run, settled(turn, moment)
    if moment.inbound is not None and moment.inbound.by_link is not None:
        return answer_by_link(turn, moment, moment.inbound)
    if asked is not None and (turn.state.run is None or turn.state.run.step != asked.step):
        return ask_step(turn, moment)
    if turn.state.greeted:
        return _answer(turn, moment)
    if turn.state.danger is not None:
        return _talk_after_danger(turn, moment)
    if _only_greets(turn, moment):
        return greet(turn, moment, menu=True)
    return _answer(greet(turn, moment, menu=False), moment)


def _talk_after_danger(turn: Turn, moment: Moment) -> Turn:
    """Go on with a stranger who wrote of danger first: what the numbers' buttons ask for comes at once."""
    meant = meant_by(turn, moment)
    if turn.state.pending == "safe" or (meant is not None and meant.verb in QUIET):
        return _answer(turn, moment)
    met = introduce(turn, moment)
    return (still_there(met, moment) if _only_greets(met, moment) else None) or _answer(met, moment)


def _only_greets(turn: Turn, moment: Moment) -> bool:
    """Tell whether a first message is no more than a hello."""
    meant = meant_by(turn, moment)
    if meant is not None:
        return meant.verb in ("menu", "begin")
    if not moment.text:
        return bool(moment.inbound and not moment.inbound.attachments and not moment.inbound.choice)
    return says_hello(moment)


def _answer(turn: Turn, moment: Moment) -> Turn:
    if (decided := decide(turn, moment)) is not None:
        return decided
    pending = turn.state.pending
    if pending is not None and pending not in LASTING:
        turn = turn.but(pending=None, doubt="")
    answers = (route(turn, moment) for route in ROUTES)
    return _consent_again(next((answer for answer in answers if answer is not None), turn), moment)


def _stale(turn: Turn, moment: Moment) -> Turn | None:
    """Answer a button whose time is over."""
    pressed = moment.inbound is not None and moment.inbound.choice is not None
    return menu_again(turn, moment, "old-button") if pressed else None


def _consent_again(turn: Turn, moment: Moment) -> Turn:
    """After something else was answered, ask again for the agreement that a flow waits for."""
    asked = any(button.id == "do:agree" for button in turn.buttons)
    return turn if asked or turn.state.pending != "consent" else ask_consent(turn, moment)


ROUTES: tuple[Route, ...] = (
    obey,
    answer_step,
    _stale,
    reopen,
    receive,
    ask,
)  # the first that answers, answers
