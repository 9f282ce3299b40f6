"""Who talks where, the engine's state, and who holds the chat."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final
from uuid import uuid4

from sqlalchemy import and_, bindparam, case, func, or_, select, update

from bot.messages import Address, DangerKind, Language, Priority
from bot.ports.records import Conversation, Snooze
from bot.store.erasure import forget_conversation
from bot.store.repository import Found, Repository
from bot.store.statements import ORG, ROW, binds, here, insertion_of_new
from bot.store.tables import cases, conversations, lines

RANKS: Final[dict[str, int]] = {"urgent": 0, "high": 1, "normal": 2, "low": 3}
AWAKE: Final = {"snooze": None, "snoozed_until": None}
NOBODY: Final = {"holder": None, "waiting_since": None, "claimed_at": None, "alerted_at": None} | AWAKE

_t = conversations.c
_newest_line = (
    select(func.max(lines.c.id))
    .where(lines.c.organisation_id == _t.organisation_id, lines.c.conversation_id == _t.id)
    .correlate(conversations)
    .scalar_subquery()
)
SELECT_CONVERSATION = select(conversations, func.coalesce(_newest_line, 0).label("last_line"))
BY_ADDRESS = SELECT_CONVERSATION.where(
    _t.organisation_id == bindparam("org"), _t.channel == bindparam("on"), _t.user_id == bindparam("who")
)
BY_ID = SELECT_CONVERSATION.where(here(conversations))
RANK = case(RANKS, value=_t.priority, else_=len(RANKS))

_lock = BY_ID.with_for_update(of=conversations, key_share=True)  # NO KEY UPDATE: arrivals are not held up
_open = insertion_of_new(
    conversations, "person_id", "state", "holder", "reason", "danger", "topic", "team", "waiting_since",
    "claimed_at", "alerted_at", "snooze", "snoozed_until", "last_inbound_at", "place",
    "first_contact_at", "last_contact_at",
    unique=("organisation_id", "channel", "user_id"),
)  # fmt: skip
_change_one = update(conversations).where(here(conversations))
_held_by = (_t.owner == "staff") & (_t.holder == bindparam("by"))
_of_holder = select(_t.id).where(_t.organisation_id == ORG, _held_by).order_by(_t.id)
_keep_state = _change_one.values(binds("state", "language", "topic"))
_wakes = bindparam("woken_at", type_=_t.waiting_since.type)
_woken = AWAKE | {  # who waited waits from now on; staff are to be told
    "waiting_since": case(
        (and_(_t.snooze.is_not(None), _t.owner == "waiting"), _wakes), else_=_t.waiting_since
    ),
    "alerted_at": case((_t.snooze.is_not(None), _wakes), else_=_t.alerted_at),
}
_heard = _change_one.values(binds("last_inbound_at") | _woken)
_snooze = _change_one.where(_t.owner != "bot").values(binds("snooze", "snoozed_until"))
_wake = _change_one.where(_t.snooze.is_not(None)).values(_woken)
_set_priority = _change_one.values(binds("priority"))
_set_team = _change_one.where(_t.owner == "waiting").values(binds("team"))
_set_place = _change_one.values(binds("place"))
_set_place_of_cases = (
    update(cases).where(cases.c.organisation_id == ORG, cases.c.conversation_id == ROW).values(binds("place"))
)
_alerted = _change_one.values(binds("alerted_at"))
_wait = _change_one.where(_t.owner == "bot").values(
    owner="waiting", alerted_at=None, **binds("reason", "priority", "danger", "topic", "waiting_since")
)
_more_urgent = bindparam("rank") < RANK
_wait_more = _change_one.where(_t.owner == "waiting").values(
    reason=case((_more_urgent, bindparam("reason")), else_=_t.reason),
    priority=case((_more_urgent, bindparam("priority")), else_=_t.priority),
    danger=func.coalesce(bindparam("danger", type_=_t.danger.type), _t.danger),
    topic=func.coalesce(bindparam("topic", type_=_t.topic.type), _t.topic),
)
_staff = bindparam("by", type_=_t.holder.type)
_claim = _change_one.where(or_(_t.owner != "staff", _t.holder == _staff)).values(
    owner="staff",
    holder=_staff,
    claimed_at=case(
        (_t.owner == "staff", _t.claimed_at), else_=bindparam("claimed_at", type_=_t.claimed_at.type)
    ),
    team=None,
    waiting_since=None,
    alerted_at=None,
    **AWAKE,
)
_held = and_(_t.owner == "staff", _t.holder == _staff)
_pass_on = _change_one.where(_held).values(AWAKE | binds("holder", "claimed_at"))
_pass_back = _change_one.where(_held).values(NOBODY | {"owner": "waiting"} | binds("waiting_since", "team"))
_give_back = _change_one.where(_t.owner != "bot").values(
    NOBODY | {"owner": "bot", "reason": None, "priority": "normal", "danger": None, "team": None}
)


def to_conversation(row: Found) -> Conversation:
    """Turn a row of `SELECT_CONVERSATION` into its record."""
    return Conversation(
        id=row.id,
        address=Address(organisation=row.organisation_id, channel=row.channel, user=row.user_id),
        person=row.person_id,
        state=row.state,
        language=row.language,
        owner=row.owner,
        holder=row.holder,
        reason=row.reason,
        priority=row.priority,
        danger=row.danger,
        topic=row.topic,
        team=row.team,
        place=row.place,
        waiting_since=row.waiting_since,
        claimed_at=row.claimed_at,
        alerted_at=row.alerted_at,
        snooze=row.snooze,
        snoozed_until=row.snoozed_until,
        last_inbound_at=row.last_inbound_at,
        last_line=row.last_line,
        opened_at=row.opened_at,
    )


class ConversationRows(Repository):
    """`bot.ports.store.Conversations`."""

    def open(self, address: Address, *, language: Language, now: datetime) -> Conversation:
        """Return the conversation of an address, made if it is new."""
        place = {"org": address.organisation, "on": address.channel, "who": address.user}
        row = self._first(BY_ADDRESS, **place)
        if row is None:
            self._insert(address, language, now)
            row = self._first(BY_ADDRESS, **place)
        if row is None:
            raise KeyError(address)
        return to_conversation(row)

    def _insert(self, address: Address, language: Language, now: datetime) -> None:
        self._change(
            _open,
            id=uuid4().hex,
            organisation_id=address.organisation,
            channel=address.channel,
            user_id=address.user,
            language=language,
            owner="bot",
            priority="normal",
            opened_at=now,
        )

    def lock(self, organisation: str, conversation: str) -> Conversation:
        """Read a conversation and keep others from writing it until the end. KeyError if unknown."""
        asked = BY_ID if self._session.reading else _lock
        row = self._first(asked, org=organisation, row=conversation)
        if row is None:
            raise KeyError(conversation)
        self._session.locked.add(conversation)
        return to_conversation(row)

    def keep_state(
        self, organisation: str, conversation: str, *, state: str, language: Language, topic: str | None
    ) -> None:
        """Write the engine's state."""
        self._change(
            _keep_state, org=organisation, row=conversation, state=state, language=language, topic=topic
        )

    def heard(self, organisation: str, conversation: str, *, at: datetime) -> None:
        """Note the time of the person's last message; a chat that was put off comes back with it."""
        self._change(_heard, org=organisation, row=conversation, last_inbound_at=at, woken_at=at)

    def snooze(self, organisation: str, conversation: str, *, kind: Snooze, until: datetime) -> bool:
        """Put a chat of staff off. False if it is the bot's."""
        return self._change(_snooze, org=organisation, row=conversation, snooze=kind, snoozed_until=until) > 0

    def wake(self, organisation: str, conversation: str, *, now: datetime) -> bool:
        """Let a chat that was put off come back. False if it was not put off."""
        return self._change(_wake, org=organisation, row=conversation, woken_at=now) > 0

    def put_waiting(
        self,
        organisation: str,
        conversation: str,
        *,
        reason: str,
        priority: Priority,
        danger: DangerKind | None,
        topic: str | None,
        now: datetime,
    ) -> bool:
        """Put on the waiting list, or raise its priority if it waits. False if staff hold it."""
        values = {
            "org": organisation,
            "row": conversation,
            "reason": reason,
            "priority": priority,
            "topic": topic,
        }
        if self._change(_wait, **values, danger=danger, waiting_since=now):
            return True
        return self._change(_wait_more, **values, danger=danger, rank=RANKS[priority]) > 0

    def claim(self, organisation: str, conversation: str, *, staff: str, now: datetime) -> bool:
        """Give the chat to `staff` in one update, unless another holds it. True if they have it now."""
        return self._change(_claim, org=organisation, row=conversation, by=staff, claimed_at=now) > 0

    def transfer(
        self,
        organisation: str,
        conversation: str,
        *,
        holder: str,
        to: str | None,
        now: datetime,
        team: str | None = None,
    ) -> bool:
        """Pass the chat from its holder to a colleague, or (`to` None) to the waiting list, or a team's."""
        place = {"org": organisation, "row": conversation, "by": holder}
        if to is None:
            return self._change(_pass_back, **place, waiting_since=now, team=team) > 0
        return self._change(_pass_on, **place, holder=to, claimed_at=now) > 0

    def held_by(self, organisation: str, staff: str) -> Sequence[str]:
        """Return the ids of all chats that somebody holds, put off or not."""
        return [row.id for row in self._all(_of_holder, org=organisation, by=staff)]

    def give_back(self, organisation: str, conversation: str, *, now: datetime) -> bool:  # noqa: ARG002 - hand-offs keep the time
        """Return the chat to the bot. False if the bot holds it already."""
        return self._change(_give_back, org=organisation, row=conversation) > 0

    def set_priority(self, organisation: str, conversation: str, priority: Priority) -> None:
        """Change the priority."""
        self._change(_set_priority, org=organisation, row=conversation, priority=priority)

    def set_team(self, organisation: str, conversation: str, team: str | None) -> bool:
        """Let a chat that waits wait for a team, or for all. False if it does not wait."""
        return self._change(_set_team, org=organisation, row=conversation, team=team) > 0

    def set_place(self, organisation: str, conversation: str, place: str | None) -> None:
        """Give a chat and its cases to a branch, or (None) to none."""
        for statement in (_set_place, _set_place_of_cases):
            self._change(statement, org=organisation, row=conversation, place=place)

    def alerted(self, organisation: str, conversation: str, *, at: datetime) -> None:
        """Note when staff were last alerted about this waiting chat."""
        self._change(_alerted, org=organisation, row=conversation, alerted_at=at)

    def forget(self, organisation: str, conversation: str) -> Sequence[str]:
        """Erase what was said and asked and the tie to a person; return keys of files now unnamed."""
        return forget_conversation(self._session, organisation, conversation)
