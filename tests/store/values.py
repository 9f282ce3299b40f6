"""Values that many tests need, and short ways to put them into a store."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

from bot.messages import Address, Inbound, Message
from bot.ports.records import Case, Staff
from bot.ports.store import Store, Transaction

NOW = datetime(2026, 11, 21, 9, 30, tzinfo=UTC)
ORG = "aoun"
HERE = Address(organisation=ORG, channel="web", user="visitor-1")


def later(seconds: float) -> datetime:
    return NOW + timedelta(seconds=seconds)


def address(user: str, organisation: str = ORG) -> Address:
    return Address(organisation=organisation, channel="web", user=user)


def inbound(external: str, *, to: Address = HERE, text: str = "متى الرد؟") -> Inbound:
    return Inbound(
        id=f"in-{to.organisation}-{to.user}-{external}",
        address=to,
        external_id=external,
        received_at=NOW,
        text=text,
    )


def saying(text: str) -> Message:
    return Message(text=text, language="ar")


def open_chat(tx: Transaction, to: Address = HERE) -> str:
    return tx.conversations.open(to, language="ar", now=NOW).id


async def a_chat(store: Store, to: Address = HERE) -> str:
    return await store.write(lambda tx: open_chat(tx, to))


def account(login: str) -> Staff:
    return Staff(
        id=f"staff-{login}",
        login=login,
        name=login.title(),
        password_hash="$argon2id$",
        must_change=True,
        disabled=False,
        roles={ORG: "researcher"},
        created_at=NOW,
    )


async def two_staff(store: Store) -> tuple[str, str]:
    def work(tx: Transaction) -> None:
        tx.staff.add(account("sara"))
        tx.staff.add(account("omar"))

    await store.write(work)
    return "staff-sara", "staff-omar"


def send(tx: Transaction, chat: str, text: str, *, to: Address = HERE, priority: int = 1) -> int:
    line = tx.transcript.add(
        to.organisation, chat, direction="out", text=text, at=NOW, message=saying(text), delivery="queued"
    )
    return tx.outbox.queue(
        chat, address=to, message=saying(text), line=line, staff=None, priority=priority, not_before=NOW
    )


def a_case(
    number: int, chat: str | None, *, person: str | None = None, kind: str = "support-request"
) -> Case:
    return Case(
        id=uuid4().hex,
        organisation=ORG,
        reference=f"AOUN-2026-{number:05d}-7",
        kind=kind,
        stage="received",
        conversation=chat,
        person=person,
        flow="support-request",
        version="v1",
        answers={"national_id": "1012345672", "size": 6},
        attachments=(),
        pledge={"text": "أتعهد", "name": "نورة"},
        opened_at=later(number),
        updated_at=later(number),
    )
