"""Messages changed or removed, and pressed buttons answered."""

import time

from bot.practice.telegram.calls.asked import Asked, Handler
from bot.practice.telegram.calls.sending import caption_of, may_write, text_of
from bot.practice.telegram.limits import check_keyboard
from bot.practice.telegram.refusals import bad
from bot.practice.telegram.schema import Json

_TOO_OLD = 48 * 3600  # seconds after which a bot cannot delete a message
_ANSWER_LENGTH = 200


def edit_text(asked: Asked) -> Json:
    """Write another text."""
    if "text" not in _own(asked):
        raise bad("there is no text in the message to edit")
    return _changed(asked, text_of(asked.values), drop=("text", "entities"))


def edit_caption(asked: Asked) -> Json:
    """Write another caption."""
    if "text" in _own(asked):
        raise bad("there is no caption in the message to edit")
    return _changed(asked, caption_of(asked.values), drop=("caption", "caption_entities"))


def edit_markup(asked: Asked) -> Json:
    """Change the buttons alone."""
    return _changed(asked, {}, drop=())


def _changed(asked: Asked, content: Json, *, drop: tuple[str, ...]) -> Json:
    room, old = asked.room(), _own(asked)
    may_write(asked, room)
    markup = asked.values.get("reply_markup")
    check_keyboard(markup)
    kept = {name: value for name, value in old.items() if name not in (*drop, "reply_markup", "edit_date")}
    buttons = {"reply_markup": markup} if markup and markup["inline_keyboard"] else {}
    new = {**kept, **content, **buttons}
    if new == {name: value for name, value in old.items() if name != "edit_date"}:
        raise bad(
            "message is not modified: specified new message content and reply markup are exactly the same"
            " as a current content and reply markup of the message"
        )
    room.messages[old["message_id"]] = new | {"edit_date": int(time.time())}
    return room.messages[old["message_id"]]


def _own(asked: Asked) -> Json:
    message = asked.room().messages.get(asked.values.get("message_id", 0))
    if message is None:
        raise bad("message to edit not found")
    if message["from"]["id"] != asked.bot.id:
        raise bad("message can't be edited")
    return message


def delete_message(asked: Asked) -> bool:
    """Remove a message no older than 48 hours."""
    room = asked.room()
    message = room.messages.get(asked.values["message_id"])
    if message is None:
        raise bad("message to delete not found")
    mine = message["from"]["id"] == asked.bot.id
    allowed = room.user is not None or mine or "can_delete_messages" in room.rights.get(asked.bot.id, ())
    if not allowed or message["date"] < time.time() - _TOO_OLD:
        raise bad("message can't be deleted")
    del room.messages[message["message_id"]]
    return True


def answer_press(asked: Asked) -> bool:
    """End the waiting of who pressed a button."""
    press = asked.world.presses.get(asked.values["callback_query_id"])
    if press is None or press.bot != asked.bot.id or press.answered:
        raise bad("query is too old and response timeout expired or query ID is invalid")
    text = asked.values.get("text", "")
    if len(text) > _ANSWER_LENGTH:
        raise bad("MESSAGE_TOO_LONG")
    press.answered, press.text, press.alert = True, text, bool(asked.values.get("show_alert"))
    return True


def react(asked: Asked) -> bool:
    """Set or take away the bot's reaction."""
    if asked.values["message_id"] not in asked.room().messages:
        raise bad("message to react not found")
    return True


def pin(asked: Asked) -> bool:
    """Pin or unpin a message."""
    room = asked.room()
    number = asked.values.get("message_id")
    if number is not None and number not in room.messages:
        raise bad("message to pin not found")
    if room.user is None and "can_pin_messages" not in room.rights.get(asked.bot.id, ()):
        raise bad("not enough rights to manage pinned messages in the chat")
    return True


HANDLERS: dict[str, Handler] = {
    "editMessageText": edit_text,
    "editMessageCaption": edit_caption,
    "editMessageReplyMarkup": edit_markup,
    "deleteMessage": delete_message,
    "answerCallbackQuery": answer_press,
    "setMessageReaction": react,
    "pinChatMessage": pin,
    "unpinChatMessage": pin,
}
