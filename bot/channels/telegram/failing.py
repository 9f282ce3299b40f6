"""What an error of aiogram means: for the outbox, and for who looks after the bot. Pure."""

from aiogram import exceptions

from bot.ports.channel import Blocked, Later, Rejected, SendError, Unreachable

_GONE = ("chat not found", "user not found", "peer_id_invalid", "user is deactivated")


def send_error(error: exceptions.AiogramError) -> SendError:
    """Return the error that tells the outbox what to do."""
    if isinstance(error, exceptions.TelegramRetryAfter):
        return Later(float(error.retry_after))
    if isinstance(error, exceptions.TelegramForbiddenError):
        return Blocked(error.message)
    if isinstance(error, exceptions.TelegramBadRequest | exceptions.TelegramMigrateToChat):
        return _refused(error.message)
    if isinstance(error, exceptions.TelegramEntityTooLarge):
        return Rejected(error.message)
    return Unreachable(_short(error))  # network, 5xx, a revoked token, an answer that is none


def because(error: exceptions.AiogramError) -> str:
    """Return what an administrator can do about it."""
    if isinstance(error, exceptions.TelegramConflictError):
        if "webhook" in error.message:
            return "a webhook is set: wasl telegram webhook remove, or set WASL_TELEGRAM_WEBHOOK_SECRET"
        return "another process polls with this token"
    if isinstance(error, exceptions.TelegramUnauthorizedError):
        return "the token is not valid: take a new one from @BotFather"
    if isinstance(error, exceptions.TelegramBadRequest):
        return error.message  # Telegram's own words; no address stands in them
    return _short(error)


def _refused(reason: str) -> SendError:
    gone = any(words in reason.lower() for words in _GONE)
    return Blocked(reason) if gone else Rejected(reason)


def _short(error: exceptions.AiogramError) -> str:
    """Return the kind of error: its words may hold an address with the token in it."""
    return type(error).__name__
