"""Putting a flow aside: by the person, by danger, by a claim, by time. Nothing of it is dropped."""

from dataclasses import replace

from bot.engine.effects import ClearTimers
from bot.engine.state import Run
from bot.engine.turn import Turn

MOST_SAVED = 8  # flows kept aside; the oldest gives way


def put_aside(turn: Turn) -> Turn:
    """Move the running flow to the saved ones, in place of an older one of the same flow."""
    run = turn.state.run
    if run is None:
        return turn
    kept = tuple(each for each in turn.state.saved if _place(each) != _place(run))
    saved = (*kept, replace(run, misses=0, reminded=False))[-MOST_SAVED:]
    return turn.but(run=None, saved=saved, pending=None, doubt="").also(ClearTimers())


def take_up(turn: Turn, run: Run) -> Turn:
    """Make a saved flow the running one; another that runs is put aside."""
    turn = put_aside(turn) if turn.state.run else turn
    saved = tuple(each for each in turn.state.saved if _place(each) != _place(run))
    return turn.but(run=run, saved=saved, pending=None, doubt="")


def without(saved: tuple[Run, ...], flow: str) -> tuple[Run, ...]:
    """Return the saved flows but one."""
    return tuple(run for run in saved if run.flow != flow)


def _place(run: Run) -> tuple[str, str]:
    """Return what may be there once: a flow anew, or a case that is being completed."""
    return run.flow, run.completes
