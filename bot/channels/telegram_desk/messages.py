"""What is written in the group: replies, notes, commands, and what is changed afterwards."""

from collections.abc import Sequence
from dataclasses import dataclass

from telegram import Message, User

from bot.channels.telegram_desk.acting import ACTS, CHOOSING, Acting, Written, told
from bot.channels.telegram_desk.doing import Doing
from bot.channels.telegram_desk.ground import Ground
from bot.channels.telegram_desk.parse import Order, command
from bot.channels.telegram_desk.uploads import TooBig, fetched, words_of
from bot.channels.telegram_desk.watching import Watch
from bot.desk.outcomes import Outcome, Unseen
from bot.ports.records import Staff, Thread

FORCE = "send"  # data of the button that sends although somebody has written since


@dataclass(frozen=True, kw_only=True, slots=True)
class Messages:
    """Takes what staff write."""

    ground: Ground
    doing: Doing
    name: str  # the bot's own user name

    async def take(self, message: Message, user: User) -> None:
        """Take a message in a group."""
        here = self.ground.here(message.chat.id)
        order = command(message.text or message.caption or "", bot=self.name)
        if not here:
            if order is not None and order.verb == "id":
                await message.reply_text(str(message.chat.id))
            return
        if not _says_something(message) or user.is_bot:
            return
        staff = await self.ground.staff(user)
        if staff is None or not any(one.admits(staff) for one in here):
            await self.ground.report(here[0], user, linked=staff is not None)
            return
        thread = await self.ground.thread(message)
        if thread is None:
            await self._general(here, staff, order, message)
        else:
            acting = Acting(needs=self.ground.needs, actor=staff, thread=thread)
            await self._in_topic(acting, order, message)

    async def shut(self, message: Message) -> None:
        """Open a topic again that was closed by hand while its chat goes on: nobody could write in it."""
        thread = await self.ground.thread(message)
        if thread is None or thread.closed:
            return
        watch = self.ground.watch(thread)
        await self.ground.quietly(watch.group.reopen_topic(thread.number))
        await watch.say(watch.speech.say("shut"), topic=thread.number)

    async def edited(self, message: Message, user: User) -> None:
        """Take what staff changed: the person gets the correction of a reply, a note is kept anew."""
        here = self.ground.here(message.chat.id)
        thread = await self.ground.thread(message) if here else None
        staff = await self.ground.staff(user) if thread else None
        if thread is None or staff is None:
            return
        acting = Acting(needs=self.ground.needs, actor=staff, thread=thread)
        words, number = message.text or message.caption or "", message.message_id
        order = command(words, bot=self.name)
        text = order.rest if order is not None and order.verb == "note" else words
        changed = f"{message.edit_date:%Y%m%d%H%M%S}" if message.edit_date else ""
        outcome = await acting.correct(Written(message=number, text=text), changed=changed)
        if outcome is None:
            return  # nothing was sent or kept under it: a command, or talk among staff
        watch = self.ground.watch(thread)
        await self._tell(watch, acting, outcome, number, done="✍" if order is not None else "")

    async def words(self, watch: Watch, acting: Acting, message: Message, *, force: bool = False) -> None:
        """Send what was written to the person, where the talk is mirrored; elsewhere staff talk freely."""
        if not await watch.mirrors(acting.thread):
            return
        try:
            attachments = await fetched(message, self.ground.bot, self.ground.needs.files)
        except TooBig as error:
            text = watch.speech.say("told.file-too-big", most=error.most)
            await watch.say(text, topic=acting.thread.number, answers=message.message_id)
            return
        written = Written(
            message=message.message_id,
            text=words_of(message),
            attachments=attachments,
            force=force,
        )
        await self._tell(watch, acting, await acting.reply(written), message.message_id, done="")

    async def _in_topic(self, acting: Acting, order: Order | None, message: Message) -> None:
        watch, number = self.ground.watch(acting.thread), message.message_id
        if not acting.allowed:
            text = watch.speech.say("told.not-allowed")
            await watch.say(text, topic=acting.thread.number, answers=number)
        elif order is None:
            await self.words(watch, acting, message)
        elif order.verb == "note":
            note = await acting.note(Written(message=number, text=order.rest))
            await self._tell(watch, acting, note, number, done="✍")
        elif order.verb in ACTS or order.verb in CHOOSING:
            await self._ordered(watch, acting, order, number)
        else:
            await self.doing.oversee(watch, acting.actor, order, number, acting.thread)

    async def _ordered(self, watch: Watch, acting: Acting, order: Order, number: int) -> None:
        if order.verb in CHOOSING and not order.rest:
            chat = await self.ground.chat(acting.thread)
            rows = await self.doing.choice(watch, chat, order.verb, acting.actor)
            text = watch.speech.say(f"choose.{order.verb}")
            await watch.say(text, topic=acting.thread.number, answers=number, rows=rows)
            return
        outcome = await self.doing.done(watch, acting, order, number)
        if outcome is not None:
            await self._tell(watch, acting, outcome, number, done="👌")

    async def _tell(self, watch: Watch, acting: Acting, outcome: Outcome, message: int, *, done: str) -> None:
        """Tell somebody how what they wrote ended: a sign if well, words if not."""
        text = told(outcome, watch.speech)
        if isinstance(outcome, Unseen):
            await self._hold_back(watch, acting.thread, outcome, message, text)
        elif text:
            await watch.say(text, topic=acting.thread.number, answers=message)
        elif done:
            await self.ground.quietly(watch.group.react(message, done))

    async def _hold_back(self, watch: Watch, thread: Thread, unseen: Unseen, message: int, text: str) -> None:
        """Show what was written that was not in the topic yet, with the way to send all the same."""
        place = thread.organisation
        line = await self.ground.needs.store.write(lambda tx: tx.transcript.get(place, unseen.line))
        if line is not None:
            rows = (((watch.speech.say("button.send"), FORCE),),)
            said = f"{text}\n{'👤' if unseen.name is None else '🧑‍💼'} {line.text}"
            shows = (thread, line)
            await watch.say(said, topic=thread.number, answers=message, rows=rows, shows=shows)

    async def _general(
        self, here: Sequence[Watch], staff: Staff, order: Order | None, message: Message
    ) -> None:
        """Commands outside a chat's topic concern all organisations of the group that are theirs."""
        if order is None:
            return
        for watch in here:
            if watch.admits(staff):
                await self.doing.oversee(watch, staff, order, message.message_id, None)


def _says_something(message: Message) -> bool:
    """Whether a message is somebody's words or file, not a notice of Telegram's such as a new topic."""
    return message.text is not None or message.effective_attachment is not None
