"""What happens without the person: staff come and go, time passes, the world answers a step."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import timedelta

from bot.engine import elsewhere, hearing, own_cases, survey
from bot.engine.effects import Mark
from bot.engine.improved import improved
from bot.engine.putting_aside import put_aside
from bot.engine.questions_of_staff import asked, withdrawn
from bot.engine.running import flow_of, place_of, scene_of, step_of
from bot.engine.saying import do, flow_button, menu_button, present, say, tell, words
from bot.engine.steps.step import ActingStep
from bot.engine.timing import expiry, not_in_quiet, reminder
from bot.engine.turn import Moment, Turn
from bot.engine.walking import Walk, go_on
from bot.messages import Event, EventKind

Happen = Callable[[Turn, Moment, Event], Turn]
OWED_WAIT = timedelta(hours=6)  # a timer due while an answer is owed is looked at again after so long
ROLES = ("researcher", "supervisor", "administrator")


def happened(turn: Turn, moment: Moment, event: Event) -> Turn:
    """Answer an event; one that nothing waits for changes nothing."""
    happen = HAPPENINGS.get(event.kind)
    return happen(turn, moment, event) if happen else turn


def _world(turn: Turn, moment: Moment, event: Event) -> Turn:
    """Give the world's answer to the step that waits for it."""
    run = turn.state.run
    flow = flow_of(moment, run) if run else None
    step = step_of(flow, run.step) if run and flow else None
    if run is None or flow is None or not run.owed or not isinstance(step, ActingStep):
        return turn
    acted = step.answered(event, scene_of(turn, moment, flow, run))
    place = place_of(flow, run.step)
    paid = replace(run, owed=False, touched_at=moment.now)
    way = Walk(turn=turn.but(run=paid), moment=moment, flow=flow, run=paid, place=place)
    return go_on(way, step, acted)


def _erased(turn: Turn, moment: Moment, event: Event) -> Turn:
    """After erasure nothing of what was said is remembered here either."""
    told = _world(turn, moment, event)
    return told.but(consent=None, last_topic=None, saved=(), doubt="", rejected=(), offered=())


def _reach(turn: Turn, moment: Moment, event: Event) -> Turn:
    """Who chooses to hear of their cases here wants to be written to again."""
    told = _world(turn, moment, event)
    if hears := event.fields.get("hears"):
        return told.but(hears=hears == "yes")
    return told.but(silent=False) if event.fields.get("way") == "here" else told


def _revoked(turn: Turn, moment: Moment, event: Event) -> Turn:
    """Say that nobody acts for the person any more, in the flow that asked or as it is."""
    if turn.state.run is not None and turn.state.run.owed:
        return _world(turn, moment, event)
    return own_cases.revoked(turn, moment, event)


def _claimed(turn: Turn, moment: Moment, event: Event) -> Turn:
    """Say who joins; the running flow waits, and the bot is silent from then on."""
    role = event.fields.get("role", "")
    free = put_aside(turn).but(owner="waiting", pending=None, misses=0, numbers_shown=False)
    who = words(free, moment, f"role.{role if role in ROLES else 'staff'}")
    told = say(free, moment, words(free, moment, "claimed", who=who), unprompted=True)
    return told.but(owner="staff", holder_role=role or None, closed_at=None)


def _passed(turn: Turn, moment: Moment, event: Event) -> Turn:
    """Say who goes on in place of somebody who cannot: a role, or (no `role`) whoever takes it next."""
    role = event.fields.get("role", "")
    free = turn.but(owner="waiting")
    if not role:
        return say(free, moment, words(free, moment, "passed.waiting"), unprompted=True)
    who = words(free, moment, f"role.{role if role in ROLES else 'staff'}")
    told = say(free, moment, words(free, moment, "passed", who=who), unprompted=True)
    return told.but(owner="staff", holder_role=role)


