"""Play tests/worker/retry.yaml."""

from pathlib import Path
from typing import Any

import pytest

from bot.ports.channel import Blocked, Later, Rejected, SendError, Unreachable
from bot.worker.retry import Again, GiveUp, Withhold, decide
from tests.worker.world import load

CASES: list[dict[str, str]] = load(Path(__file__).with_suffix("").parent / "retry.yaml")


@pytest.mark.parametrize("case", CASES, ids=[case["why"] for case in CASES])
def test_decision(case: dict[str, str]) -> None:
    decision = decide(_error(case), attempts=int(case["attempts"]), jitter=float(case.get("jitter", "0")))
    assert _told(decision) == {key: case[key] for key in ("again", "dead", "withheld") if key in case}


def _error(case: dict[str, str]) -> SendError:
    kinds: dict[str, Any] = {"unreachable": Unreachable, "blocked": Blocked, "rejected": Rejected}
    if case["error"] == "later":
        return Later(float(case["seconds"]))
    return kinds[case["error"]]("too long")  # type: ignore[no-any-return]


def _told(decision: Again | GiveUp | Withhold) -> dict[str, str]:
    if isinstance(decision, Again):
        return {"again": f"{decision.seconds:g}"}
    if isinstance(decision, GiveUp):
        return {"dead": decision.error}
    return {"withheld": decision.reason}
