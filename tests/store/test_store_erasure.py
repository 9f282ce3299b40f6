import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from pathlib import Path

from bot.messages import Attachment
from bot.ports.records import Question
from bot.ports.store import Store, Transaction
from bot.store.keys import KeyRing
from bot.store.opening import open_store
from tests.store.values import NOW, ORG, a_case, a_chat, address, inbound, later, open_chat, saying, send

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


async def test_nothing_is_left_in_the_index_of_sqlite(tmp_path: Path, ring: KeyRing) -> None:
    file = tmp_path / "wasl.db"
    store = open_store(f"sqlite:///{file}", ring)
    chat, other = await a_chat(store), await a_chat(store, address("visitor-2"))

    def say(where: str, text: str) -> Callable[[Transaction], int]:
        return lambda tx: tx.transcript.add(ORG, where, direction="in", text=text, at=NOW)

    await store.write(say(chat, "qzx"))
    for number in range(40):  # what is indexed later lies in other parts of the index
        await store.write(say(other, f"w{number} abc"))
    await store.write(lambda tx: tx.conversations.forget(ORG, chat))
    assert [found.id for found in await store.read.search([ORG], "abc")] == [other]
    await store.close()
    assert b"qzx" not in file.read_bytes()
    with closing(sqlite3.connect(file)) as connection:
        connection.execute("INSERT INTO line_index(line_index, rank) VALUES ('integrity-check', 1)")


async def test_what_was_said_since_a_time_is_blanked_in_one_chat_alone(store: Store) -> None:
    """Lines, files and questions of before, of other chats and of staff stay as they were."""
    chat, other = await a_chat(store, address("one")), await a_chat(store, address("two"))
    file = Attachment(key="7" * 64, name="a.jpg", media_type="image/jpeg", size=3, kind="photo")

    def work(tx: Transaction) -> list[list[tuple[str, str, int]]]:
        for each in (chat, other):
            tx.transcript.add(ORG, each, direction="in", text="قبل", at=NOW)
            tx.transcript.add(ORG, each, direction="in", text="سر", at=later(5), attachments=(file,))
            tx.transcript.add(ORG, each, direction="out", text="سر", at=later(6), message=saying("سر"))
            tx.transcript.add(ORG, each, direction="staff", text="موظف", at=later(7))
        tx.transcript.blank(ORG, chat, since=later(5), text="🔒")
        return [
            [(line.text, line.direction, len(line.attachments)) for line in reversed(found)]
            for found in (tx.transcript.recent(ORG, each, limit=9) for each in (chat, other))
        ]

    blanked, untouched = await store.write(work)
    assert blanked == [("قبل", "in", 0), ("🔒", "in", 0), ("🔒", "out", 0), ("موظف", "staff", 0)]
    assert untouched[1] == ("سر", "in", 1)
    assert await store.write(lambda tx: tx.transcript.unnamed([file.key])) == []
    await store.write(lambda tx: tx.transcript.blank(ORG, other, since=NOW, text="🔒"))
    assert await store.write(lambda tx: tx.transcript.unnamed([file.key])) == [file.key]


async def test_notes_of_one_chat_are_blanked_with_their_files_and_the_chat_is_nobodys(store: Store) -> None:
    """What was said there, and notes of other chats, stay."""
    chat, other = await a_chat(store, address("one")), await a_chat(store, address("two"))
    own, shared = (
        Attachment(key=key * 64, name="a.jpg", media_type="image/jpeg", size=3, kind="photo") for key in "56"
    )

    def work(tx: Transaction) -> tuple[list[str], list[list[tuple[str, str, int]]]]:
        person = tx.people.add(ORG, language="ar", now=NOW)
        for each, files in ((chat, (own, shared)), (other, (shared,))):
            tx.people.link(ORG, each, person)
            tx.transcript.add(ORG, each, direction="note", text="سر", at=NOW, attachments=files)
            tx.transcript.add(ORG, each, direction="in", text="كلام", at=NOW)
        gone = list(tx.transcript.blank_notes(ORG, chat, text="🔒"))
        tx.people.link(ORG, chat, None)
        found = (tx.transcript.recent(ORG, each, limit=9) for each in (chat, other))
        return gone, [[(one.text, one.direction, len(one.attachments)) for one in each] for each in found]

    gone, (blanked, untouched) = await store.write(work)
    assert gone == [own.key]
    assert blanked == [("كلام", "in", 0), ("🔒", "note", 0)]
    assert untouched == [("كلام", "in", 0), ("سر", "note", 1)]
    rows = [await store.read.conversation(ORG, each) for each in (chat, other)]
    assert [row is not None and row.person is None for row in rows] == [True, False]
