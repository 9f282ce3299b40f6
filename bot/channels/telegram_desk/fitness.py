"""Whether a group can be a desk at all, said when the desk starts and not at the first hand-off."""

from collections.abc import Sequence

from telegram import Bot, ChatFullInfo, ChatMember, ChatMemberAdministrator
from telegram.error import BadRequest, Conflict, Forbidden, InvalidToken, TelegramError

_ABSENT = (ChatMember.LEFT, ChatMember.BANNED)
NOT_THERE = "the bot is not in the group: add it as an administrator"
NO_TOPICS = "topics are off: switch them on in the group's settings"
NO_ADMINISTRATOR = "the bot is no administrator: make it one, with Manage topics and Delete messages"
NO_MANAGING = "the bot has no right Manage topics"
NO_DELETING = "the bot has no right Delete messages: what a person has erased stays in the group"


async def faults(bot: Bot, group: int) -> Sequence[str]:
    """Return what an administrator has to change in a group; empty if all is well. Raises TelegramError."""
    try:
        chat = await bot.get_chat(group)
        own = await bot.get_chat_member(group, bot.id)
    except (BadRequest, Forbidden):
        return (NOT_THERE,)
    return _faults(chat, own)


def _faults(chat: ChatFullInfo, own: ChatMember) -> Sequence[str]:
    if own.status in _ABSENT:
        return (NOT_THERE,)
    found = [] if chat.is_forum else [NO_TOPICS]
    if not isinstance(own, ChatMemberAdministrator):
        return (*found, NO_ADMINISTRATOR)
    found += [] if own.can_manage_topics else [NO_MANAGING]
    return (*found, *([] if own.can_delete_messages else [NO_DELETING]))


def because(error: TelegramError) -> str:
    """Return what an administrator can do about an error that ends the desk."""
    if isinstance(error, InvalidToken):
        return "the token is not valid: take a new one from @BotFather"
    if isinstance(error, Conflict):
        return "another process polls with this token"
    return type(error).__name__