def _returned(turn: Turn, moment: Moment, event: Event) -> Turn:  # noqa: ARG001 - as the other events
    """Say that the bot is back, and offer what was put aside."""
    free = turn.but(owner="bot", holder_role=None, numbers_shown=False, misses=0, asked=None)
    key = "returned.saved" if free.state.saved else "returned"
    resume = do(free, moment, "resume") if free.state.saved else None
    return tell(free, moment, key, *present(resume, menu_button(free, moment)), unprompted=True)


def _closed(turn: Turn, moment: Moment, event: Event) -> Turn:
    """Say that the talk with staff is over; who was refused something today is not asked for a rating."""
    free = turn.but(owner="bot", holder_role=None, numbers_shown=False, misses=0, danger=None, asked=None)
    free = free.but(closed_at=moment.now)
    resume = do(free, moment, "resume") if free.state.saved else None
    rating = None if event.fields.get("spare") else flow_button(free, moment, "rating")
    buttons = present(resume, rating, menu_button(free, moment))
    return tell(free, moment, "closed", *buttons, unprompted=True)


def _timer(turn: Turn, moment: Moment, event: Event) -> Turn:
    """Remind of a flow left in the middle; not while an answer is owed, staff talk, or it is night."""
    run = turn.state.run
    if run is None or turn.state.owner == "staff":
        return turn
    name = event.fields.get("name")
    due = reminder(moment.content, run) if name == "flow-reminder" else expiry(moment.content, run)
    if run.owed or turn.state.owner == "waiting":
        return turn.also(replace(due, at=moment.now + OWED_WAIT))
    later = max(due.at, not_in_quiet(moment.content, moment.now))
    if later > moment.now:
        return turn.also(replace(due, at=later))
    return _remind(turn, moment) if name == "flow-reminder" else _expire(turn, moment)


def _remind(turn: Turn, moment: Moment) -> Turn:
    run = turn.state.run
    if run is None or run.reminded or turn.state.silent:
        return turn
    flow = flow_of(moment, run) or moment.content.flows.get(run.flow)
    if flow is None or not flow.remind:
        return turn
    text = words(turn, moment, "flow.reminder", title=flow.title[turn.state.language])
    buttons = tuple(do(turn, moment, command) for command in ("continue", "save", "cancel"))
    reminded = turn.but(run=replace(run, reminded=True))
    return say(reminded, moment, text, *buttons, unprompted=True)


def _expire(turn: Turn, moment: Moment) -> Turn:
    run = turn.state.run
    fields = {"flow": run.flow, "step": run.step} if run else {}
    flow = flow_of(moment, run) if run else None
    if flow is not None and not flow.remind:
        return turn.but(run=None, pending=None, doubt="").also(Mark(name="flow-expired", fields=fields))
    aside = put_aside(turn).also(Mark(name="flow-expired", fields=fields))
    return tell(aside, moment, "flow.expired", do(aside, moment, "resume"), unprompted=True)


HAPPENINGS: Mapping[EventKind, Happen] = {
    "claimed": _claimed,
    "passed": _passed,
    "returned": _returned,
    "closed": _closed,
    "step-asked": asked,
    "step-withdrawn": withdrawn,
    "timer": _timer,
    "survey-due": survey.invited,
    "improved": improved,
    "data-erased": _erased,
    "case-opened": _world,
    "case-found": _world,
    "case-missing": _world,
    "cases-listed": _world,
    "too-many-tries": _world,
    "data-shown": _world,
    "data-exported": _world,
    "data-corrected": _world,
    "reach-kept": _reach,
    "reach-refused": _world,
    "code-made": elsewhere.code_made,
    "code-taken": elsewhere.code_taken,
    "code-refused": elsewhere.code_refused,
    "code-given": elsewhere.code_given,
    "case-notice": own_cases.noticed,
    "case-news": own_cases.news,
    "case-items": own_cases.asked_items,
    "case-refused": own_cases.refused,
    "case-shown": own_cases.shown,
    "rest-asked": own_cases.rest_asked,
    "interview-times": own_cases.times,
    "grants-revoked": _revoked,
    "outreach": hearing.told,
    "news-offer": hearing.offered,
}
