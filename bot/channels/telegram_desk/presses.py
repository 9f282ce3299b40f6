"""Buttons that are pressed in the group."""

from dataclasses import dataclass

import structlog
from telegram import CallbackQuery, Message
from telegram.error import TelegramError

from bot.channels.telegram_desk.acting import ACTS, CHOOSING, Acting, told
from bot.channels.telegram_desk.doing import Doing
from bot.channels.telegram_desk.ground import Ground
from bot.channels.telegram_desk.messages import FORCE, Messages
from bot.channels.telegram_desk.parse import Order, pressed
from bot.channels.telegram_desk.watching import Watch

ALERT = 200  # characters of the answer to a press
_log = structlog.get_logger(__name__)


@dataclass(frozen=True, kw_only=True, slots=True)
class Presses:
    """Does what buttons say, for those who may."""

    ground: Ground
    doing: Doing
    messages: Messages

    async def take(self, press: CallbackQuery) -> None:
        """Do what a press asks for."""
        shown, ground = press.message, self.ground
        here = ground.here(shown.chat.id) if isinstance(shown, Message) else ()
        if not isinstance(shown, Message) or not here:
            await _answer(press, "")
            return
        staff = await ground.staff(press.from_user)
        thread = await ground.thread(shown)
        watch = ground.watch(thread) if thread else here[0]
        if staff is None:
            await _answer(press, watch.speech.say("stranger"))
            await ground.report(watch, press.from_user, linked=False)
        elif thread is None or not watch.admits(staff):
            await _answer(press, watch.speech.say("told.not-allowed"))
        else:
            acting = Acting(needs=ground.needs, actor=staff, thread=thread)
            await self._pressed(watch, acting, pressed(press.data or ""), press, shown)

    async def _pressed(
        self, watch: Watch, acting: Acting, order: Order, press: CallbackQuery, shown: Message
    ) -> None:
        if order.verb == "back" or (order.verb in CHOOSING and not order.rest):
            await _answer(press, "")
            await self._offer(watch, acting, order.verb, shown)
        elif order.verb == FORCE and shown.reply_to_message is not None:
            await _answer(press, "")
            await self.messages.words(watch, acting, shown.reply_to_message, force=True)
        elif order.verb in ACTS or order.verb == "canned":
            outcome = await self.doing.done(watch, acting, order, shown.message_id)
            await _answer(press, told(outcome, watch.speech) if outcome else "")
            await self._offer(watch, acting, "back", shown)
        else:
            await _answer(press, "")
            await self.doing.oversee(watch, acting.actor, order, shown.message_id, acting.thread)

    async def _offer(self, watch: Watch, acting: Acting, verb: str, shown: Message) -> None:
        """Put the buttons of a choice under the message, or those of the chat's head again."""
        chat = await self.ground.chat(acting.thread)
        rows = await self.doing.choice(watch, chat, verb, acting.actor)
        await self.ground.quietly(watch.group.show_keys(shown.message_id, rows))


async def _answer(press: CallbackQuery, text: str) -> None:
    try:
        await press.answer(text[:ALERT] or None, show_alert=bool(text))
    except TelegramError as error:
        _log.info("a press was answered too late", error=error.message)
