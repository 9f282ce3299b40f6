"""How the items of a case stand: read out of its history, which is the only place that keeps it."""

from collections.abc import Iterable, Mapping, Sequence

from bot.cases.life import ACCEPTED, Facts
from bot.engine.flow import Flow
from bot.engine.steps.review import ReviewStep
from bot.engine.steps.step import AskingStep
from bot.ports.records import Case, CaseStep


def facts(case: Case, history: Iterable[CaseStep], flow: Flow | None) -> Facts:
    """Return what is known of a case; `flow` is the one it came from, if it is still known."""
    return Facts(
        stage=case.stage,
        opened_at=case.opened_at,
        items=tuple(case.answers),
        others=_left_out(case, flow) if flow else (),
        checks=checks(history),
    )


def _left_out(case: Case, flow: Flow) -> tuple[str, ...]:
    """Return the questions of the flow that were skipped, and that the answers still lead to."""
    asked = [step for step in flow.steps if isinstance(step, AskingStep) and step.label]
    return tuple(
        step.id
        for step in asked
        if not isinstance(step, ReviewStep)
        if step.id not in case.answers and (step.when is None or step.when.holds(case.answers))
    )


def checks(history: Iterable[CaseStep]) -> Mapping[str, str]:
    """Return item → verdict as the history left them."""
    found: dict[str, str] = {}
    for step in history:
        for item in step.detail.get("again", ()):
            found.pop(item, None)
        found.update(step.detail.get("checks", {}))
    return found


def again(known: Facts, given: Sequence[str] = (), *, everything: bool = False) -> list[str]:
    """Return the items to be checked anew: those given again, else those not accepted, else all of them.

    `everything`: the case is opened again; what was asked for and left out has no verdict either then.
    """
    if everything:
        return [*known.items, *(item for item in known.checks if item not in known.items)]
    open_ = [item for item in known.items if known.checks.get(item) != ACCEPTED]
    return list(given) or open_ or list(known.items)
