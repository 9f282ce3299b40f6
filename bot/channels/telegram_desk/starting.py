"""What the desk does before it works: it looks at its groups and sets its commands."""

from collections.abc import Mapping, Sequence

import structlog
from telegram import Bot, BotCommand, BotCommandScopeAllGroupChats
from telegram.error import ChatMigrated, TelegramError

from bot.channels.telegram_desk.fitness import faults
from bot.channels.telegram_desk.platform import Group
from bot.channels.telegram_desk.watching import Watch

COMMANDS = (
    "claim", "return", "close", "pass", "snooze", "priority", "note", "canned", "ask", "unask", "history",
    "queue", "unanswered", "errors", "status", "reload", "help",
)  # fmt: skip
_log = structlog.get_logger(__name__)


async def prepare(bot: Bot, watches: Mapping[str, Watch]) -> None:
    """Make ready; what is missing is said, and the desk works as far as it can. Raises TelegramError."""
    await bot.delete_webhook()  # the desk asks for its updates; those that wait stay
    await _look_at_groups(bot, watches)
    for watch in watches.values():
        await _look_at_branch(watch)
    await _set_commands(bot, watches)


async def _look_at_branch(watch: Watch) -> None:
    """Say that a branch has a group and nobody: its name may be misspelt in the settings."""
    branch, organisation = watch.branch, watch.organisation
    if branch is None:
        return
    accounts = await watch.needs.store.write(lambda tx: tx.staff.list())
    if not any(one.branches.get(organisation) == branch for one in accounts if not one.disabled):
        _log.warning(
            "nobody represents the branch of this group: wasl staff role LOGIN ORG researcher --branch NAME",
            organisation=organisation,
            branch=branch,
        )


async def _look_at_groups(bot: Bot, watches: Mapping[str, Watch]) -> None:
    for group in {watch.place.group: watch.group for watch in watches.values()}.values():
        try:
            for fault in await _faults(bot, group):
                _log.warning("the staff group is not ready", group=group.id, because=fault)
        except TelegramError as error:
            _log.warning("the staff group was not looked at", group=group.id, error=error.message)


async def _faults(bot: Bot, group: Group) -> Sequence[str]:
    try:
        return await faults(bot, group.id)
    except ChatMigrated as error:
        group.moved(error.new_chat_id)
        return await faults(bot, group.id)


async def _set_commands(bot: Bot, watches: Mapping[str, Watch]) -> None:
    if not watches:
        _log.warning("no organisation has a staff group: write /id in the group to learn its number")
        return
    speech = next(iter(watches.values())).speech
    commands = [BotCommand(name, speech.say(f"command.{name}")) for name in COMMANDS]
    try:
        await bot.set_my_commands(commands, scope=BotCommandScopeAllGroupChats())
    except TelegramError as error:
        _log.warning("commands not set", error=error.message)
