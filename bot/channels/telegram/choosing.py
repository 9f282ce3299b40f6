"""Which organisation a person talks to, where one bot serves several.

Nothing is kept for it: the organisation that the person wrote to last is the one they talk to. A message that
comes again after a restart goes where it went first, although the person may have changed over since.
"""

from collections import OrderedDict
from dataclasses import dataclass, field

from bot.channels.telegram.accounts import Account
from bot.messages import Address
from bot.ports.records import Conversation
from bot.ports.store import Store

NAME = "telegram"
_KEPT = 20_000  # persons remembered
_RECENT = 200  # transcript lines looked through for a message that came again


@dataclass(kw_only=True, slots=True)
class Choosing:
    """Knows, asks the store, or says that the person has to choose."""

    account: Account
    store: Store
    _known: "OrderedDict[int, str]" = field(default_factory=OrderedDict)

    async def organisation(self, user: int, inbound: str) -> str | None:
        """Return the organisation of a person's message; None if they have not chosen yet."""
        if len(self.account.organisations) == 1:
            return self.account.organisations[0]
        known = self._known.get(user)
        if known is not None:
            return known
        talks = await self._conversations(user)
        for talk in talks:
            if inbound and len(talks) > 1 and await self._has(talk, inbound):
                return talk.address.organisation
        if not talks:
            return None
        latest = max(talks, key=lambda talk: talk.last_inbound_at or talk.opened_at)
        return latest.address.organisation

    def choose(self, user: int, organisation: str) -> None:
        """Remember the person's choice."""
        self._known[user] = organisation
        self._known.move_to_end(user)
        if len(self._known) > _KEPT:
            self._known.popitem(last=False)

    async def conversation(self, user: int, organisation: str) -> Conversation | None:
        """Return the person's conversation with an organisation, if there is one."""
        return await self.store.read.by_address(
            Address(organisation=organisation, channel=NAME, user=str(user))
        )

    async def _conversations(self, user: int) -> list[Conversation]:
        found = [await self.conversation(user, each) for each in self.account.organisations]
        return [talk for talk in found if talk is not None]

    async def _has(self, talk: Conversation, inbound: str) -> bool:
        """Tell whether a message is in this conversation: waiting there, or said."""
        organisation = talk.address.organisation
        if await self.store.write(lambda tx: tx.inbox.take(organisation, inbound)) is not None:
            return True
        after = max(0, talk.last_line - 50 * _RECENT)
        lines = await self.store.read.lines(organisation, talk.id, after=after, limit=50 * _RECENT)
        return any(line.inbound == inbound for line in lines[-_RECENT:])
