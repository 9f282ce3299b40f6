"""Telegram in the composition root: imported only where a token is configured (aiogram costs seconds)."""

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager

import structlog
from telegram.error import TelegramError

from bot.channels.telegram.accounts import Account, configured
from bot.channels.telegram.channel import Needs as BotNeeds
from bot.channels.telegram.channel import TelegramChannel
from bot.channels.telegram_desk.desk import TelegramDesk
from bot.channels.telegram_desk.fitness import because
from bot.channels.telegram_desk.needs import API
from bot.channels.telegram_desk.needs import Needs as DeskNeeds
from bot.channels.telegram_desk.places import places
from bot.content.reload import Live
from bot.engine.content import Content
from bot.ports.store import FileStore, Store
from bot.settings import Settings
from bot.worker.service import Worker, new_id, utc_now

_log = structlog.get_logger(__name__)
AGAIN = 60.0  # seconds before a desk that ended with an error is tried again


def bots(settings: Settings, organisations: Sequence[str]) -> tuple[Account, ...]:
    """Return the beneficiaries' bots that are configured. Raises BadTokenError."""
    return configured(settings, organisations)


def telegram_channel(
    settings: Settings,
    store: Store,
    files: FileStore,
    contents: Callable[[str], Content],
    organisations: Sequence[str],
) -> TelegramChannel:
    """Return the beneficiaries' bots. Raises BadTokenError."""
    return TelegramChannel(
        BotNeeds(
            accounts=bots(settings, organisations),
            store=store,
            files=files,
            contents=contents,
            now=utc_now,
            base=settings.telegram_api,
            webhook=settings.telegram_webhook_secret is not None,
        )
    )


@asynccontextmanager
async def telegram_desk(settings: Settings, worker: Worker, live: Live) -> AsyncIterator[None]:
    """Keep the staff desk in Telegram running meanwhile; its failure never stops the rest."""
    token = settings.telegram_desk_token
    if token is None:
        yield
        return
    desk = TelegramDesk(
        needs=DeskNeeds(
            token=token.get_secret_value(),
            places=places(
                settings.telegram_desk_groups,
                settings.telegram_desk_modes,
                tuple(live.library.contents),
                branches=settings.telegram_desk_branches,
            ),
            store=worker.store,
            files=worker.files,
            desk=worker.desk,
            contents=worker.contents,
            content_status=lambda: live.status,
            reload=live.look,
            new_id=new_id,
            now=utc_now,
            api=settings.telegram_api or API,
            console=settings.public_url and f"{settings.public_url}/console",
        )
    )
    running = asyncio.create_task(kept(desk), name="telegram desk")
    try:
        yield
    finally:
        await desk.stop()
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)


async def kept(desk: TelegramDesk) -> None:
    """Run a desk until it is stopped; after an error of Telegram's it begins anew."""
    while True:
        try:
            await desk.run()
        except TelegramError as error:
            _log.error("telegram desk ended", error=because(error), again_in=AGAIN)
        else:
            return
        await asyncio.sleep(AGAIN)
