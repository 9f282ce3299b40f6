"""The staff's group when the product is killed: what staff wrote is taken once, whatever comes again."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from bot.app import Rooms
from bot.content import Library
from bot.content.cache import usual_folder
from bot.demo.people import AOUN, DESK, GROUP, KHALID, OMAR, SARA, TOKEN, Colleagues, Person
from bot.demo.product import Installation, Running, serving, share_models
from bot.demo.stored import accounts
from bot.messages import Address
from bot.ports.records import Line
from bot.practice.telegram import Practice, started
from tests.acceptance.test_telegram import told, unsent, wait

pytestmark = [pytest.mark.acceptance, pytest.mark.timeout(600)]
REPLY, NOTE, LINE, LAST = "ردّ واحد لا يتكرر", "اتصلت بالأسرة", "سطر قبل القتل", "سطر بعد القتل"
ALWAYS = 10**6  # calls


def test_killed_between_what_staff_do_and_recording_that_it_is_done(library: Library, tmp_path: Path) -> None:
    assert library.contents
    place = Installation(data=tmp_path / "data")
    place.data.mkdir()
    share_models(place.data, usual_folder())
    with started(any_token=True) as practice:
        code = _ready(practice, place)
        person, staff = Person(practice, KHALID), Colleagues(practice)
        with _living(practice, place) as first:
            staff.link(SARA, code)
            person.write("أبغى أكلم الباحثة الاجتماعية")
            staff.topic_with("شخص ينتظر موظفًا")
            staff.press("claim")
            person.sees("معك الآن")
            practice.fail("drop", method="getUpdates", times=ALWAYS, token=DESK)  # nothing is confirmed
            reply = staff.write(REPLY)
            person.sees(REPLY)
            assert wait(lambda: not unsent(place.data))
            assert practice.waiting(DESK)  # Telegram still has the update of the reply
            practice.fail("hang-after", method="sendMessage", token=DESK)
            person.write(LINE)
            assert wait(lambda: _shown(practice, LINE) == 1)
            first.process.kill()
        with _living(practice, place) as second:
            staff.signed(reply, "👍")
            assert wait(lambda: _shown(practice, LINE) == 2 and not practice.waiting(DESK))
            practice.fail("hang-after", method="setMessageReaction", token=DESK)
            staff.signed(staff.write(f"/note {NOTE}"), "✍")
            assert practice.waiting(DESK)
            second.process.kill()
        with _living(practice, place):
            person.write(LAST)
            assert wait(lambda: _shown(practice, LAST) == 1 and not practice.waiting(DESK))
        assert _shown(practice, LINE) == 2  # the one that the group had and we had not noted
        assert sum(REPLY in text for text in told(practice, KHALID, TOKEN)) == 1
    lines = place.work(_lines)
    assert [line.text for line in lines if line.direction == "staff"] == [REPLY]
    assert [line.text for line in lines if line.direction == "note"] == [NOTE]
    assert [line.text for line in lines if line.direction == "in"][-2:] == [LINE, LAST]


def _ready(practice: Practice, place: Installation) -> str:
    """Make the bots, their group and the accounts of staff; return the code that links one of them."""
    practice.add_bot(TOKEN, username="wasl_bot")
    practice.add_bot(DESK, username="wasl_desk_bot")
    practice.add_group(GROUP, title="الموظفون", forum=True, members=(SARA, OMAR))
    practice.add_to_group(DESK, GROUP, by=SARA)
    return place.work(accounts)[SARA]


@contextmanager
def _living(practice: Practice, place: Installation) -> Iterator[Running]:
    """Let the product live once; Telegram fails no more."""
    practice.world.faults.clear()
    settings = {
        "WASL_TELEGRAM_API": practice.base,
        "WASL_TELEGRAM_TOKEN_AOUN": TOKEN,
        "WASL_TELEGRAM_DESK_TOKEN": DESK,
        "WASL_TELEGRAM_DESK_GROUP_AOUN": str(GROUP),
        "WASL_TELEGRAM_DESK_MODE_AOUN": "mirror",
    }
    with serving(place.data, settings) as running:
        yield running


def _shown(practice: Practice, words: str) -> int:
    return sum(words in one.get("text", "") for one in practice.seen_in_group(DESK, GROUP))


async def _lines(rooms: Rooms) -> list[Line]:
    address = Address(organisation=AOUN, channel="telegram", user=str(KHALID))
    chat = await rooms.store.read.by_address(address)
    assert chat is not None
    return list(await rooms.store.read.lines(AOUN, chat.id))
