"""Beginning a flow, coming back to one, and what becomes of one that changed meanwhile."""

from dataclasses import replace

from bot.engine.asking import ask_again, ask_step, asked_kind
from bot.engine.effects import ClearTimers, HandOff, KeepFlow, Mark, SetTimer
from bot.engine.flow import Flow
from bot.engine.greeting import ask_consent, needs_consent
from bot.engine.menu import menu_again
from bot.engine.putting_aside import put_aside, take_up, without
from bot.engine.running import flow_of, scene_of, step_of, touched
from bot.engine.saying import do, flow_button, menu_button, person_button, present, say, tell, words
from bot.engine.state import Run
from bot.engine.steps.step import AskingStep, Scene
from bot.engine.timing import expiry, reminder
from bot.engine.turn import Moment, Turn
from bot.engine.walking import walk


def start(turn: Turn, moment: Moment, flow_id: str) -> Turn:
    """Begin a flow; where the same one was left in the middle, ask whether to continue it."""
    if flow_id not in moment.content.flows:
        return menu_again(turn, moment, "flow.gone")
    run = turn.state.run
    if run is not None and run.flow == flow_id:
        return ask_continue(turn, moment)
    saved = next((each for each in turn.state.saved if each.flow == flow_id), None)
    if saved is not None:
        return ask_continue(settled(take_up(turn, saved), moment), moment)
    return begin(_making_room(turn, moment), moment, flow_id)


def _making_room(turn: Turn, moment: Moment) -> Turn:
    """Put another running flow aside, and say so."""
    return tell(put_aside(turn), moment, "flow.put-aside") if turn.state.run else turn


def begin(turn: Turn, moment: Moment, flow_id: str) -> Turn:
    """Begin a flow from its first step, once the person has agreed to what it keeps."""
    if needs_consent(turn, moment, flow_id):
        return ask_consent(turn, moment, flow_id)
    flow = moment.content.flows[flow_id]
    run = Run(
        flow=flow_id, version=flow.version, step=flow.steps[0].id, begun_at=moment.now, touched_at=moment.now
    )
    kept = KeepFlow(flow=flow_id, version=flow.version, body=flow.model_dump_json())
    begun = turn.but(run=run, pending=None, wanted=None, offered=(), misses=0, last_topic=None)
    begun = begun.also(kept, reminder(moment.content, run), expiry(moment.content, run))
    return without_timers(walk(begun, moment, flow, run))


def without_timers(turn: Turn) -> Turn:
    """Drop timers set in a turn at whose end no flow waits for the person."""
    if turn.state.run is not None:
        return turn
    return replace(turn, effects=tuple(each for each in turn.effects if not isinstance(each, SetTimer)))


def begin_again(turn: Turn, moment: Moment) -> Turn:
    """Begin the running flow from its first step, in its newest version."""
    run = turn.state.run
    if run is None or run.flow not in moment.content.flows:
        return menu_again(turn.but(run=None), moment, "flow.gone")
    again = Mark(name="flow-restarted", fields={"flow": run.flow, "step": run.step})
    return begin(turn.also(again).but(run=None, doubt=""), moment, run.flow)


def ask_continue(turn: Turn, moment: Moment) -> Turn:
    """Ask whether to continue or start over."""
    run = turn.state.run
    flow = flow_of(moment, run) if run else None
    if flow is None:
        return turn
    text = words(turn, moment, "flow.continue-or-restart", title=flow.title[turn.state.language])
    buttons = tuple(do(turn, moment, command) for command in ("continue", "restart", "save"))
    return say(turn.but(pending="continue"), moment, text, *buttons)


def resume(turn: Turn, moment: Moment, which: str = "") -> Turn | None:
    """Come back to a saved flow, the newest unless one is named; None if there is nothing to come back to."""
    if turn.state.run is not None and which in ("", turn.state.run.flow):
        return carry_on(turn, moment)
    saved = [run for run in turn.state.saved if which in ("", run.flow)]
    if not saved:
        return None
    if len(saved) > 1:
        return _choose(turn, moment)
    return carry_on(settled(take_up(turn, saved[0]), moment), moment)


