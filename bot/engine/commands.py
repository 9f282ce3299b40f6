"""Commands, by button or in words: one line a verb."""

from collections.abc import Callable, Mapping
from dataclasses import replace

from bot.engine import representing
from bot.engine.answering import answers_here, asks_openly
from bot.engine.asking import ask_again
from bot.engine.bound import is_past, say_past
from bot.engine.danger import left
from bot.engine.effects import (
    AskItems,
    AskRest,
    AskTimes,
    BookTime,
    ClearTimers,
    ConfirmTime,
    Mark,
    ReadCase,
    ReadNews,
    RevokeGrants,
    WithdrawCase,
)
from bot.engine.elsewhere import ask_code, take_code
from bot.engine.greeting import ask_forget, switch
from bot.engine.handoff import ask_withdraw, bring_person, withdraw
from bot.engine.hearing import ask_news, decline_news, stop_news, take_news
from bot.engine.menu import menu_again, show_help, show_menu, start_over
from bot.engine.putting_aside import put_aside
from bot.engine.questions import answer_topic, none_of_these
from bot.engine.reading import place, plain
from bot.engine.saying import do, flow_button, menu_button, present, say, tell, topic_button, words
from bot.engine.starting import ask_continue, resume, start
from bot.engine.stepping import back, skip
from bot.engine.survey import decline_survey
from bot.engine.turn import Moment, Turn
from bot.engine.words import Intent, Verb, intent, pressed, wants_call

ACTING, APPLYING, CALL_BACK = "acting-for", "support-request", "call-back"  # flows
Command = Callable[[Turn, Moment, Intent], Turn | None]


def obey(turn: Turn, moment: Moment) -> Turn | None:
    """Do what a button or a short text asks for; None if it is no command here."""
    meant = meant_by(turn, moment)
    command = COMMANDS.get(meant.verb) if meant else None
    return command(turn, moment, meant) if meant and command else None


def meant_by(turn: Turn, moment: Moment) -> Intent | None:
    """Read the message as a command, or as the pick of something offered; None if it is neither."""
    inbound = moment.inbound
    if inbound is None or (turn.state.run is not None and not inbound.choice and answers_here(turn, moment)):
        return None
    answering = turn.state.pending is None and asks_openly(turn, moment)
    meant = intent(inbound, answering=answering)
    if meant is not None or inbound.choice or turn.state.run is not None:
        return meant
    return _picked(turn, moment) or _wished(moment)


def _wished(moment: Moment) -> Intent | None:
    """Read that somebody speaks for another, or wants a call, outside a flow: inside one it is an answer."""
    if wants_call(moment.text) and CALL_BACK in moment.content.flows:
        return Intent(verb="flow", what=CALL_BACK)
    wish = representing.read(moment.text)
    if wish == "represent":
        return Intent(verb="flow", what=ACTING)
    return Intent(verb="for-another") if wish == "apply" else None


def _picked(turn: Turn, moment: Moment) -> Intent | None:
    """Read "2", "the second" or the words of a button as one of the buttons offered last."""
    offered = turn.state.offered
    index = place(moment.text, len(offered)) if offered else None
    if index is not None:
        return pressed(offered[index])
    said = plain(moment.text)
    named = (button for button in offered if said and said == plain(_title(turn, moment, button)))
    return next((pressed(button) for button in named), None)


def _title(turn: Turn, moment: Moment, button_id: str) -> str:
    head, _, what = button_id.partition(":")
    named = moment.content.flows.get(what) if head == "flow" else moment.content.topics.get(what)
    return named.title[turn.state.language] if named and head in ("flow", "topic") else ""


def _menu(turn: Turn, moment: Moment, _: Intent) -> Turn:
    return show_menu(turn, moment)


def _help(turn: Turn, moment: Moment, _: Intent) -> Turn:
    return come_back(show_help(turn, moment), moment)


def _restart(turn: Turn, moment: Moment, _: Intent) -> Turn:
    return ask_continue(turn, moment) if turn.state.run else start_over(turn, moment)


