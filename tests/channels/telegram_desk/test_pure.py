"""What is decided and worded without Telegram."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import yaml

from bot.channels.telegram_desk import choices, present, ready
from bot.channels.telegram_desk.deciding import steps
from bot.channels.telegram_desk.pace import MOST, RESERVED, WINDOW, Pace
from bot.channels.telegram_desk.parse import command, fits, pressed
from bot.messages import Address
from bot.ports.records import Conversation, Line, Thread
from tests.worker.world import ORG, START, content

HERE = Path(__file__).parent
SPEECH = present.Speech(content=content(), language="ar", mode="mirror")


def cases(name: str) -> list[Any]:
    return list(yaml.safe_load((HERE / name).read_text(encoding="utf-8")))


def chat(
    *, owner: Any = "waiting", last_line: int = 5, alerted: bool = False, team: str | None = None
) -> Conversation:
    return Conversation(
        id="c1",
        address=Address(organisation=ORG, channel="web", user="u1"),
        person=None,
        state=None,
        language="en",
        owner=owner,
        holder=None,
        reason="asked",
        priority="high",
        danger=None,
        topic=None,
        waiting_since=START,
        claimed_at=None,
        alerted_at=START if alerted else None,
        last_inbound_at=START,
        last_line=last_line,
        team=team,
        opened_at=START,
    )


def thread(*, told: bool = False, cursor: int = 5, shown: str = "now", **changed: Any) -> Thread:
    made = Thread(organisation=ORG, conversation="c1", group=-1, number=3, head=4, cursor=cursor, shown=shown)
    return replace(made, told_at=START if told else None, **changed)


@pytest.mark.parametrize("case", cases("parse.yaml"), ids=lambda case: repr(case["write"]))
def test_commands(case: Any) -> None:
    order = command(case["write"], bot="wasl_desk_bot")
    assert (order and order.verb) == case["verb"]
    assert order is None or order.rest == case.get("rest", "")


@pytest.mark.parametrize("case", cases("deciding.yaml"), ids=str)
def test_steps(case: Any) -> None:
    row = None if case["chat"] is None else chat(**case["chat"])
    kept = None if case["thread"] is None else thread(**case["thread"])
    todo = steps(row, kept, mode=case["mode"], card="now", level=case.get("level", "calm"))
    assert list(todo) == case["steps"]


def test_mirrored_lines_leave_room_for_what_presses() -> None:
    pace = Pace()
    for second in range(MOST - RESERVED):
        assert pace.wait(float(second), pressing=False) == 0
        pace.count(float(second))
    assert pace.wait(20, pressing=False) == WINDOW - 20
    assert pace.wait(20, pressing=True) == 0
    for _ in range(RESERVED):
        pace.count(20)
    assert pace.wait(20, pressing=True) == WINDOW - 20
    assert pace.wait(WINDOW, pressing=True) == 0
    pace.hold(WINDOW, 30)
    assert pace.wait(WINDOW + 10, pressing=True) == 20


def test_a_head_says_all_and_its_buttons_fit() -> None:
    waiting = present.card(chat(), SPEECH, holder="", case="AOUN-2026-00042-7")
    assert all(word in waiting.text for word in ("جمعية الاختبار", "طلب موظفًا", "مرتفع", "AOUN-2026-00042-7"))
    held = present.card(chat(owner="staff"), SPEECH, holder="Sara", case="")
    assert "Sara" in held.text
    assert waiting.hash != held.hash
    back = present.card(chat(owner="bot"), SPEECH, holder="", case="")
    assert [data for row in back.rows for _, data in row] == ["reopen"]
    offered = (choices.reasons(SPEECH), choices.priorities(SPEECH), choices.forms(SPEECH))
    for rows in (waiting.rows, held.rows, *offered):
        assert all(fits(data) for row in rows for _, data in row)


def test_a_line_is_masked_and_long_ones_are_cut_at_spaces() -> None:
    line = Line(
        id=1, organisation=ORG, conversation="c1", direction="in", at=START, text="هويتي 1012345672 <b>"
    )
    said = present.spoken(line, SPEECH, {})
    assert "1012345672" not in said
    assert "<b>" in said
    parts = present.split(["كلمة " * 2000])
    assert all(0 < len(part) <= present.LONGEST for part in parts)
    assert " ".join(part.strip() for part in parts) == ("كلمة " * 2000).strip()
    assert present.split(["a", "b"]) == ["a\nb"]


def test_ready_replies_need_what_they_name() -> None:
    assert ready.filled(SPEECH, "received", "ar", case="") is None
    assert "AOUN-1" in (ready.filled(SPEECH, "received", "en", case="AOUN-1") or "")
    assert ready.filled(SPEECH, "nothing", "ar", case="") is None
    assert set(ready.titles(SPEECH)) >= {"hello", "received", "visit"}
    assert pressed("canned:hello").rest == "hello"


def test_ready_replies_take_the_fields_that_staff_give() -> None:
    assert len(ready.wanted(SPEECH, "visit")) == 2
    name, values = ready.split("visit الأحد 9 | المقر")
    said = ready.filled(SPEECH, name, "ar", case="", values=values) or ""
    assert "الأحد 9" in said
    assert "المقر" in said
    for few in ((), ("الأحد",), ("الأحد", "")):
        assert ready.filled(SPEECH, "visit", "ar", case="", values=few) is None
