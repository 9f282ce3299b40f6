from datetime import timedelta

from bot.ports.records import Member, NoticeStatus
from bot.ports.store import Store, Transaction
from tests.store.values import NOW, ORG, a_case, a_chat, later, send, two_staff


def a_notice(tx: Transaction, case: str, chat: str | None, status: NoticeStatus = "waiting") -> int:
    return tx.notices.add(
        ORG, case, conversation=chat, step="refuse", fields={"reason": "لا رصيد"}, status=status,
        urgent=False, now=NOW,
    )  # fmt: skip


async def opened(store: Store) -> tuple[str, str]:
    """Return a chat and the id of its case."""
    chat = await a_chat(store)
    case = a_case(1, chat)
    await store.write(lambda tx: tx.cases.open(case))
    return chat, case.id


async def test_a_notice_is_due_until_it_is_on_its_way(store: Store) -> None:
    chat, case = await opened(store)
    notice = await store.write(lambda tx: a_notice(tx, case, chat))
    [due] = await store.write(lambda tx: tx.notices.due(now=later(1), limit=9))
    assert (due.id, due.fields, due.status) == (notice, {"reason": "لا رصيد"}, "waiting")
    await store.write(lambda tx: tx.notices.postpone(ORG, notice, until=later(60)))
    assert await store.write(lambda tx: tx.notices.due(now=later(59), limit=9)) == []
    assert await store.write(lambda tx: tx.notices.get("basma", notice)) is None


async def test_a_notice_follows_its_message(store: Store) -> None:
    chat, case = await opened(store)
    ends: dict[str, NoticeStatus] = {}

    def work(tx: Transaction) -> list[int]:
        made = [a_notice(tx, case, chat) for _ in range(5)]
        sent = [send(tx, chat, f"n{number}") for number in range(5)]
        lines = [line.id for line in reversed(tx.transcript.recent(ORG, chat, limit=5))]
        for notice, line in zip(made, lines, strict=True):
            tx.notices.queued(ORG, notice, line=line)
        tx.outbox.sent(ORG, sent[0], external_id="x", at=NOW)
        tx.outbox.withhold(ORG, sent[1], reason="staff hold the chat", at=NOW)
        tx.outbox.withhold(ORG, sent[2], reason="blocked", at=NOW)
        tx.outbox.dead(ORG, sent[3], error="gave up", at=NOW)
        return made

    made = await store.write(work)
    assert await store.write(lambda tx: tx.notices.settle(now=later(9))) == 4
    for notice in await store.read.case_notices(ORG, case):
        ends[str(made.index(notice.id))] = notice.status
    assert ends == {"0": "told", "1": "waiting", "2": "waiting", "3": "waiting", "4": "queued"}
    tried = [notice.tried for notice in await store.read.case_notices(ORG, case)]
    assert tried == [(), (), (chat,), (chat,), ()]
    assert await store.write(lambda tx: tx.notices.settle(now=later(10))) == 0
    await store.write(lambda tx: tx.notices.set_status(ORG, made[2], "call", at=NOW))
    assert [notice.id for notice in await store.read.calls([ORG])] == made[2:3]
    assert await store.read.calls(["basma"]) == []


async def test_an_erased_case_keeps_no_words_of_its_notices(store: Store) -> None:
    chat, case = await opened(store)
    await store.write(lambda tx: a_notice(tx, case, chat))
    await store.write(lambda tx: tx.cases.erase_answers(ORG, case, at=NOW))
    [kept] = await store.read.case_notices(ORG, case)
    assert (kept.fields, kept.status) == ({}, "kept")


async def test_cases_by_stage_and_time_in_it(store: Store) -> None:
    def work(tx: Transaction) -> None:
        for number in (1, 2, 3):
            case = a_case(number, None)
            tx.cases.open(case)
            tx.cases.set_stage(ORG, case.id, stage="checked" if number < 3 else "closed", at=later(-number))

    await store.write(work)
    found = await store.read.cases([ORG], stages=["checked"], longest=True)
    assert [case.reference[10:15] for case in found] == ["00002", "00001"]
    assert await store.read.case_counts([ORG]) == {
        ("support-request", "checked"): 2,
        ("support-request", "closed"): 1,
    }


async def test_a_session_with_its_agenda(store: Store) -> None:
    await two_staff(store)
    case, other = a_case(1, None), a_case(2, None)

    def work(tx: Transaction) -> str:
        for one in (case, other):
            tx.cases.open(one)
        at = NOW + timedelta(days=1)
        tx.committee.open(ORG, "s1", held_at=at, place="المقر", by="staff-sara", now=NOW)
        made = tx.committee.open(ORG, "s2", held_at=at, place="", by="staff-sara", now=NOW)
        assert made.number == 2
        assert tx.committee.add(ORG, "s1", case.id)
        assert not tx.committee.add(ORG, "s1", case.id)
        assert tx.committee.add(ORG, "s1", other.id)
        assert tx.committee.planned(ORG, case.id) == "s1"
        tx.committee.set_attendance(ORG, "s1", [Member(name="سالم", present=True)])
        tx.committee.set_conflicts(ORG, "s1", case.id, ["سالم"])
        tx.committee.decided(ORG, "s1", case.id, decision="accept", at=later(9))
        assert not tx.committee.remove(ORG, "s1", case.id)
        assert tx.committee.remove(ORG, "s1", other.id)
        tx.committee.set_minutes(ORG, "s1", "نوقش")
        tx.committee.close(ORG, "s1", at=later(10))
        return "s1"

    session = await store.write(work)
    found = await store.read.committee_session(ORG, session)
    assert found is not None
    assert (found.number, found.place, found.minutes, found.closed_at) == (1, "المقر", "نوقش", later(10))
    assert found.attendance == (Member(name="سالم", present=True),)
    [item] = await store.read.agenda(ORG, session)
    assert (item.case.reference, item.conflicts, item.decision) == (case.reference, ("سالم",), "accept")
    assert await store.read.committee_session("basma", session) is None
    assert [one.number for one in await store.read.committee_sessions([ORG])] in ([1, 2], [2, 1])


async def test_an_urgent_reply_waits_until_one_session_confirms_it(store: Store) -> None:
    await two_staff(store)
    case = a_case(1, None)

    def work(tx: Transaction) -> int:
        tx.cases.open(case)
        for session in ("s1", "s2"):
            tx.committee.open(ORG, session, held_at=NOW, place="", by="staff-sara", now=NOW)
        tx.committee.replied_urgently(ORG, case.id, step="accept", by="staff-sara", at=later(1))
        [waiting] = tx.committee.to_confirm(ORG)
        assert (waiting.case.reference, waiting.step, waiting.by) == (case.reference, "accept", "staff-sara")
        assert (waiting.at, waiting.session, waiting.confirmed_at) == (later(1), None, None)
        assert not tx.committee.to_confirm("basma")
        return waiting.id

    reply = await store.write(work)

    def confirm(tx: Transaction, org: str, session: str) -> bool:
        return tx.committee.confirm(org, reply, session=session, at=later(2))

    assert not await store.write(lambda tx: confirm(tx, "basma", "s1"))
    assert await store.write(lambda tx: confirm(tx, ORG, "s1"))
    assert not await store.write(lambda tx: confirm(tx, ORG, "s2"))
    assert not await store.write(lambda tx: tx.committee.to_confirm(ORG))
    [kept] = await store.write(lambda tx: tx.committee.confirmed_in(ORG, "s1"))
    assert (kept.id, kept.session, kept.confirmed_at) == (reply, "s1", later(2))
    assert not await store.write(lambda tx: tx.committee.confirmed_in(ORG, "s2"))
