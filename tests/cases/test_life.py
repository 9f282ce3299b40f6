"""Plays tests/cases/life.yaml; every table of a life leads somewhere, in every setting."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.cases.life import Allowed, Facts, Wish, judge, open_steps
from bot.engine.life import CaseSettings, Life
from tests.store.values import NOW
from tests.worker.world import ROOT, load

CASES: list[dict[str, Any]] = load(Path(__file__).parent / "life.yaml")
LIVES = {
    path.stem: Life.model_validate(load(path))
    for path in sorted((ROOT / "knowledge" / "cases").glob("*.yaml"))
}
SETTINGS = [
    CaseSettings(registration=order, appeal=appeal)
    for order in ("before-decision", "after-decision")
    for appeal in (False, True)
]


@pytest.mark.parametrize("case", CASES, ids=[case["why"] for case in CASES])
def test_case(case: dict[str, Any]) -> None:
    facts = Facts(
        stage=case["stage"],
        opened_at=NOW - timedelta(days=int(case.get("days", 0))),
        items=("phone", "need"),
        others=("papers",),
        checks=case.get("known", {}),
    )
    wish = Wish(
        step=case["step"],
        actor=case.get("actor", "supervisor"),
        now=NOW,
        given={need: "x" * 700 if text == "long" else text for need, text in case.get("given", {}).items()},
        checks=case.get("checks", {}),
        early=case.get("early", ""),
        health=case.get("health") == "yes",
        deciders=None if case.get("session") == "no" else int(case.get("deciders", 3)),
    )
    settings = CaseSettings.model_validate(case.get("settings", {}))
    found = judge(LIVES["support-request"], settings, facts, wish)
    if "to" in case:
        assert isinstance(found, Allowed), found
        assert found.to == case["to"]
        assert found.urgent == (case.get("urgent") == "yes")
    else:
        assert type(found).__name__ == case["refused"]


@pytest.mark.parametrize("kind", LIVES)
@pytest.mark.parametrize("settings", SETTINGS, ids=str)
def test_somebody_can_always_go_on(kind: str, settings: CaseSettings) -> None:
    life = LIVES[kind]
    for stage in life.stages:
        if stage.open:
            assert open_steps(life, settings, stage.id, "administrator"), stage.id
        assert all(not step.reply for step in open_steps(life, settings, stage.id, "person"))


def test_a_kind_without_a_life_refuses_every_step() -> None:
    facts = Facts(stage="received", opened_at=NOW, items=())
    wish = Wish(step="check", actor="supervisor", now=NOW)
    assert type(judge(None, CaseSettings(), facts, wish)).__name__ == "UnknownStep"
