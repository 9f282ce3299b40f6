"""What a handler of a method is given."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from bot.practice.telegram.schema import Json
from bot.practice.telegram.world import Bot, Room, World


@dataclass(frozen=True, kw_only=True, slots=True)
class Upload:
    """A file that came with a call."""

    name: str
    media_type: str
    data: bytes


@dataclass(frozen=True, kw_only=True, slots=True)
class Asked:
    """A checked call."""

    world: World
    bot: Bot
    method: str
    values: Json
    uploads: Mapping[str, Upload] = field(default_factory=dict)

    def room(self) -> Room:
        """Return the chat that the call names. Raises Refused."""
        return self.world.room(self.bot, self.values["chat_id"])


Handler = Callable[[Asked], Any]
