"""The walk through the main job with real people, played by scripted ones against the fake."""

import threading
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from bot.content import Library
from bot.content.cache import usual_folder
from bot.demo.people import AOUN, DESK, GROUP, KHALID, OMAR, SARA, TOKEN, Colleagues, Person
from bot.demo.product import Installation, serving, share_models
from bot.demo.request import REQUEST
from bot.demo.steps import until
from bot.demo.stored import accounts
from bot.demo.telegram import ASKED
from bot.demo.whole import TASKS, whole
from bot.practice.telegram import Practice, started
from tests.patience import PATIENCE

pytestmark = [pytest.mark.acceptance, pytest.mark.timeout(600)]


class Script:
    """Two people who do what they are asked to."""

    def __init__(self, practice: Practice, code: Mapping[int, str]) -> None:
        self.person, self.staff = Person(practice, KHALID), Colleagues(practice)
        self.code = code
        self.lines: list[str] = []
        self.acts: dict[str, Callable[[], None]] = {
            each.name: getattr(self, f"_{each.name}") for each in TASKS
        }

    def play(self) -> None:
        for number, task in enumerate(TASKS, start=1):
            until(lambda n=number: len(self._prompts()) >= n, f"no prompt for {task.name}", seconds=PATIENCE)  # type: ignore[misc]
            self.acts[task.name]()

    def _prompts(self) -> list[str]:
        return [line for line in self.lines if line.startswith("→")]

    def _greeting(self) -> None:
        sign = self._prompts()[0].partition("«مرحبا ")[2][:4]
        self.person.write(f"مرحبا {sign}")

    def _question(self) -> None:
        self.person.write("متى يجيني خبر من اللجنة؟")

    def _request(self) -> None:
        for user, code in self.code.items():
            self.staff.link(user, code)
        for act, seen in (ASKED, *REQUEST):
            self.person.does(act)
            self.person.sees(seen)

    def _handoff(self) -> None:
        self.person.write("أبغى أكلم الباحثة الاجتماعية")
        self.staff.topic_with("شخص ينتظر موظفًا")

    def _claim(self) -> None:
        told = self.staff.both("claim")
        self.staff.holder = next(user for user, text in told.items() if not text)

    def _reply(self) -> None:
        self.staff.send(b"%PDF-1.4\n%%EOF\n", name="form.pdf", caption="هذا هو النموذج")

    def _note(self) -> None:
        self.staff.write("/note تجربة")

    def _return(self) -> None:
        self.staff.press("return")
        self.person.sees("عدت إليك")

    def _close(self) -> None:
        self.person.write("أبغى أكلم الباحثة الاجتماعية")
        self.staff.topic_open()
        self.staff.press("claim")
        self.staff.press("close")
        self.staff.press("close:solved")
        self.person.sees("انتهت محادثتك")

    def _rating(self) -> None:
        self.person.does("flow:rating")
        self.person.does("pick:stars:5")
        self.person.sees("do:skip")  # not the one of an earlier question
        self.person.does("do:skip")
        self.person.sees("حفظنا تقييمك")


@pytest.fixture
def place(library: Library, tmp_path: Path) -> Installation:
    assert library.contents
    made = Installation(data=tmp_path / "data")
    made.data.mkdir()
    share_models(made.data, usual_folder())
    return made


def test_each_step_is_asked_for_and_read_from_the_store(place: Installation) -> None:
    with started(any_token=True) as practice:
        practice.add_bot(TOKEN, username="wasl_bot")
        practice.add_bot(DESK, username="wasl_desk_bot")
        practice.add_group(GROUP, title="الموظفون", forum=True, members=(SARA, OMAR))
        practice.add_to_group(DESK, GROUP, by=SARA)
        settings = {
            "WASL_TELEGRAM_API": practice.base,
            "WASL_TELEGRAM_TOKEN_AOUN": TOKEN,
            "WASL_TELEGRAM_DESK_TOKEN": DESK,
            "WASL_TELEGRAM_DESK_GROUP_AOUN": str(GROUP),
            "WASL_TELEGRAM_DESK_MODE_AOUN": "mirror",
        }
        script = Script(practice, place.work(accounts))
        with serving(place.data, settings):
            people = threading.Thread(target=script.play, daemon=True)
            people.start()
            report = place.work(
                lambda rooms: whole(rooms, AOUN, say=script.lines.append, patience=PATIENCE, pause=0.2)
            )
            people.join(PATIENCE)
    assert report.good, script.lines
    assert list(report.seen) == [task.name for task in TASKS]


def test_what_nobody_does_is_not_seen(place: Installation) -> None:
    lines: list[str] = []
    report = place.work(lambda rooms: whole(rooms, AOUN, say=lines.append, patience=0.1, pause=0.05))
    assert not report.good
    assert list(report.seen.values()) == [False] * len(TASKS)
    assert sum(line.startswith("→") for line in lines) == 1  # nothing more is asked for
