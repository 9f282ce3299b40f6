"""Rule `case-stages`."""

from collections.abc import Iterator

from typing_extensions import override

from bot.content.lint.rule import Rule
from bot.content.problems import ByLanguage, Problem, filled, nearest, worded
from bot.content.sources import Sources
from bot.content.validation import Written
from bot.engine.life import Life, Offer

_UNREACHED = worded(
    ar="لا خطوة تصل إلى المرحلة «{stage}».",
    en="No step leads to the stage “{stage}”.",
)
_NO_WAY_OUT = worded(
    ar="المرحلة «{stage}» مفتوحة ولا خطوة يخرج بها الموظفون منها. أضف خطوة أو اكتب open: no.",
    en="The stage “{stage}” is open and no step of the staff leads out of it. Add one, or write open: no.",
)
_NOT_OFFERED = worded(
    ar="الإشعار يعرض «{step}» ولا توجد خطوة بهذا الاسم يعملها صاحب الطلب من «{stage}».",
    en="The notice offers “{step}”, and no step of that name is made by the person from “{stage}”.",
)
PERSONS: tuple[Offer, ...] = ("complete", "withdraw")  # steps that a person makes


class CaseStages(Rule):
    """The life of a case is a table without holes: its stages exist, are reached, and lead on.

    A step from a stage that is misspelt can never be made, and a case in a stage without a way out would
    wait for ever. A notice that offers to complete or to withdraw needs the step `complete` or `withdraw`,
    made by the person.

    ```yaml
    steps:
      - id: register
        moves: [{from: [chekced], to: registered}]   # did you mean checked?
    ```
    """

    name = "case-stages"
    message = worded(
        ar="لا توجد مرحلة اسمها «{stage}».",
        en="There is no stage “{stage}”.",
    )

    @override
    def find(self, sources: Sources) -> Iterator[Problem]:
        for written in sources.lives:
            yield from self._unknown(written)
            yield from self._unreached(written)
            yield from self._no_way_out(written)
            yield from self._not_offered(written)

    def _unknown(self, written: Written[Life]) -> Iterator[Problem]:
        life, known = written.value, {stage.id for stage in written.value.stages}
        named: list[tuple[str, tuple[str | int, ...]]] = [(life.begins, ("begins",))]
        for at, step in enumerate(life.steps):
            for number, move in enumerate(step.moves):
                place = ("steps", at, "moves", number)
                named.append((move.to, (*place, "to")))
                named.extend((stage, (*place, "from", index)) for index, stage in enumerate(move.from_))
        for stage, place_ in named:
            if stage not in known:
                yield self.blame(written.document, place_, stage=stage, hint=nearest(stage, known))

    def _unreached(self, written: Written[Life]) -> Iterator[Problem]:
        life = written.value
        reached = {life.begins, *(move.to for step in life.steps for move in step.moves)}
        for at, stage in enumerate(life.stages):
            if stage.id not in reached:
                yield self._problem(written, ("stages", at, "id"), _UNREACHED, stage.id)

    def _no_way_out(self, written: Written[Life]) -> Iterator[Problem]:
        life = written.value
        left = {
            stage
            for step in life.steps
            if set(step.by) - {"person"}
            for move in step.moves
            for stage in move.from_
            if stage != move.to
        }
        for at, stage in enumerate(life.stages):
            if stage.open and stage.id not in left:
                yield self._problem(written, ("stages", at, "id"), _NO_WAY_OUT, stage.id)

    def _not_offered(self, written: Written[Life]) -> Iterator[Problem]:
        life = written.value
        for name in PERSONS:
            made = life.step(name)
            by_person = made.moves if made and "person" in made.by else ()
            there = {stage for move in by_person for stage in move.from_}
            for at, step in enumerate(life.steps):
                left = {move.to for move in step.moves} - there
                if name in step.offers and left:
                    words = filled(_NOT_OFFERED, step=name, stage=min(left))
                    yield written.document.problem(self.name, words, ("steps", at, "offers"))

    def _problem(
        self, written: Written[Life], at: tuple[str | int, ...], message: ByLanguage, stage: str
    ) -> Problem:
        return written.document.problem(self.name, filled(message, stage=stage), at)
