"""One question to the engine as a fresh conversation: what `ask` and `eval` have in common."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from bot.engine.content import Content
from bot.engine.effects import KeepReading, Say
from bot.engine.respond import respond
from bot.engine.state import State
from bot.messages import Address, Button, Inbound, Message, Reading


@dataclass(frozen=True, kw_only=True, slots=True)
class Answered:
    """How one question was understood and answered."""

    readings: tuple[Reading, ...]  # of each question in the message, in order; at least one
    messages: tuple[Message, ...]
    starts: str | None  # flow that the answer offers to start

    @property
    def reading(self) -> Reading:
        """How the first question was read: most messages ask no other."""
        return self.readings[0]

    @property
    def text(self) -> str:
        """The words that the person reads."""
        return "\n".join(message.text for message in self.messages)

    @property
    def buttons(self) -> tuple[Button, ...]:
        """Buttons under them."""
        return tuple(button for message in self.messages for button in message.buttons)


def answer(content: Content, text: str) -> Answered:
    """Let the engine answer one question: no greeting, no consent, nothing remembered."""
    now = datetime.now(UTC)
    address = Address(organisation=content.organisation.id, channel="terminal", user="ask")
    inbound = Inbound(id="ask", address=address, external_id="ask", received_at=now, text=text)
    turn = respond(content, State(greeted=True), inbound, now)
    kept = tuple(effect.reading for effect in turn.effects if isinstance(effect, KeepReading))
    messages = tuple(effect.message for effect in turn.effects if isinstance(effect, Say))
    readings = kept or (content.matcher.read(text),)
    topic = content.topics.get(readings[0].topic or "")
    return Answered(readings=readings, messages=messages, starts=topic.starts if topic else None)


def as_json(content: Content, answered: Answered) -> dict[str, Any]:
    """Return the fields of design's `ask` JSON, schema 1."""
    reading = answered.reading
    topic = content.topics.get(reading.topic or "")
    source = topic.source if topic else None
    return {
        "schema": 1,
        "decision": reading.decision,
        "topic": reading.topic,
        "offers": list(reading.offers),
        "confidence": round(reading.confidence, 4),
        "text": answered.text,
        "source": source
        and {
            "organisation": source.organisation,
            "document": source.document,
            "section": source.section,
            "clause": source.clause,
        },
        "language": reading.language,
        "starts": answered.starts,
    }
