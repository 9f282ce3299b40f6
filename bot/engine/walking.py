"""Going on in a flow: from step to step until something must be asked, awaited, or nothing is left."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from itertools import zip_longest
from typing import Any

from bot.engine.asking import ask_step
from bot.engine.effects import ClearTimers, CompleteCase, Effect, HandOff, Mark
from bot.engine.flow import Flow
from bot.engine.menu import menu_again
from bot.engine.running import answered, place_of, scene_of, takes_part
from bot.engine.saying import menu_button, say, tell, with_buttons
from bot.engine.state import Run
from bot.engine.steps.review import ReviewStep
from bot.engine.steps.step import Acted, ActingStep, AskingStep
from bot.engine.turn import Moment, Turn

MOST_HOPS = 500  # steps passed in one turn: a flow that jumps in a circle must not hang the worker


@dataclass(frozen=True, kw_only=True, slots=True)
class Walk:
    """A flow on its way in one turn."""

    turn: Turn
    moment: Moment
    flow: Flow
    run: Run
    place: int  # of the step that is next
    again: bool = False  # after an edit: answered questions are passed, what was said is not said again


def walk(turn: Turn, moment: Moment, flow: Flow, run: Run, place: int = 0) -> Turn:
    """Go on from a place until the flow asks, waits or ends."""
    begin = Walk(turn=turn, moment=moment, flow=flow, run=run, place=place)
    return _go(begin)


def walk_again(turn: Turn, moment: Moment, flow: Flow, run: Run) -> Turn:
    """After an edit: pass what is answered, ask what the change makes new, return to the review."""
    fresh = replace(run, trail=(), editing=True)
    return _go(Walk(turn=turn, moment=moment, flow=flow, run=fresh, place=0, again=True))


def _go(way: Walk) -> Turn:
    for _ in range(MOST_HOPS):
        if way.place >= len(way.flow.steps):
            return finish(way.turn, way.moment, way.run)
        went = _pass(way)
        if isinstance(went, Turn):
            return went
        way = went
    return _astray(way)


def _pass(way: Walk) -> "Walk | Turn":
    """Pass one step, or stop at it."""
    step = way.flow.steps[way.place]
    if not takes_part(step, way.run):
        return replace(way, place=way.place + 1)
    if isinstance(step, AskingStep):
        return _ask(way, step)
    acted = step.act(scene_of(way.turn, way.moment, way.flow, way.run))
    return _repeat(way, acted) if way.again else carry_out(way, step, acted)


def _ask(way: Walk, step: AskingStep) -> "Walk | Turn":
    if way.again and step.id in way.run.answers:
        passed = replace(way.run, trail=(*way.run.trail, step.id))
        return replace(way, run=passed, place=way.place + 1)
    review = way.again and isinstance(step, ReviewStep)
    run = _only_visited(way, step) if review else way.run
    editing = way.run.editing and not review
    run = replace(run, step=step.id, editing=editing, owed=False, misses=0)
    return ask_step(way.turn.but(run=run), way.moment)


def _only_visited(way: Walk, review: AskingStep) -> Run:
    """Drop answers of questions that the edited answers no longer lead to."""
    asking = {step.id for step in way.flow.steps[: way.place] if isinstance(step, AskingStep)}
    gone = asking - set(way.run.trail) - {review.id}
    return replace(way.run, answers={key: value for key, value in way.run.answers.items() if key not in gone})


def _repeat(way: Walk, acted: Acted) -> Walk:
    """Pass an acting step again after an edit: values and branches count, words and effects do not."""
    return _onward(replace(way, run=_with_answers(way.run, acted.answers)), acted)


def carry_out(way: Walk, step: ActingStep, acted: Acted) -> "Walk | Turn":
    """Say and do what a step did; then go on, wait for the world, or end."""
    turn = way.turn
    for text, buttons in zip_longest(acted.texts, acted.under[: len(acted.texts)], fillvalue=()):
        turn = say(turn, way.moment, str(text), *buttons)
    turn = _do(turn, acted.effects)
    run = replace(_with_answers(way.run, acted.answers), step=step.id, owed=bool(acted.waits))
    if acted.waits:
        return turn.but(run=run)
    if acted.ends:
        return finish(turn, way.moment, run)
    return _onward(replace(way, turn=turn, run=run), acted)


def go_on(way: Walk, step: ActingStep, acted: Acted) -> Turn:
    """Carry out what a step did with the world's answer, and walk on."""
    went = carry_out(way, step, acted)
    return went if isinstance(went, Turn) else _go(went)


def _onward(way: Walk, acted: Acted) -> Walk:
    return replace(way, place=place_of(way.flow, acted.go) if acted.go else way.place + 1)


def _with_answers(run: Run, values: Mapping[str, Any]) -> Run:
    for step, value in values.items():
        run = answered(run, step, value)
    return run


def _do(turn: Turn, effects: tuple[Effect, ...]) -> Turn:
    """Add a step's effects; who waits for staff already is not put on the list twice."""
    for effect in effects:
        if not isinstance(effect, HandOff):
            turn = turn.also(effect)
        elif turn.state.owner == "bot":
            turn = turn.also(effect).but(owner="waiting")
    return turn


def finish(turn: Turn, moment: Moment, run: Run) -> Turn:
    """End a flow: its last message leads back to the menu."""
    if run.completes:
        return _complete(turn, run)
    mark = Mark(name="flow-finished", fields={"flow": run.flow, "version": run.version})
    ended = turn.but(run=None, pending=None, doubt="").also(mark, ClearTimers())
    if not ended.said:
        return menu_again(ended, moment, "flow.finished")
    return with_buttons(ended, menu_button(ended, moment))


def _complete(turn: Turn, run: Run) -> Turn:
    """Give the items of a case that were asked again to the world, which says what has become of it."""
    answers = {item: run.answers.get(item) for item in run.items}
    effect = CompleteCase(reference=run.completes, answers=answers)
    return turn.but(run=None, pending=None, doubt="").also(effect, ClearTimers())


def _astray(way: Walk) -> Turn:
    """Give a flow that leads nowhere, which is our fault, to staff; what was answered is kept."""
    note = f"flow {way.flow.id} goes round in a circle at {way.flow.steps[way.place].id}"
    turn = _do(way.turn.but(run=None), (HandOff(reason="failure", priority="high", note=note),))
    kept = turn.but(saved=(*turn.state.saved, way.run)[-8:]).also(ClearTimers())
    return tell(kept, way.moment, "failure", menu_button(kept, way.moment))
