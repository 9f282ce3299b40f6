"""A real process, killed with -9 at random moments while 50 people write."""

import sys
from pathlib import Path

import pytest

from bot.ports.store import Store
from bot.store.keys import open_key_file
from bot.store.opening import open_store
from bot.worker import chaos
from bot.worker.chaos_plan import Plan
from tests.worker.world import ORG

CHILD = (sys.executable, "-m", "tests.acceptance.child")


def _opened(plan: Plan) -> Store:
    return open_store(plan.database, open_key_file(Path(plan.folder) / "key"))


@pytest.mark.acceptance
def test_nothing_acknowledged_is_lost_or_answered_twice() -> None:
    summary = chaos.run(rounds=3, seed=1, database=None, organisation=ORG, command=CHILD, open_store=_opened)
    assert summary.faults == ()
    assert summary.sound
    assert summary.sends == summary.replies + summary.repeated_sends
