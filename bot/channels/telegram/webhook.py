"""Updates that Telegram posts to us, and the address at which it does."""

from dataclasses import dataclass

import structlog
from aiogram.types import Update
from fastapi import APIRouter, Request, Response
from prometheus_client import CollectorRegistry, Counter
from pydantic import ValidationError

from bot.channels.telegram.accounts import Account
from bot.channels.telegram.channel import TelegramChannel
from bot.channels.telegram.parse import ALLOWED
from bot.channels.telegram.secret import same, secret_of, taken
from bot.channels.telegram.wire import Wire

HEADER = "X-Telegram-Bot-Api-Secret-Token"
PATH = "/telegram/{bot}"
MAX_BODY = 2 * 2**20  # bytes
_log = structlog.get_logger(__name__)


class Refusals:
    """Counts posts that did not know the secret."""

    def __init__(self, registry: CollectorRegistry) -> None:
        """Count, and show the figure in the registry of `/metrics`."""
        self.count = 0
        name, words = "wasl_telegram_webhook_refused", "Webhook posts with a wrong or missing secret"
        self._shown = Counter(name, words, registry=registry)

    def note(self) -> None:
        """Count one."""
        self.count += 1
        self._shown.inc()


def router(channel: TelegramChannel, secret: str, refusals: Refusals) -> APIRouter:
    """Return the route that takes updates. Raises BadSecretError for a secret that Telegram does not take."""
    taken(secret)
    routes = APIRouter()

    @routes.post(PATH)
    async def take(bot: int, request: Request) -> Response:
        given = request.headers.get(HEADER, "")
        if not same(given, secret_of(secret, bot)):
            refusals.note()
            _log.warning("webhook refused", bot=bot)
            return Response(status_code=403)
        intake = channel.intakes.get(bot)
        if intake is None:
            return Response(status_code=503)
        body = await request.body()
        update = _read(body) if len(body) <= MAX_BODY else None
        if update is not None:
            await intake.take(update)
        return Response(status_code=200)

    return routes


def _read(body: bytes) -> Update | None:
    try:
        return Update.model_validate_json(body)
    except ValidationError:
        _log.error("unreadable update")
        return None


@dataclass(frozen=True, kw_only=True, slots=True)
class Hook:
    """A bot's webhook as Telegram has it."""

    bot: int
    username: str
    url: str
    wanted: str  # where it should point; empty = nowhere
    pending: int
    error: str

    @property
    def good(self) -> bool:
        """Whether it points where it should, and the last post went well."""
        return self.url == self.wanted and not self.error


def address(public_url: str, account: Account) -> str:
    """Return where a bot's updates are posted."""
    return public_url.rstrip("/") + PATH.format(bot=account.id)


async def webhook_set(account: Account, public_url: str, secret: str, *, base: str | None = None) -> Hook:
    """Have a bot's updates posted to this installation. Raises aiogram's errors."""
    wire, url = Wire(account=account, base=base), address(public_url, account)
    try:
        await wire.bot.set_webhook(url, secret_token=secret_of(secret, account.id), allowed_updates=ALLOWED)
        return await _look(wire, url)
    finally:
        await wire.close()


async def webhook_verify(account: Account, public_url: str, *, base: str | None = None) -> Hook:
    """Say how a bot's webhook stands. Raises aiogram's errors."""
    wire = Wire(account=account, base=base)
    try:
        return await _look(wire, address(public_url, account) if public_url else "")
    finally:
        await wire.close()


async def webhook_remove(account: Account, *, base: str | None = None) -> Hook:
    """Have updates wait for polling again; none is dropped. Raises aiogram's errors."""
    wire = Wire(account=account, base=base)
    try:
        await wire.bot.delete_webhook()
        return await _look(wire, "")
    finally:
        await wire.close()


async def _look(wire: Wire, wanted: str) -> Hook:
    me, info = await wire.bot.get_me(), await wire.bot.get_webhook_info()
    return Hook(
        bot=me.id,
        username=me.username or "",
        url=info.url,
        wanted=wanted,
        pending=info.pending_update_count,
        error=info.last_error_message or "",
    )


__all__ = [
    "Hook", "Refusals", "address", "router", "webhook_remove", "webhook_set", "webhook_verify",
]  # fmt: skip
