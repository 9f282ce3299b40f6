from dataclasses import replace

from bot.ports.records import Copy, ShownLine, Thread
from bot.ports.store import Store, Transaction
from tests.store.values import NOW, ORG, a_chat, account, address, later, two_staff

GROUP = -1001234567890


def thread(chat: str, number: int = 5) -> Thread:
    return Thread(organisation=ORG, conversation=chat, group=GROUP, number=number, head=6)


async def test_a_thread_is_kept_changed_found_and_dropped(store: Store) -> None:
    chat = await a_chat(store)
    await store.write(lambda tx: tx.threads.keep(thread(chat)))
    changed = replace(thread(chat), shown="h", cursor=9, told_at=NOW, escalated=True)
    await store.write(lambda tx: tx.threads.keep(changed))
    assert await store.write(lambda tx: tx.threads.get(ORG, chat)) == changed
    assert await store.write(lambda tx: tx.threads.find(GROUP, 5)) == changed
    assert await store.write(lambda tx: tx.threads.find(GROUP, 6)) is None
    assert await store.write(lambda tx: tx.threads.get("basma", chat)) is None
    await store.write(lambda tx: tx.threads.drop(ORG, chat))
    assert await store.write(lambda tx: tx.threads.get(ORG, chat)) is None


async def test_open_threads_leave_out_closed_ones_unless_they_must_be_erased(store: Store) -> None:
    one, two = await a_chat(store), await a_chat(store, address("visitor-2"))
    await store.write(lambda tx: tx.threads.keep(thread(one)))
    await store.write(lambda tx: tx.threads.keep(replace(thread(two, 7), closed=True)))
    assert [t.conversation for t in await store.write(lambda tx: tx.threads.open(ORG))] == [one]
    await store.write(lambda tx: tx.conversations.forget(ORG, two))
    await store.write(lambda tx: tx.threads.keep(replace(thread(two, 7), closed=True)))
    found = await store.write(lambda tx: tx.threads.open(ORG))
    assert {(t.conversation, t.erase) for t in found} == {(one, False), (two, True)}
    assert await store.write(lambda tx: tx.threads.open("basma")) == []


async def test_a_message_becomes_one_line_and_its_delivery_is_followed(store: Store) -> None:
    chat = await a_chat(store)

    async def keep(message: int, line: int) -> bool:
        return await store.write(
            lambda tx: tx.threads.keep_line(ORG, chat, message=message, line=line, delivery="queued")
        )

    assert [await keep(1, 11), await keep(1, 12), await keep(2, 13)] == [True, False, True]
    assert await store.write(lambda tx: tx.threads.line_of(ORG, chat, message=1)) == 11
    assert await store.write(lambda tx: tx.threads.line_of(ORG, chat, message=9)) == 0
    await store.write(lambda tx: tx.threads.shown(ORG, chat, message=1, delivery="sent"))
    left = await store.write(lambda tx: tx.threads.written(ORG, chat))
    assert left == [
        ShownLine(message=1, line=11, delivery="sent"),
        ShownLine(message=2, line=13, delivery="queued"),
    ]


async def test_a_corrected_message_stands_for_its_newest_line_and_waits_again(store: Store) -> None:
    chat = await a_chat(store)

    def work(tx: Transaction) -> None:
        for message, delivery in ((1, "sent"), (2, "none"), (3, "sent")):
            tx.threads.keep_line(ORG, chat, message=message, line=10 + message, delivery=delivery)  # type: ignore[arg-type]
        tx.threads.corrected(ORG, chat, message=1, line=21)
        tx.threads.corrected(ORG, chat, message=2, line=22)
        tx.threads.corrected("basma", chat, message=3, line=23)

    await store.write(work)
    found = await store.write(lambda tx: tx.threads.written(ORG, chat))
    assert {each.message: (each.line, each.delivery) for each in found} == {
        1: (21, "queued"),
        2: (22, "none"),
        3: (13, "sent"),
    }


async def test_messages_that_show_blanked_lines_are_to_be_mended(store: Store) -> None:
    chat, other = await a_chat(store), await a_chat(store, address("visitor-2"))

    def work(tx: Transaction) -> dict[str, list[Copy]]:
        found: dict[str, list[Copy]] = {}
        for each in (chat, other):
            lines = [
                tx.transcript.add(ORG, each, direction="in", text="سر", at=later(5 * n)) for n in range(3)
            ]
            found[each] = [copy(each, lines[0], lines[0]), copy(each, lines[1], lines[2], message=2)]
            for one in found[each]:
                tx.copies.keep(one)
        tx.transcript.blank(ORG, chat, since=later(5), text="🔒")
        return found

    kept = await store.write(work)
    assert await store.write(lambda tx: tx.copies.stale(ORG)) == kept[chat][1:]
    assert await store.write(lambda tx: tx.copies.stale("basma")) == []
    await store.write(lambda tx: tx.copies.keep(kept[chat][1]))
    assert await store.write(lambda tx: tx.copies.stale(ORG)) == []
    for each in (*kept[chat], *kept[other]):
        await store.write(lambda tx, one=each: tx.copies.outdate(one))  # type: ignore[misc]
    await store.write(lambda tx: tx.copies.drop(kept[chat][0]))
    await store.write(lambda tx: tx.threads.drop(ORG, other))
    assert await store.write(lambda tx: tx.copies.stale(ORG)) == kept[chat][1:]


def copy(chat: str, first: int, last: int, *, message: int = 1) -> Copy:
    return Copy(
        organisation=ORG, conversation=chat, message=message, first=first, last=last, file=message == 2
    )


async def test_a_code_links_once_and_not_after_its_time(store: Store) -> None:
    sara, omar = await two_staff(store)
    await store.write(lambda tx: tx.links.issue(sara, code_hash="old", expires_at=later(60)))
    await store.write(lambda tx: tx.links.issue(sara, code_hash="a", expires_at=later(60)))
    await store.write(lambda tx: tx.links.issue(omar, code_hash="b", expires_at=later(60)))

    async def redeem(code: str, user: str, seconds: float = 0) -> str | None:
        found = await store.write(lambda tx: tx.links.redeem(code, user=user, now=later(seconds)))
        return found.id if found else None

    assert await redeem("old", "7") is None
    assert await redeem("b", "8", seconds=60) is None
    assert await redeem("a", "7") == sara
    assert await redeem("a", "8") is None
    assert await store.write(lambda tx: tx.links.staff_of("7")) == account("sara")
    assert await store.write(lambda tx: tx.links.user_of(sara)) == "7"


async def test_one_user_is_one_account_and_can_be_untied(store: Store) -> None:
    sara, omar = await two_staff(store)
    for staff, code in ((sara, "a"), (omar, "b")):
        await store.write(lambda tx, s=staff, c=code: tx.links.issue(s, code_hash=c, expires_at=later(60)))  # type: ignore[misc]
        await store.write(lambda tx, c=code: tx.links.redeem(c, user="7", now=NOW))  # type: ignore[misc]
    assert await store.write(lambda tx: tx.links.user_of(sara)) is None
    assert await store.write(lambda tx: tx.links.user_of(omar)) == "7"
    assert await store.write(lambda tx: tx.links.unlink(omar)) is True
    assert await store.write(lambda tx: tx.links.unlink(omar)) is False
    assert await store.write(lambda tx: tx.links.staff_of("7")) is None
