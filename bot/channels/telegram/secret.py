"""The webhook's secret: which one Telegram takes, and what else a webhook needs. Pure; needs no library."""

import hashlib
import hmac
import re

from bot.settings import Settings

SETTING = "WASL_TELEGRAM_WEBHOOK_SECRET"
_SECRET = re.compile(r"[A-Za-z0-9_-]{16,256}")


class BadSecretError(ValueError):
    """A secret with which no update would ever arrive; the message says what to set."""


def checked(settings: Settings) -> str | None:
    """Return the secret, None if updates are polled for. Raises BadSecretError."""
    if settings.telegram_webhook_secret is None:
        return None
    if settings.public_url is None:
        raise BadSecretError(f"{SETTING}: set WASL_PUBLIC_URL too, the https address that Telegram posts to")
    return taken(settings.telegram_webhook_secret.get_secret_value())


def taken(secret: str) -> str:
    """Return the secret as it is. Raises BadSecretError for one that Telegram does not take."""
    if not _SECRET.fullmatch(secret):
        raise BadSecretError(f"{SETTING}: 16 to 256 of A-Z a-z 0-9 _ -")
    return secret


def same(given: str, wanted: str) -> bool:
    """Compare in constant time."""
    return hmac.compare_digest(given.encode(), wanted.encode())


def secret_of(secret: str, bot: int) -> str:
    """Return one bot's secret: who learns it can post as that bot alone."""
    return hmac.new(secret.encode(), str(bot).encode(), hashlib.sha256).hexdigest()
