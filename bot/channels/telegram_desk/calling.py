"""Who is called first for a chat: those on duty, in private."""

from collections.abc import Sequence

from bot.channels.telegram_desk.needs import Needs
from bot.desk import duty
from bot.desk.permissions import sees
from bot.engine.content import Content
from bot.ports.records import Conversation
from bot.ports.store import Transaction


async def first_called(needs: Needs, chat: Conversation, content: Content) -> Sequence[str]:
    """Return the platform's users who are on duty for a chat; none if nobody is, or nobody linked."""
    now = needs.now()
    here = await duty.roster(needs.store.read, chat.address.organisation, now, content)
    called = here.called(chat.team, now, content)

    def linked(tx: Transaction) -> list[str]:
        users = (tx.links.user_of(who) for who in called if _sees(tx, who, chat))
        return [user for user in users if user is not None]

    return await needs.store.write(linked) if called else ()


def _sees(tx: Transaction, who: str, chat: Conversation) -> bool:
    """Whether a chat is theirs to see: it may be of a branch that is not theirs."""
    staff = tx.staff.get(who)
    return staff is not None and sees(staff, chat.address.organisation, chat.place)
