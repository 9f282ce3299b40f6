"""Updates from Telegram, given to those who take them."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from telegram import Bot, Message, Update, User

from bot.channels.telegram_desk.codes import BadCode, Linked, link
from bot.channels.telegram_desk.doing import Doing
from bot.channels.telegram_desk.ground import Ground
from bot.channels.telegram_desk.messages import Messages
from bot.channels.telegram_desk.needs import Needs
from bot.channels.telegram_desk.parse import command
from bot.channels.telegram_desk.present import apart
from bot.channels.telegram_desk.presses import Presses
from bot.channels.telegram_desk.watching import Watch
from bot.desk.signin import TooManyTries


@dataclass(kw_only=True, slots=True)
class Receiving:
    """Takes updates one after the other. What it does twice has the same effect as once."""

    needs: Needs
    bot: Bot
    watches: Mapping[str, Watch]  # whose (see `bot.ports.places`) → their watch
    name: str  # the bot's own user name
    messages: Messages = field(init=False)
    presses: Presses = field(init=False)

    def __post_init__(self) -> None:
        """Put the parts together."""
        ground = Ground(needs=self.needs, bot=self.bot, watches=self.watches)
        doing = Doing(ground=ground)
        self.messages = Messages(ground=ground, doing=doing, name=self.name)
        self.presses = Presses(ground=ground, doing=doing, messages=self.messages)

    async def take(self, update: Update) -> None:
        """Do what an update asks for."""
        if update.callback_query is not None:
            await self.presses.take(update.callback_query)
        elif update.edited_message is not None and update.edited_message.from_user is not None:
            await self.messages.edited(update.edited_message, update.edited_message.from_user)
        elif update.message is not None and update.message.from_user is not None:
            await self._message(update.message, update.message.from_user)

    async def lost(self, update: Update) -> None:
        """Tell staff that what they wrote could not be done."""
        message = update.message
        here = self.presses.ground.here(message.chat.id) if message else ()
        if message is not None and here:
            text, topic = here[0].speech.say("told.lost"), message.message_thread_id
            await here[0].say(text, topic=topic, answers=message.message_id)

    async def _message(self, message: Message, user: User) -> None:
        if message.chat.type == "private":
            await self._private(message, user)
        elif self.messages.ground.moved(message):
            return
        elif message.forum_topic_closed is not None:
            await self.messages.shut(message)
        else:
            await self.messages.take(message, user)

    async def _private(self, message: Message, user: User) -> None:
        """Link an account by its code; the desk says nothing else in private."""
        order = command(message.text or "", bot=self.name)
        if not self.watches:
            return
        speech = next(iter(self.watches.values())).speech
        if order is None or order.verb not in ("start", "link") or not order.rest:
            await message.reply_text(speech.say("link.how"))
            return
        now, code = self.needs.now(), order.rest
        outcome = await self.needs.store.write(lambda tx: link(tx, user=user.id, code=code, now=now))
        match outcome:
            case Linked(staff=staff):
                text = speech.say("link.done", name=apart(staff.name))
            case BadCode():
                text = speech.say("link.wrong")
            case TooManyTries():
                text = speech.say("link.too-many")
        await message.reply_text(text)
