from dataclasses import replace
from pathlib import Path

from bot.messages import Attachment
from bot.ports.records import Question
from bot.ports.store import Store, Transaction
from bot.store.keys import KeyRing
from bot.store.opening import open_store
from tests.store.values import NOW, ORG, a_case, address, inbound, later, open_chat, send

WORD = "زعفران-saffron-778899"
MINE = Attachment(key="1" * 64, name=WORD, media_type="image/png", size=1, kind="photo")
SHARED = replace(MINE, key="2" * 64)
OFCASE = replace(MINE, key="3" * 64)


def live(tx: Transaction) -> str:
    chat, other = open_chat(tx), open_chat(tx, address("visitor-2"))
    tx.conversations.keep_state(ORG, chat, state=f'"{WORD}"', language="ar", topic="review-time")
    tx.inbox.accept(inbound("1", text=WORD), conversation=chat)
    tx.inbox.failed(ORG, inbound("1").id, error="KeyError", at=NOW)
    tx.transcript.add(
        ORG, chat, direction="in", text=WORD, at=NOW, attachments=(MINE, SHARED), trace={"x": WORD}
    )
    sent = send(tx, chat, WORD)
    tx.outbox.dead(ORG, sent, error=WORD, at=NOW)
    send(tx, chat, f"waiting {WORD}")
    tx.handoffs.begin(ORG, chat, reason="asked", priority="normal", note=WORD, now=NOW)
    tx.people.keep_rating(ORG, chat, stars=5, reason=WORD, at=NOW)
    tx.people.keep_question(
        Question(
            organisation=ORG,
            conversation=chat,
            inbound="in-1",
            text=WORD,
            decision="none",
            topic=None,
            offers=(),
            language="ar",
            at=NOW,
        )
    )
    tx.transcript.add(ORG, other, direction="in", text="keep me", at=NOW, attachments=(SHARED,))
    return chat


async def test_a_forgotten_chat_leaves_its_rows_and_no_word(store: Store) -> None:
    chat = await store.write(live)
    orphans = await store.write(lambda tx: tx.conversations.forget(ORG, chat))
    assert list(orphans) == [MINE.key]
    row = await store.read.conversation(ORG, chat)
    lines = await store.read.lines(ORG, chat)
    [question] = await store.read.questions(ORG, since=NOW)
    kept = await store.write(lambda tx: tx.people.kept(ORG, chat))
    assert row is not None
    assert (row.state, row.topic, row.person) == (None, None, None)
    assert [(line.text, line.message, line.attachments, line.trace) for line in lines] == [
        ("", None, (), None)
    ] * 3
    assert (question.text, question.decision) == ("", "none")
    assert kept["ratings"] == [{"stars": 5, "reason": "", "at": NOW.isoformat()}]
    assert await store.read.failed_arrivals([ORG]) == []
    assert await store.read.dead_letters([ORG]) == []


async def test_what_is_said_after_forgetting_goes_out(store: Store) -> None:
    chat = await store.write(live)

    def forget_and_say_so(tx: Transaction) -> None:
        tx.conversations.forget(ORG, chat)
        send(tx, chat, "تم")

    await store.write(forget_and_say_so)
    due = await store.write(lambda tx: tx.outbox.due("web", now=later(1), limit=9))
    assert [row.message.text for row in due] == ["تم"]
    lines = await store.read.lines(ORG, chat)
    assert [line.delivery for line in lines] == ["none", "withheld", "withheld", "queued"]


async def test_another_organisation_cannot_forget(store: Store) -> None:
    chat = await store.write(live)
    assert list(await store.write(lambda tx: tx.conversations.forget("basma", chat))) == []
    assert (await store.read.lines(ORG, chat))[0].text == WORD


async def test_an_erased_case_keeps_reference_kind_stage_and_history(store: Store) -> None:
    chat = await store.write(live)
    case = replace(a_case(1, chat), attachments=(OFCASE, SHARED))

    def work(tx: Transaction) -> list[str]:
        tx.cases.open(case)
        tx.cases.add_step(ORG, case.id, at=NOW, actor="bot", action="opened", detail={})
        return list(tx.cases.erase_answers(ORG, case.id, at=later(5)))

    assert await store.write(work) == [OFCASE.key]
    gone = replace(case, answers={}, attachments=(), pledge=None, updated_at=later(5))
    assert await store.read.case(ORG, case.reference) == gone
    assert [step.action for step in await store.read.case_steps(ORG, case.id)] == ["opened"]


async def test_a_file_of_a_case_outlives_the_chat_it_came_in(store: Store) -> None:
    chat = await store.write(live)
    await store.write(lambda tx: tx.cases.open(replace(a_case(1, chat), attachments=(MINE,))))
    assert list(await store.write(lambda tx: tx.conversations.forget(ORG, chat))) == []


async def test_nothing_is_left_in_the_file_of_sqlite(tmp_path: Path, ring: KeyRing) -> None:
    store = open_store(f"sqlite:///{tmp_path / 'wasl.db'}", ring)

    def talk(tx: Transaction) -> str:
        chat = live(tx)
        for number in range(300):
            tx.transcript.add(ORG, chat, direction="in", text=f"{WORD} {'ب' * number}", at=NOW)
        return chat

    def on_disk() -> bytes:
        return b"".join(path.read_bytes() for path in tmp_path.iterdir())

    chat = await store.write(talk)
    assert WORD.encode() in on_disk()
    await store.write(lambda tx: tx.conversations.forget(ORG, chat))
    assert WORD.encode() not in on_disk()
    assert b"keep me" in on_disk()
    await store.close()
