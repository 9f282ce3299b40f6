"""Writing to people unasked: their wishes, campaigns, and who hears of them."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Protocol

from bot.ports.outreach import (
    Audience,
    Campaign,
    CampaignState,
    Outcome,
    Recipient,
    RecipientStatus,
    Rules,
    Standing,
    Wish,
    WishMethod,
)
from bot.ports.records import Conversation


class Wishes(Protocol):
    """Whether people may be written to unasked. Who has said nothing may not."""

    def keep(
        self, organisation: str, conversation: str, *, agreed: bool, method: WishMethod, at: datetime
    ) -> None:
        """Keep what the person said in a chat; what they said before stays, as history."""
        ...

    def of(self, organisation: str, conversations: Sequence[str]) -> Mapping[str, Wish]:
        """What was said last, by chat."""
        ...

    def offer(self, organisation: str, conversation: str, *, at: datetime) -> None:
        """Keep that agreeing was offered in a chat; `keep` does so too. An erasure leaves it."""
        ...

    def offered(self, organisation: str, conversations: Sequence[str]) -> bool:
        """Whether it was offered, or a wish was said, in one of these chats."""
        ...

    def chats(self, organisation: str, conversation: str) -> Sequence[Conversation]:
        """A chat and all others of its person, tied with a code or of one record; newest heard first."""
        ...


class Campaigns(Protocol):
    """Campaigns, and who hears of them. A person is in an occasion of a campaign at most once."""

    def add(self, campaign: Campaign) -> None:
        """Keep a new one."""
        ...

    def lock(self, organisation: str, campaign: str) -> Campaign | None:
        """Read one and keep others from writing it until the end."""
        ...

    def change(self, campaign: Campaign) -> None:
        """Write one as it is now."""
        ...

    def due(self, *, now: datetime) -> Sequence[Campaign]:
        """Those of all organisations that are approved and whose time has come."""
        ...

    def sending(self) -> Sequence[Campaign]:
        """Those of all organisations that are sending."""
        ...

    def draw(self, campaign: Campaign, *, timezone: str, now: datetime, limit: int) -> tuple[str, bool]:
        """Take the next chats of the audience in; return the last one, and whether that was all of them."""
        ...

    def waiting(self, campaign: Campaign, *, now: datetime, limit: int) -> Sequence[Recipient]:
        """Who waits and whose time has come, in the order in which they were taken in."""
        ...

    def recipient(self, organisation: str, recipient: int) -> Recipient | None:
        """Read one."""
        ...

    def heard(self, recipient: Recipient, conversations: Sequence[str]) -> bool:
        """Whether another message of this occasion went, or is going, to one of these chats."""
        ...

    def queued_since(self, organisation: str, campaign: str, *, since: datetime) -> int:
        """How many messages of a campaign were put on their way since then."""
        ...

    def people(self, campaign: Campaign, *, timezone: str) -> int:
        """How many people the rules reach now."""
        ...

    def on_their_way(self, channel: str) -> int:
        """How many messages of all campaigns wait in the outbox of a channel."""
        ...

    def queued(self, recipient: Recipient, *, conversation: str, line: int, at: datetime) -> None:
        """It is on its way as this transcript line of this chat."""
        ...

    def postpone(self, recipient: Recipient, *, until: datetime) -> None:
        """Look again at `until`."""
        ...

    def settle_one(self, recipient: Recipient, status: RecipientStatus, *, why: str = "") -> None:
        """Write how it ended for one."""
        ...

    def end(self, campaign: Campaign, status: RecipientStatus) -> int:
        """Write how it ended for all who still wait, and return how many those are."""
        ...

    def unfinished(self, campaign: Campaign) -> bool:
        """Whether anybody of the occasion waits, or a message is on its way."""
        ...

    def settle(self, *, now: datetime) -> int:
        """Note how messages on their way went, and return how many those are.

        Sent; withheld because staff held the chat or the campaign was not sending: waiting again; because
        the person stopped such messages: left; blocked; given up: failed.
        """
        ...

    def blocked(self, organisation: str, conversation: str) -> bool:
        """Whether the person has closed a chat to us, as its last message met, and not written since."""
        ...

    def state_of_line(self, organisation: str, line: int) -> CampaignState | None:
        """The state of the campaign that a transcript line is of; None if it is of none."""
        ...

    def tester(self, organisation: str, staff: str) -> str | None:
        """The chat in which a member of staff looks at messages first."""
        ...

    def name_tester(self, organisation: str, staff: str, conversation: str, *, at: datetime) -> None:
        """Let this be that chat."""
        ...


class OutreachReads(Protocol):
    """What pages and commands ask about campaigns."""

    async def campaigns(self, organisations: Sequence[str], *, limit: int = 200) -> Sequence[Campaign]:
        """Campaigns, newest first."""
        ...

    async def campaign(self, organisation: str, campaign: str) -> Campaign | None:
        """One campaign."""
        ...

    async def audience(self, organisation: str, rules: Rules, *, timezone: str) -> Audience:
        """How many people the rules reach now."""
        ...

    async def campaign_standing(
        self, organisation: str, campaign: str, *, now: datetime
    ) -> Sequence[Standing]:
        """How many people of each occasion stand how."""
        ...

    async def campaign_outcomes(self, organisation: str, campaign: str) -> Sequence[Outcome]:
        """What came of each occasion."""
        ...

    async def wishes_count(self, organisation: str) -> int:
        """How many chats may be written to unasked."""
        ...
