"""Who a submitted flow says the person is."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bot.engine.flow import Flow
from bot.engine.steps.step import AskingStep

IDENTIFYING = ("name", "phone", "national_id", "iban")  # step types, and field names of `Contact`


@dataclass(frozen=True, kw_only=True, slots=True)
class Contact:
    """What the person gave of themselves; None where they gave nothing or spoke it in a voice note."""

    name: str | None = None
    phone: str | None = None  # E.164
    national_id: str | None = None  # digits
    iban: str | None = None

    @property
    def known(self) -> bool:
        """Whether there is something that tells this person from another."""
        return bool(self.phone or self.national_id)


def contact(answers: Mapping[str, Any], flow: Flow | None) -> Contact:
    """Read the contact out of a flow's answers: by step type, or by step id where the flow is gone.

    What is `of_another` says nothing about who answers.
    """
    types = {step.id: step.type for step in flow.steps} if flow else {}
    others = (
        {step.id for step in flow.steps if isinstance(step, AskingStep) and step.of_another}
        if flow
        else set()
    )
    found: dict[str, str] = {}
    for step, value in answers.items():
        kind = types.get(step, step)
        if step not in others and kind in IDENTIFYING and isinstance(value, str) and value:
            found.setdefault(kind, value)
    return Contact(**found)
