"""How what a person sent is kept in the transcript: masked, in words, with how it was understood."""

from collections.abc import Mapping, Sequence
from typing import Any

from bot.engine.effects import Effect, KeepAsked, KeepReading, TakeBack
from bot.engine.questioning import unbound
from bot.messages import Inbound, Reading
from bot.people.masking import mask
from bot.worker.private import HIDDEN
from bot.worker.scene import Act

TAKEN_BACK = HIDDEN  # stands for what belonged on a page of its own
RECENT = 20  # lines in which a pressed button is looked for


def keep(act: Act, inbound: Inbound, effects: Sequence[Effect]) -> int:
    """Append the person's message and return its line."""
    if act.hears_privately:
        return _keep_hidden(act, inbound)
    if any(isinstance(effect, TakeBack) for effect in effects) or _unlinked(act, inbound.choice):
        return _keep_nothing(act, inbound)
    return act.tx.transcript.add(
        act.organisation,
        act.conversation.id,
        direction="in",
        text=mask(inbound.text) or _pressed(act, inbound.choice) or _other(inbound),
        at=inbound.received_at,
        attachments=inbound.attachments,
        inbound=inbound.id,
        trace=_trace(inbound, effects),
    )


def _keep_nothing(act: Act, inbound: Inbound) -> int:
    """Note that something was sent; its words are not kept, and files go that nothing else names."""
    line = _keep_hidden(act, inbound)
    act.aftermath.files.extend(act.tx.transcript.unnamed([file.key for file in inbound.attachments]))
    return line


def _keep_hidden(act: Act, inbound: Inbound) -> int:
    """Note that something was sent; a voice note stays, for the opinion that it is names it."""
    return act.tx.transcript.add(
        act.organisation,
        act.conversation.id,
        direction="in",
        text=TAKEN_BACK,
        at=inbound.received_at,
        inbound=inbound.id,
    )


def _unlinked(act: Act, choice: str | None) -> bool:
    """Whether a press begins a form that keeps no tie to the chat: which one it is shows to nobody."""
    head, _, name = (choice or "").partition(":")
    flow = act.content.flows.get(name) if head == "flow" else None
    life = act.content.lives.get(flow.kind or "") if flow else None
    return life is not None and life.unlinked


def _pressed(act: Act, choice: str | None) -> str:
    """Return the label of the pressed button: staff read words, never ids."""
    if choice is None:
        return ""
    for line in act.tx.transcript.recent(act.organisation, act.conversation.id, limit=RECENT):
        for button in line.message.buttons if line.message else ():
            if button.id == choice:
                return button.label
    return _standing(act, choice)


def _standing(act: Act, choice: str) -> str:
    """Return the label of a button that stands beside the chat, such as the menu of a page."""
    content, language = act.content, act.conversation.language
    head, _, name = choice.partition(":")
    named = content.flows.get(name) if head == "flow" else content.topics.get(name)
    if named is not None and head in ("flow", "topic"):
        return named.title[language]
    label = f"engine.button.{unbound(choice).removeprefix('do:').replace(':', '-')}"
    return content.texts(language, label) if label in content.texts.tables[language] else choice


def _other(inbound: Inbound) -> str:
    if place := inbound.location:
        return f"📍 {place.latitude:.5f}, {place.longitude:.5f} {place.label}".rstrip()
    return inbound.phone or inbound.unsupported or ""


def _trace(inbound: Inbound, effects: Sequence[Effect]) -> Mapping[str, Any] | None:
    readings = [effect.reading for effect in effects if isinstance(effect, KeepReading)]
    chosen = {"choice": inbound.choice} if inbound.choice else {}
    chosen |= dict([("asked", each.step) for each in effects if isinstance(each, KeepAsked)][-1:])
    return (chosen | _understood(readings[-1]) if readings else chosen) or None


def _understood(reading: Reading) -> dict[str, Any]:
    return {
        "decision": reading.decision,
        "topic": reading.topic,
        "offers": list(reading.offers),
        "confidence": round(reading.confidence, 3),
        "danger": reading.danger,
        "candidates": [[one.topic, round(one.score, 3)] for one in reading.candidates],
        "read_as": mask(reading.rewritten or reading.normalised),
        "corrections": [list(pair) for pair in reading.corrections],
        "because": mask(reading.because),
    }
