"""The methods that the fake carries out, by name."""

from collections.abc import Mapping

from bot.practice.telegram.calls import changing, groups, media, profile, sending
from bot.practice.telegram.calls.asked import Asked, Handler, Upload

HANDLERS: Mapping[str, Handler] = {
    **sending.HANDLERS,
    **changing.HANDLERS,
    **groups.HANDLERS,
    **media.HANDLERS,
    **profile.HANDLERS,
}

__all__ = ["HANDLERS", "Asked", "Handler", "Upload"]
