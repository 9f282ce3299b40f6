"""getUpdates: what waits for a bot, confirmed by the next offset."""

import time

from bot.practice.telegram.refusals import Refused
from bot.practice.telegram.schema import Json
from bot.practice.telegram.world import Bot, World

_MOST = 100


async def get_updates(world: World, bot: Bot, values: Json) -> list[Json]:
    """Return waiting updates; wait up to `timeout` seconds for the first. Raises Refused with 409."""
    poller = object()
    with world.lock:
        if bot.webhook is not None:
            raise _conflict("can't use getUpdates method while webhook is active; use deleteWebhook first")
        bot.poller = poller
        bot.allowed = tuple(values.get("allowed_updates", bot.allowed))
        _confirm(bot, values.get("offset", 0))
        world.wake()
    until = time.monotonic() + values.get("timeout", 0)
    limit = min(max(values.get("limit", _MOST), 1), _MOST)
    while True:
        with world.lock:
            if bot.poller is not poller:
                raise _conflict("terminated by other getUpdates request; make sure that only one is running")
            ready = list(bot.waiting)[:limit]
        left = until - time.monotonic()
        if ready or left <= 0 or world.closing:
            return ready
        await world.changed(min(left, 1.0))


def _conflict(reason: str) -> Refused:
    return Refused(409, f"Conflict: {reason}")


def _confirm(bot: Bot, offset: int) -> None:
    """Forget what the bot has taken; a negative offset keeps only so many of the newest."""
    if offset < 0:
        while len(bot.waiting) > -offset:
            bot.waiting.popleft()
        return
    kept = [update for update in bot.waiting if update["update_id"] >= offset]
    bot.waiting.clear()
    bot.waiting.extend(kept)
