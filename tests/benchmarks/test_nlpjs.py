"""nlp.js beside the matcher: it learns and answers, and its absence is said."""

import json
import shutil
from pathlib import Path

import pytest

from benchmarks.nlpjs import SOURCE, Missing, NlpJs, installed
from bot.matching import Corpus, Phrase

CORPUS = Corpus(
    phrases=tuple(
        Phrase(topic=topic, text=text)
        for topic, text in [
            ("time", "متى يرد علي أحد"),
            ("time", "كم ياخذ الرد على طلبي"),
            ("time", "when do you answer"),
            ("place", "اين مقر الجمعية"),
            ("place", "عنوان المقر"),
            ("place", "where is your office"),
        ]
    )
)


def test_without_node_it_says_what_is_missing(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(Missing, match="node is not on this machine"):
        installed(tmp_path)


def test_versions_are_exact_and_locked() -> None:
    wanted = json.loads((SOURCE / "package.json").read_text(encoding="utf-8"))["dependencies"]
    packages = json.loads((SOURCE / "package-lock.json").read_text(encoding="utf-8"))["packages"]
    assert {name: packages[f"node_modules/{name}"]["version"] for name in wanted} == wanted
    assert all("integrity" in package for name, package in packages.items() if name)
    assert not any("resolved" in package for package in packages.values())


@pytest.mark.skipif(shutil.which("node") is None, reason="node is not on this machine")
def test_it_learns_and_answers() -> None:
    try:
        folder = installed()
    except Missing as missing:
        pytest.skip(str(missing))
    with NlpJs(CORPUS, folder) as ask:
        assert [ask(text)[0] for text in ("كم ياخذ الرد", "وين عنوان الجمعية", "where is the office")] == [
            "time",
            "place",
            "place",
        ]
        assert len(ask.ms) == 3
        assert min(ask.memory()) > 10
