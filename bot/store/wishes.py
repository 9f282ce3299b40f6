"""Whether people want to be written to unasked, over all chats of theirs."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import (
    BindParameter,
    bindparam,
    select,
    union_all,
    update,
)

from bot.ports.outreach import (
    Wish,
    WishMethod,
)
from bot.ports.records import Conversation
from bot.store.conversations import SELECT_CONVERSATION, to_conversation
from bot.store.repository import Repository
from bot.store.statements import (
    ORG,
    insertion,
    insertion_of_new,
    within,
)
from bot.store.tables import (
    IS_NEWEST,
    contact_ways,
    conversations,
    outreach_offers,
    outreach_wishes,
)

_ROUNDS = 4  # of looking for chats tied to chats of the same person

_w, _c = outreach_wishes.c, conversations.c
_ids: BindParameter[Any] = bindparam("ids", expanding=True)

_wish = insertion(outreach_wishes, "id")
_offer = insertion_of_new(outreach_offers, unique=("organisation_id", "conversation_id"))
_offered = (
    select(outreach_offers.c.at)
    .where(outreach_offers.c.organisation_id == ORG, outreach_offers.c.conversation_id.in_(_ids))
    .limit(1)
)
_no_longer_newest = update(outreach_wishes).where(within(outreach_wishes), IS_NEWEST).values(newest=False)
_wishes_of = select(outreach_wishes).where(_w.organisation_id == ORG, _w.conversation_id.in_(_ids), IS_NEWEST)
_ties = select(contact_ways.c.tie).where(
    contact_ways.c.organisation_id == ORG,
    contact_ways.c.conversation_id.in_(_ids),
    contact_ways.c.tie.is_not(None),
)
_tied = select(contact_ways.c.conversation_id).where(
    contact_ways.c.organisation_id == ORG, contact_ways.c.tie.in_(_ties)
)
_persons = select(_c.person_id).where(_c.organisation_id == ORG, _c.id.in_(_ids), _c.person_id.is_not(None))
_of_persons = select(_c.id).where(_c.organisation_id == ORG, _c.person_id.in_(_persons))
_together = union_all(_tied, _of_persons)
_these = SELECT_CONVERSATION.where(_c.organisation_id == ORG, _c.id.in_(_ids)).order_by(
    _c.last_inbound_at.desc().nulls_last(), _c.id
)


class WishRows(Repository):
    """`bot.ports.store.Wishes`."""

    def keep(
        self, organisation: str, conversation: str, *, agreed: bool, method: WishMethod, at: datetime
    ) -> None:
        """Keep what the person said in a chat."""
        self._change(_no_longer_newest, org=organisation, conv=conversation)
        self._change(
            _wish, organisation_id=organisation, conversation_id=conversation, agreed=agreed, method=method,
            at=at, newest=True,
        )  # fmt: skip
        self.offer(organisation, conversation, at=at)

    def offer(self, organisation: str, conversation: str, *, at: datetime) -> None:
        """Keep that it was offered in a chat, also where what the person said is erased later."""
        self._change(_offer, organisation_id=organisation, conversation_id=conversation, at=at)

    def offered(self, organisation: str, conversations: Sequence[str]) -> bool:
        """Tell whether it was offered, or something was said, in one of these chats."""
        return self._first(_offered, org=organisation, ids=list(conversations)) is not None

    def of(self, organisation: str, conversations: Sequence[str]) -> Mapping[str, Wish]:
        """Return what was said last, by chat."""
        rows = self._all(_wishes_of, org=organisation, ids=list(conversations))
        return {
            row.conversation_id: Wish(
                organisation=row.organisation_id, conversation=row.conversation_id, agreed=row.agreed,
                method=row.method, at=row.at,
            )
            for row in rows
        }  # fmt: skip

    def chats(self, organisation: str, conversation: str) -> Sequence[Conversation]:
        """List a chat and all others of its person, newest heard first."""
        known = {conversation}
        for _ in range(_ROUNDS):
            rows = self._all(_together, org=organisation, ids=sorted(known))
            found = known | {row[0] for row in rows}
            if found == known:
                break
            known = found
        return [to_conversation(row) for row in self._all(_these, org=organisation, ids=sorted(known))]
