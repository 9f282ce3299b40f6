"""Staff for the demonstration, and what its store says at the end."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.app import Rooms
from bot.channels.telegram_desk import codes
from bot.demo.people import AOUN, KHALID, NOURA, OMAR, SARA
from bot.desk.accounts import Created, NewAccount, create
from bot.messages import Address, Attachment
from bot.ports.records import Case, Conversation, Line
from bot.worker.service import new_id, utc_now

STAFF = {SARA: ("sara", "سارة"), OMAR: ("omar", "عمر")}


async def accounts(rooms: Rooms) -> dict[int, str]:
    """Make two accounts; return the one-time code of each user."""
    made: dict[int, str] = {}
    for user, (login, name) in STAFF.items():
        new = NewAccount(id=new_id(), login=login, name=name, roles={AOUN: "researcher"})
        created = await create(rooms.store, new, now=utc_now())
        issued = await rooms.store.write(lambda tx, at=login: codes.issue(tx, at, now=utc_now()))  # type: ignore[misc]
        if not isinstance(created, Created) or not isinstance(issued, codes.Issued):
            raise TypeError(f"{login}: {created} {issued}")
        made[user] = issued.code
    return made


async def proofs(rooms: Rooms) -> dict[str, bool]:
    """Return for each step whether the store holds what it has to leave."""
    asked, talked = await _of(rooms, NOURA), await _of(rooms, KHALID)
    if asked is None or talked is None:
        return {"question": False}
    return {**_of_the_request(asked), **_of_the_talk(talked), **_of_the_end(talked)}


@dataclass(frozen=True, kw_only=True, slots=True)
class Kept:
    """What is kept of one person's chat."""

    chat: Conversation
    lines: Sequence[Line]
    cases: Sequence[Case]
    stars: list[int]
    handed_over: int
    topic: bool  # it has a topic in the staff's group

    @property
    def said(self) -> str:
        """All that the bot said and that arrived."""
        return "\n".join(
            each.text for each in self.lines if (each.direction, each.delivery) == ("out", "sent")
        )


async def _of(rooms: Rooms, user: int) -> Kept | None:
    address = Address(organisation=AOUN, channel="telegram", user=str(user))
    chat = await rooms.store.read.by_address(address)
    return await kept(rooms, chat) if chat is not None else None


async def kept(rooms: Rooms, chat: Conversation) -> Kept:
    """Read what is kept of a chat by now."""
    organisation, read = chat.address.organisation, rooms.store.read
    own = await rooms.store.look(lambda tx: tx.people.kept(organisation, chat.id))
    handed_over = await read.usage.handed_over(organisation, since=chat.opened_at)
    thread = await rooms.store.look(lambda tx: tx.threads.get(organisation, chat.id))
    return Kept(
        chat=await read.conversation(organisation, chat.id) or chat,
        lines=await read.lines(organisation, chat.id),
        cases=await rooms.store.look(lambda tx: tx.cases.of_conversation(organisation, chat.id)),
        stars=[each["stars"] for each in own["ratings"]],
        handed_over=sum(each.conversation == chat.id for each in handed_over),
        topic=thread is not None,
    )


def _of_the_request(kept: Kept) -> dict[str, bool]:
    files = [[file.kind for file in case.attachments] for case in kept.cases]
    return {"question": "أسبوعين" in kept.said, "request": files == [["photo"]]}


def _of_the_talk(kept: Kept) -> dict[str, bool]:
    staff = [line for line in kept.lines if line.direction == "staff"]
    return {
        "handoff": kept.handed_over == 2,
        "claim": kept.said.count("معك الآن") == 2,
        "reply": [(len(files(line)), line.delivery) for line in staff] == [(1, "sent")],
        "note": sum(line.direction == "note" for line in kept.lines) == 1,
    }


def _of_the_end(kept: Kept) -> dict[str, bool]:
    free = kept.chat.owner == "bot" and kept.chat.holder is None
    return {
        "return": "عدت إليك" in kept.said,
        "close": "انتهت محادثتك" in kept.said and free,
        "rating": kept.stars == [5],
    }


def files(line: Line) -> tuple[Attachment, ...]:
    """Return a line's files, heard or sent."""
    return line.attachments or (line.message.attachments if line.message else ())
