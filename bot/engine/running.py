"""The flow that runs: which version it is on, where it stands, and what its steps may look at."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from bot.engine.flow import Flow
from bot.engine.state import Run
from bot.engine.steps import AnyStep
from bot.engine.steps.step import AskingStep, Prompt, Scene
from bot.engine.turn import Moment, Turn


@dataclass(frozen=True, kw_only=True, slots=True)
class Standing:
    """Where a person stands: a flow that exists, and the question that waits for an answer."""

    flow: Flow
    run: Run
    step: AskingStep
    scene: Scene

    @property
    def value(self) -> Any:  # noqa: ANN401 - JSON
        """What was answered here so far: partly, or before an edit."""
        return self.run.answers.get(self.step.id)

    @property
    def prompt(self) -> Prompt:
        """The question."""
        return self.step.prompt(self.scene, self.value)


def standing(turn: Turn, moment: Moment) -> Standing | None:
    """Return where the person stands; None if no flow waits for their answer."""
    return standing_at(turn, moment, turn.state.run)


def standing_at(turn: Turn, moment: Moment, run: Run | None) -> Standing | None:
    """Return the question at which a run stands; None if it asks none."""
    flow = flow_of(moment, run) if run else None
    step = step_of(flow, run.step) if run and flow else None
    if run is None or flow is None or not isinstance(step, AskingStep):
        return None
    return Standing(flow=flow, run=run, step=step, scene=scene_of(turn, moment, flow, run))


def flow_of(moment: Moment, run: Run) -> Flow | None:
    """Return the flow in the version that the person began, from the content or its archive."""
    flow = moment.content.flows.get(run.flow)
    if flow is not None and flow.version == run.version:
        return flow
    archived = moment.content.archive.get(run.version)
    return archived if archived is not None and archived.id == run.flow else None


def step_of(flow: Flow, step: str) -> AnyStep | None:
    """Return a step by its id."""
    return next((each for each in flow.steps if each.id == step), None)


def place_of(flow: Flow, step: str) -> int:
    """Return a step's place; that of the end for an id that is not there."""
    return next((index for index, each in enumerate(flow.steps) if each.id == step), len(flow.steps))


def scene_of(turn: Turn, moment: Moment, flow: Flow, run: Run) -> Scene:
    """Return what a step may look at."""
    return Scene(
        language=turn.state.language,
        texts=moment.content.texts,
        organisation=moment.content.organisation,
        answers=run.answers,
        steps=flow.steps,
        flow=flow.id,
        version=run.version,
        kind=flow.kind,
        now=moment.now,
    )


def takes_part(step: AnyStep, run: Run) -> bool:
    """Tell whether a step's condition holds for the answers so far; of a case only what is given again."""
    if run.completes and step.id not in run.items:
        return False
    return step.when is None or step.when.holds(run.answers)


def answered(run: Run, step: str, value: Any) -> Run:  # noqa: ANN401 - JSON
    """Return the run with a step's answer."""
    return replace(run, answers={**run.answers, step: value})


def unanswered(run: Run, step: str) -> Run:
    """Return the run without a step's answer."""
    return replace(run, answers={each: value for each, value in run.answers.items() if each != step})


def touched(run: Run, now: datetime) -> Run:
    """Return the run with the person's last word in it now."""
    return replace(run, touched_at=now)
