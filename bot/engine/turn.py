"""What a turn is made of: the moment it happens in, and what has come of it so far."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from bot.engine.content import Content
from bot.engine.effects import Effect, Say
from bot.engine.state import State
from bot.messages import Button, Inbound


@dataclass(frozen=True, kw_only=True, slots=True)
class Turn:
    """The state after a message or event, and what the world is asked to do, in order."""

    state: State
    effects: tuple[Effect, ...] = ()

    def but(self, **changes: Any) -> "Turn":  # noqa: ANN401 - fields of State
        """Return the turn with fields of its state changed."""
        return replace(self, state=replace(self.state, **changes))

    def also(self, *effects: Effect) -> "Turn":
        """Return the turn with more effects."""
        return replace(self, effects=self.effects + effects)

    @property
    def said(self) -> bool:
        """Whether the person is told anything."""
        return any(isinstance(effect, Say) for effect in self.effects)

    @property
    def buttons(self) -> tuple[Button, ...]:
        """All buttons under the messages of this turn."""
        said = (effect.message for effect in self.effects if isinstance(effect, Say))
        return tuple(button for message in said for button in message.buttons)


@dataclass(frozen=True, kw_only=True, slots=True)
class Moment:
    """What a turn may look at: content, time, and the person's message if there is one."""

    content: Content
    now: datetime
    inbound: Inbound | None = None

    @property
    def text(self) -> str:
        """What the person wrote, without spaces around it."""
        return self.inbound.text.strip() if self.inbound else ""
