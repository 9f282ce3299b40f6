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
    asked, talked = await _kept(rooms, NOURA), await _kept(rooms, KHALID)
    if asked is None or talked is None:
        return {"question": False}
    return {**_of_the_request(asked), **_of_the_talk(talked), **_of_the_end(talked)}


@dataclass(frozen=True, kw_only=True, slots=True)
class _Kept:
    """What is kept of one person."""

    chat: Conversation
    lines: Sequence[Line]
    cases: Sequence[Case]
    stars: list[int]
    handed_over: int

    @property
    def said(self) -> str:
        """All that the bot said and that arrived."""
        return "\n".join(
            each.text for each in self.lines if (each.direction, each.delivery) == ("out", "sent")
        )


async def _kept(rooms: Rooms, user: int) -> _Kept | None:
    address = Address(organisation=AOUN, channel="telegram", user=str(user))
    chat = await rooms.store.read.by_address(address)
    if chat is None:
        return None
    kept = await rooms.store.write(lambda tx: tx.people.kept(AOUN, chat.id))
    handed_over = await rooms.store.read.usage.handed_over(AOUN, since=chat.opened_at)
    return _Kept(
        chat=chat,
        lines=await rooms.store.read.lines(AOUN, chat.id),
        cases=await rooms.store.write(lambda tx: tx.cases.of_conversation(AOUN, chat.id)),
        stars=[each["stars"] for each in kept["ratings"]],
        handed_over=sum(each.conversation == chat.id for each in handed_over),
    )


def _of_the_request(kept: _Kept) -> dict[str, bool]:
    files = [[file.kind for file in case.attachments] for case in kept.cases]
    return {"question": "أسبوعين" in kept.said, "request": files == [["photo"]]}


def _of_the_talk(kept: _Kept) -> dict[str, bool]:
    staff = [line for line in kept.lines if line.direction == "staff"]
    return {
        "handoff": kept.handed_over == 2,
        "claim": kept.said.count("معك الآن") == 2,
        "reply": [(len(_files(line)), line.delivery) for line in staff] == [(1, "sent")],
        "note": sum(line.direction == "note" for line in kept.lines) == 1,
    }


def _of_the_end(kept: _Kept) -> dict[str, bool]:
    free = kept.chat.owner == "bot" and kept.chat.holder is None
    return {
        "return": "عدت إليك" in kept.said,
        "close": "انتهت محادثتك" in kept.said and free,
        "rating": kept.stars == [5],
    }


def _files(line: Line) -> tuple[Attachment, ...]:
    return line.attachments or (line.message.attachments if line.message else ())
