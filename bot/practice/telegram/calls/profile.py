"""The bot itself: who it is, its commands, its webhook."""

import re

from bot.practice.telegram.calls.asked import Asked, Handler
from bot.practice.telegram.refusals import bad
from bot.practice.telegram.schema import Json
from bot.practice.telegram.world import Webhook

_SECRET = re.compile(r"[A-Za-z0-9_-]{1,256}")
_COMMAND = re.compile(r"[a-z0-9_]{1,32}")
_TEXTS = {
    "Description": (512, "description"),
    "ShortDescription": (120, "short_description"),
    "Name": (64, "name"),
}


def get_me(asked: Asked) -> Json:
    """Describe the bot."""
    able = {"can_join_groups": True, "can_read_all_group_messages": True, "supports_inline_queries": False}
    return asked.bot.json() | able


def set_commands(asked: Asked) -> bool:
    """Keep the commands of a scope and language."""
    commands = asked.values["commands"]
    for command in commands:
        if not _COMMAND.fullmatch(command["command"]):
            raise bad("BOT_COMMAND_INVALID")
        if not 0 < len(command["description"]) <= 256:
            raise bad("BOT_COMMAND_DESCRIPTION_INVALID")
    asked.bot.commands[_scope(asked)] = commands
    return True


def get_commands(asked: Asked) -> list[Json]:
    """Return the commands of a scope and language."""
    return asked.bot.commands.get(_scope(asked), [])


def delete_commands(asked: Asked) -> bool:
    """Drop the commands of a scope and language."""
    asked.bot.commands.pop(_scope(asked), None)
    return True


def _scope(asked: Asked) -> tuple[str, str]:
    language = asked.values.get("language_code", "")
    if language and len(language) != 2:
        raise bad("LANG_CODE_INVALID")
    return asked.values.get("scope", {}).get("type", "default"), language


def set_profile(asked: Asked) -> bool:
    """Keep a name or description of a language."""
    most, parameter = _TEXTS[asked.method.removeprefix("setMy")]
    text = asked.values.get(parameter, "")
    if len(text) > most:
        raise bad(f"{parameter} is too long")
    asked.bot.profile[f"{parameter}.{asked.values.get('language_code', '')}"] = text
    return True


def set_webhook(asked: Asked) -> bool:
    """Send updates to an address from now on; unlike Telegram the fake takes http and every port."""
    values = asked.values
    secret = values.get("secret_token")
    if secret is not None and not _SECRET.fullmatch(secret):
        raise bad("secret token contains unallowed characters")
    if not 1 <= values.get("max_connections", 40) <= 100:
        raise bad("max_connections must be between 1 and 100")
    if values["url"] and not values["url"].startswith(("http://", "https://")):
        raise bad("bad webhook: An HTTPS URL must be provided for webhook")
    fresh = Webhook(url=values["url"], secret=secret, max_connections=values.get("max_connections", 40))
    asked.bot.webhook = fresh if values["url"] else None
    asked.bot.allowed = tuple(values.get("allowed_updates", asked.bot.allowed))
    _drop(asked)
    return True


def delete_webhook(asked: Asked) -> bool:
    """Send updates nowhere: they wait for getUpdates."""
    asked.bot.webhook = None
    _drop(asked)
    return True


def _drop(asked: Asked) -> None:
    if asked.values.get("drop_pending_updates"):
        asked.bot.waiting.clear()
    asked.bot.poller = None
    asked.world.wake()


def get_webhook(asked: Asked) -> Json:
    """Say where updates go, and how that went."""
    hook = asked.bot.webhook
    base: Json = {"url": hook.url if hook else "", "has_custom_certificate": False}
    base["pending_update_count"] = len(asked.bot.waiting)
    if asked.bot.allowed:
        base["allowed_updates"] = list(asked.bot.allowed)
    if hook is None:
        return base
    failed = {"last_error_date": hook.last_error_at, "last_error_message": hook.last_error}
    return base | {"max_connections": hook.max_connections} | {k: v for k, v in failed.items() if v}


HANDLERS: dict[str, Handler] = {
    "getMe": get_me,
    "setMyCommands": set_commands,
    "getMyCommands": get_commands,
    "deleteMyCommands": delete_commands,
    "setMyName": set_profile,
    "setMyDescription": set_profile,
    "setMyShortDescription": set_profile,
    "setWebhook": set_webhook,
    "deleteWebhook": delete_webhook,
    "getWebhookInfo": get_webhook,
}
