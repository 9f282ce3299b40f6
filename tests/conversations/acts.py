"""What may stand in a conversation: things that people and the world do, and what is expected of the bot."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import timedelta
from typing import Any

from bot.engine.flow import Flow
from bot.engine.questioning import unbound
from bot.messages import Attachment, Location
from tests.conversations.world import World

UNITS = {"m": 60, "h": 3600, "d": 86400}
TYPES = {"voice": "audio/ogg", "photo": "image/jpeg", "document": "application/pdf"}


def send(world: World, what: Mapping[str, str]) -> None:
    fields: dict[str, Any] = {key: what[key] for key in ("text", "phone", "unsupported") if key in what}
    if kinds := [kind for kind in TYPES if kind in what]:
        fields["attachments"] = tuple(_file(kind, what[kind]) for kind in kinds)
    if "location" in what:
        fields["location"] = Location(latitude=18.2, longitude=42.5, label=what["location"])
    world.hear(sticker="sticker" in what, **fields)


def _file(kind: Any, name: str) -> Attachment:
    return Attachment(key="c" * 64, name=name, media_type=TYPES[kind], size=5000, kind=kind, seconds=3)


def _named(world: World, button: str) -> str:
    """Return a button's id; of the one whose id ends in a time, by what it is for."""
    shown = [each.id for message in world.said for each in message.buttons]
    return (
        next((each for each in shown if each.startswith("unask:")), button)
        if button == "rather-not"
        else button
    )


def bot(world: World, what: Any) -> None:
    if what == "silent":
        assert not world.said, "the bot should say nothing"
        return
    expected = {"has": what} if isinstance(what, list) else what
    text, place = "\n".join(message.text for message in world.said), 0
    for fragment in expected.get("has", ()):
        assert (place := text.find(fragment, place)) >= 0, f"{fragment!r} is missing, or not in this order"
    buttons = {unbound(button.id) for message in world.said for button in message.buttons}
    assert not set(expected.get("buttons", ())) - buttons, f"buttons are {sorted(buttons)}"
    assert not [bad for bad in expected.get("not", ()) if bad in text or bad in buttons], (
        "says what it should not"
    )
    assert expected.get("source") in (None, *(m.source.section for m in world.said if m.source)), (
        "no such source"
    )
    assert expected.get("device") in (None, *(message.device for message in world.said)), "device is not told"
    assert "urgent" not in expected or world.said[0].urgent, "is not urgent"
    assert "language" not in expected or {m.language for m in world.said} == {expected["language"]}


def expect(world: World, what: Mapping[str, Any]) -> None:
    for name, expected in what.items():
        found = FACTS[name](world)
        assert found == expected, f"{name} is {found!r}"


def change(world: World, what: Mapping[str, str]) -> None:
    """Change a flow under the person: without a step, under another title, or gone; archived or not."""
    flows = dict(world.content.flows)
    old = flows.pop(what["flow"])
    if "gone" not in what:
        steps = [step.model_dump() for step in old.steps if step.id != what.get("without")]
        flows[old.id] = Flow.model_validate({**old.model_dump(), "steps": steps, "icon": "🆕"})
    archive = world.kept if "archived" in what else {}
    world.content = replace(world.content, flows=flows, archive=archive)


ACTS: dict[str, Callable[[World, Any], None]] = {
    "say": lambda world, text: world.hear(text=text),
    "press": lambda world, button: world.hear(choice=_named(world, button)),
    "send": send,
    "wait": lambda world, time: world.wait(timedelta(seconds=int(time[:-1]) * UNITS[time[-1]])),
    "event": lambda world, event: world.happen(*event) if isinstance(event, list) else _event(world, event),
    "bot": bot,
    "expect": expect,
    "change": change,
}
FACTS: dict[str, Callable[[World], Any]] = {
    "owner": lambda world: world.owner,
    "handoff": lambda world: world.handoffs[-1].reason if world.handoffs else "none",
    "handoffs": lambda world: str(len(world.handoffs)),
    "priority": lambda world: world.handoffs[-1].priority,
    "danger": lambda world: world.state.danger,
    "audio": lambda world: str(len(world.handoffs[-1].attachments)),
    "case": lambda world: world.cases[-1].kind if world.cases else "none",
    "cases": lambda world: str(len(world.cases)),
    "answers": lambda world: sorted(world.cases[-1].answers),
    "files": lambda world: str(len(world.cases[-1].attachments)),
    "pledge": lambda world: world.cases[-1].pledge and world.cases[-1].pledge.method,
    "rating": lambda world: str(world.ratings[-1].stars),
    "consent": lambda world: ["yes" if each.agreed else "no" for each in world.consents],
    "flow": lambda world: world.state.run.flow if world.state.run else "none",
    "step": lambda world: world.state.run.step if world.state.run else "none",
    "saved": lambda world: [run.flow for run in world.state.saved],
    "timers": lambda world: sorted(world.timers),
    "decisions": lambda world: [each.reading.decision for each in world.readings],
    "asked": lambda world: world.state.asked.step if world.state.asked else "none",
    "answered": lambda world: [world.asked[-1].status, world.asked[-1].shown] if world.asked else "none",
    "hears": lambda world: "yes" if world.state.hears else "no",
    "language": lambda world: world.state.language,
}


def _event(world: World, event: Any) -> None:
    if isinstance(event, str):
        world.happen(event)  # type: ignore[arg-type]
        return
    ((kind, given),) = event.items()
    world.happen(kind, **(given if isinstance(given, dict) else {"role": given}))
