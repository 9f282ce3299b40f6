"""Messages that bots send."""

import time

from bot.practice.telegram.calls.asked import Asked, Handler
from bot.practice.telegram.calls.media import described, resolve
from bot.practice.telegram.limits import check_caption, check_keyboard, check_text
from bot.practice.telegram.markup import visible
from bot.practice.telegram.refusals import bad, forbidden
from bot.practice.telegram.schema import Json
from bot.practice.telegram.world import Room

_ALBUM = range(2, 11)


def deliver(asked: Asked, content: Json, *, values: Json | None = None) -> Json:
    """Put a message into its chat and return it. Raises Refused."""
    values = asked.values if values is None else values
    room = asked.room()
    check_keyboard(values.get("reply_markup"))
    may_write(asked, room)
    placed = content | _thread(room, values) | _reply(room, values)
    if asked.bot.flood is not None:
        asked.bot.flood.take(room.id, group=room.user is None)
    return put(room, asked.bot.json(), placed | _markup(values))


def put(room: Room, sender: Json, content: Json) -> Json:
    """Write a message into a room under its next number."""
    number = next(room.numbers)
    message = {"message_id": number, "date": int(time.time()), "chat": room.json(), "from": sender, **content}
    room.messages[number] = message
    return message


def may_write(asked: Asked, room: Room) -> None:
    """Refuse what a bot that is blocked, put out or unknown may not do."""
    if room.user is not None:
        if asked.bot.id in room.user.blocked:
            raise forbidden("bot was blocked by the user")
        if not room.messages:
            raise forbidden("bot can't initiate conversation with a user")
    elif room.members.get(asked.bot.id) not in ("member", "administrator"):
        raise forbidden(f"bot was kicked from the {room.kind} chat")


def _thread(room: Room, values: Json) -> Json:
    thread = values.get("message_thread_id")
    if thread is None:
        return {}
    topic = room.topics.get(thread)
    if topic is None:
        raise bad("message thread not found")
    if topic.closed:
        raise bad("TOPIC_CLOSED")
    return {"message_thread_id": thread, "is_topic_message": True}


def _reply(room: Room, values: Json) -> Json:
    wanted = values.get("reply_parameters") or {}
    number = wanted.get("message_id", values.get("reply_to_message_id"))
    if number is None:
        return {}
    original = room.messages.get(number)
    if original is not None:
        return {"reply_to_message": without_reply(original)}
    if wanted.get("allow_sending_without_reply", values.get("allow_sending_without_reply")):
        return {}
    raise bad("message to be replied not found")


def without_reply(message: Json) -> Json:
    """Return a message as it is quoted in another one."""
    return {name: value for name, value in message.items() if name != "reply_to_message"}


def _markup(values: Json) -> Json:
    markup = values.get("reply_markup")
    return {"reply_markup": markup} if markup and "inline_keyboard" in markup else {}


def text_of(values: Json) -> Json:
    """Return text and entities of a call. Raises Refused."""
    text = visible(values["text"], values.get("parse_mode"))
    check_text(text)
    return {"text": text} | _entities(values.get("entities"), text)


def caption_of(values: Json) -> Json:
    """Return caption and entities of a call. Raises Refused."""
    if not values.get("caption"):
        return {}
    caption = visible(values["caption"], values.get("parse_mode"))
    check_caption(caption)
    entities = _entities(values.get("caption_entities"), caption)
    return {"caption": caption} | {f"caption_{name}": value for name, value in entities.items()}


def _entities(entities: list[Json] | None, text: str) -> Json:
    """Return entities, whose places count UTF-16 units. Raises Refused if one lies outside the text."""
    units = len(text.encode("utf-16-le")) // 2
    for entity in entities or ():
        if entity["offset"] < 0 or entity["length"] <= 0 or entity["offset"] + entity["length"] > units:
            raise bad("ENTITY_BOUNDS_INVALID")
    return {"entities": entities} if entities else {}


def send_message(asked: Asked) -> Json:
    """Send a text."""
    return deliver(asked, text_of(asked.values))


def send_file(asked: Asked) -> Json:
    """Send a file under the parameter that the method is named after: sendPhoto → photo."""
    head, *rest = _words(asked.method.removeprefix("send"))
    kind = "_".join((head, *rest))
    kept = resolve(asked, asked.values[kind], kind)
    more = {"duration": asked.values["duration"]} if "duration" in asked.values else {}
    return deliver(asked, described(kept, kind, **more) | caption_of(asked.values))


def _words(name: str) -> list[str]:
    spaced = "".join(f" {letter.lower()}" if letter.isupper() else letter for letter in name)
    return spaced.split()


def send_location(asked: Asked) -> Json:
    """Send a point."""
    values = asked.values
    if not (-90 <= values["latitude"] <= 90 and -180 <= values["longitude"] <= 180):
        raise bad("invalid location")
    point = {"latitude": values["latitude"], "longitude": values["longitude"]}
    return deliver(asked, {"location": point})


def send_contact(asked: Asked) -> Json:
    """Send a contact."""
    names = ("phone_number", "first_name", "last_name", "vcard")
    return deliver(asked, {"contact": {k: asked.values[k] for k in names if k in asked.values}})


def send_album(asked: Asked) -> list[Json]:
    """Send 2 to 10 files as one album."""
    items = asked.values["media"]
    if len(items) not in _ALBUM:
        raise bad("wrong number of media: an album has 2 to 10")
    group = str(next(asked.world.numbers))
    files = [described(resolve(asked, item["media"], item["type"]), item["type"]) for item in items]
    contents = [file | caption_of(item) for file, item in zip(files, items, strict=True)]
    return [deliver(asked, content | {"media_group_id": group}) for content in contents]


def copy_message(asked: Asked) -> Json:
    """Send a copy of a message that the bot can see."""
    source = asked.world.room(asked.bot, asked.values["from_chat_id"])
    original = source.messages.get(asked.values["message_id"])
    if original is None:
        raise bad("message to copy not found")
    own = ("message_id", "date", "chat", "from", "reply_markup", "message_thread_id", "is_topic_message")
    content = {name: value for name, value in without_reply(original).items() if name not in own}
    return {"message_id": deliver(asked, content)["message_id"]}


def send_chat_action(asked: Asked) -> bool:
    """Show that the bot is busy."""
    room = asked.room()
    may_write(asked, room)
    actions = ("typing", "upload_photo", "upload_document", "upload_voice", "record_voice", "find_location")
    if asked.values["action"] not in (*actions, "upload_video", "record_video", "choose_sticker"):
        raise bad("wrong parameter action in request")
    return True


_FILES = ("Photo", "Document", "Voice", "Video", "Audio", "Animation", "Sticker", "VideoNote")
HANDLERS: dict[str, Handler] = {
    "sendMessage": send_message,
    "sendLocation": send_location,
    "sendContact": send_contact,
    "sendMediaGroup": send_album,
    "copyMessage": copy_message,
    "sendChatAction": send_chat_action,
    **{f"send{kind}": send_file for kind in _FILES},
}
