"""One bot's line to Telegram: every call that the channel makes."""

import io
from collections.abc import Awaitable
from dataclasses import dataclass, field

import structlog
from aiogram import Bot
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import PRODUCTION, TelegramAPIServer
from aiogram.exceptions import AiogramError, TelegramBadRequest
from aiogram.types import (
    BotCommand,
    BufferedInputFile,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    KeyboardButton,
    MessageEntity,
    ReplyKeyboardMarkup,
    ReplyKeyboardRemove,
    ReplyParameters,
    Update,
)

from bot.channels.telegram.accounts import Account
from bot.channels.telegram.pace import Pace, telegrams_pace
from bot.channels.telegram.parse import ALLOWED, FileRef
from bot.channels.telegram.present import DOWNLOAD, Key, Part
from bot.messages import Attachment

TIMEOUT = 45.0  # seconds for one call; below the sender's own patience
FETCH_TIMEOUT = 120  # seconds for a file's bytes
PHOTO = 10 * 2**20  # bytes of a picture shown as one
_PHOTOS = ("image/jpeg", "image/png", "image/webp")
_log = structlog.get_logger(__name__)
Markup = InlineKeyboardMarkup | ReplyKeyboardMarkup | ReplyKeyboardRemove


@dataclass(kw_only=True)
class Wire:
    """Calls Telegram as one bot. Methods raise aiogram's errors unless they say that they do not."""

    account: Account
    base: str | None = None  # address of a Bot API server; None = Telegram's own
    pace: Pace = field(default_factory=telegrams_pace)
    keyboards: set[int] = field(default_factory=set)  # chats that were shown a sharing button
    bot: Bot = field(init=False)

    def __post_init__(self) -> None:
        """Prepare the connection; nothing is sent yet."""
        server = TelegramAPIServer.from_base(self.base) if self.base else PRODUCTION
        self.bot = Bot(self.account.token, AiohttpSession(api=server, timeout=TIMEOUT))

    async def close(self) -> None:
        """Close the connections."""
        await self.bot.session.close()

    async def updates(self, offset: int | None, *, seconds: int) -> list[Update]:
        """Return waiting updates, after up to `seconds` of silence."""
        patience = int(TIMEOUT) + seconds
        return await self.bot.get_updates(
            offset=offset, timeout=seconds, allowed_updates=ALLOWED, request_timeout=patience
        )

    async def send(self, chat: int, part: Part, *, file: bytes = b"") -> int:
        """Send one part and return the message's number; `file` are the bytes of its attachment."""
        if part.file is not None:
            return await self._send_file(chat, part.file, file)
        sent = await self.bot.send_message(
            chat,
            part.text,
            entities=_entities(part),
            reply_markup=self._markup(chat, part),
            disable_notification=part.silent or None,
            parse_mode=None,
        )
        return sent.message_id

    async def fold_keyboard(self, chat: int) -> None:
        """Take a sharing button away that is not needed any more: a message brings that, and goes again."""
        sent = await self.bot.send_message(
            chat, "✔️", reply_markup=ReplyKeyboardRemove(remove_keyboard=True), disable_notification=True
        )
        self.keyboards.discard(chat)
        await self.bot.delete_message(chat, sent.message_id)

    async def note(
        self, chat: int, text: str, *, keys: tuple[tuple[Key, ...], ...] = (), reply_to: int | None = None
    ) -> int | None:
        """Say something that is no part of the conversation; best effort, None if it failed."""
        try:
            return await self.ask(chat, text, keys=keys, reply_to=reply_to)
        except AiogramError as error:
            _log.warning("note not sent", bot=self.account.id, error=type(error).__name__)
            return None

    async def ask(
        self, chat: int, text: str, *, keys: tuple[tuple[Key, ...], ...] = (), reply_to: int | None = None
    ) -> int:
        """Say something that is no part of the conversation and return the message's number."""
        reply = ReplyParameters(message_id=reply_to, allow_sending_without_reply=True) if reply_to else None
        markup = _inline(keys) if keys else None
        sent = await self.bot.send_message(chat, text, reply_markup=markup, reply_parameters=reply)
        return sent.message_id

    async def correct(self, chat: int, message: int, part: Part) -> bool:
        """Write a message that was sent anew. False if Telegram does not let us: gone, or no text."""
        try:
            await self.bot.edit_message_text(part.text, chat_id=chat, message_id=message)
        except TelegramBadRequest as error:
            return "not modified" in error.message  # it was done before, and not recorded
        return True

    async def rewrite(self, chat: int, message: int, text: str) -> None:
        """Change a note; best effort."""
        await _tried(self.bot.edit_message_text(text, chat_id=chat, message_id=message))

    async def answer(self, query: str, text: str = "", *, alert: bool = False) -> None:
        """End the waiting of who pressed a button; best effort."""
        await _tried(self.bot.answer_callback_query(query, text=text or None, show_alert=alert or None))

    async def show_chosen(self, chat: int, message: int, keys: tuple[tuple[Key, ...], ...]) -> None:
        """Put other buttons under a message; best effort."""
        markup = _inline(keys) if keys else None
        await _tried(
            self.bot.edit_message_reply_markup(chat_id=chat, message_id=message, reply_markup=markup)
        )

    async def typing(self, chat: int) -> None:
        """Show for some seconds that an answer is being written; best effort."""
        await _tried(self.bot.send_chat_action(chat, "typing"))

    async def take_back(self, chat: int, message: int) -> None:
        """Take a person's message out of their chat; best effort: Telegram allows it for two days."""
        await _tried(self.bot.delete_message(chat, message))

    async def leave(self, chat: int) -> None:
        """Leave a group; best effort."""
        await _tried(self.bot.leave_chat(chat))

    async def set_commands(self, commands: list[tuple[str, str]], language: str | None) -> None:
        """Set the menu of commands of a language; None = of all others."""
        listed = [BotCommand(command=name, description=words) for name, words in commands]
        await self.bot.set_my_commands(listed, language_code=language)

    async def fetch(self, ref: FileRef) -> bytes:
        """Return a file's bytes. Raises ValueError if there are more than a bot can fetch."""
        found = await self.bot.get_file(ref.id)
        target = _Bounded()
        await self.bot.download_file(found.file_path or "", target, timeout=FETCH_TIMEOUT)
        return target.getvalue()

    async def _send_file(self, chat: int, file: Attachment, data: bytes) -> int:
        upload = BufferedInputFile(data, filename=file.name or "file")
        if file.kind == "photo" and file.media_type in _PHOTOS and len(data) <= PHOTO:
            return (await self.bot.send_photo(chat, upload)).message_id
        if file.kind == "voice" and file.media_type in ("audio/ogg", "audio/mpeg", "audio/mp4"):
            return (await self.bot.send_voice(chat, upload, duration=file.seconds)).message_id
        return (await self.bot.send_document(chat, upload)).message_id

    def _markup(self, chat: int, part: Part) -> Markup | None:
        if part.keys:
            return _inline(part.keys)
        if part.share is not None:
            self.keyboards.add(chat)
            button = KeyboardButton(
                text=part.share_label,
                request_contact=part.share == "phone" or None,
                request_location=part.share == "location" or None,
            )
            return ReplyKeyboardMarkup(keyboard=[[button]], resize_keyboard=True, one_time_keyboard=True)
        if chat in self.keyboards:
            self.keyboards.discard(chat)
            return ReplyKeyboardRemove(remove_keyboard=True)
        return None


class _Bounded(io.BytesIO):
    """Bytes up to what a bot can fetch."""

    def write(self, data: "bytes | bytearray | memoryview") -> int:  # type: ignore[override]
        """Take more bytes. Raises ValueError if there are too many."""
        if self.tell() + len(data) > DOWNLOAD:
            raise ValueError("the file is larger than a bot can fetch")
        return super().write(data)


def _inline(rows: tuple[tuple[Key, ...], ...]) -> InlineKeyboardMarkup:
    keyboard = [
        [InlineKeyboardButton(text=key.label, callback_data=key.data, url=key.url) for key in row]
        for row in rows
    ]
    return InlineKeyboardMarkup(inline_keyboard=keyboard)


def _entities(part: Part) -> list[MessageEntity] | None:
    if part.italic is None:
        return None
    offset, length = part.italic
    return [MessageEntity(type="italic", offset=offset, length=length)]


async def _tried(call: Awaitable[object]) -> None:
    try:
        await call
    except AiogramError as error:
        _log.info("call not answered", error=type(error).__name__)
