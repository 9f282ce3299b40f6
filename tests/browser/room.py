"""The authors' pages of a small content, with what people have asked there."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path

from bot.messages import Address
from bot.ports.records import Question
from bot.ports.store import Transaction
from bot.worker.service import utc_now
from tests.authors.office import Office, office
from tests.browser.site import Assemble
from tests.channels.web.house import House

CASES = Path(__file__).parents[2] / "knowledge" / "cases"
OPEN = (
    ("هل توزعون سلال غذائية في رمضان", "none"), ("توزعون سلال غذائيه برمضان؟", "none"),
    ("عندكم سلال غذائية رمضان", "none"), ("كم راتب الموظف عندكم", "none"), ("المده", "offer"),
)  # fmt: skip


def authors_room(opened: list[Office], cache: Path) -> Assemble:
    """Return what assembles a room with two authors; it is put into `opened`."""

    @asynccontextmanager
    async def assemble(folder: Path) -> AsyncIterator[House]:
        async with office(folder, cache, cases=CASES) as made:
            opened.append(made)
            for login in ("amal", "badr"):
                await made.account(login)
            await _ask(made)
            made.live.start()
            yield made.house
            made.live.stop()

    return assemble


async def _ask(made: Office) -> None:
    """Let people have asked what nothing answers."""
    now = utc_now()

    def work(tx: Transaction) -> None:
        place = Address(organisation="aoun", channel="web", user="somebody")
        chat = tx.conversations.open(place, language="ar", now=now)
        for number, (text, decision) in enumerate(OPEN):
            question = Question(
                organisation="aoun", conversation=chat.id, inbound=str(number), text=text,
                decision=decision, topic=None, offers=("review-time",) if decision == "offer" else (),
                language="ar", at=now - timedelta(days=number),
            )  # fmt: skip
            tx.people.keep_question(question)

    await made.house.store.write(work)
