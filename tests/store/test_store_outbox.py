import pytest

from bot.messages import Ask, Attachment, Button, Message, Source
from bot.ports.store import Store, Transaction
from tests.store.values import HERE, NOW, ORG, a_chat, address, later, open_chat, send


async def due_texts(store: Store, seconds: float = 0, limit: int = 10) -> list[str]:
    rows = await store.write(lambda tx: tx.outbox.due("web", now=later(seconds), limit=limit))
    return [row.message.text for row in rows]


async def test_only_the_first_message_of_a_chat_is_due(store: Store) -> None:
    chat = await a_chat(store)
    first = await store.write(lambda tx: send(tx, chat, "one"))
    await store.write(lambda tx: send(tx, chat, "two"))
    assert await due_texts(store) == ["one"]
    await store.write(lambda tx: tx.outbox.sent(ORG, first, external_id="77", at=NOW))
    assert await due_texts(store) == ["two"]


async def test_a_message_waits_while_its_elder_waits_for_a_retry(store: Store) -> None:
    chat = await a_chat(store)
    first = await store.write(lambda tx: send(tx, chat, "one"))
    await store.write(lambda tx: send(tx, chat, "two", priority=0))
    await store.write(lambda tx: tx.outbox.retry(ORG, first, not_before=later(30), error="429"))
    assert await due_texts(store) == []
    assert await store.write(lambda tx: tx.outbox.next_due("web")) == later(30)
    [row] = await store.write(lambda tx: tx.outbox.due("web", now=later(30), limit=5))
    assert (row.message.text, row.attempts, row.error) == ("one", 1, "429")


async def test_between_chats_the_priority_goes_before_the_age(store: Store) -> None:
    def work(tx: Transaction) -> None:
        for user, priority in (("a", 5), ("b", 1), ("c", 0), ("d", 1)):
            send(tx, open_chat(tx, address(user)), user, to=address(user), priority=priority)

    await store.write(work)
    assert await due_texts(store) == ["c", "b", "d", "a"]
    assert await due_texts(store, limit=2) == ["c", "b"]
    assert await store.write(lambda tx: tx.outbox.due("telegram", now=NOW, limit=5)) == []


async def test_what_a_line_was_sent_as_is_known_once_it_was_sent(store: Store) -> None:
    chat = await a_chat(store)
    outbox = await store.write(lambda tx: send(tx, chat, "one"))
    [row] = await store.write(lambda tx: tx.outbox.due("web", now=NOW, limit=5))
    assert await store.write(lambda tx: tx.outbox.external_of(ORG, row.line)) == ""
    await store.write(lambda tx: tx.outbox.sent(ORG, outbox, external_id="77 78", at=NOW))
    assert await store.write(lambda tx: tx.outbox.external_of(ORG, row.line)) == "77 78"
    assert await store.write(lambda tx: tx.outbox.external_of("basma", row.line)) == ""
    line = await store.write(lambda tx: tx.transcript.get(ORG, row.line))
    assert line is not None
    assert (line.conversation, line.text) == (chat, "one")
    assert await store.write(lambda tx: tx.transcript.get("basma", row.line)) is None


@pytest.mark.parametrize("ending", ["sent", "dead", "withhold"])
async def test_a_finished_message_is_never_due_again(store: Store, ending: str) -> None:
    chat = await a_chat(store)
    outbox = await store.write(lambda tx: send(tx, chat, "one"))
    endings = {
        "sent": lambda tx: tx.outbox.sent(ORG, outbox, external_id=None, at=NOW),
        "dead": lambda tx: tx.outbox.dead(ORG, outbox, error="blocked", at=NOW),
        "withhold": lambda tx: tx.outbox.withhold(ORG, outbox, reason="staff hold it", at=NOW),
    }
    await store.write(endings[ending])
    await store.write(lambda tx: tx.outbox.retry(ORG, outbox, not_before=NOW, error="late"))
    assert await due_texts(store, 3600) == []
    assert await store.write(lambda tx: tx.outbox.next_due("web")) is None
    dead = await store.read.dead_letters([ORG])
    assert [(row.message.text, row.error) for row in dead] == (
        [("one", "blocked")] if ending == "dead" else []
    )


async def test_another_organisation_cannot_end_a_message(store: Store) -> None:
    chat = await a_chat(store)
    outbox = await store.write(lambda tx: send(tx, chat, "one"))
    await store.write(lambda tx: tx.outbox.sent("basma", outbox, external_id=None, at=NOW))
    assert await due_texts(store) == ["one"]


async def test_a_message_comes_back_whole(store: Store) -> None:
    chat = await a_chat(store)
    photo = Attachment(key="b" * 64, name="letter.pdf", media_type="application/pdf", size=5, kind="document")
    message = Message(
        text="اختر", language="ar", buttons=(Button(id="pick:a:b", label="✅ نعم"),),
        source=Source(organisation=ORG, document="policy", section="procedure", clause="5"),
        ask=Ask(kind="choice", step="a", accept=("image/jpeg",), max_bytes=9), attachments=(photo,),
        urgent=True,
    )  # fmt: skip

    def work(tx: Transaction) -> None:
        line = tx.transcript.add(
            ORG,
            chat,
            direction="out",
            text="اختر",
            at=NOW,
            message=message,
            answers="in-1",
            trace={"why": ["ب"]},
        )
        tx.outbox.queue(
            chat, address=HERE, message=message, line=line, staff=None, priority=0, not_before=NOW
        )

    await store.write(work)
    [row] = await store.write(lambda tx: tx.outbox.due("web", now=NOW, limit=5))
    [line] = await store.read.lines(ORG, chat)
    assert (row.message, row.address, row.line) == (message, HERE, line.id)
    assert (line.message, line.answers, line.trace) == (message, "in-1", {"why": ["ب"]})


async def test_lines_are_read_after_an_id_and_newest_first(store: Store) -> None:
    chat = await a_chat(store)

    def work(tx: Transaction) -> list[int]:
        return [
            tx.transcript.add(ORG, chat, direction="in", text=text, at=NOW, inbound=f"in-{text}")
            for text in ("one", "two", "three")
        ]

    ids = await store.write(work)
    assert ids == sorted(set(ids))
    assert [line.text for line in await store.read.lines(ORG, chat, after=ids[0])] == ["two", "three"]
    assert [line.text for line in await store.read.lines(ORG, chat, limit=1)] == ["one"]
    assert await store.read.lines("basma", chat) == []
    newest = await store.write(lambda tx: tx.transcript.recent(ORG, chat, limit=2))
    assert [line.text for line in newest] == ["three", "two"]


async def test_a_line_tells_how_its_sending_went(store: Store) -> None:
    chat = await a_chat(store)
    await store.write(lambda tx: send(tx, chat, "one"))
    [line] = await store.read.lines(ORG, chat)
    await store.write(lambda tx: tx.transcript.set_delivery(ORG, line.id, "sent"))
    assert [line.delivery, (await store.read.lines(ORG, chat))[0].delivery] == ["queued", "sent"]
