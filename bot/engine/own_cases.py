"""A person and their own cases: the notice that comes, what it says once opened, giving items again.

What the engine asks of the world here is answered by `case-news`, `case-items` or `case-refused`.
"""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from bot.engine.commands import come_back
from bot.engine.effects import KeepFlow
from bot.engine.flow import Flow
from bot.engine.putting_aside import put_aside
from bot.engine.saying import flow_button, menu_button, person_button, present, say, tell, words
from bot.engine.state import Run
from bot.engine.steps.step import AskingStep
from bot.engine.timing import expiry, reminder
from bot.engine.turn import Moment, Turn
from bot.engine.walking import walk
from bot.messages import Button, Event


def noticed(turn: Turn, moment: Moment, event: Event) -> Turn:
    """Bring a notice: where a screen may light up for others, only that there is something to open."""
    reference = event.fields.get("reference", "")
    if event.fields.get("neutral"):
        button = Button(id=f"case:{reference}", label=words(turn, moment, "button.open-case"))
        return say(turn, moment, words(turn, moment, "case.update"), button, unprompted=True)
    return _read_out(turn, moment, _news(event), unprompted=True)


def news(turn: Turn, moment: Moment, event: Event) -> Turn:
    """Say what a case has to tell, to the person who asked; then return to what was going on."""
    told = _read_out(turn, moment, _news(event))
    return come_back(told, moment)


def refused(turn: Turn, moment: Moment, event: Event) -> Turn:  # noqa: ARG001 - as the other events
    """Say that this cannot be done with the case as it stands, and who helps."""
    told = tell(turn, moment, "case.not-now", person_button(turn, moment), menu_button(turn, moment))
    return come_back(told, moment)


def shown(turn: Turn, moment: Moment, event: Event) -> Turn:  # noqa: ARG001 - as the other events
    """Go on after a case was shown whole."""
    return come_back(turn, moment)


def rest_asked(turn: Turn, moment: Moment, event: Event) -> Turn:
    """Say where the code was sent and how it is given here; or that there is no such way, and who helps."""
    why = event.fields.get("why", "none")
    ways = present(person_button(turn, moment) if why != "sent" else None, menu_button(turn, moment))
    return come_back(tell(turn, moment, f"case.rest-{why}", *ways), moment)


def revoked(turn: Turn, moment: Moment, event: Event) -> Turn:
    """Say that nobody acts for the person any more, or that nobody did."""
    key = "acting.nobody" if event.fields.get("count") == "0" else "acting.revoked"
    return come_back(tell(turn, moment, key, menu_button(turn, moment)), moment)


def times(turn: Turn, moment: Moment, event: Event) -> Turn:
    """Show the times that may be taken, a button each."""
    reference, found = event.fields.get("reference", ""), _read(event, "times")
    listed = [(str(one["id"]), str(one["when"])) for one in found] if isinstance(found, list) else []
    way = person_button(turn, moment), menu_button(turn, moment)
    if not listed:
        return come_back(tell(turn, moment, "times.none", *way), moment)
    key = "times.gone" if event.fields.get("gone") else "times.choose"
    buttons = (Button(id=f"do:book:{reference}:{time}", label=f"📅 {when}") for time, when in listed)
    return come_back(tell(turn, moment, key, *buttons, *present(*way)), moment)


def asked_items(turn: Turn, moment: Moment, event: Event) -> Turn:
    """Open the flow of a case at just the items that are to be given again."""
    flow = _flow(moment, event)
    known = {step.id for step in flow.steps if isinstance(step, AskingStep)} if flow else set()
    items = tuple(item for item in _list(event, "items") if item in known)
    if flow is None or not items:
        return refused(turn, moment, event)
    turn = tell(put_aside(turn), moment, "flow.put-aside") if turn.state.run else turn
    run = Run(
        flow=flow.id,
        version=flow.version,
        step=items[0],
        answers=_kept(flow, _map(event, "answers"), items),
        begun_at=moment.now,
        touched_at=moment.now,
        completes=event.fields.get("reference", ""),
        items=items,
    )
    kept = KeepFlow(flow=flow.id, version=flow.version, body=flow.model_dump_json())
    begun = turn.but(run=run, pending=None, offered=(), misses=0, doubt="")
    begun = begun.also(kept, reminder(moment.content, run), expiry(moment.content, run))
    return walk(begun, moment, flow, run)


def _read_out(
    turn: Turn, moment: Moment, told: Sequence[Mapping[str, Any]], *, unprompted: bool = False
) -> Turn:
    for number, each in enumerate(told, start=1):
        last = number == len(told)
        reference = str(each.get("reference", ""))
        buttons = _buttons(turn, moment, reference, each.get("offers", ()), menu=last)
        turn = say(turn, moment, str(each.get("text", "")), *buttons, unprompted=unprompted)
    return turn


def _buttons(
    turn: Turn, moment: Moment, reference: str, offers: Sequence[str], *, menu: bool
) -> tuple[Button, ...]:
    there: dict[str, Button | None] = {
        "complete": Button(id=f"do:complete:{reference}", label=words(turn, moment, "button.complete-case")),
        "withdraw": Button(id=f"do:retract:{reference}", label=words(turn, moment, "button.retract")),
        "revoke": Button(id=f"do:revoke:{reference}", label=words(turn, moment, "button.revoke")),
        "times": Button(id=f"do:times:{reference}", label=words(turn, moment, "button.times")),
        "confirm": Button(id=f"do:attend:{reference}", label=words(turn, moment, "button.confirm-time")),
        "person": person_button(turn, moment),
        "rating": flow_button(turn, moment, "rating"),
    }
    offered = tuple(there.get(offer) for offer in offers)
    running = turn.state.run is not None
    return present(*offered, menu_button(turn, moment) if menu and not running else None)


def _flow(moment: Moment, event: Event) -> Flow | None:
    archived = moment.content.archive.get(event.fields.get("version", ""))
    return archived or moment.content.flows.get(event.fields.get("flow", ""))


def _kept(flow: Flow, answers: Mapping[str, Any], items: Sequence[str]) -> dict[str, Any]:
    """Return the answers that conditions may look at: not those given again, and nothing that identifies."""
    secret = {step.id for step in flow.steps if isinstance(step, AskingStep) and (step.secret or step.why)}
    return {step: value for step, value in answers.items() if step not in secret and step not in items}


def _news(event: Event) -> list[Mapping[str, Any]]:
    found = _read(event, "news")
    return [each for each in found if isinstance(each, Mapping)] if isinstance(found, list) else []


def _list(event: Event, name: str) -> list[str]:
    found = _read(event, name)
    return [str(each) for each in found] if isinstance(found, list) else []


def _map(event: Event, name: str) -> Mapping[str, Any]:
    found = _read(event, name)
    return found if isinstance(found, dict) else {}


def _read(event: Event, name: str) -> Any:  # noqa: ANN401 - JSON
    try:
        return json.loads(event.fields.get(name, "null"))
    except ValueError:
        return None
