"""Reads Telegram's updates. Pure: an update in, what happened out."""

from dataclasses import dataclass

from aiogram.enums import ContentType
from aiogram.types import CallbackQuery, ChatMemberUpdated, Message, Update

from bot.messages import Location, MediaKind
from bot.ports.typed import typed

ALLOWED = ["message", "edited_message", "callback_query", "my_chat_member"]
_SERVICE = (
    "new_chat_members", "left_chat_member", "new_chat_title", "new_chat_photo", "delete_chat_photo",
    "group_chat_created", "supergroup_chat_created", "channel_chat_created", "pinned_message",
    "message_auto_delete_timer_changed", "migrate_from_chat_id", "write_access_allowed",
    "chat_background_set", "boost_added",
)  # fmt: skip
_STICKERS = ("sticker", "animation", "dice")


@dataclass(frozen=True, kw_only=True, slots=True)
class FileRef:
    """A file that lies with Telegram."""

    id: str
    name: str
    media_type: str | None
    size: int | None  # bytes, if Telegram says
    kind: MediaKind
    seconds: int | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Said:
    """A person wrote in their private chat with the bot."""

    user: int
    message: int
    language: str  # of their device, e.g. "ar"
    text: str = ""
    file: FileRef | None = None
    location: Location | None = None
    phone: str | None = None
    sticker: bool = False
    unsupported: str | None = None
    album: str | None = None  # what files that were sent together share


@dataclass(frozen=True, kw_only=True, slots=True)
class Edited:
    """A person changed a message."""

    user: int
    message: int
    text: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Pressed:
    """A button under one of the bot's messages was pressed."""

    user: int
    query: str
    chat: int
    message: int
    data: str
    label: str  # of the pressed button, as far as Telegram says
    links: tuple[tuple[str, str], ...] = ()  # label and address of the message's other buttons
    quoted: str = ""  # text of the message that the bot's message answers


@dataclass(frozen=True, kw_only=True, slots=True)
class InGroup:
    """The bot is in a group or channel, where it does not belong."""

    chat: int
    language: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Reachable:
    """A person blocked the bot, or unblocked it."""

    user: int
    reachable: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class Nothing:
    """Nothing to do."""

    because: str


Happened = Said | Edited | Pressed | InGroup | Reachable | Nothing


def parse(update: Update) -> Happened:
    """Read an update."""
    if update.message is not None:
        return _message(update.message)
    if update.edited_message is not None:
        return _edited(update.edited_message)
    if update.callback_query is not None:
        return _pressed(update.callback_query)
    if update.my_chat_member is not None:
        return _membership(update.my_chat_member)
    return Nothing(because="a kind of update that was not asked for")


def _message(message: Message) -> Happened:
    sender = message.from_user
    language = (sender.language_code if sender else None) or ""
    if message.chat.type != "private":
        moved = message.migrate_to_chat_id is not None or message.left_chat_member is not None
        return Nothing(because="moved") if moved else InGroup(chat=message.chat.id, language=language)
    service = next((name for name in _SERVICE if getattr(message, name, None)), None)
    if sender is None or sender.is_bot or service:
        return Nothing(because=service or "not from a person")
    return _said(message, Said(user=sender.id, message=message.message_id, language=language))


def _said(message: Message, said: Said) -> Said:
    file, words = _file(message), message.text or message.caption or ""
    place = _location(message)
    phone = message.contact.phone_number if message.contact else None
    sticker = file is None and any(getattr(message, name) for name in _STICKERS)
    known = words or file or place or phone or sticker
    return Said(
        user=said.user, message=said.message, language=said.language, text=typed(words), file=file,
        location=place, phone=phone, sticker=sticker,
        unsupported=None if known else ContentType(message.content_type).value,
        album=message.media_group_id if file else None,
    )  # fmt: skip


def _location(message: Message) -> Location | None:
    point = message.location
    if point is None:
        return None
    label = f"{message.venue.title}, {message.venue.address}" if message.venue else ""
    return Location(latitude=point.latitude, longitude=point.longitude, label=label)


def _file(message: Message) -> FileRef | None:
    """Return the file of a message; an animation is shown like a sticker and kept by nobody."""
    if message.photo:
        best = max(message.photo, key=lambda size: size.width * size.height)
        return _ref(best, "photo", name=f"photo-{message.message_id}.jpg", media_type="image/jpeg")
    if message.voice:
        return _ref(message.voice, "voice", name=f"voice-{message.message_id}.ogg", media_type="audio/ogg")
    if message.video_note:
        return _ref(
            message.video_note, "video", name=f"video-{message.message_id}.mp4", media_type="video/mp4"
        )
    if message.video:
        return _ref(message.video, "video", name=f"video-{message.message_id}.mp4")
    if message.audio:
        return _ref(message.audio, "document", name=f"audio-{message.message_id}.mp3")
    if message.document and not message.animation:
        return _ref(message.document, "document", name=f"file-{message.message_id}")
    return None


def _ref(item: object, kind: MediaKind, *, name: str, media_type: str | None = None) -> FileRef:
    size, seconds = getattr(item, "file_size", None), getattr(item, "duration", None)
    return FileRef(
        id=str(getattr(item, "file_id", "")),
        name=getattr(item, "file_name", None) or name,
        media_type=getattr(item, "mime_type", None) or media_type,
        size=int(size) if size is not None else None,
        kind=kind,
        seconds=int(seconds) if seconds is not None else None,
    )


def _edited(message: Message) -> Happened:
    sender, words = message.from_user, message.text or message.caption or ""
    if message.chat.type != "private" or sender is None or not words:
        return Nothing(because="an edit without words, or not in a private chat")
    return Edited(user=sender.id, message=message.message_id, text=typed(words))


def _pressed(query: CallbackQuery) -> Happened:
    shown = query.message
    if shown is None or not query.data:
        return Nothing(because="a press without its message")
    markup = shown.reply_markup if isinstance(shown, Message) else None
    buttons = [button for row in (markup.inline_keyboard if markup else ()) for button in row]
    original = shown.reply_to_message if isinstance(shown, Message) else None
    return Pressed(
        user=query.from_user.id, query=query.id, data=query.data,
        chat=shown.chat.id, message=shown.message_id,
        label=next((each.text for each in buttons if each.callback_data == query.data), ""),
        links=tuple((each.text, each.url) for each in buttons if each.url),
        quoted=typed((original.text or original.caption or "") if original else ""),
    )  # fmt: skip


def _membership(change: ChatMemberUpdated) -> Happened:
    gone = change.new_chat_member.status in ("left", "kicked")
    if change.chat.type == "private":
        return Reachable(user=change.chat.id, reachable=not gone)
    if gone:
        return Nothing(because="left a group")
    return InGroup(chat=change.chat.id, language=change.from_user.language_code or "")
