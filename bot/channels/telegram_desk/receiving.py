"""Updates from Telegram: who did what, where."""

from collections.abc import Awaitable, Mapping, Sequence
from dataclasses import dataclass

import structlog
from telegram import Bot, CallbackQuery, Message, Update, User
from telegram.error import TelegramError

from bot.channels.telegram_desk.acting import ACTS, CHOOSING, Acting, Written, told
from bot.channels.telegram_desk.codes import BadCode, Linked, actor_of, link
from bot.channels.telegram_desk.needs import Needs
from bot.channels.telegram_desk.oversight import Oversight
from bot.channels.telegram_desk.parse import Order, command, pressed
from bot.channels.telegram_desk.platform import Busy, Gone, Refused
from bot.channels.telegram_desk.present import (
    Rows,
    apart,
    canned,
    canned_keys,
    canned_titles,
    close_keys,
    pass_keys,
    priority_keys,
)
from bot.channels.telegram_desk.uploads import TooBig, fetched
from bot.channels.telegram_desk.watching import Watch
from bot.desk.outcomes import Noted, Outcome, Unknown, Unseen
from bot.desk.permissions import may
from bot.desk.signin import TRY_WINDOW, TooManyTries
from bot.ports.records import Conversation, Staff, Thread
from bot.ports.store import Transaction

FORCE = "send"  # data of the button that sends although the person has written since
ALERT = 200  # characters of the answer to a press
REPORT = TRY_WINDOW * 96  # a stranger is reported once in a day
_log = structlog.get_logger(__name__)


