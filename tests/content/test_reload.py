"""Hot reload: whatever happens to the files, a running bot has whole content, and somebody is told."""

import os
import re
import shutil
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from bot.content import Problem
from bot.content.reload import Live
from tests.content.serving import change, served

ANSWER = "knowledge/common/review-time.yaml"
OLD = "its reply comes after no less than two weeks"
NEW = "its answer comes after no less than two weeks"


@pytest.fixture
def told() -> list[list[Problem]]:
    """What the administrator was told, in order."""
    return []


@pytest.fixture
def live(small: Path, cache: Path, told: list[list[Problem]]) -> Live:
    """The small content being served, and looked after by hand."""
    library = served(small, cache)
    return Live(library, small / "knowledge", small / "flows", cache=cache, report=told.append, every=0.02)


def answer(live: Live) -> str:
    """What a person hears."""
    return live("aoun").topics["review-time"].answer["en"]


def test_nothing_happens_while_nothing_changes(live: Live, told: list[list[Problem]]) -> None:
    assert not live.look()
    assert told == []
    assert live.status.problems == ()


def test_a_change_is_served_as_a_whole(live: Live, small: Path, told: list[list[Problem]]) -> None:
    before = live("aoun")
    change(small, ANSWER, OLD, NEW)
    assert live.look()
    assert NEW in answer(live)
    assert OLD in before.topics["review-time"].answer["en"]  # who began on the old content ends on it
    assert live.status.version == live.library.version != before.version
    assert told == [[]]
    assert not live.look()


def bomb(root: Path) -> None:
    levels = "\n".join(
        f"{name}: &{name} [{(f'*{before}, ' * 9)[:-2]}]"
        for before, name in zip("abcdefgh", "bcdefghi", strict=True)
    )
    (root / ANSWER).write_text(f"a: &a [lol]\n{levels}\n")


def large(root: Path) -> None:
    with (root / ANSWER).open("wb") as stream:
        stream.truncate(50_000_000)


def half_written(root: Path) -> None:
    path = root / ANSWER
    path.write_bytes(path.read_bytes()[:700])


def brackets(root: Path) -> None:
    (root / ANSWER).write_text("[" * 100_000)


def without_comma(root: Path) -> None:
    change(root, "knowledge/texts/engine.ar.yaml", 'engine.source.comma: "، "\n', "")
    change(root, "knowledge/texts/engine.en.yaml", 'engine.source.comma: ", "\n', "")


def pipe(root: Path) -> None:
    (root / ANSWER).unlink()
    os.mkfifo(root / ANSWER)


BROKEN: dict[str, Callable[[Path], None]] = {
    "an alias bomb": bomb,
    "a file of 50 MB": large,
    "a half-written file": half_written,
    "a pipe in place of a file": pipe,
    "a deleted folder": lambda root: shutil.rmtree(root / "knowledge"),
    "deleted flows": lambda root: shutil.rmtree(root / "flows"),
    "a deleted file": lambda root: (root / "knowledge/danger.yaml").unlink(),
    "a tab": lambda root: change(root, ANSWER, "  en: The research", "\ten: The research"),
    "a misspelt key": lambda root: change(root, ANSWER, "related:", "relatde:"),
    "a hundred thousand brackets": brackets,
    "a text that the program says, deleted": without_comma,
    "a pattern of danger that cannot be read": lambda root: change(
        root, "knowledge/danger.yaml", "{die}", "{dye}"
    ),
}


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_change_leaves_the_old_in_force(
    name: str, live: Live, small: Path, told: list[list[Problem]], tmp_path: Path
) -> None:
    kept = shutil.copytree(small, tmp_path / "kept")
    before = live("aoun")
    BROKEN[name](small)
    assert live.look()
    assert live("aoun") is before
    assert answer(live).count(OLD) == 1
    assert told[-1]
    assert live.status.problems == tuple(told[-1])
    assert all(problem.text("ar") and problem.text("en") for problem in told[-1])
    shutil.rmtree(small)
    shutil.copytree(kept, small)
    change(small, ANSWER, OLD, NEW)
    assert live.look()
    assert NEW in answer(live)
    assert (told[-1], live.status.problems) == ([], ())


def test_who_listens_may_fail(small: Path, cache: Path) -> None:
    def fail(problems: list[Problem]) -> None:
        raise RuntimeError(str(problems))

    live = Live(
        served(small, cache), small / "knowledge", small / "flows", cache=cache, report=fail, every=0.02
    )
    change(small, ANSWER, OLD, NEW)
    assert live.look()
    assert NEW in answer(live)


def test_a_cache_that_cannot_be_written_is_told(small: Path, cache: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    live = Live(
        served(small, cache), small / "knowledge", small / "flows", cache=tmp_path / "file", every=0.02
    )
    change(small, ANSWER, OLD, NEW)
    assert live.look()
    assert [problem.rule for problem in live.status.problems] == ["fit"]


def test_the_thread_sees_changes_and_stops(live: Live, small: Path) -> None:
    live.start()
    live.start()  # once is enough
    change(small, ANSWER, OLD, NEW)
    deadline = time.monotonic() + 20
    while NEW not in answer(live) and time.monotonic() < deadline:
        time.sleep(0.02)
    live.stop()
    assert NEW in answer(live)
    assert not any(thread.name == "content" for thread in threading.enumerate())


def test_readers_never_see_a_mixture(live: Live, small: Path) -> None:
    """While content is swapped, both languages that one reader sees are of one version."""
    seen: set[tuple[str, str]] = set()
    stopping = threading.Event()

    def read() -> None:
        while not stopping.is_set():
            answers = live("aoun").topics["review-time"].answer
            seen.add((answers["ar"], answers["en"]))
            time.sleep(0.001)

    reader = threading.Thread(target=read)
    reader.start()
    text = (small / ANSWER).read_text("utf-8")
    for number in range(3):
        both = text.replace("ويأتي ردها", f"ورد {number}").replace("its reply", f"reply {number}")
        (small / ANSWER).write_text(both, "utf-8")
        assert live.look()
    stopping.set()
    reader.join()
    assert len(seen) > 1
    for arabic, english in seen:
        assert re.findall(r"\d", arabic) == re.findall(r"\d", english)
