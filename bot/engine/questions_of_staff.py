"""A question of a form that staff ask while they hold the chat: asked, answered, declined, withdrawn.

The chat stays with staff: only what belongs to the question is said, and all else is theirs to answer.
"""

from dataclasses import replace

from bot.engine.by_link import gives_away, must, secure_of, taken_back
from bot.engine.content import Content
from bot.engine.effects import KeepAsked
from bot.engine.looking_asked import looks_asked
from bot.engine.questioning import question_of
from bot.engine.running import Standing, answered, standing_at
from bot.engine.saying import say, words
from bot.engine.state import Run
from bot.engine.steps.pledge import PledgeStep
from bot.engine.steps.review import ReviewStep
from bot.engine.steps.stars import StarsStep
from bot.engine.steps.step import AskingStep, Outcome, Refused, Stay, Taken
from bot.engine.turn import Moment, Turn
from bot.messages import Button, Event, Inbound

PATIENCE = 2  # refused answers after which the bot is silent: staff see them and help
UNASK = "unask"  # begins the button of who would rather not answer
NO_QUESTION = (ReviewStep, PledgeStep, StarsStep)  # mean nothing outside their form


def askable(content: Content) -> tuple[tuple[str, AskingStep], ...]:
    """Return what staff may ask, as flow and step: every question of a form that means something by itself.

    Forms come in the order of the menu.
    """
    return tuple(
        (flow.id, step)
        for flow in map(content.flows.__getitem__, dict.fromkeys((*_in_menu(content), *content.flows)))
        for step in (flow.steps if flow.kind else ())
        if isinstance(step, AskingStep) and step.label and not isinstance(step, NO_QUESTION)
    )


def _in_menu(content: Content) -> tuple[str, ...]:
    named = (button.removeprefix("flow:") for button in content.menu if button.startswith("flow:"))
    return tuple(flow for flow in named if flow in content.flows)


def asked(turn: Turn, moment: Moment, event: Event) -> Turn:
    """Ask the question, in place of one that still waits."""
    flow = moment.content.flows.get(event.fields.get("flow", ""))
    if flow is None or turn.state.owner != "staff":
        return turn
    step, now = event.fields.get("step", ""), moment.now
    run = Run(flow=flow.id, version=flow.version, step=step, begun_at=now, touched_at=now)
    here = standing_at(turn, moment, run)
    if here is None:
        return turn
    lead = words(turn, moment, "asked.lead")
    return _ask(turn.but(asked=run), moment, here, f"{lead}\n{here.prompt.text}")


def withdrawn(turn: Turn, moment: Moment, event: Event) -> Turn:  # noqa: ARG001 - as the other events
    """Say that the question is no longer asked."""
    if turn.state.asked is None:
        return turn
    return say(turn.but(asked=None), moment, words(turn, moment, "asked.withdrawn"), for_staff=True)


def answer_staff(turn: Turn, moment: Moment) -> Turn:
    """Take a message as the answer to what staff asked; anything else is between the person and them."""
    here, inbound = standing_at(turn, moment, turn.state.asked), moment.inbound
    if here is None or inbound is None:
        return turn
    if inbound.choice == _unask(here):
        return _declined(turn, moment, here)
    if inbound.by_link is not None and inbound.by_link != question_of(here.run):
        return turn
    if must(turn, here) and gives_away(inbound, here):
        lead = words(turn, moment, "secure.typed")
        text = f"{lead}\n{here.prompt.text}"
        return _ask(taken_back(turn), moment, here, text, takes_back=inbound.handle)
    return _take(turn, moment, here, inbound)


def _take(turn: Turn, moment: Moment, here: Standing, inbound: Inbound) -> Turn:
    if _is_talk(inbound, here):
        return turn
    outcome = here.step.take(inbound, here.scene, here.value)
    if isinstance(outcome, Refused):
        return _refused(turn, moment, here, outcome, inbound)
    return _taken(turn, moment, here, outcome)


def _is_talk(inbound: Inbound, here: Standing) -> bool:
    """Tell whether a message is rather said to staff: a question, another button, words instead of a file."""
    if inbound.by_link is not None:
        return False
    if inbound.choice is not None:
        return not inbound.choice.startswith(f"pick:{here.step.id}:")
    if here.prompt.ask.kind == "attachment" and not inbound.attachments:
        return isinstance(here.step.take(inbound, here.scene, here.value), Refused)
    return looks_asked(inbound.text)


def _taken(turn: Turn, moment: Moment, here: Standing, outcome: Outcome) -> Turn:
    if isinstance(outcome, Stay):
        grown = replace(answered(here.run, here.step.id, outcome.value), touched_at=moment.now)
        kept = KeepAsked(step=here.step.id, status="partly", value=outcome.value)
        more = turn.but(asked=grown).also(kept)
        again = standing_at(more, moment, grown)
        return _ask(more, moment, again, outcome.note or again.prompt.text) if again else more
    if not isinstance(outcome, Taken):
        return turn
    shown = here.step.show(outcome.value, here.scene)
    kept = KeepAsked(step=here.step.id, status="answered", value=outcome.value, shown=shown)
    return say(turn.but(asked=None).also(kept), moment, words(turn, moment, "asked.thanks"), for_staff=True)


def _declined(turn: Turn, moment: Moment, here: Standing) -> Turn:
    """Nobody has to answer: staff are told, and the talk goes on."""
    kept = KeepAsked(step=here.step.id, status="declined")
    return say(turn.but(asked=None).also(kept), moment, words(turn, moment, "asked.declined"), for_staff=True)


def _refused(turn: Turn, moment: Moment, here: Standing, refused: Refused, inbound: Inbound) -> Turn:
    """Say what is wrong, a few times at most."""
    run = replace(here.run, misses=here.run.misses + 1)
    missed = turn.but(asked=run)
    if run.misses > PATIENCE and inbound.by_link is None:
        return missed
    again = standing_at(missed, moment, run)
    return _ask(missed, moment, again, refused.text) if again else missed


def _ask(turn: Turn, moment: Moment, here: Standing, text: str, *, takes_back: str = "") -> Turn:
    prompt, secure = here.prompt, secure_of(turn, moment, here)
    page = words(turn, moment, "secure.required" if secure.required else "secure.offered") if secure else ""
    rather_not = Button(id=_unask(here), label=words(turn, moment, "button.unask"))
    return say(
        turn,
        moment,
        "\n".join(part for part in (text, page) if part),
        *prompt.buttons,
        rather_not,
        ask=prompt.ask,
        secure=secure,
        takes_back=takes_back,
        for_staff=True,
    )


def _unask(here: Standing) -> str:
    return f"{UNASK}:{question_of(here.run)}"[:64]
