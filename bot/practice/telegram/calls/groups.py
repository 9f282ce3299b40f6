"""Chats, their members and the topics of forums."""

from bot.practice.telegram.calls.asked import Asked, Handler
from bot.practice.telegram.calls.sending import may_write
from bot.practice.telegram.limits import TOPIC_NAME
from bot.practice.telegram.refusals import bad
from bot.practice.telegram.schema import Json
from bot.practice.telegram.world import Room, Topic

RIGHTS = (
    "can_manage_chat", "can_delete_messages", "can_manage_video_chats", "can_restrict_members",
    "can_promote_members", "can_change_info", "can_invite_users", "can_post_stories", "can_edit_stories",
    "can_delete_stories", "can_send_welcome_messages", "can_pin_messages", "can_manage_topics",
)  # fmt: skip
_COLOURS = (7322096, 16766590, 13338331, 9367192, 16749490, 16478047)


def member(asked: Asked, room: Room, number: int) -> Json:
    """Return the ChatMember object of a user or bot."""
    bots = {bot.id: bot.json() for bot in asked.world.bots.values()}
    return described(room, number, bots.get(number) or asked.world.user(number).json())


def described(room: Room, number: int, user: Json) -> Json:
    """Return the ChatMember object of somebody in a room."""
    status = room.members.get(number, "left")
    plain: Json = {"user": user, "status": status}
    if status == "creator":
        return plain | {"is_anonymous": False}
    if status == "administrator":
        has = room.rights.get(number, frozenset())
        rights = {right: right in has for right in RIGHTS}
        return plain | rights | {"can_be_edited": False, "is_anonymous": False}
    return plain | {"until_date": 0} if status == "kicked" else plain


def get_chat(asked: Asked) -> Json:
    """Describe a chat."""
    more = {"accent_color_id": 0, "max_reaction_count": 11}
    gifts = (
        "unlimited_gifts",
        "limited_gifts",
        "unique_gifts",
        "premium_subscription",
        "gifts_from_channels",
    )
    return asked.room().json() | more | {"accepted_gift_types": dict.fromkeys(gifts, False)}


def get_member(asked: Asked) -> Json:
    """Describe one member."""
    return member(asked, asked.room(), asked.values["user_id"])


def get_administrators(asked: Asked) -> list[Json]:
    """Describe those who lead a group."""
    room = asked.room()
    if room.user is not None:
        raise bad("there are no administrators in the private chat")
    leading = [n for n, status in room.members.items() if status in ("creator", "administrator")]
    return [member(asked, room, number) for number in leading]


def count_members(asked: Asked) -> int:
    """Count the members."""
    return sum(status not in ("left", "kicked") for status in asked.room().members.values())


def leave(asked: Asked) -> bool:
    """Leave a group."""
    room = asked.room()
    if room.user is not None:
        raise bad("chat member status can't be changed in private chats")
    may_write(asked, room)
    room.members[asked.bot.id] = "left"
    return True


def create_topic(asked: Asked) -> Json:
    """Open a topic; its opening message has the topic's number."""
    room = _forum(asked)
    name = _name(asked.values["name"])
    colour = asked.values.get("icon_color", _COLOURS[0])
    if colour not in _COLOURS:
        raise bad("invalid forum topic icon color specified")
    if asked.bot.flood is not None:
        asked.bot.flood.take(room.id, group=True)
    topic = Topic(id=next(room.numbers), name=name, icon_color=colour)
    room.topics[topic.id] = topic
    return {"message_thread_id": topic.id, "name": topic.name, "icon_color": topic.icon_color}


def edit_topic(asked: Asked) -> bool:
    """Rename a topic."""
    topic = _topic(asked)
    name = _name(asked.values["name"]) if "name" in asked.values else topic.name
    if name == topic.name and "icon_custom_emoji_id" not in asked.values:
        raise bad("TOPIC_NOT_MODIFIED")
    topic.name = name
    return True


def close_topic(asked: Asked) -> bool:
    """Close a topic."""
    return _set_closed(asked, closed=True)


def reopen_topic(asked: Asked) -> bool:
    """Open a closed topic again."""
    return _set_closed(asked, closed=False)


def _set_closed(asked: Asked, *, closed: bool) -> bool:
    topic = _topic(asked)
    if topic.closed == closed:
        raise bad("TOPIC_NOT_MODIFIED")
    topic.closed = closed
    return True


def delete_topic(asked: Asked) -> bool:
    """Remove a topic with its messages."""
    room, topic = _forum(asked), _topic(asked)
    del room.topics[topic.id]
    for number in [n for n, m in room.messages.items() if m.get("message_thread_id") == topic.id]:
        del room.messages[number]
    return True


def _topic(asked: Asked) -> Topic:
    topic = _forum(asked).topics.get(asked.values["message_thread_id"])
    if topic is None:
        raise bad("message thread not found")
    return topic


def _forum(asked: Asked) -> Room:
    room = asked.room()
    if not room.forum:
        raise bad("the chat is not a forum")
    may_write(asked, room)
    if "can_manage_topics" not in room.rights.get(asked.bot.id, ()):
        raise bad("not enough rights to create a topic")
    return room


def _name(name: str) -> str:
    if not 0 < len(name.strip()) <= TOPIC_NAME:
        raise bad("TOPIC_TITLE_INVALID")
    return name


HANDLERS: dict[str, Handler] = {
    "getChat": get_chat,
    "getChatMember": get_member,
    "getChatAdministrators": get_administrators,
    "getChatMemberCount": count_members,
    "leaveChat": leave,
    "createForumTopic": create_topic,
    "editForumTopic": edit_topic,
    "closeForumTopic": close_topic,
    "reopenForumTopic": reopen_topic,
    "deleteForumTopic": delete_topic,
}
