"""What is decided and worded without Telegram."""

from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import yaml

from bot.channels.telegram_desk import choices, present, ready
from bot.channels.telegram_desk.deciding import steps
from bot.channels.telegram_desk.needs import Mode, Place
from bot.channels.telegram_desk.pace import MOST, RESERVED, WINDOW, Pace
from bot.channels.telegram_desk.parse import command, fits, pressed
from bot.channels.telegram_desk.places import places
from bot.messages import Address
from bot.ports.records import Conversation, Line, Thread
from bot.practice.telegram import Rates
from bot.practice.telegram.limits import Flood
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
    here, level = case.get("here", True), case.get("level", "calm")
    todo = steps(row, kept, mode=case["mode"], card="now", level=level, here=here)
    assert list(todo) == case["steps"]


class Time:
    """A clock that sending moves on."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


def test_mirrored_lines_leave_room_for_what_presses() -> None:
    pace, time = Pace(), Time()
    for second in range(MOST - RESERVED):
        time.now = float(second)
        assert pace.wait(time.now, pressing=False) == 0
        with pace.sending(time):
            pass
    assert pace.wait(20, pressing=False) == WINDOW - 20
    assert pace.wait(20, pressing=True) == 0
    time.now = 20
    for _ in range(RESERVED):
        with pace.sending(time):
            pass
    assert pace.wait(20, pressing=True) == WINDOW - 20
    assert pace.wait(WINDOW, pressing=True) == 0
    pace.hold(WINDOW, 30)
    assert pace.wait(WINDOW + 10, pressing=True) == 20


def test_what_is_on_its_way_takes_a_place() -> None:
    pace, time = Pace(), Time()
    with ExitStack() as underway:
        for _ in range(MOST - RESERVED):
            underway.enter_context(pace.sending(time))
        assert pace.wait(0, pressing=False) > 0
        assert pace.wait(0, pressing=True) == 0
        time.now = 5
    assert pace.wait(5 + WINDOW, pressing=False) == 0


def test_a_message_that_arrives_late_does_not_make_the_minute_too_full() -> None:
    pace, time = Pace(), Time()
    telegram = Flood(rates=Rates(), clock=time)
    for late in (30.0, *[0.5] * MOST, 0.0, 20.0, *[0.0] * MOST):
        time.now += pace.wait(time.now, pressing=True)
        with pace.sending(time):
            time.now += late
            telegram.take(-1, group=True)  # raises if it comes too early


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
    [batch] = present.batches(["كلمة " * 2000])
    parts = batch.parts
    assert all(0 < len(part) <= present.LONGEST for part in parts)
    assert " ".join(part.strip() for part in parts) == ("كلمة " * 2000).strip()
    assert present.batches(["a", "b"]) == [present.Batch(first=0, last=1, parts=("a\nb",))]
    assert [one.first for one in present.batches(["a", "ب" * 3999, "c" * 9000, "d"])] == [0, 1, 2, 3]


def test_a_branch_with_a_dash_is_written_with_underscores() -> None:
    groups = {"live_law": "-1", "live_law__khamis_mushait": "-2", "aoun": "-1"}
    modes: dict[str, Mode] = {"live_law__khamis_mushait": "mirror", "aoun": "mirror"}
    found = places(groups, modes, ("aoun", "live-law"), branches={"aoun": "mirror"})
    assert found == {
        "live-law": Place(group=-1),
        "live-law/khamis-mushait": Place(group=-2, mode="mirror", branches="mirror"),
        "aoun": Place(group=-1, mode="mirror", branches="mirror"),
    }


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
