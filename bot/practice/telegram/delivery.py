"""Webhooks: updates posted to the address that a bot has named, one after the other, until taken."""

import asyncio
import time

import aiohttp

from bot.practice.telegram.schema import Json
from bot.practice.telegram.world import Bot, Webhook, World

SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105 - a name, no secret
_TIMEOUT = aiohttp.ClientTimeout(total=30)
_FIRST_PAUSE, _LONGEST_PAUSE = 0.1, 5.0  # seconds before a refused update is posted again


async def deliver_webhooks(world: World) -> None:
    """Post to all webhooks until cancelled."""
    posting: dict[str, asyncio.Task[None]] = {}
    async with aiohttp.ClientSession(timeout=_TIMEOUT) as session:
        try:
            while True:
                with world.lock:
                    wanted = [bot for bot in world.bots.values() if bot.webhook and bot.waiting]
                for bot in wanted:
                    if bot.token not in posting or posting[bot.token].done():
                        posting[bot.token] = asyncio.create_task(_empty(world, bot, session))
                await world.changed(0.2)
        finally:
            for task in posting.values():
                task.cancel()


async def _empty(world: World, bot: Bot, session: aiohttp.ClientSession) -> None:
    pause = _FIRST_PAUSE
    while (hook := bot.webhook) is not None and bot.waiting:
        update = bot.waiting[0]
        failure = await _post(session, hook, update)
        with world.lock:
            if failure is None:
                pause = _FIRST_PAUSE
                if bot.waiting and bot.waiting[0] is update:
                    bot.waiting.popleft()
                continue
            hook.last_error, hook.last_error_at = failure, int(time.time())
        await asyncio.sleep(pause)
        pause = min(pause * 2, _LONGEST_PAUSE)


async def _post(session: aiohttp.ClientSession, hook: Webhook, update: Json) -> str | None:
    """Return None if the update was taken, else why not."""
    headers = {SECRET_HEADER: hook.secret} if hook.secret else {}
    try:
        async with session.post(hook.url, json=update, headers=headers) as answer:
            if answer.ok:
                return None
            return f"Wrong response from the webhook: {answer.status} {answer.reason}"
    except (aiohttp.ClientError, TimeoutError) as error:
        return f"Connection failed: {type(error).__name__}"
