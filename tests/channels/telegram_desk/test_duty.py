"""Who is on duty hears of a hand-over first, and alone, unless it is urgent."""

from pathlib import Path

import pytest

from bot.engine.hours import DAYS_IN_ORDER
from bot.ports.records import Shift
from bot.practice.telegram import Practice
from tests.channels.telegram_desk.office import GROUP, OMAR, SARA, TOKEN, office
from tests.channels.telegram_desk.test_hours import silent
from tests.worker.world import DANGER_WORD, ORG


@pytest.mark.parametrize(
    ("who", "words", "quiet", "told"),
    [
        ("sara", "مرحبا", True, True),
        ("sara", f"أنا {DANGER_WORD}", False, True),
        ("nobody-linked", "مرحبا", False, False),
        (None, "مرحبا", False, False),
    ],
)
async def test_who_is_on_duty_is_called_first(
    tmp_path: Path, practice: Practice, who: str | None, words: str, quiet: bool, told: bool
) -> None:
    async with office(tmp_path, practice) as made:
        await made.member(SARA, "sara")
        await made.member(OMAR, "omar", "supervisor")
        await made.world.staff("nobody-linked")
        for day in DAYS_IN_ORDER if who else ():
            shift = Shift(id=0, organisation=ORG, team="", day=day, opens=0, closes=1440, staff=who or "")
            await made.world.write(lambda tx, shift=shift: tx.duty.add_shift(shift))  # type: ignore[misc]
        await made.world.hear(words)
        if DANGER_WORD not in words:
            await made.world.hear(choice="person")
        await made.until(lambda: practice.topics(GROUP))
        await made.until(lambda: silent(made) == [quiet])
        if told:
            await made.until(lambda: any("أنت المناوب" in m["text"] for m in practice.seen(SARA, TOKEN)))
        assert not any("أنت المناوب" in m["text"] for m in practice.seen(OMAR, TOKEN))