def _back(turn: Turn, moment: Moment, meant: Intent) -> Turn | None:
    if is_past(turn, meant.what):
        return say_past(turn, moment)
    return back(turn.but(pending=None), moment) if turn.state.run else menu_again(turn, moment, "menu")


def _cancel(turn: Turn, moment: Moment, _: Intent) -> Turn | None:
    """Ask before a flow is dropped; outside one, ask whether to stop waiting for a person.

    Where there is neither, whoever hears from us unasked means that: "stop" is how people end it everywhere.
    """
    if turn.state.run is None:
        waiting = ask_withdraw(turn, moment)
        if waiting is None and turn.state.hears:
            return stop_news(turn, moment)
        return waiting or menu_again(turn, moment, "nothing-to-cancel")
    buttons = (do(turn, moment, "cancel-yes"), do(turn, moment, "save"), do(turn, moment, "cancel-no"))
    return tell(turn.but(pending="cancel"), moment, "flow.cancel", *buttons)


def cancel(turn: Turn, moment: Moment) -> Turn:
    """Drop the running flow and its answers: the person has confirmed it."""
    run = turn.state.run
    if run is None:
        return menu_again(turn, moment, "nothing-to-cancel")
    mark = Mark(name="flow-cancelled", fields={"flow": run.flow, "version": run.version, "step": run.step})
    dropped = turn.but(run=None, pending=None, doubt="").also(mark, ClearTimers())
    return menu_again(dropped, moment, "flow.cancelled")


def _skip(turn: Turn, moment: Moment, meant: Intent) -> Turn | None:
    if is_past(turn, meant.what):
        return say_past(turn, moment)
    return skip(turn.but(pending=None), moment) or menu_again(turn, moment, "menu")


def _save(turn: Turn, moment: Moment, _: Intent) -> Turn | None:
    return save(turn, moment) if turn.state.run else None


def save(turn: Turn, moment: Moment) -> Turn:
    """Put the running flow aside, as the person wishes."""
    saved = put_aside(turn)
    return tell(saved, moment, "flow.saved", do(saved, moment, "resume"), menu_button(saved, moment))


def _resume(turn: Turn, moment: Moment, meant: Intent) -> Turn | None:
    back_in = resume(turn, moment, meant.what)
    named = meant.verb == "resume" or (moment.inbound is not None and moment.inbound.choice is not None)
    if back_in is None and named:
        return menu_again(turn, moment, "nothing-to-resume")
    return back_in


def _person(turn: Turn, moment: Moment, _: Intent) -> Turn:
    return come_back(bring_person(turn, moment, "flow" if turn.state.run else "asked"), moment)


def _withdraw(turn: Turn, moment: Moment, _: Intent) -> Turn | None:
    told = withdraw(turn, moment)
    return come_back(told, moment) if told else None


def _leave(turn: Turn, moment: Moment, _: Intent) -> Turn:
    return left(turn, moment)


def _forget(turn: Turn, moment: Moment, _: Intent) -> Turn:
    return ask_forget(turn, moment)


def _none(turn: Turn, moment: Moment, _: Intent) -> Turn | None:
    return none_of_these(turn, moment)


def _language(turn: Turn, moment: Moment, meant: Intent) -> Turn:
    switched = switch(turn, meant.what)
    if switched.state.run or switched.state.pending == "consent":
        return come_back(say(switched, moment, words(switched, moment, "language")), moment)
    return menu_again(switched, moment, "language")


def _topic(turn: Turn, moment: Moment, meant: Intent) -> Turn:
    return come_back(answer_topic(turn, moment, meant.what), moment)


def _flow(turn: Turn, moment: Moment, meant: Intent) -> Turn:
    return start(turn, moment, meant.what)


def _for_another(turn: Turn, moment: Moment, _: Intent) -> Turn:
    """Ask who wants to apply for somebody whether it is a new request, or one to be followed."""
    flows = (flow_button(turn, moment, flow) for flow in (APPLYING, ACTING))
    buttons = present(*flows, topic_button(turn, moment, "apply-how"), menu_button(turn, moment))
    return tell(turn, moment, "acting.which", *buttons)


def _case(turn: Turn, moment: Moment, meant: Intent) -> Turn:  # noqa: ARG001 - as the other commands
    return turn.also(ReadNews(reference=meant.what))


