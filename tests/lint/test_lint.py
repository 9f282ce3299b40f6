"""Plays tests/lint/<rule>.yaml: a change to the small content, and what the rule says about it."""

import inspect
import shutil
from pathlib import Path
from typing import Any

import pytest
import yaml

from bot.content.lint import RULES
from bot.content.lint.rule import Rule
from bot.content.lint.unknown_text_id import UnknownTextId
from bot.content.problems import in_order
from bot.content.sources import gather

HERE = Path(__file__).parent
SMALL = HERE.parent / "content" / "small"
BY_NAME = {rule.name: rule for rule in RULES}


def cases() -> list[Any]:
    """Return every case of every rule's file."""
    return [
        pytest.param(path.stem, case, id=f"{path.stem}: {case['why']}")
        for path in sorted(HERE.glob("*.yaml"))
        for case in yaml.load(path.read_text("utf-8"), yaml.CBaseLoader)
    ]


@pytest.mark.parametrize(("name", "case"), cases())
def test_case(name: str, case: dict[str, Any], tmp_path: Path) -> None:
    """The rule finds exactly what the case expects, at its line, in both languages."""
    root = changed(tmp_path, case)
    sources = gather(root / "knowledge", root / "flows")
    assert not sources.problems, [problem.text("en") for problem in sources.problems]
    found = in_order(rule_of(name, root).find(sources))
    told = [(problem.file, str(problem.line)) for problem in found]
    assert told == [(each["file"], each["line"]) for each in case["expect"]], [p.text("en") for p in found]
    for problem, each in zip(found, case["expect"], strict=True):
        assert each["says"] in problem.text("en")
        assert (problem.rule, problem.severity) == (name, BY_NAME[name].severity)
        assert problem.text("ar") != problem.text("en")


def changed(root: Path, case: dict[str, Any]) -> Path:
    """Copy the small content and make the case's changes; each must really change something."""
    shutil.copytree(SMALL, root, dirs_exist_ok=True)
    for each in case.get("change", ()):
        path = root / each["file"]
        before = path.read_text("utf-8")
        assert each["find"] in before, each
        path.write_text(before.replace(each["find"], each["put"], 1), "utf-8")
    for name, text in case.get("add", {}).items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text, "utf-8")
    for name in case.get("remove", ()):
        (root / name).unlink()
    return root


def rule_of(name: str, root: Path) -> Rule:
    """Return the rule; the one that reads the program gets the case's program."""
    return UnknownTextId(root / "bot") if name == "unknown-text-id" else BY_NAME[name]


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_every_rule_has_manual_and_cases(rule: Rule) -> None:
    """Each rule has a file of its name, a manual with an example, and cases that break it and that do not."""
    assert Path(inspect.getfile(type(rule))).stem == rule.name.replace("-", "_")
    assert "```" in (type(rule).__doc__ or "")
    own = yaml.load((HERE / f"{rule.name}.yaml").read_text("utf-8"), yaml.CBaseLoader)
    assert {bool(case["expect"]) for case in own} == {True, False}


def test_small_content_breaks_no_rule() -> None:
    """What the cases change is right before the change."""
    sources = gather(SMALL / "knowledge", SMALL / "flows")
    assert not sources.problems
    found = [problem for rule in RULES if rule.name != "unknown-text-id" for problem in rule.find(sources)]
    assert [problem.text("en") for problem in found] == []
