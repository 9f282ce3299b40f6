"""What a demonstration says, and when it is good: only if every step was seen and is in the store."""

from collections.abc import Callable

import pytest

from bot.demo.steps import NotSeenError, Report, Step
from bot.practice.telegram.stage import NotThere


def nothing() -> None:
    """See all."""


def missing() -> None:
    raise NotSeenError("not seen: أهلا")


def no_button() -> None:
    raise NotThere("message 7")


@pytest.mark.parametrize(
    ("second", "stored", "good", "said"),
    [
        (nothing, {"one": True, "two": True}, True, "all 2 steps were seen"),
        (nothing, {"one": True, "two": False}, False, "not in the database: two"),
        (nothing, {}, False, "failed: 2 / 2"),
        (missing, {"one": True, "two": True}, False, "✘ second (0 s): not seen: أهلا"),
        (no_button, {"one": True, "two": True}, False, "✘ second (0 s): message 7"),
    ],
)
def test_it_is_good_only_if_all_was_seen(
    second: Callable[[], None], stored: dict[str, bool], good: bool, said: str
) -> None:
    report, lines = Report(demo="telegram"), list[str]()
    plan = (Step(name="one", title="first", play=nothing), Step(name="two", title="second", play=second))
    report.begin(lines.append)
    report.play(plan, lines.append)
    report.prove(lambda: stored, lines.append)
    report.end(lines.append)
    assert report.good is good
    assert report.summary()["good"] is good
    assert said in "\n".join(lines)
    assert lines[-1].startswith("✔" if good else "✘")


def test_what_was_not_reached_is_named_and_not_looked_for() -> None:
    report, lines = Report(demo="telegram"), list[str]()
    plan = [Step(name=name, title=name, play=play) for name, play in (("a", missing), ("b", nothing))]
    report.play(tuple(plan), lines.append)
    report.prove(lambda: pytest.fail("nothing is to be proved"), lines.append)
    assert lines == ["✘ a (0 s): not seen: أهلا", "· b: لم نصل إليها / not reached"]
    assert (report.seen, report.good) == ({"a": False, "b": False}, False)


def test_nothing_played_is_not_good() -> None:
    report, lines = Report(demo="telegram"), list[str]()
    report.prove(lambda: {"a": True}, lines.append)
    report.end(lines.append)
    assert not report.good
    assert lines[0].startswith("✘")
