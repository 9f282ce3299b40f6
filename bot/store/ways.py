"""How people want to hear of their cases, and chats tied together."""

from collections.abc import Sequence
from datetime import datetime
from uuid import uuid4

from sqlalchemy import and_, bindparam, or_, select, update

from bot.ports.records import ContactWay, Conversation, SafeHours, Way
from bot.store.conversations import SELECT_CONVERSATION, to_conversation
from bot.store.repository import Found, Repository
from bot.store.statements import CONV, ORG, Portable, binds, insertion_or_renewal, within
from bot.store.tables import contact_ways, conversations

_w = contact_ways.c
_here = within(contact_ways)
_tie = select(_w.tie).where(_here).scalar_subquery()
_together = and_(_w.organisation_id == ORG, or_(_w.conversation_id == CONV, _w.tie == _tie))
OF_PERSON = (
    select(contact_ways).where(_together).order_by(_w.chosen_at.desc().nulls_last(), _w.conversation_id)
)
_tied_ids = select(_w.conversation_id).where(_w.organisation_id == ORG, _w.tie == _tie)
TIED = SELECT_CONVERSATION.where(
    conversations.c.organisation_id == ORG,
    conversations.c.id.in_(_tied_ids),
    conversations.c.id != CONV,
).order_by(conversations.c.last_inbound_at.desc().nulls_last(), conversations.c.id)
_join = update(contact_ways).where(_w.organisation_id == ORG, _w.tie == bindparam("old")).values(binds("tie"))
_leave = update(contact_ways).where(_here, _w.tie.is_not(None)).values(tie=None)


_unique = ("organisation_id", "conversation_id")
_choose = insertion_or_renewal(contact_ways, unique=_unique, renew=("way", "hours", "chosen_at"))
_set_tie = insertion_or_renewal(contact_ways, unique=_unique, renew=("tie",))


class WayRows(Repository):
    """`bot.ports.store.Ways`."""

    def of(self, organisation: str, conversation: str) -> Sequence[ContactWay]:
        """List what was chosen in a chat and in those tied to it, the newest choice first."""
        return [_to_way(row) for row in self._all(OF_PERSON, org=organisation, conv=conversation)]

    def tied(self, organisation: str, conversation: str) -> Sequence[Conversation]:
        """List the other chats of the same person, that of their last message first."""
        return [to_conversation(row) for row in self._all(TIED, org=organisation, conv=conversation)]

    def choose(
        self, organisation: str, conversation: str, *, way: Way, hours: SafeHours, at: datetime
    ) -> None:
        """Keep what was chosen in a chat."""
        self._keep(_choose, organisation, conversation, way=way, hours=hours, chosen_at=at)

    def tie(self, organisation: str, conversation: str, other: str) -> None:
        """Tie two chats, with all that either is tied to."""
        ties = [self._tie_of(organisation, each) for each in (conversation, other)]
        tie = next(filter(None, ties), None) or uuid4().hex
        for old in {each for each in ties if each not in (None, tie)}:
            self._change(_join, org=organisation, old=old, tie=tie)
        for each in (conversation, other):
            self._keep(_set_tie, organisation, each, tie=tie)

    def untie(self, organisation: str, conversation: str) -> bool:
        """Take a chat out of its tie. False if it was in none."""
        return self._change(_leave, org=organisation, conv=conversation) > 0

    def _tie_of(self, organisation: str, conversation: str) -> str | None:
        rows = self.of(organisation, conversation)
        return next((row.tie for row in rows if row.conversation == conversation), None)

    def _keep(self, statement: Portable, organisation: str, conversation: str, **given: object) -> None:
        row: dict[str, object] = {"tie": None, "way": "here", "hours": "day", "chosen_at": None} | given
        self._change(statement, organisation_id=organisation, conversation_id=conversation, **row)


def _to_way(row: Found) -> ContactWay:
    return ContactWay(
        organisation=row.organisation_id,
        conversation=row.conversation_id,
        tie=row.tie,
        way=row.way,
        hours=row.hours,
        chosen_at=row.chosen_at,
    )
