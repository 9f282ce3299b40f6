"""What all step types share: the author's fields, the scene they see, and the outcomes they may give.

A step type is one file here: a frozen pydantic model whose `type` is the file's name. Its docstring is its
manual and holds an example that the tests run.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any, ClassVar

from pydantic import BaseModel, ConfigDict

from bot.engine.effects import Effect
from bot.engine.steps.condition import Condition
from bot.messages import Ask, Attachment, Button, Event, EventKind, Inbound, Language

if TYPE_CHECKING:
    from bot.engine.content import Organisation, Texts

ByLanguage = dict[Language, str]


@dataclass(frozen=True, kw_only=True, slots=True)
class Scene:
    """What a step may look at."""

    language: Language
    texts: "Texts"
    organisation: "Organisation"
    answers: Mapping[str, Any]  # step id → value
    steps: "tuple[Step, ...]"  # all steps of the flow, e.g. for the review
    flow: str
    version: str
    kind: str | None  # case kind of the flow
    now: datetime

    def say(self, key: str, **fields: object) -> str:
        """Return interface wording in the person's language."""
        return self.texts(self.language, key, **fields)


@dataclass(frozen=True, kw_only=True, slots=True)
class Prompt:
    """A question to the person. The runner adds back, skip, save and cancel."""

    text: str
    ask: Ask
    buttons: tuple[Button, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class Taken:
    """The answer is good. `value` is JSON; None means skipped."""

    value: Any
    note: str = ""  # said before the next question, e.g. a date read back in both calendars
    attachments: tuple[Attachment, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class Stay:
    """Part of the answer is there (an option ticked, a file added): ask on."""

    value: Any
    note: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Edit:
    """The person wants to change the answer of another step."""

    step: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Refused:
    """The answer cannot be taken: what is wrong and what to do, in the person's language."""

    text: str


Outcome = Taken | Stay | Edit | Refused


@dataclass(frozen=True, kw_only=True, slots=True)
class Acted:
    """What a step did that asks nothing."""

    texts: tuple[str, ...] = ()  # said to the person, in order
    under: tuple[tuple[Button, ...], ...] = ()  # buttons under these texts, in the same order
    effects: tuple[Effect, ...] = ()
    answers: Mapping[str, Any] = field(default_factory=dict)  # values set
    go: str | None = None  # step to go on with; None = the next one
    waits: tuple[EventKind, ...] = ()  # go on only when one of these has come
    ends: bool = False  # the flow is finished


class Step(BaseModel):
    """Any step: an id that is unique in its flow, and a condition under which it takes part."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str
    when: Condition | None = None


class AskingStep(Step):
    """A step that waits for an answer."""

    secret: ClassVar[bool] = False  # its answer is masked wherever the conversation is kept or shown

    ask: ByLanguage  # the question, one, short
    label: ByLanguage | None = None  # its name in the review; None = not shown there
    why: ByLanguage | None = None  # why this is asked; every identifying step must say it
    optional: bool = False
    of_another: bool = False  # about somebody else than who answers: it never says who that is

    def prompt(self, scene: Scene, value: Any | None = None) -> Prompt:  # noqa: ANN401 - JSON
        """Return the question; `value` is what was answered so far (partly, or before an edit)."""
        raise NotImplementedError

    def take(self, inbound: Inbound, scene: Scene, value: Any | None = None) -> Outcome:  # noqa: ANN401 - JSON
        """Read the person's message as an answer."""
        raise NotImplementedError

    def show(self, value: Any, scene: Scene) -> str:  # noqa: ANN401 - JSON
        """Return an answer as the person reads it in the review; secrets are masked."""
        raise NotImplementedError


class ActingStep(Step):
    """A step that does something and asks nothing."""

    def act(self, scene: Scene) -> Acted:
        """Do it."""
        raise NotImplementedError

    def answered(self, event: Event, scene: Scene) -> Acted:
        """Go on after an event that `act` waited for."""
        raise NotImplementedError