def _complete(turn: Turn, moment: Moment, meant: Intent) -> Turn:  # noqa: ARG001
    return turn.also(AskItems(reference=meant.what))


def _read(turn: Turn, moment: Moment, meant: Intent) -> Turn:  # noqa: ARG001
    return turn.also(ReadCase(reference=meant.what))


def _rest(turn: Turn, moment: Moment, meant: Intent) -> Turn:  # noqa: ARG001
    return turn.also(AskRest(reference=meant.what))


def _retract(turn: Turn, moment: Moment, meant: Intent) -> Turn:
    """Ask before a case is taken back."""
    sure = do(turn, moment, "retract-yes")
    sure = replace(sure, id=f"{sure.id}:{meant.what}")
    return tell(turn, moment, "case.retract-sure", sure, menu_button(turn, moment))


def _retract_yes(turn: Turn, moment: Moment, meant: Intent) -> Turn:  # noqa: ARG001
    return turn.also(WithdrawCase(reference=meant.what))


def _no_survey(turn: Turn, moment: Moment, _: Intent) -> Turn:
    return come_back(decline_survey(turn, moment), moment)


def _times(turn: Turn, moment: Moment, meant: Intent) -> Turn:  # noqa: ARG001
    return turn.also(AskTimes(reference=meant.what))


def _book(turn: Turn, moment: Moment, meant: Intent) -> Turn:  # noqa: ARG001
    reference, _, time = meant.what.rpartition(":")
    return turn.also(BookTime(reference=reference, time=int(time) if time.isdecimal() else 0))


def _attend(turn: Turn, moment: Moment, meant: Intent) -> Turn:  # noqa: ARG001
    return turn.also(ConfirmTime(reference=meant.what))


def _elsewhere(turn: Turn, moment: Moment, meant: Intent) -> Turn:  # noqa: ARG001
    return ask_code(turn, moment)


def _take_code(turn: Turn, moment: Moment, meant: Intent) -> Turn:
    return take_code(turn, moment, meant.what)


def _news(turn: Turn, moment: Moment, _: Intent) -> Turn:
    return come_back(ask_news(turn, moment), moment)


def _news_yes(turn: Turn, moment: Moment, _: Intent) -> Turn:
    return come_back(take_news(turn, moment), moment)


def _news_never(turn: Turn, moment: Moment, _: Intent) -> Turn:
    return come_back(decline_news(turn, moment), moment)


def _news_no(turn: Turn, moment: Moment, _: Intent) -> Turn:
    return come_back(stop_news(turn, moment), moment)


def _revoke(turn: Turn, moment: Moment, meant: Intent) -> Turn:  # noqa: ARG001
    return turn.also(RevokeGrants(reference=meant.what))


def come_back(turn: Turn, moment: Moment) -> Turn:
    """After something else, return to the step that waits."""
    run = turn.state.run
    if run is None or run.owed:
        return turn
    if turn.state.pending == "continue":
        return ask_continue(turn, moment)
    return ask_again(turn.but(run=replace(run, touched_at=moment.now)), moment)


COMMANDS: Mapping[Verb, Command] = {
    "menu": _menu,
    "begin": _menu,
    "help": _help,
    "restart": _restart,
    "back": _back,
    "cancel": _cancel,
    "skip": _skip,
    "save": _save,
    "resume": _resume,
    "continue": _resume,
    "person": _person,
    "yes-person": _person,
    "withdraw": _withdraw,
    "leave": _leave,
    "forget": _forget,
    "forget-yes": _forget,
    "none": _none,
    "language": _language,
    "topic": _topic,
    "flow": _flow,
    "case": _case,
    "read": _read,
    "rest": _rest,
    "complete": _complete,
    "times": _times,
    "revoke": _revoke,
    "news": _news,
    "news-yes": _news_yes,
    "news-no": _news_no,
    "news-never": _news_never,
    "book": _book,
    "attend": _attend,
    "retract": _retract,
    "retract-yes": _retract_yes,
    "no-survey": _no_survey,
    "elsewhere": _elsewhere,
    "for-another": _for_another,
    "take-code": _take_code,
}
