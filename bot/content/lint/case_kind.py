"""Rule `case-kind`."""

from collections.abc import Iterator

from typing_extensions import override

from bot.content.lint.rule import Rule
from bot.content.problems import Problem, filled, nearest, worded
from bot.content.sources import Sources
from bot.engine.life import Life

_NO_STAGE = worded(
    ar="لا توجد مرحلة اسمها «{stage}» في حياة هذا النوع.",
    en="There is no stage “{stage}” in the life of this kind.",
)


class CaseKind(Rule):
    """Every kind of case that a flow opens, or that an organisation sets a target for, has its life written.

    A case of a kind without a file in `knowledge/cases` would stay where it came in.

    ```yaml
    # flows/support-request.yaml; the file is knowledge/cases/support-request.yaml
    kind: suport-request
    ```
    """

    name = "case-kind"
    message = worded(
        ar="لا يوجد ملف «{kind}» في knowledge/cases.",
        en="There is no file “{kind}” in knowledge/cases.",
    )

    @override
    def find(self, sources: Sources) -> Iterator[Problem]:
        lives = {written.value.id: written.value for written in sources.lives}
        for flow in sources.flows if lives else ():
            kind = flow.value.kind
            if kind is not None and kind not in lives and kind not in sources.broken:
                yield self.blame(flow.document, ("kind",), kind=kind, hint=nearest(kind, lives))
        for written in sources.lives:
            if written.document.path.stem != written.value.id:
                yield self.blame(written.document, ("id",), kind=written.value.id)
        yield from self._targets(sources, lives)

    def _targets(self, sources: Sources, lives: dict[str, Life]) -> Iterator[Problem]:
        for organisation in sources.organisations:
            settings = organisation.cases
            for kind, stages in settings.value.targets.items() if settings else ():
                if settings and kind not in lives:
                    place = ("targets", kind)
                    hint = nearest(kind, lives)
                    yield self.blame(settings.document, place, of_key=True, kind=kind, hint=hint)
                    continue
                for stage in stages:
                    if settings and lives[kind].stage(stage) is None:
                        words = filled(_NO_STAGE, stage=stage)
                        yield settings.document.problem(
                            self.name, words, ("targets", kind, stage), of_key=True
                        )
