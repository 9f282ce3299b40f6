"""The shape of a case's life: a table of stages and steps, one file a kind in knowledge/cases.

A file is validated into these models as it stands, as a flow is. What a step does is in `bot/cases`.
"""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from bot.engine.steps.condition import Condition
from bot.messages import Language
from bot.ports.records import Role

Id = Annotated[str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=40)]
Words = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=700)]
ByLanguage = dict[Language, Words]
Days = Annotated[int, Field(ge=1, le=365)]
Actor = Literal["person"] | Role
Need = Literal["checks", "reason", "still", "internal", "service", "on", "place", "note"]
"""checks: a verdict per item; reason, still, service, place: words that the person sees; on: a date that
the person sees; internal, note: for staff."""
Guard = Literal["all-accepted", "some-to-correct"]
Offer = Literal["complete", "withdraw", "person", "rating", "times", "confirm", "revoke"]
Registration = Literal["before-decision", "after-decision"]
Replies = Literal["in-session", "anywhere"]  # where the committee's reply is entered

FIELDS_OF: dict[Need, str] = {
    "reason": "reason",
    "still": "still",
    "service": "service",
    "on": "on",
    "place": "place",
}
FIELDS = ("reference", "name", "short_name", "people", "items", *FIELDS_OF.values())
"""What may stand in braces in a notice; `items` where something is to be corrected."""


class _Shape(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)


class Stage(_Shape):
    """Where a case stands."""

    id: Id
    title: ByLanguage  # for staff
    plain: ByLanguage  # for the person: of their timeline, and all that tracking by number tells
    target_days: Days | None = None  # working days after which it is late
    open: bool = True  # somebody still has to do something


class When(_Shape):
    """Settings of an organisation under which a move is there."""

    registration: Registration | None = None
    appeal: bool | None = None


class Move(_Shape):
    """From any of some stages to one."""

    from_: Annotated[tuple[Id, ...], Field(alias="from", min_length=1)]
    to: Id
    when: When = When()


class Step(_Shape):
    """Something that is done with a case."""

    id: Id
    title: ByLanguage  # of the button
    done: ByLanguage  # of the history
    moves: Annotated[tuple[Move, ...], Field(min_length=1)]
    by: Annotated[tuple[Actor, ...], Field(min_length=1)]
    needs: tuple[Need, ...] = ()
    may: tuple[Need, ...] = ()  # asked for, and may be left empty
    guard: Guard | None = None  # how the checks of the items must stand
    reply: bool = False  # the committee's reply: before two weeks it needs a reason
    daytime: bool = False  # told in the daytime only, whatever is the hurry
    refusal: bool = False  # tells the person no: they are not asked that day how the service was
    decision: bool = False  # counted in reports as a decision
    survey: bool = False  # afterwards the person is asked how the service was
    tells: ByLanguage | None = None  # notice to the person
    offers: tuple[Offer, ...] = ()  # buttons under the notice
    silent: bool = False  # the stage changes and the person is told nothing: meant so
    revokes: bool = False  # what was granted on this request, to act for another, ends
    frees: bool = False  # the coming time that the case has taken in the calendar is free again
    books: bool = False  # made in the calendar, where it takes a time and a colleague
    forgets: bool = False  # the case's answers and what was noted of it are erased with this step


class Life(_Shape):
    """knowledge/cases/<kind>.yaml: the life of one kind of case."""

    id: Id  # kind of case
    title: ByLanguage
    begins: Id  # stage of a case that has just come in
    resolve_days: Days | None = None  # from opening to the end: a target for managers, told to nobody
    unannounced: Condition | None = (
        None  # answers of a person who wants no notice: they see it when they look
    )
    unlinked: bool = False  # keeps no tie to the chat or the person it came from, who is told nothing of it
    stages: Annotated[tuple[Stage, ...], Field(min_length=1)]
    steps: Annotated[tuple[Step, ...], Field(min_length=1)]

    def stage(self, stage: str) -> Stage | None:
        """Return a stage by its id."""
        return next((each for each in self.stages if each.id == stage), None)

    def step(self, step: str) -> Step | None:
        """Return a step by its id."""
        return next((each for each in self.steps if each.id == step), None)


class CaseSettings(_Shape):
    """knowledge/organisations/<org>/cases.yaml: what one organisation decides for itself."""

    registration: Registration = "before-decision"  # the policy's clause says neither
    appeal: bool = False  # no edition describes one
    replies: Replies = "in-session"  # the committee replies, says the policy; how it meets it does not say
    quorum: Annotated[int, Field(ge=1, le=30)] = 1  # members present without an interest, for a reply
    first_response_minutes: Annotated[int, Field(ge=1, le=10080)] = 60  # from a hand-over to the first claim
    resolve_days: dict[Id, Days] = Field(default_factory=dict)  # kind → days, in place of the table's
    targets: dict[Id, dict[Id, Days]] = Field(default_factory=dict)  # kind → stage → working days
    unseen_days: Days = 3  # working days after which news that no page has shown goes the next way
    again_after: Days = 3  # working days after which supervisors hear of a late case again

    def target(self, kind: str, stage: Stage) -> int | None:
        """Return after how many working days in a stage a case of this organisation is late."""
        return self.targets.get(kind, {}).get(stage.id, stage.target_days)

    def resolve(self, life: Life) -> int | None:
        """Return in how many days cases of a kind should be done with; None if no target is set."""
        return self.resolve_days.get(life.id, life.resolve_days)