@dataclass(frozen=True, kw_only=True, slots=True)
class Receiving:
    """Takes updates one after the other. What it does twice has the same effect as once."""

    needs: Needs
    bot: Bot
    watches: Mapping[str, Watch]  # organisation id → its watch
    name: str  # the bot's own user name

    async def take(self, update: Update) -> None:
        """Do what an update asks for."""
        if update.callback_query is not None:
            await self._press(update.callback_query)
        elif update.edited_message is not None:
            await self._edited(update.edited_message)
        elif update.message is not None and update.message.from_user is not None:
            await self._message(update.message, update.message.from_user)

    async def _message(self, message: Message, user: User) -> None:
        if message.chat.type == "private":
            await self._private(message, user)
            return
        here = self._here(message.chat.id)
        order = command(message.text or message.caption or "", bot=self.name)
        if not here:
            if order is not None and order.verb == "id":
                await message.reply_text(str(message.chat.id))
            return
        if not _says_something(message) or user.is_bot:
            return
        staff = await self._staff(user)
        if staff is None or not any(may(staff, one.organisation, "read") for one in here):
            await self._report(here[0], user)
            return
        thread = await self._thread(message)
        if thread is None:
            await self._general(here, staff, order, message)
        else:
            await self._in_topic(Acting(needs=self.needs, actor=staff, thread=thread), order, message)

    async def _in_topic(self, acting: Acting, order: Order | None, message: Message) -> None:
        watch = self.watches[acting.thread.organisation]
        if not acting.allowed:
            await watch.say(
                watch.speech.say("told.not-allowed"), topic=acting.thread.number, answers=message.message_id
            )
        elif order is None:
            await self._words(watch, acting, message)
        elif order.verb == "note":
            note = Written(message=message.message_id, text=order.rest)
            await self._tell(watch, acting, await acting.note(note), message.message_id, done="✍")
        elif order.verb in ACTS or order.verb in CHOOSING:
            await self._ordered(watch, acting, order, message)
        else:
            await self._oversee(watch, acting.actor, order, message, acting.thread)

    async def _words(self, watch: Watch, acting: Acting, message: Message, *, force: bool = False) -> None:
        """Send what was written to the person, where the talk is mirrored; elsewhere staff talk freely."""
        if watch.place.mode != "mirror":
            return
        try:
            attachments = await fetched(message, self.bot, self.needs.files)
        except TooBig as error:
            await watch.say(
                watch.speech.say("told.file-too-big", most=error.most),
                topic=acting.thread.number,
                answers=message.message_id,
            )
            return
        written = Written(
            message=message.message_id,
            text=message.text or message.caption or "",
            attachments=attachments,
            force=force,
        )
        await self._tell(watch, acting, await acting.reply(written), message.message_id, done="")

    async def _ordered(self, watch: Watch, acting: Acting, order: Order, message: Message) -> None:
        if order.verb in CHOOSING and not order.rest:
            chat = await self._chat(acting.thread)
            rows = await self._choice(watch, chat, order.verb, acting.actor)
            text = watch.speech.say(f"choose.{order.verb}")
            await watch.say(text, topic=acting.thread.number, answers=message.message_id, rows=rows)
            return
        outcome = await self._done(watch, acting, order, message.message_id)
        await self._tell(watch, acting, outcome, message.message_id, done="👌")

    async def _press(self, press: CallbackQuery) -> None:
        shown = press.message
        here = self._here(shown.chat.id) if isinstance(shown, Message) else ()
        if not isinstance(shown, Message) or not here:
            await self._answer(press, "")
            return
        staff = await self._staff(press.from_user)
        thread = await self._thread(shown)
        watch = self.watches[thread.organisation] if thread else here[0]
        if staff is None:
            await self._answer(press, watch.speech.say("stranger"))
            await self._report(watch, press.from_user)
        elif thread is None or not may(staff, thread.organisation, "read"):
            await self._answer(press, watch.speech.say("told.not-allowed"))
        else:
            acting = Acting(needs=self.needs, actor=staff, thread=thread)
            await self._pressed(watch, acting, pressed(press.data or ""), press, shown)

    async def _pressed(
        self, watch: Watch, acting: Acting, order: Order, press: CallbackQuery, shown: Message
    ) -> None:
        chat = await self._chat(acting.thread)
        if order.verb == "back" or (order.verb in CHOOSING and not order.rest):
            await self._answer(press, "")
            rows = await self._choice(watch, chat, order.verb, acting.actor)
            await self._quietly(watch.group.show_keys(shown.message_id, rows))
        elif order.verb == FORCE and shown.reply_to_message is not None:
            await self._answer(press, "")
            await self._words(watch, acting, shown.reply_to_message, force=True)
        elif order.verb in ACTS or order.verb == "canned":
            outcome = await self._done(watch, acting, order, shown.message_id)
            await self._answer(press, told(outcome, watch.speech))
            rows = await self._choice(watch, await self._chat(acting.thread), "back", acting.actor)
            await self._quietly(watch.group.show_keys(shown.message_id, rows))
        else:
            await self._answer(press, "")
            await self._oversee(watch, acting.actor, order, shown, acting.thread)

    async def _done(self, watch: Watch, acting: Acting, order: Order, message: int) -> Outcome:
        if order.verb != "canned":
            return await acting.do(order)
        chat = await self._chat(acting.thread)
        if watch.place.mode != "mirror" or order.rest not in canned_titles(watch.speech):
            return Unknown()
        case = await watch.newest_case(chat)
        text = canned(watch.speech, order.rest, chat.language, case=case)
        if text is None:
            return Unknown()
        key = f"canned:{order.rest}:{chat.last_line}"[:100]
        outcome = await acting.reply(Written(message=message, text=text, force=True), key=key)
        if isinstance(outcome, Noted):
            await watch.say(f"💬 {text}", topic=acting.thread.number)
        return outcome

    async def _choice(self, watch: Watch, chat: Conversation, verb: str, actor: Staff) -> Rows:
        match verb:
            case "priority":
                return priority_keys(watch.speech)
            case "close":
                return close_keys(watch.speech)
            case "pass":
                accounts = await self.needs.store.write(lambda tx: tx.staff.list())
                able = [one for one in accounts if may(one, watch.organisation, "reply")]
                return pass_keys(watch.speech, [one for one in able if one.id != actor.id])
            case "canned":
                return canned_keys(watch.speech, case=await watch.newest_case(chat))
            case _:
                return (await watch.head(chat)).rows

    async def _tell(self, watch: Watch, acting: Acting, outcome: Outcome, message: int, *, done: str) -> None:
        """Tell somebody how what they wrote ended: a sign if well, words if not."""
        text = told(outcome, watch.speech)
        if isinstance(outcome, Unseen):
            rows = ((watch.speech.say("button.send"), FORCE),)
            said = f"{text}\n👤 {outcome.text}"
            topic = acting.thread.number
            await watch.say(said, topic=topic, answers=message, rows=(rows,))
        elif text:
            await watch.say(text, topic=acting.thread.number, answers=message)
        elif done:
            await self._quietly(watch.group.react(message, done))

    async def _edited(self, message: Message) -> None:
        """Tell staff that what they sent is with the person as it was."""
        here = self._here(message.chat.id)
        thread = await self._thread(message) if here else None
        if thread is None:
            return
        place = (thread.organisation, thread.conversation)
        line = await self.needs.store.write(lambda tx: tx.threads.line_of(*place, message=message.message_id))
        if line:
            watch = self.watches[thread.organisation]
            text = watch.speech.say("edited")
            await watch.say(text, topic=thread.number, answers=message.message_id)

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

    async def _general(
        self, here: Sequence[Watch], staff: Staff, order: Order | None, message: Message
    ) -> None:
        """Commands outside a chat's topic concern all organisations of the group that are theirs."""
        if order is None:
            return
        for watch in here:
            if may(staff, watch.organisation, "read"):
                await self._oversee(watch, staff, order, message, None)

    async def _oversee(
        self, watch: Watch, staff: Staff, order: Order, message: Message, thread: Thread | None
    ) -> None:
        oversight = Oversight(needs=self.needs, organisation=watch.organisation, speech=watch.speech)
        text = await oversight.answer(staff, order, thread)
        if text:
            await watch.say(text, topic=thread.number if thread else None, answers=message.message_id)

    async def _report(self, watch: Watch, user: User) -> None:
        """Report somebody who is not staff: always in the audit trail, in the group once a day."""
        now, who = self.needs.now(), actor_of(user.id)
        organisation = watch.organisation
        _log.warning("a stranger in the staff group", organisation=organisation, user=user.id)

        def keep(tx: Transaction) -> int:
            tx.staff.audit(organisation, actor=who, action="stranger", subject=who, detail={}, at=now)
            since = now - REPORT
            return tx.people.count_try(organisation, who, what="telegram-stranger", since=since, now=now)

        if await self.needs.store.write(keep) == 1:
            name = apart(user.full_name[:60])
            await watch.say(
                watch.speech.say("stranger.report", name=name, id=apart(str(user.id))), topic=None
            )

    async def _staff(self, user: User) -> Staff | None:
        found = await self.needs.store.write(lambda tx: tx.links.staff_of(str(user.id)))
        return None if found is None or found.disabled else found

    async def _thread(self, message: Message) -> Thread | None:
        number = message.message_thread_id
        if number is None:
            return None
        found = await self.needs.store.write(lambda tx: tx.threads.find(message.chat.id, number))
        return found if found is not None and found.organisation in self.watches else None

    async def _chat(self, thread: Thread) -> Conversation:
        return await self.needs.store.write(
            lambda tx: tx.conversations.lock(thread.organisation, thread.conversation)
        )

    def _here(self, group: int) -> tuple[Watch, ...]:
        return tuple(watch for watch in self.watches.values() if watch.place.group == group)

    async def _answer(self, press: CallbackQuery, text: str) -> None:
        try:
            await press.answer(text[:ALERT] or None, show_alert=bool(text))
        except TelegramError as error:
            _log.info("a press was answered too late", error=error.message)

    async def _quietly(self, work: Awaitable[object]) -> None:
        try:
            await work
        except (Busy, Gone, Refused) as error:
            _log.info("not shown to staff", error=str(error))


def _says_something(message: Message) -> bool:
    """Whether a message is somebody's words or file, not a notice of Telegram's such as a new topic."""
    return message.text is not None or message.effective_attachment is not None
