"""The group as the desk uses it: python-telegram-bot's calls, paced, with errors that say what to do."""

import os
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from io import BytesIO
from typing import TypeVar

os.environ.setdefault("PTB_TIMEDELTA", "1")  # read by the library: spans of time, without its warning

import structlog
from telegram import Bot, InlineKeyboardButton, InlineKeyboardMarkup, ReplyParameters
from telegram.error import BadRequest, ChatMigrated, Forbidden, NetworkError, RetryAfter, TelegramError

from bot.channels.telegram_desk.pace import Pace
from bot.channels.telegram_desk.present import Card, Rows
from bot.messages import Attachment

T = TypeVar("T")
AFTER_REFUSAL = 60.0  # … when the bot may not write in the group
_GONE = (
    "thread not found", "topic_deleted", "topic_id_invalid", "message to edit not found",
    "message to delete not found", "message_id_invalid",
)  # fmt: skip
_SAME = ("not modified", "not_modified")
_log = structlog.get_logger(__name__)


class Busy(Exception):
    """It may go after so many seconds."""

    def __init__(self, seconds: float) -> None:
        """Say how long to wait."""
        super().__init__(f"wait {seconds:g} s")
        self.seconds = seconds


class PutOut(Busy):
    """The desk may not write in the group at all."""


class Gone(Exception):
    """The topic or message was removed by hand."""


class Refused(Exception):
    """Telegram will never do this; the message says why."""


@dataclass(kw_only=True, slots=True)
class Group:
    """One forum group. Each call raises Busy, Gone or Refused."""

    bot: Bot
    id: int
    pace: Pace = field(default_factory=Pace)
    clock: Callable[[], float] = time.monotonic
    after_loss: float = 3.0  # seconds before another try when the network was lost

    async def send(
        self,
        text: str,
        *,
        topic: int | None,
        rows: Rows = (),
        answers: int | None = None,
        pressing: bool = False,
        silent: bool = False,
    ) -> int:
        """Write in a topic (None = the general one), without a sound if `silent`; return the message's id."""
        sent = await self._counted(
            lambda: self.bot.send_message(
                self.id,
                text,
                message_thread_id=topic,
                reply_markup=keyboard(rows),
                reply_parameters=_answering(answers),
                disable_notification=silent or None,
            ),
            pressing=pressing,
        )
        return sent.message_id

    async def edit(self, message: int, card: Card) -> None:
        """Write a message anew; that costs none of the group's messages."""
        await self._quiet(
            lambda: self.bot.edit_message_text(
                card.text, chat_id=self.id, message_id=message, reply_markup=keyboard(card.rows)
            )
        )

    async def rewrite(self, message: int, text: str) -> None:
        """Let a message without buttons say something else."""
        await self._quiet(lambda: self.bot.edit_message_text(text, chat_id=self.id, message_id=message))

    async def delete(self, message: int) -> None:
        """Remove a message: Telegram lets a bot do so for 48 hours."""
        await self._called(lambda: self.bot.delete_message(self.id, message))

    async def show_keys(self, message: int, rows: Rows) -> None:
        """Put other buttons under a message."""
        await self._quiet(
            lambda: self.bot.edit_message_reply_markup(self.id, message, reply_markup=keyboard(rows))
        )

    async def react(self, message: int, sign: str) -> None:
        """Put a sign on a message of staff."""
        await self._quiet(lambda: self.bot.set_message_reaction(self.id, message, sign))

    async def send_file(self, file: Attachment, data: bytes, *, topic: int, caption: str) -> int:
        """Show a file in a topic."""
        body = BytesIO(data)
        more = {"message_thread_id": topic, "caption": caption or None, "filename": file.name}

        async def send() -> int:
            body.seek(0)
            match file.kind:
                case "photo":
                    sent = await self.bot.send_photo(self.id, body, **more)  # type: ignore[arg-type]
                case "voice":
                    sent = await self.bot.send_voice(self.id, body, **more)  # type: ignore[arg-type]
                case "video":
                    sent = await self.bot.send_video(self.id, body, **more)  # type: ignore[arg-type]
                case _:
                    sent = await self.bot.send_document(self.id, body, **more)  # type: ignore[arg-type]
            return sent.message_id

        return await self._counted(send, pressing=False)

    async def open_topic(self, name: str) -> int:
        """Make a topic and return its number."""
        made = await self._counted(lambda: self.bot.create_forum_topic(self.id, name), pressing=True)
        return made.message_thread_id

    async def whisper(self, user: str, text: str) -> None:
        """Write to a member of staff in private, if they have not blocked the bot."""
        try:
            await self.bot.send_message(int(user), text)
        except TelegramError as error:
            _log.info("not told in private", error=error.message)

    async def close_topic(self, topic: int) -> None:
        """Close a topic."""
        await self._quiet(lambda: self.bot.close_forum_topic(self.id, topic))

    async def reopen_topic(self, topic: int) -> None:
        """Open a closed topic."""
        await self._quiet(lambda: self.bot.reopen_forum_topic(self.id, topic))

    async def delete_topic(self, topic: int) -> None:
        """Remove a topic with all that was said in it."""
        await self._quiet(lambda: self.bot.delete_forum_topic(self.id, topic))

    def moved(self, new: int) -> None:
        """Note that the group has become a supergroup, which has another number."""
        if new == self.id:
            return
        _log.warning(
            "the staff group has a new number: set it in WASL_TELEGRAM_DESK_GROUP_<ORG>",
            old=self.id,
            group=new,
        )
        self.id = new

    async def _counted(self, call: Callable[[], Awaitable[T]], *, pressing: bool) -> T:
        if wait := self.pace.wait(self.clock(), pressing=pressing):
            raise Busy(wait)
        with self.pace.sending(self.clock):
            return await self._called(call)

    async def _quiet(self, call: Callable[[], Awaitable[object]]) -> None:
        try:
            await self._called(call)
        except Refused as error:
            if not any(sign in str(error).casefold() for sign in _SAME):
                raise

    async def _called(self, call: Callable[[], Awaitable[T]]) -> T:
        try:
            return await call()
        except RetryAfter as error:
            seconds = error._retry_after.total_seconds()  # the public name may be a number or a span
            self.pace.hold(self.clock(), seconds)
            raise Busy(seconds) from error
        except BadRequest as error:
            known = any(sign in error.message.casefold() for sign in _GONE)
            raise (Gone if known else Refused)(error.message) from error
        except ChatMigrated as error:
            self.moved(error.new_chat_id)
            raise Busy(0.0) from error  # again at once, in the group as it is now
        except Forbidden as error:
            _log.error("the desk may not write in its group", group=self.id, error=error.message)
            raise PutOut(AFTER_REFUSAL) from error
        except NetworkError as error:
            raise Busy(self.after_loss) from error
        except TelegramError as error:
            raise Refused(error.message) from error


def keyboard(rows: Rows) -> InlineKeyboardMarkup | None:
    """Return rows of buttons: an address opens, anything else comes back as data."""
    if not rows:
        return None
    return InlineKeyboardMarkup([[_button(label, what) for label, what in row] for row in rows])


def _button(label: str, what: str) -> InlineKeyboardButton:
    if what.startswith("https://"):
        return InlineKeyboardButton(label, url=what)
    return InlineKeyboardButton(label, callback_data=what)


def _answering(message: int | None) -> ReplyParameters | None:
    return ReplyParameters(message, allow_sending_without_reply=True) if message is not None else None