def _choose(turn: Turn, moment: Moment) -> Turn:
    flows = (flow_button(turn, moment, run.flow) for run in reversed(turn.state.saved))
    buttons = tuple(
        replace(each, id=f"do:resume:{each.id.removeprefix('flow:')}") for each in present(*flows)
    )
    offered = tuple(button.id for button in buttons)
    return tell(turn.but(offered=offered), moment, "flow.which", *buttons, menu_button(turn, moment))


def carry_on(turn: Turn, moment: Moment) -> Turn:
    """Ask the step again at which the flow stands, and be ready to remind of it."""
    run = turn.state.run
    if run is None:
        return turn
    fresh = touched(run, moment.now)
    turn = turn.but(run=fresh, pending=None).also(
        reminder(moment.content, fresh), expiry(moment.content, fresh)
    )
    if asked_kind(turn, moment) is None:
        return tell(turn, moment, "flow.owed", person_button(turn, moment))
    if turn.state.doubt:
        return ask_doubt(turn, moment)
    return ask_step(turn, moment, lead=words(turn, moment, "flow.going-on"))


def ask_doubt(turn: Turn, moment: Moment) -> Turn:
    """Ask the step again, with the text in doubt as a possible answer: it is not lost."""
    return ask_again(turn.but(pending="answer"), moment, extra=(do(turn, moment, "keep"),))


def settled(turn: Turn, moment: Moment) -> Turn:
    """Return the turn with a flow that exists: on its own version, or moved with a word to the new one."""
    run = turn.state.run
    if run is None or flow_of(moment, run) is not None:
        return turn
    flow = moment.content.flows.get(run.flow)
    return _lost(turn, moment, run) if flow is None else _moved(turn, moment, run, flow)


def _lost(turn: Turn, moment: Moment, run: Run) -> Turn:
    """Give a flow that is not offered any more to staff: they take up what was begun."""
    note = f"flow {run.flow} is gone, was at {run.step}"
    turn = turn.but(run=None, saved=without(turn.state.saved, run.flow), pending=None, doubt="").also(
        ClearTimers()
    )
    if turn.state.owner == "bot":
        turn = turn.also(HandOff(reason="flow", priority="normal", note=note)).but(owner="waiting")
    return tell(turn, moment, "flow.lost", menu_button(turn, moment))


def _moved(turn: Turn, moment: Moment, run: Run, flow: Flow) -> Turn:
    moved = replace(run, version=flow.version, editing=False, owed=False)
    moved = _fitting(moved, flow, scene_of(turn, moment, flow, moved))
    effects = (
        KeepFlow(flow=flow.id, version=flow.version, body=flow.model_dump_json()),
        Mark(name="flow-moved", fields={"flow": flow.id, "step": run.step}),
    )
    return tell(turn.but(run=moved).also(*effects), moment, "flow.moved")


def _fitting(run: Run, flow: Flow, scene: Scene) -> Run:
    """Keep the answers that the new version can show, and stand at the same step or the first open one."""
    answers = {key: value for key, value in run.answers.items() if _shows(flow, key, value, scene)}
    trail = tuple(step for step in run.trail if step in answers)
    asking = [step for step in flow.steps if isinstance(step, AskingStep)]
    open_steps = [step.id for step in asking if step.id not in answers]
    here = step_of(flow, run.step)
    step = run.step if isinstance(here, AskingStep) else (open_steps or [flow.steps[0].id])[0]
    return replace(run, answers=answers, trail=trail, step=step)


def _shows(flow: Flow, key: str, value: object, scene: Scene) -> bool:
    """Tell whether an answer given in an older version makes sense to the step of that id now."""
    step = step_of(flow, key)
    if not isinstance(step, AskingStep):
        return step is not None
    try:
        return value is None or isinstance(step.show(value, scene), str)
    except (TypeError, ValueError, KeyError, AttributeError):
        return False
